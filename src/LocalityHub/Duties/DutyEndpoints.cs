using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

internal static class DutyEndpoints
{
    private static readonly Guid ExampleChild = new("0b7e6c5d-4a3f-4e2d-9c1b-0a9f8e7d6c5b");
    private static readonly Guid ExamplePause = new("2e4f6a8c-1b3d-4f5e-8a7c-9d0e1f2a3b4c");

    private static readonly ReadDuties.Entry ExampleReview = new(
        Duty.WaitingReview, "First review of a child who may be placed and is not", new DateOnly(2025, 3, 3), new DateOnly(2025, 6, 3), -13, Lateness.OneToFourWeeks,
        RuleForce.Hard, "regulation 36, Adoption Agencies Regulations 2005 (SI 2005/389)", null, "The reviewing officer was ill.");

    private static readonly ReadDuties.ChildResponse ExampleOfChild = new(
        [ExampleReview], [new(new Guid("3f5a7b9d-2c4e-4a6f-9b8d-0e1f2a3b4c5d"), CaseEventKind.Reviewed, new DateOnly(2025, 6, 16), "All agreed to go on.", null, [])],
        [
            new(
                "Notice before an application for special guardianship", new DateOnly(2025, 4, 7), new DateOnly(2025, 7, 7), null, ClockStatus.Waiting,
                "section 14A(7), Children Act 1989"),
        ]);

    private static readonly ReadDuties.HouseholdResponse ExampleOfHousehold = new(
        [
            new(
                Duty.StageOne, "Stage one, to the pre-assessment decision", new DateOnly(2025, 5, 6), null, 19, Lateness.Settled, RuleForce.Hard,
                "regulation 27, Adoption Agencies Regulations 2005 (SI 2005/389)", PauseReason.ApplicantRequest, null),
        ],
        [new(ExamplePause, AssessmentStage.One, AssessmentPauseReason.ApplicantRequest, new DateOnly(2025, 6, 16), null, "A new job.")]);

    public static void MapDuties(this RouteGroupBuilder council)
    {
        council.MapGet("/worklist", ReadWorklist.HandleAsync)
            .RequireAuthorization(Policies.ReadWorklists)
            .Audited<LocalityHubDbContext>("worklist.read")
            .WithSummary("List what is owed, for the caller's roles, what is due first, first")
            .WithDescription("Duties with a clock, searches that have been without a link for long, links that an exclusion area or a ruling of the child's stands against, what was learned of households and not talked about, drafts that wait for approval, what is to be done about applications to the support fund, cases for panel that a person has to raise or take back, whose household is to be chosen again, or whose reason for not keeping guidance is owed. Filters: overdue (true or false), mine (children whose plan the caller owns, households that the caller works with, families whom the caller has assessed).")
            .WithExample(response: new Page<ReadWorklist.Entry>(
                [new(WorkItem.Duty, ExampleChild, null, "Invented Worker", ExampleReview.StartedOn, ExampleReview.Due, ExampleReview)], null));

        var child = council.MapGroup("/children/{childId:guid}");
        child.MapGet("/duties", ReadDuties.OfChildAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("child.read-duties")
            .WithSummary("Read what is owed to a child by when, under which rule, and what was entered of it")
            .WithExample(response: ExampleOfChild);
        child.MapPost("/case-events", CaseEvents.EnterAsync)
            .Audited<LocalityHubDbContext>("case-event.enter", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter what starts or ends a clock of a child's: a review, a visit, a notice, an approval, an application")
            .WithDescription(
                "day: of placement-planned, guardianship-report-directed, guardianship-support-planned and -reviewed by when; of a notice-by-… since when the child has its home there. " +
                "conditions: connected-person-extended and long-term-confirmed need each that the law names. If-Match is the child's ETag, here and below.")
            .WithExample(new CaseEvents.Request(CaseEventKind.Reviewed, new DateOnly(2025, 6, 16), "All agreed to go on."), ExampleOfChild);
        child.MapPost("/case-events/{eventId:guid}/withdraw", CaseEvents.WithdrawAsync)
            .Audited<LocalityHubDbContext>("case-event.withdraw", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Take back what was entered in error")
            .WithExample(response: ExampleOfChild);
        child.MapPut("/duties/{duty}/reason", GiveReason.OfChildAsync)
            .Audited<LocalityHubDbContext>("child.give-reason", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Record why a duty to a child is late")
            .WithDescription("What is only advice yields to it; a duty in law stays overdue, with the reason beside it.")
            .WithExample(new GiveReason.Request("The reviewing officer was ill."), ExampleOfChild);

        var household = council.MapGroup("/households/{householdId:guid}");
        household.MapGet("/duties", ReadDuties.OfHouseholdAsync)
            .RequireAuthorization(Policies.ReadHouseholds)
            .Audited<LocalityHubDbContext>("household.read-duties")
            .WithSummary("Read what is owed to a household by when, under which rule")
            .WithExample(response: ExampleOfHousehold);
        household.MapPost("/assessment-pauses", PauseAssessment.PauseAsync)
            .Audited<LocalityHubDbContext>("assessment.pause", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Let a stage of the assessment stand still, for a reason that its rule knows")
            .WithDescription("If-Match is the household's ETag, here and below.")
            .WithExample(new PauseAssessment.Request(AssessmentStage.One, AssessmentPauseReason.ApplicantRequest, new DateOnly(2025, 6, 16), "A new job."), ExampleOfHousehold);
        household.MapPost("/assessment-pauses/{pauseId:guid}/end", PauseAssessment.EndAsync)
            .Audited<LocalityHubDbContext>("assessment.resume", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Let it go on")
            .WithExample(new PauseAssessment.EndRequest(new DateOnly(2025, 7, 1)), ExampleOfHousehold);
        household.MapPut("/duties/{duty}/reason", GiveReason.OfHouseholdAsync)
            .Audited<LocalityHubDbContext>("household.give-reason", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Record why a duty to a household is late")
            .WithExample(new GiveReason.Request("The medical came late."), ExampleOfHousehold);
    }
}
