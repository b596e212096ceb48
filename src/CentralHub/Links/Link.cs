using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Links;

/// <summary>Which side of a link. Numbers are stored: never reuse one.</summary>
internal enum LinkSide : short
{
    /// <summary>The centre itself: what nobody decided.</summary>
    None = 0,

    Child = 1,

    Household = 2,
}

/// <summary>A household and a search, on the way from proposed to matched.</summary>
internal sealed class Link
{
    public required Guid Id { get; init; }

    public required Guid Search { get; init; }

    public required Matching.SearchOf SearchOf { get; init; }

    public required Guid Household { get; init; }

    public required short HouseholdCouncil { get; init; }

    /// <summary>A council of the children.</summary>
    public required short ProposedBy { get; init; }

    /// <summary>How many children it is for: without those who have left it.</summary>
    public required ChildCounts Number { get; set; }

    public LinkState State { get; set; } = LinkState.Proposed;

    public NotProgressedReasons Reasons { get; set; }

    /// <summary>Rises by one with each change, in the transaction that tells of it, with the row locked.</summary>
    public long Version { get; set; } = 1;

    public required DateTimeOffset ProposedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The facts of both sides at its end, so that it can be told whether any has changed since: see <see cref="RelevantFacts"/>.</summary>
    public Guid? FactsAtEnd { get; set; }

    /// <summary>When the decision maker's match was heard: the day itself stays in the child's hub.</summary>
    public DateTimeOffset? MatchedAt { get; set; }

    /// <summary>Live is whatever is neither matched nor not progressed.</summary>
    public bool IsLive => State is not (LinkState.Matched or LinkState.NotProgressed);

    /// <summary>Decided for one household, and so for no other.</summary>
    public bool IsChosen => State is LinkState.Selected or LinkState.ToPanel or LinkState.Matched;
}

/// <summary>A child of a link. Once they are matched, each moves in, or does not, by itself.</summary>
internal sealed class LinkChild
{
    public required Guid Link { get; init; }

    public required Guid Child { get; init; }

    public required short Council { get; init; }

    /// <summary>What the child's hub has said of its part last; null while it has said nothing of this child alone.</summary>
    public ChildsPart? Part { get; set; }

    public int? PartEpoch { get; set; }

    public long? PartVersion { get; set; }

    /// <summary>Who of the child's council may see the link, as its hub said with <see cref="Part"/>: after the search the child's profile tells it no more.</summary>
    public RestrictedTo RestrictedTo { get; set; }

    /// <summary>When the child's hub said that the child has moved in.</summary>
    public DateTimeOffset? PlacedAt { get; set; }

    /// <summary>When the child's hub said that the placement which followed the match has ended before the order.</summary>
    public DateTimeOffset? DisruptedAt { get; set; }

    /// <summary>Children with a part in a link; one whose decision maker has not agreed, or whose match fell through, has none in a link that goes on for others.</summary>
    public static IQueryable<LinkChild> WithAPart(CentralHubDbContext db) => db.LinkChildren.Where(child => child.Part != ChildsPart.Left && !db.LinkParties.Any(party =>
        party.Link == child.Link && party.Side == LinkSide.Child && party.Council == child.Council && party.Decision == LinkDecision.MatchNotAgreed));

    /// <summary>Children who live with the household of their link: by the match, or before one (<see cref="LinkDecision.PlacedBeforeMatch"/>).</summary>
    public static IQueryable<LinkChild> MovedIn(CentralHubDbContext db) =>
        db.LinkChildren.Where(child => child.Part == ChildsPart.MovedIn || (child.Part == null && child.PlacedAt != null && child.DisruptedAt == null));

    /// <summary>As it is told on: of a hub that has said nothing of this child alone, what it has said of the link.</summary>
    public ChildsPart Stands => Part ?? (DisruptedAt is not null ? ChildsPart.Disrupted : PlacedAt is not null ? ChildsPart.MovedIn : ChildsPart.Holds);
}

/// <summary>A council with its side of a link: it sees the link, and what the link opens to it.</summary>
internal sealed class LinkParty
{
    public required Guid Link { get; init; }

    public required short Council { get; init; }

    public required LinkSide Side { get; init; }

    /// <summary>
    /// How far this council has gone, where children of several councils are in the link: a step is taken when each of their councils has taken it.
    /// </summary>
    public LinkState? Taken { get; set; }

    /// <summary>What the hub of this council has decided last for its own children.</summary>
    public LinkDecision? Decision { get; set; }

    public int? DecisionEpoch { get; set; }

    public long? DecisionVersion { get; set; }
}

/// <summary>One change of a link; rows are only ever added.</summary>
internal sealed class LinkStep
{
    public required Guid Link { get; init; }

    /// <summary>The version that it made.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whose step; none for what follows from something else.</summary>
    public required LinkSide Side { get; init; }

    public short? Council { get; init; }

    /// <summary>Who took it; null when a hub or the centre did.</summary>
    public Guid? Worker { get; init; }

    public LinkState? From { get; init; }

    public required LinkState To { get; init; }

    /// <summary>False where the children's other councils have yet to take it, or where it was not applied.</summary>
    public required bool Taken { get; init; }

    public NotProgressedReasons Reasons { get; init; }
}

/// <summary>A worker on one side of a link.</summary>
internal sealed class LinkWorker
{
    public required Guid Link { get; init; }

    public required Guid Worker { get; init; }

    public required LinkSide Side { get; init; }

    /// <summary>The council for which the worker works on it.</summary>
    public required short Council { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when somebody who has handed it over may still read it.</summary>
    public DateTimeOffset? Until { get; set; }
}
