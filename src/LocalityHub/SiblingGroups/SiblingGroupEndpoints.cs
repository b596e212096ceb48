using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.SiblingGroups;

internal static class SiblingGroupEndpoints
{
    private static readonly Guid ExampleGroup = new("4b8e2d16-7a90-4c35-8f21-0d9c8b7a6e54");
    private static readonly Guid ExampleTogether = new("a7c1e5f3-3d62-4b89-9e0f-5a4b3c2d1e0f");

    private static readonly KeepSiblingGroup.Request ExampleRequest = new(
        "They look for each other when one is hurt; the elder can be a child again when she does not mother the younger.", new DateOnly(2025, 5, 20), new DateOnly(2025, 11, 20), "Monthly, should they be placed apart.",
        [new("861", 1)]);

    private static readonly DecideForChild.Request ExampleDecision = new(SiblingDecision.Together, new DateOnly(2025, 5, 20), "The assessment, section 4.");

    private static readonly KeepSiblingGroup.Response Example = new(
        ExampleGroup, ExampleTogether, ExampleRequest.Assessment, ExampleRequest.AssessedOn, ExampleRequest.TogetherUntil, ExampleRequest.ContactPlan, [new("861", 1)],
        [new(new Guid("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41"), SiblingDecision.Together, ExampleDecision.DecidedOn, ExampleDecision.Reason, "social.worker.860")]);

    public static void MapSiblingGroups(this RouteGroupBuilder council)
    {
        var groups = council.MapGroup("/sibling-groups");
        groups.MapPost("", KeepSiblingGroup.OpenAsync)
            .Audited<LocalityHubDbContext>("sibling-group.open", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Open a group of brothers and sisters")
            .WithDescription("togetherSearch: the reference under which another council's hub has opened the same group; left out, a new one is made for the other councils to give.")
            .WithExample(ExampleRequest, Example);
        groups.MapGet("/{groupId:guid}", KeepSiblingGroup.ReadAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("sibling-group.read")
            .WithSummary("Read a group: assessment, together-search, the decision for each child")
            .WithExample(response: Example);
        groups.MapPut("/{groupId:guid}", KeepSiblingGroup.ChangeAsync)
            .Audited<LocalityHubDbContext>("sibling-group.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Change a group's assessment, the end of its together-search, its contact plan or who of it is elsewhere")
            .WithExample(ExampleRequest, Example);
        groups.MapPut("/{groupId:guid}/children/{childId:guid}", DecideForChild.HandleAsync)
            .Audited<LocalityHubDbContext>("sibling-group.decide", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Decide for one child of a group: together or apart")
            .WithDescription("If-Match is the group's ETag.")
            .WithExample(ExampleDecision, Example);
        groups.MapDelete("/{groupId:guid}/children/{childId:guid}", DecideForChild.RemoveAsync)
            .Audited<LocalityHubDbContext>("sibling-group.remove", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Take a child out of a group that it does not belong to")
            .WithDescription("If-Match is the group's ETag.")
            .WithExample(response: Example);
    }
}
