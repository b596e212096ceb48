using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Placements;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

/// <summary>What must not happen before a day. Nobody owes it, so it stands in no worklist; what happened too early is shown as such.</summary>
/// <param name="Rule">The rule; of several the one that lasts longest.</param>
/// <param name="StartedOn">The day from which it runs.</param>
/// <param name="First">The first day on which it may happen.</param>
/// <param name="Last">The last; null where there is none.</param>
/// <param name="Status">waiting, open, met, or too-early.</param>
internal sealed record WaitReading(ClockRule Rule, DateOnly StartedOn, DateOnly First, DateOnly? Last, ClockStatus Status);

/// <summary>The waits of one child: before an adoption order or special guardianship is applied for, and before visits become fewer.</summary>
internal static class ChildWaits
{
    public static IReadOnlyList<WaitReading> Of(ChildDutyFacts facts, DateOnly today) =>
        facts.OtherOrder || facts.Last(MilestoneKind.AdoptionOrder) is not null ? [] : [.. AdoptionOrder(facts, today), .. Guardianship(facts, today), .. Visits(facts, today)];

    /// <summary>The long-term foster placement that visits may become fewer in; null unless the plan says so, it lasts, and all of it is confirmed.</summary>
    public static DateOnly? LongTermSince(ChildDutyFacts facts) =>
        facts.Record?.Plan == PermanencePlan.LongTermFostering
        && facts.Placements.FirstOrDefault(placement => placement.Kind == PlacementKind.LongTermFostering && placement.EndedOn is null) is { From: var from }
        && facts.Newest(CaseEventKind.LongTermConfirmed) is { } confirmed && confirmed.On >= from
            ? from
            : null;

    /// <summary>The first day on which visits may be fewer in a placement that began on a day.</summary>
    public static DateOnly FewerVisitsFrom(DateOnly placed) => ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockCode.LongTermFosteringVisits, placed), placed);

    private static IEnumerable<WaitReading> AdoptionOrder(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Last(MilestoneKind.Placed) is { } placed)
        {
            yield return Read(ClockCode.OrderApplication, placed, facts, CaseEventKind.OrderApplied, placed, today);
        }
        else if (facts.Newest(CaseEventKind.NoticeByPartner, CaseEventKind.NoticeByFosterCarers, CaseEventKind.NoticeByOthers) is { Day: { } home } notice)
        {
            var code = notice.Kind switch
            {
                CaseEventKind.NoticeByPartner => ClockCode.OrderApplicationByPartner,
                CaseEventKind.NoticeByFosterCarers => ClockCode.OrderApplicationByFosterCarers,
                _ => ClockCode.OrderApplicationByOthers,
            };
            var longest = new[] { Read(code, home, facts, CaseEventKind.OrderApplied, notice.On, today), Read(ClockCode.AdoptionNotice, notice.On, facts, CaseEventKind.OrderApplied, notice.On, today) }
                .MaxBy(wait => wait.First)!;
            yield return longest with { Last = ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockCode.AdoptionNoticeHolds, notice.On), notice.On) };
        }
    }

    private static IEnumerable<WaitReading> Guardianship(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Newest(CaseEventKind.GuardianshipNotified) is { On: var notified })
        {
            yield return Read(ClockCode.GuardianshipNotice, notified, facts, CaseEventKind.GuardianshipApplied, notified, today);
        }
    }

    private static IEnumerable<WaitReading> Visits(ChildDutyFacts facts, DateOnly today)
    {
        if (LongTermSince(facts) is { } since)
        {
            yield return Read(ClockCode.LongTermFosteringVisits, since, facts, CaseEventKind.VisitsReduced, since, today);
        }
    }

    private static WaitReading Read(ClockCode code, DateOnly started, ChildDutyFacts facts, CaseEventKind ends, DateOnly since, DateOnly today)
    {
        var rule = ClockRules.InForceOrFirst(code, started);
        var reading = ClockEngine.England.Read(rule, new ClockFacts(started, facts.Days(ends, since) is [var ended, ..] ? ended : null), today);
        return new WaitReading(rule, started, reading.Due!.Value, null, reading.Status);
    }
}
