using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Needs;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Permanence;

internal static class PermanenceEndpoints
{
    private static readonly DateOnly ExampleDay = new(2025, 5, 12);

    private static readonly KeepPermanence.Request ExamplePlan = new(
        PermanencePlan.EarlyPermanence, ExampleDay, "Return home is not ruled out; relatives were considered.", new("Invented Worker", "Invented Manager", "social.worker.860"),
        "Letters to the birth mother twice a year.", null, new(ExampleDay, "A grandmother withdrew.", new DateOnly(2025, 5, 14), "Assistant director", new DateOnly(2025, 5, 15)), KinNames: ["Invented Mother", "Invented Grandmother"]);

    private static readonly KeepPermanence.Response Example = new(
        ExamplePlan.Plan, ExamplePlan.AgreedOn, ExamplePlan.Owner, ExamplePlan.ContactPlan, null, ExamplePlan.EarlyPermanence, EarlyPermanenceRequest.Preparing, ClosedToRelease: false,
        [new(ExamplePlan.Plan, ExampleDay, ExamplePlan.Reason, "social.worker.860", new DateTimeOffset(2025, 5, 12, 15, 0, 0, TimeSpan.Zero))],
        [new(PriorityFlags.SiblingGroup, new DateOnly(2025, 5, 20), Now: true)],
        ["Invented Mother", "Invented Grandmother"]);

    private static readonly KeepNeeds.Body ExampleNeeds = new([new(Need.PrenatalAlcoholExposure, NeedLevel.Medium, "Medical adviser's summary.", new DateOnly(2025, 4, 2))]);

    private static readonly KeepBackground.Body ExampleBackground = new([IdentitySupport.Heritage], "White British and Black Caribbean", null, "English", "Stories, hair and skin care.");

    private static readonly KeepExclusionAreas.Body ExampleAreas = new([new("ST16", "An uncle who must not meet the child lives there.")]);

    public static void MapPermanence(this RouteGroupBuilder council)
    {
        var child = council.MapGroup("/children/{childId:guid}");
        child.MapGet("/permanence", KeepPermanence.ReadAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("permanence.read")
            .WithSummary("Read a child's plan for permanence with its history, and the priority groups the child is in")
            .WithExample(response: Example);
        child.MapPut("/permanence", KeepPermanence.ChangeAsync)
            .Audited<LocalityHubDbContext>("permanence.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Change a child's plan for permanence; the one before stays in the history")
            .WithDescription(
                "Early permanence is searched for once all four preconditions are recorded (Children Act 1989, s. 22C(9B); Care Planning, Placement and Case Review " +
                "Regulations 2010, reg. 22A). If-Match is the child's ETag, here and below.")
            .WithExample(ExamplePlan, Example);
        child.MapGet("/needs", KeepNeeds.ReadAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("needs.read")
            .WithSummary("Read a child's needs with levels and evidence")
            .WithExample(response: ExampleNeeds);
        child.MapPut("/needs", KeepNeeds.ChangeAsync)
            .Audited<LocalityHubDbContext>("needs.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Change a child's needs, as a whole")
            .WithExample(ExampleNeeds, ExampleNeeds);
        child.MapGet("/background", KeepBackground.ReadAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("background.read")
            .WithSummary("Read a child's background and what of it a match would need to support")
            .WithExample(response: ExampleBackground);
        child.MapPut("/background", KeepBackground.ChangeAsync)
            .Audited<LocalityHubDbContext>("background.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Change a child's background")
            .WithDescription("Support for identity is never a limit and has no part in any order.")
            .WithExample(ExampleBackground, ExampleBackground);
        child.MapGet("/exclusion-areas", KeepExclusionAreas.ReadAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("exclusion-areas.read")
            .WithSummary("Read where a child must not live")
            .WithExample(response: ExampleAreas);
        child.MapPut("/exclusion-areas", KeepExclusionAreas.ChangeAsync)
            .Audited<LocalityHubDbContext>("exclusion-areas.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Change where a child must not live, as a whole")
            .WithDescription("Postcode districts. They never leave this hub: it answers yes or no about a household, and a no looks like any other.")
            .WithExample(ExampleAreas, ExampleAreas);
    }
}
