using Npgsql;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Milestones;

/// <summary>Keeps what was derived, so that reading a child derives nothing.</summary>
internal static class DerivedMilestones
{
    /// <summary>Derives a child's milestones, and the rows that keep them.</summary>
    public static (ChildMilestones Derived, IReadOnlyList<StoredMilestone> Rows) Derive(Guid childId, ChildFacts facts, IReadOnlyCollection<GivenMilestone> given)
    {
        var derived = ChildMilestones.Derive(facts, given.Select(each => each.AsEntered()));
        return (derived, [.. Of(childId, derived, given)]);
    }

    /// <summary>Rows for a child's milestones, each with the date of another source that it overrules.</summary>
    public static IEnumerable<StoredMilestone> Of(Guid childId, ChildMilestones derived, IEnumerable<GivenMilestone> given)
    {
        short ordinal = 0;
        foreach (var milestone in derived.All)
        {
            var overruled = derived.Conflicts.LastOrDefault(conflict => conflict.Kept == milestone)?.Overruled;
            yield return new StoredMilestone
            {
                ChildId = childId,
                Ordinal = ordinal++,
                Kind = milestone.Kind,
                Date = milestone.Date,
                Source = milestone.Source,
                Reason = ReasonOf(milestone, derived, given),
                SourceTable = milestone.Row?.Table,
                SourceRow = milestone.Row?.Row,
                SourceYear = (short?)milestone.Row?.Year,
                OverruledDate = overruled?.Date,
                OverruledSource = overruled?.Source,
            };
        }
    }

    /// <summary>Replaces the milestones of children whose earlier ones, if any, are deleted already.</summary>
    public static void Write(NpgsqlConnection connection, IEnumerable<StoredMilestone> milestones)
    {
        using var copy = TableCopy.Begin(
            connection, "milestone", "child_id, ordinal, kind, date, source, reason, source_table, source_row, source_year, overruled_date, overruled_source");
        foreach (var milestone in milestones)
        {
            copy.StartRow();
            copy.Write(milestone.ChildId);
            copy.Write(milestone.Ordinal);
            copy.Write((short)milestone.Kind);
            copy.Write(milestone.Date);
            copy.Write((short)milestone.Source);
            copy.Write(milestone.Reason);
            copy.Write(milestone.SourceTable);
            copy.Write(milestone.SourceRow);
            copy.Write(milestone.SourceYear);
            copy.Write(milestone.OverruledDate);
            copy.Write((short?)milestone.OverruledSource);
        }

        copy.Complete();
    }

    private static string? ReasonOf(Milestone milestone, ChildMilestones derived, IEnumerable<GivenMilestone> given) => milestone switch
    {
        { Kind: not MilestoneKind.DecisionReversed } => null,
        { Source: MilestoneSource.Return } => derived.Decisions.FirstOrDefault(decision => decision.Reversed == milestone)?.Reason,
        _ => given.FirstOrDefault(each => each.Kind == milestone.Kind && each.Source == milestone.Source)?.Reason,
    };
}
