using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Disclosures;

internal static class DisclosureEndpoints
{
    private static readonly Guid ExampleId = new("5a493827-1605-4f3e-8d1c-0b9a8f7e6d5c");

    private static readonly ListDisclosures.Response Example = new(
        ExampleId, new Guid("d4e5f6a7-b8c9-4d0e-9f1a-2b3c4d5e6f70"), DisclosureSubject.Child, new Guid("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41"), null, DisclosureLevel.Full,
        DisclosurePurpose.GiveReportToAdopters, DisclosureBasis.LegalObligation, new Guid("1c0b9a8f-7e6d-4c5b-8a49-382716054f3e"), "861",
        new DateTimeOffset(2025, 6, 26, 17, 0, 0, TimeSpan.Zero), DisclosureState.Open, [], DisclosureEnd.None, null, null, new Guid("6b5a4938-2716-4054-9f3e-2d1c0b9a8f7e"),
        new DateTimeOffset(2025, 6, 13, 9, 12, 0, TimeSpan.Zero), 3, new DateOnly(2025, 6, 14));

    public static void MapDisclosures(this RouteGroupBuilder council)
    {
        var releases = council.MapGroup("/disclosures");
        releases.MapGet("", ListDisclosures.HandleAsync)
            .RequireAuthorization(Policies.EndReleases)
            .Audited<LocalityHubDbContext>("disclosure.list")
            .WithSummary("List what of the council's children and households was released, to whom, and how it stands")
            .WithDescription("Filter: open (true or false).")
            .WithExample(response: new Page<ListDisclosures.Response>([Example], null));
        releases.MapGet("/{disclosureId:guid}", ListDisclosures.OneAsync)
            .RequireAuthorization(Policies.EndReleases)
            .Audited<LocalityHubDbContext>("release.read")
            .WithSummary("Read how a release stands")
            .WithExample(response: Example);
        releases.MapPost("/{disclosureId:guid}/end", EndDisclosure.HandleAsync)
            .Audited<LocalityHubDbContext>("disclosure.end", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.EndReleases)
            .WithSummary("Take a release back; it is closed when this is answered")
            .WithDescription("Needs no broker. The ledger hears of it as soon as messages go.")
            .WithExample(
                new EndDisclosure.Request("The visit is called off."),
                Example with { State = DisclosureState.Closed, End = DisclosureEnd.Revoked, EndedBy = "social.worker.860", EndWords = "The visit is called off." });
    }

    /// <summary>Open to other councils' people: not below the group that asks for a council of one's own.</summary>
    public static void MapReleased(this WebApplication app) => app.MapGroup("/api/v1/released/{code}").MapGet("/disclosures/{disclosureId:guid}", ReadReleased.HandleAsync)
        .RequireAuthorization(Policies.ReadReleased)
        .Audited<LocalityHubDbContext>("disclosure.read", writes: true)
        .WithSummary("Read what another council has released to oneself")
        .WithDescription(
            "For the reader whom the ledger names, who works for the council that it names; for everybody else there is nothing, the owner's people included. Each read is entered in " +
            "the owner's trail. 503 disclosure.cut-off: the owner's hub may not have heard of the release's end.")
        .WithExample(response: new ReadReleased.Response(
            ExampleId, "860", DisclosureSubject.Child, DisclosureLevel.Full, DisclosurePurpose.GiveReportToAdopters, Example.Expires, 2, new DateTimeOffset(2025, 6, 5, 14, 30, 0, TimeSpan.Zero),
            [new("Health", "Seen by the medical adviser in May; the summary follows.")]));
}
