using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Identity;

internal static class IdentityEndpoints
{
    public static void MapIdentity(this RouteGroupBuilder council)
    {
        council.MapPut("/children/{childId:guid}/nhs-number", KeepNhsNumber.HandleAsync)
            .Audited<LocalityHubDbContext>("child.nhs-number", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.EnterMilestones)
            .WithSummary("Give a child the NHS number")
            .WithDescription("Its check digit is checked. With the date of birth it tells, as a digest, whether another council has a record of the same child.")
            .WithExample(new KeepNhsNumber.Request("943 476 5919"), ChildEndpoints.Example);
        council.MapGet("/identities/{reference:guid}", FindByIdentity.HandleAsync)
            .RequireAuthorization(Policies.MatchIdentities)
            .Audited<LocalityHubDbContext>("identity.read")
            .WithSummary("Find which of the council's children a candidate match is about")
            .WithDescription("By the reference that the region's candidate match names for this council.")
            .WithExample(response: new FindByIdentity.Response(ChildEndpoints.Example.Id, ChildEndpoints.Example.LocalId))
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
