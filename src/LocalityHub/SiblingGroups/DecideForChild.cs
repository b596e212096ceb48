using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.SiblingGroups;

/// <summary>Decides for one child of a group, whether it is in it already or joins it by the decision; or takes it out.</summary>
internal static class DecideForChild
{
    /// <param name="Decision">together or apart.</param>
    /// <param name="DecidedOn">When it was decided.</param>
    /// <param name="Reason">Why, for this child; stays in this hub.</param>
    public sealed record Request(SiblingDecision Decision, DateOnly DecidedOn, string Reason);

    public static async Task<Results<Ok<KeepSiblingGroup.Response>, ProblemHttpResult>> HandleAsync(
        Guid groupId, Guid childId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, AuditTrail audit, TimeProvider clock,
        CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.DecidedOn > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("sibling-group.in-future", "A decision is entered when it has been made.", "decidedOn");
        }

        var reason = PlainText.Required(request.Reason, "reason");
        if (await KeepSiblingGroup.LockAsync(groupId, expected, db, ct) is not { } group)
        {
            return KeepSiblingGroup.NotFound();
        }

        if (!await db.Children.AnyAsync(child => child.Id == childId, ct))
        {
            return ReadChild.NotFound();
        }

        if (request.Decision == SiblingDecision.Together
            && await db.SiblingGroupMembers.AnyAsync(member => member.ChildId == childId && member.GroupId != groupId && member.Decision == SiblingDecision.Together, ct))
        {
            throw new RuleBrokenException("sibling-group.in-another", "The child is to be placed together with another group: decide that first.", "decision");
        }

        var member = await db.SiblingGroupMembers.SingleOrDefaultAsync(known => known.GroupId == groupId && known.ChildId == childId, ct);
        if (member is null)
        {
            member = new SiblingGroupMember { GroupId = groupId, ChildId = childId, Reason = reason, DecidedBy = caller.Subject };
            db.Add(member);
            group.Members++;
        }

        (member.Decision, member.DecidedOn, member.Reason, member.DecidedBy) = (request.Decision, request.DecidedOn, reason, caller.Subject);
        await KeepSiblingGroup.SettleAsync(group, db, change, ct);
        return TypedResults.Ok(await KeepSiblingGroup.AnswerAsync(group, context, db, audit, ct));
    }

    public static async Task<Results<Ok<KeepSiblingGroup.Response>, ProblemHttpResult>> RemoveAsync(
        Guid groupId, Guid childId, HttpContext context, LocalityHubDbContext db, ChildChange change, AuditTrail audit, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await KeepSiblingGroup.LockAsync(groupId, expected, db, ct) is not { } group)
        {
            return KeepSiblingGroup.NotFound();
        }

        if (await db.SiblingGroupMembers.Where(member => member.GroupId == groupId && member.ChildId == childId).ExecuteDeleteAsync(ct) == 0)
        {
            return ReadChild.NotFound();
        }

        group.Members--;
        await KeepSiblingGroup.SettleAsync(group, db, change, ct, left: childId);
        return TypedResults.Ok(await KeepSiblingGroup.AnswerAsync(group, context, db, audit, ct));
    }
}
