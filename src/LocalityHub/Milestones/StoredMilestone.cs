using System.Collections.Frozen;
using Partnership.CaseData.Milestones;

namespace Partnership.LocalityHub.Milestones;

/// <summary>A milestone of a child as derived from all sources together, with the date of another source that it overrules.</summary>
internal sealed class StoredMilestone
{
    public Guid ChildId { get; init; }

    /// <summary>Place in the order of days, from 0: decisions and reversals may recur.</summary>
    public short Ordinal { get; init; }

    public MilestoneKind Kind { get; init; }

    public DateOnly Date { get; init; }

    public MilestoneSource Source { get; init; }

    /// <summary>RD1 to RD4, of a reversal.</summary>
    public string? Reason { get; init; }

    /// <summary>The table, data row and census year that a return's date was taken from.</summary>
    public string? SourceTable { get; init; }

    public int? SourceRow { get; init; }

    public short? SourceYear { get; init; }

    /// <summary>A conflict for a person to look at: what the other source says.</summary>
    public DateOnly? OverruledDate { get; init; }

    public MilestoneSource? OverruledSource { get; init; }
}

/// <summary>A date that a person or a daily feed gave: one for each kind and source.</summary>
internal sealed class GivenMilestone
{
    public Guid ChildId { get; init; }

    public MilestoneKind Kind { get; init; }

    public MilestoneSource Source { get; init; }

    public DateOnly Date { get; set; }

    /// <summary>RD1 to RD4, of a reversal.</summary>
    public string? Reason { get; set; }

    /// <summary>The subject of the token that it came with.</summary>
    public required string EnteredBy { get; set; }

    public DateTimeOffset EnteredAt { get; set; }
}

/// <summary>The names of milestones and sources in addresses and answers.</summary>
internal static class MilestoneNames
{
    private static readonly FrozenDictionary<MilestoneKind, string> Names = new Dictionary<MilestoneKind, string>
    {
        [MilestoneKind.EnteredCare] = "entered-care",
        [MilestoneKind.ShouldBePlaced] = "should-be-placed",
        [MilestoneKind.PlacementOrder] = "placement-order",
        [MilestoneKind.Matched] = "matched",
        [MilestoneKind.Placed] = "placed",
        [MilestoneKind.MovedIn] = "moved-in",
        [MilestoneKind.PlacementEnded] = "placement-ended",
        [MilestoneKind.AdoptionOrder] = "adoption-order",
        [MilestoneKind.DecisionReversed] = "decision-reversed",
    }.ToFrozenDictionary();

    public static string Name(this MilestoneKind kind) => Names[kind];

    public static string Name(this MilestoneSource source) => source switch
    {
        MilestoneSource.Hand => "hand",
        MilestoneSource.Feed => "feed",
        _ => "return",
    };

    /// <summary>The milestone of that name that a person may enter; null when there is none.</summary>
    public static MilestoneKind? FindEnterable(string name)
    {
        foreach (var (kind, known) in Names)
        {
            if (known == name && kind != MilestoneKind.MovedIn)
            {
                return kind;
            }
        }

        return null;
    }
}
