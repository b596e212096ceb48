using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

/// <summary>What must be so before something of a case may be entered. What has happened can be entered even if it came too early; what the council itself decides cannot.</summary>
internal static class CaseEventRules
{
    private const int FarthestYears = 25;

    private const CaseConditions Extension = CaseConditions.PanelConsulted | CaseConditions.ReviewingOfficerInformed | CaseConditions.NominatedOfficerApproved;
    private const CaseConditions LongTerm = CaseConditions.CarerAgreed | CaseConditions.CarerTold | CaseConditions.ChildTold | CaseConditions.ParentsTold;

    /// <summary>Checks the other day, which some kinds need and the others do not have.</summary>
    /// <exception cref="InvalidRequestException">It is missing, out of place, or cannot be.</exception>
    public static void CheckDay(CaseEventKind kind, DateOnly on, DateOnly? day)
    {
        // null: neither before nor after. Since when the child has its home there lies before, all others after.
        bool? after = kind switch
        {
            CaseEventKind.NoticeByPartner or CaseEventKind.NoticeByFosterCarers or CaseEventKind.NoticeByOthers => false,
            CaseEventKind.PlacementPlanned or CaseEventKind.GuardianshipReportDirected or CaseEventKind.GuardianshipSupportPlanned or CaseEventKind.GuardianshipSupportReviewed => true,
            _ => null,
        };
        if (day is not { } other)
        {
            if (after is not null && kind != CaseEventKind.GuardianshipSupportReviewed)
            {
                throw new InvalidRequestException("case-event.day-required", "This needs its other day, too: by when, or since when.", "day");
            }

            return;
        }

        if (after is null)
        {
            throw new InvalidRequestException("case-event.day-not-allowed", "This has no other day.", "day");
        }

        if (after.Value ? other < on : other > on || other < on.AddYears(-FarthestYears))
        {
            throw new InvalidRequestException("case-event.day", "The other day lies on the wrong side of the day, or too far off.", "day");
        }

        if (other > on.AddYears(FarthestYears))
        {
            throw new InvalidRequestException("case-event.day", "The other day lies too far off.", "day");
        }
    }

    /// <summary>Checks what a step rests on.</summary>
    /// <exception cref="RuleBrokenException">The law does not allow it as things are.</exception>
    public static void Check(CaseEventKind kind, DateOnly on, CaseConditions conditions, ChildDutyFacts facts)
    {
        var needed = kind switch { CaseEventKind.ConnectedPersonExtended => Extension, CaseEventKind.LongTermConfirmed => LongTerm, _ => CaseConditions.None };
        if (conditions != needed)
        {
            throw needed == CaseConditions.None
                ? new InvalidRequestException("case-event.conditions-not-allowed", "Nothing is to be confirmed here.", "conditions")
                : new RuleBrokenException("case-event.conditions", $"All of this must be so, and nothing else is asked: {string.Join(", ", needed.ToList())}.", "conditions");
        }

        switch (kind)
        {
            case CaseEventKind.ConnectedPersonExtended:
                CheckExtension(on, facts);
                break;
            case CaseEventKind.VisitsReduced:
                CheckVisits(on, facts);
                break;
            case CaseEventKind.StayingPut when facts.Child.DateOfBirth is not { } born || on > ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockCode.StayingPut, born), born):
                throw new RuleBrokenException("staying-put.age", "A young person stays put until 21 (Children Act 1989, s. 23CZA); the date of birth must be known.", "on");
            default:
                break;
        }
    }

    private static void CheckExtension(DateOnly on, ChildDutyFacts facts)
    {
        if (CarerDuties.ApprovalEnds(facts) is not { } ends)
        {
            throw new RuleBrokenException("connected-person.not-approved", "No temporary approval runs that could be extended.");
        }

        if (CarerDuties.IsExtended(facts))
        {
            throw new RuleBrokenException("connected-person.extended", "A temporary approval is extended once only (Care Planning Regulations 2010, reg. 25).");
        }

        if (on > ends)
        {
            throw new RuleBrokenException("connected-person.lapsed", "The temporary approval had lapsed by then: the placement must end.", "on");
        }
    }

    private static void CheckVisits(DateOnly on, ChildDutyFacts facts)
    {
        if (ChildWaits.LongTermSince(facts) is not { } since)
        {
            throw new RuleBrokenException("long-term-fostering.not-confirmed", "Visits become fewer only in a long-term foster placement that the plan names and that was confirmed to carer, child and parents.");
        }

        if (on < ChildWaits.FewerVisitsFrom(since))
        {
            throw new RuleBrokenException("long-term-fostering.too-early", "Visits become fewer only after a year of the placement (Care Planning Regulations 2010, reg. 28).", "on");
        }
    }
}
