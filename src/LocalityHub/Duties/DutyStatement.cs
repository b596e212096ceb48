using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Duties;

/// <summary>
/// Tells the region which duties are overdue, by how much, and which of those are settled after all. Each is known there by a reference of its own,
/// which dies when it is settled: a duty that is overdue again is another one.
/// </summary>
internal static class DutyStatement
{
    /// <summary>Compares what is overdue with what was said; returns whether something was to be said.</summary>
    /// <param name="duties">All that is owed to the child or household now.</param>
    /// <param name="known">The references that still point to it, whatever their purpose.</param>
    /// <param name="session">The caller saves it.</param>
    /// <param name="council">The council that owes it.</param>
    /// <param name="childId">The child; null of a household's duties.</param>
    /// <param name="householdId">The household; null of a child's.</param>
    /// <param name="today">The day in England.</param>
    public static bool Advance(
        IEnumerable<DutyReading> duties, IEnumerable<RegionalReference> known, RegionalSession session, CouncilCode council, Guid? childId, Guid? householdId, DateOnly today)
    {
        var late = duties.GroupBy(duty => duty.Duty).ToDictionary(same => same.Key, same => same.Max(duty => duty.LatenessOn(today)));
        var before = session.Ledger.Changed.Count;
        var said = known.Where(reference => reference.Purpose == ReferencePurpose.Duty).ToDictionary(reference => (Duty)reference.Year);
        foreach (var (duty, lateness) in late.Where(each => each.Value != Lateness.Settled))
        {
            var reference = said.GetValueOrDefault(duty) ?? session.Ledger.Mint(ReferencePurpose.Duty, childId, householdId, (short)duty);
            session.Ledger.Advance(reference, Said(reference, duty, lateness));
        }

        foreach (var (duty, reference) in said.Where(each => late.GetValueOrDefault(each.Key) == Lateness.Settled))
        {
            session.Ledger.Advance(reference, Said(reference, duty, Lateness.Settled));
            session.Ledger.Tombstone(reference);
        }

        return session.Ledger.Changed.Count > before;

        DutyOverdue Said(RegionalReference reference, Duty duty, Lateness lateness) => new(reference.Reference, council, 0, 0, duty, lateness);
    }
}
