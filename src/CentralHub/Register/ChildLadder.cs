using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Register;

/// <summary>What somebody who knows a child could know of it; null where it is not shown.</summary>
internal readonly record struct ChildKey(
    short? Council,
    AgeBands? Age,
    ChildCounts? Siblings,
    PermanencePlan? Plan,
    ChildStage? Stage,
    AuthorityToPlace? Authority,
    WaitBand? Wait,
    PriorityFlags? Priority);

/// <summary>Which children are published, and which facts are left out first.</summary>
internal static class ChildLadder
{
    private static readonly Func<ChildKey, ChildKey>[] Rungs =
    [
        key => key with { Wait = null },
        key => key with { Stage = null, Authority = null },
        key => key with { Priority = null },
        key => key with { Council = null },
        key => key with { Age = key.Age is { } age ? BroadAges.Of(age) : null },
        key => key with { Age = null },
        key => key with { Siblings = null },
    ];

    /// <summary>The rows of all children for whom a family is looked for, as far as each reader's own view allows.</summary>
    public static IEnumerable<PublishedChild> Publish(IEnumerable<ChildProfiled> children, RegisterReaders readers)
    {
        var searching = children.Where(child => child.Standing == SearchStanding.Searching).ToDictionary(child => child.Reference);
        var rows = searching.Values.Select(child => new PublishableRow<ChildKey>(child.Reference, child.TogetherSearch ?? child.Reference, (short)child.Council.Number, KeyOf(child)));
        return Publication.Of(rows, Rungs, readers).Select(row => new PublishedChild
        {
            Reference = row.Key,
            Rung = row.Value.Rung,
            Council = row.Value.Shown.Council,
            Age = row.Value.Shown.Age,
            Siblings = row.Value.Shown.Siblings,
            Plan = row.Value.Shown.Plan,
            Stage = row.Value.Shown.Stage,
            Authority = row.Value.Shown.Authority,
            Wait = row.Value.Shown.Wait,
            Priority = row.Value.Shown.Priority,
            Needs = AreaLevels.Of(searching[row.Key].Needs),
        });
    }

    private static ChildKey KeyOf(ChildProfiled child) => new(
        (short)child.Council.Number, child.Age, child.Siblings, child.Plan, child.Stage, child.Authority, child.Wait, child.Priority);
}
