using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Milestones;

internal static class MilestoneEndpoints
{
    public static void MapMilestones(this RouteGroupBuilder council) =>
        council.MapPut("/children/{childId:guid}/milestones/{kind}", EnterMilestone.HandleAsync)
            .Audited<LocalityHubDbContext>("child.milestone", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.EnterMilestones)
            .WithSummary("Enter the day of a milestone by hand")
            .WithDescription(
                "kind: entered-care, should-be-placed, placement-order, matched, placed, placement-ended, adoption-order, decision-reversed (needs a reason). " +
                "Holds over feeds and returns; a conflict is shown with the child.")
            .WithExample(new EnterMilestone.Request(new DateOnly(2024, 6, 3)), ChildEndpoints.Example);
}
