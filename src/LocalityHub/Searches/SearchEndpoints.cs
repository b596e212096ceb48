using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Searches;

internal static class SearchEndpoints
{
    private static readonly RunSearch.PauseRequest ExamplePause = new(SearchPauseReason.KinAssessment, "An aunt has come forward.", new DateOnly(2025, 7, 14));

    private static readonly ReadFamilyFinding.Response Example = new(
        new Guid("c9d8e7f6-1a2b-4c3d-8e4f-5a6b7c8d9e0f"), SearchStanding.Paused, AgeBands.Two, AuthorityToPlace.PlacementOrder, ChildCounts.Two, SiblingSearch.Together,
        new Guid("a7c1e5f3-3d62-4b89-9e0f-5a4b3c2d1e0f"), EarlyPermanenceRequest.None,
        [new(new DateOnly(2025, 5, 20), 27, null, null, [new(new DateOnly(2025, 6, 16), ExamplePause.ReviewOn, ExamplePause.Reason, ExamplePause.Words, null)])],
        [],
        [new(new Guid("0f9e8d7c-6b5a-4493-8271-605f4e3d2c1b"), "Knows the child's school.", "social.worker.860")],
        [new(SearchAlarmCause.WithoutLink, SearchLength.ThirtyDays, Feasible: true, new DateTimeOffset(2025, 6, 16, 4, 0, 0, TimeSpan.Zero), OverAt: null, "Invented Worker", "Invented Manager")],
        []);

    public static void MapSearches(this RouteGroupBuilder council)
    {
        var child = council.MapGroup("/children/{childId:guid}");
        child.MapGet("/family-finding", ReadFamilyFinding.HandleAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("family-finding.read")
            .WithSummary("Read how family finding stands for a child, and the reference under which the region knows it")
            .WithExample(response: Example);
        child.MapPut("/ruled-out/{household:guid}", RuleOut.HandleAsync)
            .Audited<LocalityHubDbContext>("candidate.rule-out", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Do not consider a household for a child, or consider it again")
            .WithDescription("household: its family-finding reference. The region hears that it is no candidate, never why. If-Match is the child's ETag.")
            .WithExample(new RuleOut.Request("Knows the child's school."), Example);
        child.MapPost("/search", RunSearch.StartAsync)
            .Audited<LocalityHubDbContext>("search.start", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Start the search for a child's family")
            .WithDescription("For adoption, early permanence or long-term fostering; before the decision that the child should be placed, too. If-Match is the child's ETag, here and below.")
            .WithExample(response: Example);
        child.MapPost("/search/pause", RunSearch.PauseAsync)
            .Audited<LocalityHubDbContext>("search.pause", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Let the search rest until a day on which somebody looks again")
            .WithExample(ExamplePause, Example);
        child.MapPost("/search/resume", RunSearch.ResumeAsync)
            .Audited<LocalityHubDbContext>("search.resume", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Go on with the search")
            .WithExample(response: Example);
        child.MapPost("/search/end", RunSearch.EndAsync)
            .Audited<LocalityHubDbContext>("search.end", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("End the search; the region's reference to the child dies with it")
            .WithDescription("reason: no-longer-needed, plan-changed, in-error. A placement or an order ends it by itself.")
            .WithExample(new RunSearch.EndRequest(SearchEnd.NoLongerNeeded, "The child stays with her carers."), Example);
    }
}
