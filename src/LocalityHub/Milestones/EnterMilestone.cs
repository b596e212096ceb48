using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Milestones;

/// <summary>A person enters the day of a milestone: it holds over what a feed or a return says, and the region hears of it at once.</summary>
internal static class EnterMilestone
{
    /// <param name="Date">The day.</param>
    /// <param name="Reason">RD1 to RD4, of a reversal only.</param>
    public sealed record Request(DateOnly Date, string? Reason = null);

    public static async Task<Results<Ok<ReadChild.Response>, ProblemHttpResult>> HandleAsync(
        Guid childId,
        string kind,
        Request request,
        HttpContext context,
        Caller caller,
        Council council,
        LocalityHubDbContext db,
        ChildChange change,
        LinkDecisions decisions,
        OutboxSignal outbox,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (MilestoneNames.FindEnterable(kind) is not { } entered)
        {
            return Problems.NotFound("milestone.unknown-kind", "There is no such milestone.");
        }

        var expected = IfMatch.Require(context);
        MilestoneRules.CheckReason(entered, request.Reason);

        if (await ChildPlan.LockAsync(db, childId, ct) is not { } plan)
        {
            return ReadChild.NotFound();
        }

        if (plan.Child.Version != expected)
        {
            throw new StaleVersionException();
        }

        var today = LondonCalendar.Today(clock);
        var others = plan.Derive(except: entered);
        MilestoneRules.Check(entered, request.Date, others, plan.Child.DateOfBirth, today);

        if (entered == MilestoneKind.Placed)
        {
            await change.DemandMayMoveInAsync(childId, null, null, byMatch: true, ct);

            // The parents' agreement of an infant is said with the placement.
            var agreed = await db.Placements.AnyAsync(known => known.ChildId == childId && known.Kind == PlacementKind.Adoption && known.From == request.Date, ct);
            PlacingAuthority.Demand(await change.FactsAsync(plan.Child, ct), request.Date, writtenAgreement: agreed);
        }
        else if (entered == MilestoneKind.PlacementOrder && others.Placed is { } placed)
        {
            PlacingAuthority.DemandNotAfter(await change.FactsAsync(plan.Child, ct), placed.Date, request.Date);
        }

        plan.Give(entered, request.Date, request.Reason, caller.Subject, clock.GetUtcNow());
        await plan.SettleAsync(council.Code, clock, ct);
        if (entered == MilestoneKind.Matched)
        {
            await decisions.MatchedByHandAsync(childId, request.Date, caller.Subject, ct);
        }

        await change.PublishAsync(plan.Child, ct);
        await change.PublishSiblingsAsync(plan.Child, ct);

        // After the answer, hence after the commit, which is the request's and not ours.
        context.Response.OnCompleted(() =>
        {
            outbox.Wake();
            return Task.CompletedTask;
        });
        IfMatch.SetETag(context, plan.Child.Version);
        return TypedResults.Ok(await ReadChild.DescribeAsync(plan.Child, db, ct));
    }
}
