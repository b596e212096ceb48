using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.TemporaryApprovals;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

/// <summary>What a council owes around connected persons, special guardians and former foster carers with whom a child lives.</summary>
internal static class CarerDuties
{
    private const string PlanTitle = "Agree a plan of support with the special guardians";

    private static readonly LegalSource Expiry = new("Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959)", "regulation 25A(3)");

    private static readonly LegalSource Report = new("Special Guardianship Regulations 2005 (SI 2005/1109)", "regulation 21");

    public static IEnumerable<DutyReading> Of(ChildDutyFacts facts, DateOnly today) => ConnectedPerson(facts, today).Concat(TemporaryApproval(facts, today)).Concat(Guardianship(facts, today)).Concat(StayingPut(facts, today));

    /// <summary>The last day of the temporary approval that runs; null when none does. Its extension runs from then.</summary>
    public static DateOnly? ApprovalEnds(ChildDutyFacts facts) => Approval(facts) is { } approved ? Ends(approved) : null;

    /// <summary>Whether the temporary approval that runs was extended.</summary>
    public static bool IsExtended(ChildDutyFacts facts) => Approval(facts) is { } approved && facts.Days(CaseEventKind.ConnectedPersonExtended, approved) is not [];

    /// <summary>Support that stays with this council after a special guardianship order, until its time is over.</summary>
    public static IEnumerable<DutyReading> AfterGuardianshipOrder(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.GuardianshipOrderedOn is not { } ordered)
        {
            yield break;
        }

        var support = DutyReading.Of(Duty.GuardianshipSupport, ClockCode.GuardianshipSupport, ordered, today);
        if (support.Due < today)
        {
            yield break;
        }

        yield return support;
        if (Review(facts, today) is { } review)
        {
            yield return review;
        }
        else if (facts.Newest(CaseEventKind.GuardianshipSupportPlanned) is null)
        {
            yield return DutyReading.WithoutDay(Duty.GuardianshipPlan, PlanTitle, ordered, support.Source!);
        }
    }

    private static DateOnly? Approval(ChildDutyFacts facts) =>
        facts.Newest(CaseEventKind.ConnectedPersonApproved) is { On: var approved } && facts.Days(CaseEventKind.ConnectedPersonDecided, approved) is [] ? approved : null;

    private static DateOnly Ends(DateOnly approved) => ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockCode.ConnectedPersonApproval, approved), approved);

    /// <summary>When it lapses the placement must end: it is owed until the connected person was decided about, or the child lives elsewhere.</summary>
    private static IEnumerable<DutyReading> ConnectedPerson(ChildDutyFacts facts, DateOnly today)
    {
        if (Approval(facts) is not { } approved)
        {
            yield break;
        }

        if (facts.Days(CaseEventKind.ConnectedPersonExtended, approved) is not [var extended, ..])
        {
            yield return DutyReading.Of(Duty.ConnectedPerson, ClockCode.ConnectedPersonApproval, approved, today);
            yield break;
        }

        // The eight weeks follow the sixteen, whenever within them they were granted.
        var ends = Ends(approved);
        var reviews = facts.Days(CaseEventKind.ConnectedPersonReviewAwaited, extended).Select(asked =>
            new ClockPause(PauseReason.IndependentReview, asked, facts.Days(CaseEventKind.ConnectedPersonReviewDecided, asked) is [var outcome, ..] ? outcome : null));
        yield return DutyReading.Of(Duty.ConnectedPerson, ClockRules.InForceOrFirst(ClockCode.ConnectedPersonExtension, ends), ends, today, [.. reviews]) with { StartedOn = extended };
    }

    /// <summary>While the child lives with adopters who foster it on temporary approval: from their notice on, and when the approval is over and nothing has taken its place.</summary>
    private static IEnumerable<DutyReading> TemporaryApproval(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Placements.FirstOrDefault(placement => placement is { Kind: PlacementKind.EarlyPermanence, EndedOn: null }) is not { } placement)
        {
            yield break;
        }

        var theirs = facts.TemporaryApprovals.Where(each => each.IsOf(placement) && each.Why != TemporaryApprovalEnd.InError).ToList();
        if (theirs.Find(each => each.StandsOn(today)) is { } stands)
        {
            if (stands.Approval.NoticeOn is { } notice)
            {
                yield return DutyReading.Of(Duty.TemporaryApproval, ClockCode.TemporaryApprovalNotice, notice, today);
            }
        }
        else if (theirs.Where(each => each.EndsOn <= today).MaxBy(each => each.EndsOn) is { EndsOn: { } ended, Why: TemporaryApprovalEnd.AdoptersApprovalEnded or TemporaryApprovalEnd.CarersNotice or TemporaryApprovalEnd.PlacementTerminated })
        {
            yield return new DutyReading(
                Duty.TemporaryApproval, "The carers' temporary approval is over: end the placement, or enter on what it goes on", ended, ended, ended.DayNumber - today.DayNumber, RuleForce.Hard, Expiry);
        }
    }

    private static IEnumerable<DutyReading> Guardianship(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Newest(CaseEventKind.GuardianshipNotified) is not { On: var notified })
        {
            yield break;
        }

        if (facts.Days(CaseEventKind.GuardianshipReportFiled, notified) is [])
        {
            var title = "Report to the court on special guardianship";
            var directed = facts.Newest(CaseEventKind.GuardianshipReportDirected);
            yield return directed is { Day: { } day } && directed.On >= notified
                ? new DutyReading(Duty.GuardianshipReport, title, notified, day, day.DayNumber - today.DayNumber, RuleForce.Hard, Report)
                : DutyReading.WithoutDay(Duty.GuardianshipReport, title, notified, Report);
        }

        if (Review(facts, today) is { } review)
        {
            yield return review;
        }
    }

    private static DutyReading? Review(ChildDutyFacts facts, DateOnly today) =>
        facts.Newest(CaseEventKind.GuardianshipSupportPlanned, CaseEventKind.GuardianshipSupportReviewed) is not { Day: { } day } agreed ? null
            : DutyReading.OfOwn(Duty.GuardianshipPlan, "Review the plan of support for the special guardians", agreed.On, day, today);

    private static IEnumerable<DutyReading> StayingPut(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Newest(CaseEventKind.StayingPut) is { On: var began } && facts.Child.DateOfBirth is { } born && facts.Days(CaseEventKind.StayingPutEnded, began) is [])
        {
            var support = DutyReading.Of(Duty.StayingPut, ClockCode.StayingPut, born, today) with { StartedOn = began };
            if (support.Due >= today)
            {
                yield return support;
            }
        }
    }
}
