namespace Partnership.Simulator.Journeys;

/// <summary>A child as it truly is.</summary>
internal sealed record TrueChild(int Id, int AgeWeeksAtArrival, int[] Levels);

/// <summary>Children of one family for whom the search begins in one week.</summary>
internal sealed record ArrivingFamily(int Id, string Council, int Week, bool Counted, IReadOnlyList<TrueChild> Children);

/// <summary>A household with what it says, and what it truly would take: by number of the need the highest level.</summary>
internal sealed record ArrivingHome(int Id, int Week, OfferedHome Said, int[] Truth);
