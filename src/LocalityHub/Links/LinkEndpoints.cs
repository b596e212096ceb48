using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Searches;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Links;

internal static class LinkEndpoints
{
    private static readonly ReadLinks.Entry ExampleEntry = new(
        new Guid("d4e5f6a7-b8c9-4d0e-9f1a-2b3c4d5e6f70"), LinkState.Preferred, [],
        [new(new Guid("c9d8e7f6-1a2b-4c3d-8e4f-5a6b7c8d9e0f"), "860", new Guid("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41"))],
        new Guid("0f9e8d7c-6b5a-4493-8271-605f4e3d2c1b"), "861", null, new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero));

    private static readonly DecideLink.Request ExampleDecision =
        new(LinkDecision.Selected, "Invented Manager, team manager", new DateOnly(2025, 6, 13), "Of the three they alone would keep the sisters in touch with their brother.");

    private static readonly ReadLinks.Response Example = new(
        ExampleEntry, [new(ExampleDecision.Decision, ExampleDecision.DecidedBy, ExampleDecision.DecidedOn, ExampleDecision.Words, "social.worker.860")], []);

    public static void MapLinks(this RouteGroupBuilder council)
    {
        var links = council.MapGroup("/links");
        links.MapGet("", ReadLinks.ListAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .Audited<LocalityHubDbContext>("links.list")
            .WithSummary("List the links of the council's children and households as this hub was told of them")
            .WithDescription("Filter: live (true or false).")
            .WithExample(response: new Page<ReadLinks.Entry>([ExampleEntry], null));
        links.MapGet("/{linkId:guid}", ReadLinks.OneAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .Audited<LocalityHubDbContext>("link.read")
            .WithSummary("Read a link with this council's own decisions and words to it")
            .WithDescription("Decisions and the words of the child's side are for who reads plans for permanence, the words of the household's side for who reads households.")
            .WithExample(response: Example);
        links.MapPost("/{linkId:guid}/decision", DecideLink.HandleAsync)
            .Audited<LocalityHubDbContext>("link.decide", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Decide for a household, take that back, or put the match to panel, as the child's council")
            .WithDescription("decision: selected, selection-withdrawn, to-panel. Who, why and when stay in this hub; the region hears the decision. Refused against a limit of the child's own (link.against-limit), and while the approval of a household of this council is reviewed (link.household-in-review).")
            .WithExample(ExampleDecision, Example);
        links.MapPost("/{linkId:guid}/words", WriteWords.HandleAsync)
            .Audited<LocalityHubDbContext>("link.words", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.WorkLinks)
            .WithSummary("Keep in words why a link was not progressed, or what else is to be kept of it")
            .WithExample(new WriteWords.Request("They had hoped for a younger child."), Example);
        council.MapPost("/children/{childId:guid}/match/withdraw", WithdrawMatch.HandleAsync)
            .Audited<LocalityHubDbContext>("match.withdraw", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter that a match has fallen through before the child moved in: the link ends, the household is free, the child is searched for again")
            .WithDescription(
                "reason: household-withdrew, households-circumstances, childs-needs, childs-limits, plan-changed, court, support-not-available, introductions, in-error. Reason, words and who decided stay in this hub; "
                + "the region hears that the match is none. The decision maker's decision stays as it was. If-Match is the child's ETag.")
            .WithExample(
                new WithdrawMatch.Request(MatchWithdrawalReason.HouseholdsCircumstances, new DateOnly(2025, 6, 16), "Invented Manager, team manager", "One of them is seriously ill."),
                SearchEndpoints.Example with
                {
                    Standing = SearchStanding.Searching,
                    WithdrawnMatches = [new(ExampleEntry.Id, new DateOnly(2025, 6, 2), new DateOnly(2025, 6, 16), MatchWithdrawalReason.HouseholdsCircumstances, "Invented Manager, team manager", "One of them is seriously ill.")],
                });
    }
}
