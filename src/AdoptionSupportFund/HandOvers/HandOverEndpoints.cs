using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.HandOvers;

internal static class HandOverEndpoints
{
    private static readonly HandChildOver.Response Example = new(
        new Guid("01970000-0000-7000-8000-000000000301"), new Guid("01970000-0000-7000-8000-0000000000c1"), new CouncilCode(860), new CouncilCode(861), HandOverState.Proposed, "family-moved",
        new DateTimeOffset(2025, 11, 3, 10, 0, 0, TimeSpan.Zero), null);

    public static void MapHandOvers(this RouteGroupBuilder council)
    {
        council.MapPost("/children/{childId:guid}/hand-over", HandChildOver.ProposeAsync)
            .Audited<FundDbContext>("hand-over.propose", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ApplyToFund)
            .WithTags("Fund children")
            .WithSummary("Propose to another council of the region that it applies for a child from now on")
            .WithDescription("Nothing changes before it has accepted. Applications that were decided, and their money, stay with the council that made them.")
            .WithExample(new HandChildOver.Request(new CouncilCode(861), "family-moved"), Example)
            .ProducesProblem(StatusCodes.Status409Conflict);
        var handOvers = council.MapGroup("/hand-overs").WithTags("Fund children");
        handOvers.MapGet("", HandChildOver.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("hand-overs.list")
            .WithSummary("List the hand-overs to and from the council")
            .WithDescription("Filter: state.")
            .WithExample(response: new Page<HandChildOver.Response>([Example], null));
        handOvers.MapGet("/{handOverId:guid}", HandChildOver.OneAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("hand-over.read")
            .WithSummary("Read a hand-over")
            .WithExample(response: Example);
        Decide("acceptance", HandChildOver.AcceptAsync, "hand-over.accept", "Accept a hand-over: the child's reference, assessments and balances are this council's from now on", HandOverState.Accepted);
        Decide("refusal", HandChildOver.RefuseAsync, "hand-over.refuse", "Refuse a hand-over, or take one's own proposal back", HandOverState.Refused);

        void Decide(string what, Delegate handler, string operation, string summary, HandOverState state) => handOvers.MapPost($"/{{handOverId:guid}}/{what}", handler)
            .Audited<FundDbContext>(operation, writes: true)
            .WithIdempotency<FundDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.ApplyToFund)
            .WithSummary(summary)
            .WithExample(response: Example with { State = state, DecidedAt = Example.ProposedAt.AddDays(1) })
            .ProducesProblem(StatusCodes.Status409Conflict);
    }
}
