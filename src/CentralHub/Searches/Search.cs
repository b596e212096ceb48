using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;

namespace Partnership.CentralHub.Searches;

/// <summary>
/// A search as the centre keeps it: for one child, or for the children of one together-search. What it is at any moment follows from the
/// newest snapshots; what is kept here besides is how long it has gone on.
/// </summary>
internal sealed class SearchRow
{
    /// <summary>The child's reference, or that of the together-search.</summary>
    public required Guid Id { get; init; }

    public required SearchOf Of { get; init; }

    public SearchState State { get; set; }

    /// <summary>Of a group, whose children are searched for together, in the order in which their councils came to it; see <see cref="GroupCouncils"/>.</summary>
    public short[] Joined { get; set; } = [];

    /// <summary>How many children are to be placed together.</summary>
    public ChildCounts Number { get; set; }

    public bool EarlyPermanence { get; set; }

    /// <summary>The longest that a hub of its children counts.</summary>
    public SearchLength HubCounts { get; set; }

    /// <summary>When the centre first knew of it.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When no child of it was searched for any more.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How often the last of its live links has ended: from then on the count without a link begins anew.</summary>
    public int Period { get; set; }

    /// <summary>Since when the centre counts; null while the search rests, or has a live link.</summary>
    public DateTimeOffset? CountingSince { get; set; }

    /// <summary>What was counted in this period before.</summary>
    public long CountedSeconds { get; set; }

    /// <summary>Links that are neither matched nor not progressed.</summary>
    public int LiveLinks { get; set; }

    /// <summary>When early permanence was asked for, with every precondition; null when it is not.</summary>
    public DateTimeOffset? EarlyPermanenceAskedAt { get; set; }

    /// <summary>When its first list was there: a household on it, or no question about one without an answer.</summary>
    public DateTimeOffset? EarlyPermanenceListedAt { get; set; }

    /// <summary>Since when a group lacks one of its children in the register; null while it lacks none, or is not searched for all the same.</summary>
    public DateTimeOffset? IncompleteSince { get; set; }

    /// <summary>When the list last became another one.</summary>
    public DateTimeOffset? ListedAt { get; set; }

    /// <summary>The weights that the list was ordered by; null before the first.</summary>
    public int? WeightsVersion { get; set; }

    /// <summary>Whether any household is on the list.</summary>
    public bool Feasible { get; set; }

    public SearchKey Key => new(Of, Id);

    public GroupCouncils Came => new(Id, [.. Joined.Select(council => new CouncilCode(council))]);
}

/// <summary>A child of a search.</summary>
internal sealed class SearchChild
{
    public required Guid Search { get; init; }

    public required Guid Child { get; init; }

    public required short Council { get; init; }
}

/// <summary>A place on the kept list of a search.</summary>
internal sealed class SearchCandidate
{
    public required Guid Search { get; init; }

    public required Guid Household { get; init; }

    public required short HouseholdCouncil { get; init; }

    public required short Place { get; init; }

    public required Candidate Candidate { get; init; }
}

/// <summary>What moved on a list, and why.</summary>
internal sealed class SearchChange
{
    /// <summary>In the order of time.</summary>
    public required Guid Id { get; init; }

    public required Guid Search { get; init; }

    public required Guid Household { get; init; }

    public required short HouseholdCouncil { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Move Move { get; init; }
}

/// <summary>That a search without a link was put before the owners of its children, once for each length.</summary>
internal sealed class SearchEscalation
{
    public required Guid Search { get; init; }

    /// <summary>See <see cref="SearchRow.Period"/>.</summary>
    public required int Period { get; init; }

    public required SearchLength Length { get; init; }

    public required DateTimeOffset At { get; init; }

    public required bool Feasible { get; init; }
}

/// <summary>That the owner of a child's plan was told of something wrong with a search, and that it is over. One for each child, cause and beginning.</summary>
internal sealed class SearchAlarm
{
    public required Guid Id { get; init; }

    public required Guid Search { get; init; }

    public required Guid Child { get; init; }

    /// <summary>The child's.</summary>
    public required short Council { get; init; }

    public required SearchAlarmCause Cause { get; init; }

    /// <summary>Since when it has been so: when early permanence was asked for, or when the group was first seen to lack a child.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? OverAt { get; init; }
}

/// <summary>
/// A question to the hub of a child whether a household may be its candidate, with the newest answer. No reader sees any of it: that a household was
/// asked about, and what was answered, must not be told.
/// </summary>
internal sealed class CandidateQuestionRow
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required Guid Household { get; init; }

    public required Guid HomeArea { get; init; }

    /// <summary>The child's.</summary>
    public required short Council { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public int? Epoch { get; init; }

    public long? Version { get; init; }

    public bool? Possible { get; init; }
}

/// <summary>That a household's council is interested in a published child.</summary>
internal sealed class Interest
{
    public required Guid Child { get; init; }

    public required Guid Household { get; init; }

    /// <summary>The household's.</summary>
    public required short Council { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the household passes every limit of a search of the child now: from then on the child's council reads it.</summary>
    public bool Open { get; set; }
}
