using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Households;

internal static class HouseholdEndpoints
{
    private static readonly Guid ExampleId = new("9c2f4a71-66b0-4e0f-9a3d-1b5c7d9e2f40");
    private static readonly Guid ExampleHold = new("5d3a9b10-0c44-4b66-8f1e-77a2c3d4e5f6");

    private static readonly ReadHousehold.Decision ExampleDecision = new(
        new Guid("e1a4c7d0-2b35-4f68-9c1d-8a7b6c5d4e3f"), ApprovalSource.Import, "Annex A list 10, 2025, row 12", HouseholdDecision.Approved, new DateOnly(2025, 3, 4),
        [HouseholdRoutes.Adoption], [ChildCounts.One, ChildCounts.Two], [AgeBands.UnderOne, AgeBands.One, AgeBands.Two, AgeBands.Three]);

    private static readonly KeepHousehold.Request ExampleRequest = new(
        [new(MemberRole.Parent, "Invented", "Larkspur", new DateOnly(1988, 4, 2)), new(MemberRole.Parent, "Imagined", "Larkspur", new DateOnly(1986, 9, 30))],
        new ReadHousehold.Home("1 Nowhere Lane", "ST16 2LH", "860"),
        new ReadHousehold.Assessment(new DateOnly(2024, 9, 2), new DateOnly(2024, 10, 28), new DateOnly(2024, 11, 4)),
        "INVENTED-H1",
        new ReadHousehold.Plan(new DateOnly(2025, 3, 20), "What would help the household to decide, and when it would like to talk again."),
        Worker: new ReadHousehold.Worker("Invented Recruiter", "recruitment.860"));

    private static readonly ReadHousehold.Response Example = new(
        ExampleId, "INVENTED-H1", Restricted: false, ClosedToRelease: false, ExampleRequest.Members, ExampleRequest.Home, ExampleRequest.Assessment,
        ApprovalState.Approved, ExampleDecision, new DateOnly(2026, 3, 4), Availability.OnHold, ExampleRequest.MatchingPlan, null, [ExampleDecision],
        [new(ExampleHold, new DateOnly(2025, 6, 16), new DateOnly(2025, 8, 1), HoldReason.Moving, null, null)], [], ExampleRequest.Worker);

    private static readonly HouseholdOffer.Offer ExampleOffer = new(
        new([ChildCounts.One], [ChildCounts.Two]),
        new([AgeBands.UnderOne, AgeBands.One, AgeBands.Two], [AgeBands.Three]),
        [HouseholdRoutes.Adoption, HouseholdRoutes.TemporaryApproval],
        [new(Need.PrenatalAlcoholExposure, OfferAnswer.Yes, OfferAnswer.CouldConsider, OfferAnswer.No, "Talked through at the fourth visit.", new DateOnly(2025, 1, 22))],
        [IdentitySupport.Heritage],
        UnavailableReason.Withdrawn,
        "Report, section 9.",
        new DateOnly(2025, 2, 10));

    private static readonly ReadLearned.Response ExampleLearned = new(
        [
            new(
                NotProgressedReasons.NumberOfChildren, 2, "Says yes to one; could consider two.",
                "You have said yes to one child, and that you could consider two children. You have not gone on with two proposals because of the number of children. Both were for two children."),
        ],
        [
            new(
                new Guid("7a6b5c4d-3e2f-4011-8a9b-8c7d6e5f4a3b"), new Guid("d4e5f6a7-b8c9-4d0e-9f1a-2b3c4d5e6f70"), NotProgressedReasons.NumberOfChildren, ChildCounts.Two, new DateOnly(2025, 6, 2),
                LearnedOutcome.Confirmed, new DateOnly(2025, 6, 12), "Two at once would be too much."),
        ]);

    private static readonly KeepChecks.Check[] ExampleChecks =
    [
        new(CheckKind.CriminalRecord, new DateOnly(2024, 9, 16), 0, new DateOnly(2027, 9, 16)), new(CheckKind.Health, new DateOnly(2024, 9, 23), 0, new DateOnly(2026, 9, 23)), new(CheckKind.LocalAuthority, new DateOnly(2024, 9, 20)),
    ];

    public static void MapHouseholds(this RouteGroupBuilder council)
    {
        var households = council.MapGroup("/households");
        households.MapGet("/{householdId:guid}/checks", KeepChecks.ReadAsync)
            .RequireAuthorization(Policies.ReadHouseholds)
            .Audited<LocalityHubDbContext>("household.checks")
            .WithSummary("Read a household's checks, and which of them are to be refreshed")
            .WithExample(response: new KeepChecks.Response(ExampleChecks, []));
        households.MapPut("/{householdId:guid}/checks", KeepChecks.ReplaceAsync)
            .Audited<LocalityHubDbContext>("household.check", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Enter a household's checks, all of them: what the gates of its panel cases ask for")
            .WithExample(new KeepChecks.Request(ExampleChecks), new KeepChecks.Response(ExampleChecks, []));
        households.MapPost("", KeepHousehold.OpenAsync)
            .Audited<LocalityHubDbContext>("household.open", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Open the record of a household")
            .WithExample(ExampleRequest, Example);
        households.MapGet("", ListHouseholds.HandleAsync)
            .RequireAuthorization(Policies.ReadHouseholds)
            .Audited<LocalityHubDbContext>("households.list")
            .WithSummary("List the council's households")
            .WithDescription("Filters: closed (true or false), mine (those that the caller works with).")
            .WithExample(response: new Page<ListHouseholds.Entry>(
                [new(ExampleId, "INVENTED-H1", ["Invented Larkspur", "Imagined Larkspur"], ApprovalState.Approved, Availability.OnHold, new DateOnly(2026, 3, 4), "Invented Recruiter")], null));
        households.MapPost("/approvals", TakeInApproval.HandleAsync)
            .Audited<LocalityHubDbContext>("household.take-in-approval", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.ImportHouseholds)
            .WithSummary("Take in a decision about a household's suitability from a source that is named")
            .WithDescription("By the case system's own reference; a household that is not known gets a record. The newest decision holds, a panel's or a source's.")
            .WithExample(
                new TakeInApproval.Request(
                    "INVENTED-H1", "Annex A list 10, 2025, row 12", HouseholdDecision.Approved, new DateOnly(2025, 3, 4), [HouseholdRoutes.Adoption],
                    [ChildCounts.One, ChildCounts.Two], [AgeBands.UnderOne, AgeBands.One]),
                new TakeInApproval.Response(ExampleDecision.Id));

        households.MapPost("/changes", TakeInHouseholds.HandleAsync)
            .Audited<LocalityHubDbContext>("households.receive", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.ImportHouseholds)
            .WithSummary("Take in households from the case system's list of adopters")
            .WithDescription(
                "Up to 100 records, one for each family identifier, such as List 11 of Annex A has them. A household that is not known gets a record. What a person entered stays; " +
                "each record is answered by itself. The list knows no terms of approval: take them in with /approvals.")
            .WithExample(
                new[]
                {
                    new TakeInHouseholds.Record(
                        "INVENTED-F1", "Annex A list 11, 16 June 2025", ["A1", "A2"], new DateOnly(2024, 9, 2), new DateOnly(2024, 10, 28), new DateOnly(2024, 11, 4), new DateOnly(2025, 3, 4)),
                },
                new ReceiveChanges.Response(1, 0, 0, [new ReceiveChanges.Result(0, ExampleHold, ReceiveChanges.Outcome.Applied, null)]));

        var household = households.MapGroup("/{householdId:guid}");
        household.MapGet("", ReadHousehold.HandleAsync)
            .RequireAuthorization(Policies.ReadHouseholds)
            .Audited<LocalityHubDbContext>("household.read")
            .WithSummary("Read a household: members, home, assessment, approval with its source, holds and reviews")
            .WithExample(response: Example);
        household.MapPut("", KeepHousehold.ChangeAsync)
            .Audited<LocalityHubDbContext>("household.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Change a household's record as a whole")
            .WithDescription("Members, home, days of the assessment, matching plan, worker, closing. Its approval comes from a decision maker or a named source, never from here.")
            .WithExample(ExampleRequest, Example);
        household.MapGet("/offer", HouseholdOffer.ReadAsync)
            .RequireAuthorization(Policies.ReadHouseholds)
            .Audited<LocalityHubDbContext>("household.read-offer")
            .WithSummary("Read what a household would take, with the evidence")
            .WithExample(response: ExampleOffer);
        household.MapPut("/offer", HouseholdOffer.ChangeAsync)
            .Audited<LocalityHubDbContext>("household.change-offer", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Change what a household would take, as a whole")
            .WithDescription("Each need is answered for low, medium and high: yes, could-consider, no or not-asked, never more willing at a higher level. If-Match is the household's ETag.")
            .WithExample(ExampleOffer, ExampleOffer);
        household.MapPost("/holds", HoldHousehold.HandleAsync)
            .Audited<LocalityHubDbContext>("household.hold", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Put a household on hold until a day")
            .WithExample(new HoldHousehold.Request(new DateOnly(2025, 6, 16), new DateOnly(2025, 8, 1), HoldReason.Moving), Example);
        household.MapPost("/holds/{holdId:guid}/end", HoldHousehold.EndAsync)
            .Audited<LocalityHubDbContext>("household.end-hold", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("End a hold today")
            .WithExample(response: Example);
        household.MapPost("/reviews", ReviewHousehold.HandleAsync)
            .Audited<LocalityHubDbContext>("household.review", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Record the review of an approved household")
            .WithDescription("outcome: continues, or to-panel: then no new link is made until a later review or a decision.")
            .WithExample(new ReviewHousehold.Request(new DateOnly(2025, 6, 12), ReviewOutcome.Continues, "All as it was."), Example);
        household.MapGet("/learned", ReadLearned.HandleAsync)
            .RequireAuthorization(Policies.ReadHouseholds)
            .Audited<LocalityHubDbContext>("household.read-learned")
            .WithSummary("Read what was learned of a household from links that were not progressed, beside what its offer says")
            .WithExample(response: ExampleLearned);
        household.MapPost("/learned/{learnedId:guid}", ReadLearned.RecordAsync)
            .Audited<LocalityHubDbContext>("household.record-learned", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepHouseholds)
            .WithSummary("Record what the household said to a piece of it")
            .WithDescription("outcome: confirmed or challenged. The offer stays as it is: change it as such, by what the household said.")
            .WithExample(new ReadLearned.Request(LearnedOutcome.Confirmed, new DateOnly(2025, 6, 12), "Two at once would be too much."), ExampleLearned);
    }
}
