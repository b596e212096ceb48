using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Disclosures;

internal static class DisclosureEndpoints
{
    private static readonly DateTimeOffset At = new(2026, 11, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Reader = PersonReference.Of("recruitment").Value;

    private static readonly ShownDisclosure Example = new(
        new Guid("01970000-0000-7000-8000-000000000d01"), LinkEndpoints.Example.Link, DisclosureSubject.Child, RegisterEndpoints.ExampleChild.Child, new CouncilCode(861),
        DisclosureLevel.Full, DisclosurePurpose.GiveReportToAdopters, DisclosureBasis.LegalObligation, PersonReference.Of("family.finder.861").Value, Reader,
        new CouncilCode(893), At, At.AddDays(14), DisclosureAsked.Open, DisclosureEnd.None,
        new ShownDisclosure.AtHub(DisclosureState.Open, [], DisclosureEnd.None, At.AddSeconds(1)), true, null, null, false, 1);

    internal static void MapDisclosures(this RouteGroupBuilder region)
    {
        region.MapPost("/links/{linkId:guid}/disclosures", GrantDisclosure.HandleAsync)
            .RequireAuthorization(Policies.ReleaseInformation)
            .Audited<CentralHubDbContext>("disclosure.grant", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithTags("Disclosures")
            .WithSummary("Release one level of a child or household of one's own to a named worker of the other side")
            .WithDescription("The content stays in the owner's hub, which opens the door or refuses it at a gate: see hub. Refused with disclosure.level-not-reached, disclosure.level-skipped, disclosure.no-agreement, disclosure.reader-not-on-link, disclosure.basis-not-possible, disclosure.too-long, disclosure.not-yours, disclosure.to-oneself or disclosure.basis-not-agreed. A child's is for a social worker or family finder of its council to release, a household's for recruitment or a family finder; nobody releases to oneself.")
            .WithExample(
                new GrantDisclosure.Request(
                    DisclosureSubject.Child, DisclosureLevel.Full, DisclosurePurpose.GiveReportToAdopters, DisclosureBasis.LegalObligation, Reader, null, At.AddDays(14)),
                Example with { Hub = null, Read = false })
            .ProducesProblem(StatusCodes.Status404NotFound);
        var disclosures = region.MapGroup("/disclosures").WithTags("Disclosures");
        disclosures.MapGet("/", ReadDisclosures.ListAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .Audited<CentralHubDbContext>("disclosures.list")
            .WithSummary("The ledger of releases, as giver's or reader's council, the newest first")
            .WithDescription("link: of one link. owed=true: closed, read, and without an attestation of papers.")
            .WithExample(response: new Page<ShownDisclosure>([Example], null));
        disclosures.MapGet("/{disclosureId:guid}", ReadDisclosures.ReadAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .Audited<CentralHubDbContext>("disclosure.read")
            .WithSummary("A release with every change of it")
            .WithExample(response: Example with { Steps = [new ShownDisclosure.Step(At, DisclosureStepKind.Granted, Example.Giver, null, [], DisclosureEnd.None, false)] })
            .ProducesProblem(StatusCodes.Status404NotFound);
        disclosures.MapPost("/{disclosureId:guid}/end", EndDisclosure.HandleAsync)
            .RequireAuthorization(Policies.EndReleases)
            .Audited<CentralHubDbContext>("disclosure.end", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Take a release back, as the giver's council")
            .WithDescription("It is closed when the hub has said so. Who cannot wait ends it at the hub, where it is closed at once.")
            .WithExample(response: Example with { Asked = DisclosureAsked.Closed, End = DisclosureEnd.Revoked, Version = 2 })
            .ProducesProblem(StatusCodes.Status404NotFound);
        disclosures.MapPost("/{disclosureId:guid}/receipt", ReaderSays.ReceiveAsync)
            .RequireAuthorization(Policies.WorkLinks)
            .Audited<CentralHubDbContext>("disclosure.receipt", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Enter, as the reader, the day on which the household was given the child's permanence report")
            .WithDescription("The child's hub is told: a match goes to panel no earlier (Adoption Agencies Regulations 2005, reg. 31(1)(a)). Entered again, the later one holds.")
            .WithExample(new ReaderSays.Receipt(new DateOnly(2026, 11, 6)), Example with { ReceivedOn = new DateOnly(2026, 11, 6), Version = 2 })
            .ProducesProblem(StatusCodes.Status404NotFound);
        disclosures.MapPost("/{disclosureId:guid}/ask-attestation", AskForAttestation.HandleAsync)
            .RequireAuthorization(Policies.EndReleases)
            .Audited<CentralHubDbContext>("disclosure.ask-attestation", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Ask, as the giver's council, what became of papers of a closed release")
            .WithDescription("The reader's council has it in its worklist (papers-to-attest) until it is attested. Asked for once; after 14 days that council is told that it is overdue. Refused with disclosure.nothing-owed or disclosure.attestation-asked.")
            .WithExample(response: Example with { OwesAttestation = true, Attestation = new ShownDisclosure.AskedAttestation(At.AddDays(15), Example.Giver, new DateOnly(2026, 12, 4), false) })
            .ProducesProblem(StatusCodes.Status404NotFound);
        disclosures.MapPost("/{disclosureId:guid}/attestation", ReaderSays.AttestAsync)
            .RequireAuthorization(Policies.AttestPapers)
            .Audited<CentralHubDbContext>("disclosure.attest", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Attest, as the reader of a closed release or as guardian in the reader's place, what became of papers")
            .WithDescription("papers: returned, destroyed or none-kept. attestedBy says who attested: of a reader who has left the Caldicott guardian of the reader's council. Refused with disclosure.still-open, disclosure.not-read or disclosure.attested.")
            .WithExample(new ReaderSays.Attestation(PapersAttested.Destroyed), Example with { Papers = PapersAttested.Destroyed, AttestedBy = Reader })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
