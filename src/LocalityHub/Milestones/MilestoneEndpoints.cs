using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Milestones;

internal static class MilestoneEndpoints
{
    public static void MapMilestones(this RouteGroupBuilder council) =>
        council.MapPut("/children/{childId:guid}/milestones/{kind}", EnterMilestone.HandleAsync)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.EnterMilestones)
            .WithSummary("Enter the day of a milestone by hand")
            .WithDescription(
                "kind: entered-care, should-be-placed, placement-order, matched, placed, adoption-order, decision-reversed (needs a reason). " +
                "Holds over feeds and returns; a conflict is shown with the child.");
}
