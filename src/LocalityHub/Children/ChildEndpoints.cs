using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Children;

internal static class ChildEndpoints
{
    public static void MapChildren(this RouteGroupBuilder council)
    {
        var children = council.MapGroup("/children");

        children.MapGet("", ListChildren.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .WithSummary("List the council's children");

        children.MapPost("/search", SearchChildren.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .WithSummary("Find children by local id or parts of names");

        children.MapGet("/{childId:guid}", ReadChild.HandleAsync)
            .RequireAuthorization(Policies.ReadChildren)
            .WithSummary("Read a child: milestones with their sources, episodes, decisions, findings");

        children.MapPut("/{childId:guid}/name", NameChild.HandleAsync)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.EnterMilestones)
            .WithSummary("Give a child its name");
    }
}
