using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.CentralHub.Agreements;

internal static class AgreementEndpoints
{
    private static readonly ShownAgreement Example = new(
        new Guid("01970000-0000-7000-8000-0000000000a1"),
        false,
        DisclosureBasis.PublicTask,
        new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero),
        null,
        [
            new ShownAgreement.Part(new CouncilCode(860), new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), null),
            new ShownAgreement.Part(new CouncilCode(861), new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero), null),
        ]);

    internal static void MapAgreements(this RouteGroupBuilder region)
    {
        var agreements = region.MapGroup("/agreements").WithTags("Agreements");
        agreements.MapGet("/", ReadAgreements.HandleAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .WithSummary("Sharing agreements of the caller's councils, the newest first")
            .WithExample(response: (IReadOnlyList<ShownAgreement>)[Example]);
        agreements.MapPost("/", MakeAgreement.HandleAsync)
            .RequireAuthorization(Policies.MakeAgreements)
            .Audited<CentralHubDbContext>("agreement.propose", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Propose a sharing agreement of two councils or of the region, and accept it for one's own")
            .WithDescription("It is in force when each council has accepted. Name two councils, one of them one's own; or none, for the region.")
            .WithExample(new MakeAgreement.Request([new CouncilCode(860), new CouncilCode(861)], DisclosureBasis.PublicTask), Example with { InForceAt = null });
        agreements.MapPost("/{agreementId:guid}/accept", AnswerAgreement.AcceptAsync)
            .RequireAuthorization(Policies.MakeAgreements)
            .Audited<CentralHubDbContext>("agreement.accept", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Accept an agreement for one's own councils, also again after having left it")
            .WithDescription("Who left the agreement of the region while others stayed comes back by it, from this moment on: links and releases that ended then stay ended.")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        agreements.MapPost("/{agreementId:guid}/end", AnswerAgreement.EndAsync)
            .RequireAuthorization(Policies.MakeAgreements)
            .Audited<CentralHubDbContext>("agreement.end", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("End an agreement for one's own councils, at once")
            .WithDescription("An agreement of two ends. That of the region goes on between the others. Whoever has no other agreement in force is on no list of the other from this moment on.")
            .WithExample(response: Example with { EndedAt = new DateTimeOffset(2026, 9, 1, 9, 0, 0, TimeSpan.Zero) })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
