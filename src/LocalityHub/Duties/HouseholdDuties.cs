using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

/// <summary>The duties that a council owes a household now.</summary>
internal static class HouseholdDuties
{
    public static IReadOnlyList<DutyReading> Of(HouseholdFacts facts, IReadOnlyList<AssessmentPause> pauses, IReadOnlyList<DutyReason> reasons, DateOnly today) =>
        facts.Household.ClosedOn is not null ? []
            : [.. All(facts, pauses, today).Select(duty => duty with
            {
                Reason = reasons.Where(reason => reason.Duty == duty.Duty && reason.StartedOn == duty.StartedOn).MaxBy(reason => reason.GivenAt)?.Words,
            })];

    /// <summary>The rule that a stage of the assessment runs under, and the day on which it began; null when it has not, or is over.</summary>
    public static (ClockRule Rule, DateOnly Started)? StageOf(HouseholdFacts facts, AssessmentStage stage)
    {
        var household = facts.Household;
        if (stage == AssessmentStage.One)
        {
            return household is { InterestAcceptedOn: { } accepted, StageOneDecidedOn: null, StageTwoFrom: null } && !facts.Decisions.Any(decision => decision.DecidedOn >= accepted)
                ? (ClockRules.InForceOrFirst(ClockCode.StageOne, accepted), accepted)
                : null;
        }

        // Without stage one before it, it is the fast track.
        return household.StageTwoFrom is { } from && !facts.Decisions.Any(decision => decision.DecidedOn >= from)
            ? (ClockRules.InForceOrFirst(household.InterestAcceptedOn is null && household.StageOneDecidedOn is null ? ClockCode.FastTrack : ClockCode.StageTwo, from), from)
            : null;
    }

    public static PauseReason ReasonOf(AssessmentPauseReason reason) => reason switch
    {
        AssessmentPauseReason.ApplicantRequest => PauseReason.ApplicantRequest,
        AssessmentPauseReason.GoodReason => PauseReason.GoodReason,
        _ => PauseReason.ExceptionalCircumstances,
    };

    private static IEnumerable<DutyReading> All(HouseholdFacts facts, IReadOnlyList<AssessmentPause> pauses, DateOnly today)
    {
        foreach (var (stage, duty) in new[] { (AssessmentStage.One, Duty.StageOne), (AssessmentStage.Two, Duty.StageTwo) })
        {
            if (StageOf(facts, stage) is { } running)
            {
                var still = pauses.Where(pause => pause.Stage == stage && pause.From >= running.Started)
                    .Select(pause => new ClockPause(ReasonOf(pause.Reason), pause.From, pause.Until));
                yield return DutyReading.Of(duty, running.Rule, running.Started, today, [.. still]);
            }
        }

        if (facts.ReviewClock is { } review)
        {
            yield return DutyReading.Of(Duty.AdoptersReview, review.Rule, review.Started, today);
        }

        // The one that lasts longest: before its end nobody is asked.
        if (facts.Holds.Where(hold => hold.Covers(today)).MaxBy(hold => hold.Until) is { } hold)
        {
            yield return DutyReading.OfOwn(Duty.PauseOrHold, "Look again at a household on hold", hold.From, hold.Until, today);
        }
    }
}
