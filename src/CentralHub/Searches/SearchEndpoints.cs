using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Weights;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Searches;

internal static class SearchEndpoints
{
    private static readonly Guid Child = RegisterEndpoints.ExampleChild.Child;
    private static readonly Guid Household = RegisterEndpoints.ExampleHousehold.Household;
    private static readonly DateTimeOffset At = new(2026, 11, 2, 9, 15, 0, TimeSpan.Zero);

    private static readonly ShownFactor Stretch = new(
        FactorKind.Need, Fit.Stretch, Need.Autism, NeedLevel.Medium, null, null, null, null, null, OfferAnswer.CouldConsider,
        new ShownEvidence(EvidenceState.Recent, new Quarter(2026, 3)), new ShownEvidence(EvidenceState.Old, new Quarter(2025, 1)));

    private static readonly ReadSearches.Entry Search = new(
        Child, SearchKind.Alone, SearchState.Open, [Child], ChildCounts.One, SearchLength.ThirtyDays, 0, true, At,
        [new ReadSearches.Escalated(SearchLength.ThirtyDays, At, true)], null, [new ReadSearches.Alarm(Child, SearchAlarmCause.SearchListLate, At.AddDays(-30), At.AddDays(-30).AddHours(1), At.AddDays(-30).AddHours(2))]);

    private static readonly ChildSnapshot Snapshot = new(
        Child, new CouncilCode(861), SearchStanding.Searching, SearchLength.ThirtyDays, PermanencePlan.Adoption, ChildStage.PlacementOrderMade,
        AuthorityToPlace.PlacementOrder, WaitBand.ThreeToSixMonths, AgeBands.Two, ChildCounts.One, SiblingSearch.Alone, null, [PriorityFlags.Disability],
        [IdentitySupport.Heritage], EarlyPermanenceRequest.None, [],
        new Dictionary<Need, ShownNeed> { [Need.Autism] = new(NeedLevel.Medium, new Quarter(2026, 3)) }, DisclosureLevel.Summary);

    internal static void MapSearches(this RouteGroupBuilder region)
    {
        MapOfChild(region.MapGroup("/children/{child:guid}").WithTags("Searches"));
        var searches = region.MapGroup("/searches").WithTags("Searches");
        searches.MapGet("/", ReadSearches.HandleAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("searches.list")
            .WithSummary("The searches for children of the caller's councils: how long, what lists, what escalations")
            .WithExample(response: new Page<ReadSearches.Entry>([Search], null));
        searches.MapGet("/overview", ReadSearchOverview.HandleAsync)
            .RequireAuthorization(Policies.OverseeSearches)
            .Audited<CentralHubDbContext>("searches.overview")
            .WithSummary("How long published children have been without a link")
            .WithExample(response: new Page<ReadSearchOverview.Entry>(
                [new(RegisterEndpoints.ExampleChild, SearchLength.SixtyDays, false, true, SearchLength.SixtyDays)], null));
    }

    private static void MapOfChild(RouteGroupBuilder child)
    {
        child.MapGet("/", ReadChild.HandleAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("search.child")
            .WithSummary("What the region knows of a child of the caller's councils, and the searches for it")
            .WithExample(response: new ReadChild.Response(Snapshot, [Search]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        child.MapGet("/candidates", ReadCandidates.HandleAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("search.candidates")
            .WithSummary("Households that pass every limit, in the order of the declared weights, with every factor")
            .WithDescription("search: together or alone; together where the child is in both. limit: 1 to 50, 20 when not given. There is no score of success. Who is not on the list fails a limit; nothing tells which.")
            .WithExample(response: new ReadCandidates.Response(
                SearchKind.Alone, SearchState.Open, At, WeightsEndpoints.Example,
                [
                    new ReadCandidates.Entry(
                        1, Household, RegisterEndpoints.ExampleHousehold, ApprovalState.Approved, null, [Stretch],
                        new ShownIdentity([IdentitySupport.Heritage], [], [IdentitySupport.Heritage])),
                ]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        child.MapGet("/candidate-changes", ReadChanges.HandleAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("search.changes")
            .WithSummary("What moved on the child's lists and why, the newest first")
            .WithExample(response: new Page<ReadChanges.Entry>(
                [new(At, SearchKind.Alone, Household, Movement.Up, 4, 2, [MoveCauses.HouseholdFacts], [], [new(Stretch with { Fit = Fit.Conflict, Answer = OfferAnswer.NotAsked }, Stretch)])],
                null))
            .ProducesProblem(StatusCodes.Status404NotFound);
        child.MapPost("/interests", Interests.ExpressAsync)
            .RequireAuthorization(Policies.WorkLinks)
            .Audited<CentralHubDbContext>("interest.express", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Say that a household of one's own is interested in a published child")
            .WithDescription("The receipt is the same whatever becomes of it: the child's council reads of it only while the household passes every limit. One for each child and household.")
            .WithExample(new Interests.Request(Household), new Interests.Receipt(Child, Household))
            .ProducesProblem(StatusCodes.Status404NotFound);
        child.MapGet("/interests", Interests.ReadAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("search.interests")
            .WithSummary("Households that are interested and pass every limit, for the child's own council")
            .WithExample(response: (IReadOnlyList<Interests.Entry>)[new(Household, At, RegisterEndpoints.ExampleHousehold)])
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
