using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Identities;

internal static class IdentityEndpoints
{
    private static readonly DateTimeOffset At = new(2026, 11, 3, 0, 6, 0, TimeSpan.Zero);

    private static readonly ShownIdentityMatch Example = new(
        new Guid("6b1d5a0c-2f4e-4c8a-9d37-0e5f1a2b3c4d"), IdentityMatchState.Candidate, [SharedNumbers.PupilNumber], At, 2,
        [new(new CouncilCode(860), new Guid("2c9e8b7a-6d5f-4e3c-8b2a-1f0e9d8c7b6a"), IdentityAnswer.SameChild, "Juniper Quill", At.AddHours(10))],
        [new(new CouncilCode(893), null, null)]);

    internal static void MapIdentities(this RouteGroupBuilder region)
    {
        var matches = region.MapGroup("/identity-matches").WithTags("Identity").RequireAuthorization(Policies.MatchIdentities);
        matches.MapGet("/", ReadIdentityMatches.ListAsync)
            .Audited<CentralHubDbContext>("identity-matches.list")
            .WithSummary("Records of the caller's councils that may be of the same child as another council's")
            .WithDescription("open=true for those that wait for an answer. The council's own hub tells whose record a reference is.")
            .WithExample(response: new Page<ShownIdentityMatch>([Example], null));
        matches.MapGet("/{matchId:guid}", ReadIdentityMatches.ReadAsync)
            .Audited<CentralHubDbContext>("identity-match.read")
            .WithSummary("A candidate match, with who has answered")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        matches.MapPost("/{matchId:guid}/answer", AnswerIdentityMatch.HandleAsync)
            .Audited<CentralHubDbContext>("identity-match.answer", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Say, for one's own council, whether both records are of one child")
            .WithDescription("answer: same-child or different-children. Confirmed when another person has said the same for the other council; nothing is joined by it.")
            .WithExample(new AnswerIdentityMatch.Request(IdentityAnswer.SameChild), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
