using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.SiblingGroups;

/// <summary>Opens a group of brothers and sisters, reads it and changes what holds for it as a whole.</summary>
internal static class KeepSiblingGroup
{
    private const int LongestTogether = 366;

    /// <param name="Council">The council that decides for them, three digits.</param>
    /// <param name="Children">How many of its children are to be placed together with these.</param>
    public sealed record Elsewhere(string Council, int Children);

    /// <param name="Assessment">The together-or-apart assessment, in words; stays in this hub.</param>
    /// <param name="AssessedOn">Its day.</param>
    /// <param name="TogetherUntil">The last day on which they are searched for together alone; null for apart as well from the beginning.</param>
    /// <param name="ContactPlan">How those stay in touch who are not placed together.</param>
    /// <param name="Elsewhere">Other councils' children of the group.</param>
    /// <param name="TogetherSearch">When opening it: the reference under which another council's hub has opened the group; null to begin one.</param>
    public sealed record Request(
        string Assessment, DateOnly AssessedOn, DateOnly? TogetherUntil = null, string? ContactPlan = null, IReadOnlyList<Elsewhere>? Elsewhere = null, Guid? TogetherSearch = null);

    /// <param name="ChildId">The child.</param>
    /// <param name="Decision">together or apart.</param>
    /// <param name="DecidedOn">When it was decided.</param>
    /// <param name="Reason">Why, for this child.</param>
    /// <param name="DecidedBy">Who entered it.</param>
    public sealed record Member(Guid ChildId, SiblingDecision Decision, DateOnly DecidedOn, string Reason, string DecidedBy);

    /// <param name="Id">The group in this hub.</param>
    /// <param name="TogetherSearch">The group between hubs: other councils' workers give it when they open theirs.</param>
    /// <param name="Assessment">The together-or-apart assessment.</param>
    /// <param name="AssessedOn">Its day.</param>
    /// <param name="TogetherUntil">The last day on which they are searched for together alone.</param>
    /// <param name="ContactPlan">How those stay in touch who are not placed together.</param>
    /// <param name="Elsewhere">Other councils' children of the group.</param>
    /// <param name="Children">This council's, each with its decision.</param>
    public sealed record Response(
        Guid Id, Guid TogetherSearch, string Assessment, DateOnly AssessedOn, DateOnly? TogetherUntil, string? ContactPlan, IReadOnlyList<Elsewhere> Elsewhere, IReadOnlyList<Member> Children);

    public static async Task<Created<Response>> OpenAsync(
        string code, Request request, HttpContext context, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        Check(request, LondonCalendar.Today(clock));
        var group = new SiblingGroup { Id = Guid.NewGuid(), TogetherSearch = request.TogetherSearch ?? Guid.NewGuid(), Assessment = string.Empty, Version = 1 };
        Apply(group, request);
        db.Add(group);
        await db.SaveChangesAsync(ct);
        audit.About([group.Id]);
        IfMatch.SetETag(context, group.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/sibling-groups/{group.Id}", Describe(group, []));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid groupId, HttpContext context, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await SiblingGroup.Visible(db).AsNoTracking().SingleOrDefaultAsync(group => group.Id == groupId, ct) is not { } group)
        {
            return NotFound();
        }

        return TypedResults.Ok(await AnswerAsync(group, context, db, audit, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        Guid groupId, Request request, HttpContext context, LocalityHubDbContext db, ChildChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        Check(request, LondonCalendar.Today(clock));
        if (await LockAsync(groupId, expected, db, ct) is not { } group)
        {
            return NotFound();
        }

        if (request.TogetherSearch is { } reference && reference != group.TogetherSearch)
        {
            throw new RuleBrokenException("sibling-group.reference", "A group keeps its reference: the region knows it by that. Open another one.", "togetherSearch");
        }

        Apply(group, request);
        await SettleAsync(group, db, change, ct);
        return TypedResults.Ok(await AnswerAsync(group, context, db, audit, ct));
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("sibling-group.not-found", "This council has no such group.");

    /// <summary>Locks a group; null when there is none of that id, or the caller does not see all of it.</summary>
    public static async Task<SiblingGroup?> LockAsync(Guid groupId, long expected, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await SiblingGroup.Visible(db).AnyAsync(group => group.Id == groupId, ct)
            && await db.SiblingGroups.FromSql($"select * from sibling_group where id = {groupId} for update").ToListAsync(ct) is [var locked])
        {
            return locked.Version == expected ? locked : throw new StaleVersionException();
        }

        return null;
    }

    /// <summary>Saves a locked group under its next version, and publishes each of its children.</summary>
    public static async Task SettleAsync(SiblingGroup group, LocalityHubDbContext db, ChildChange change, CancellationToken ct, Guid? left = null)
    {
        group.Version++;
        await db.SaveChangesAsync(ct);
        var children = await db.SiblingGroupMembers.Where(member => member.GroupId == group.Id).Select(member => member.ChildId).ToListAsync(ct);
        foreach (var id in children.Concat(left is { } gone ? [gone] : []).Order())
        {
            if (await change.LockAsync(id, null, ct) is { } child)
            {
                await change.SettleAloneAsync(child, ct);
            }
        }
    }

    public static async Task<Response> AnswerAsync(SiblingGroup group, HttpContext context, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var members = await db.SiblingGroupMembers.AsNoTracking().Where(member => member.GroupId == group.Id).OrderBy(member => member.ChildId).ToListAsync(ct);
        audit.About(members.Select(member => member.ChildId));
        IfMatch.SetETag(context, group.Version);
        return Describe(group, members);
    }

    private static void Check(Request request, DateOnly today)
    {
        if (request.AssessedOn > today)
        {
            throw new RuleBrokenException("sibling-group.in-future", "An assessment is entered when it has been made.", "assessedOn");
        }

        if (request.TogetherUntil > today.AddDays(LongestTogether))
        {
            throw new RuleBrokenException("sibling-group.together-too-long", "They are searched for together alone until a day within a year: then somebody looks again.", "togetherUntil");
        }
    }

    private static void Apply(SiblingGroup group, Request request)
    {
        group.Assessment = PlainText.Required(request.Assessment, "assessment", 20_000);
        (group.AssessedOn, group.TogetherUntil) = (request.AssessedOn, request.TogetherUntil);
        group.ContactPlan = PlainText.Paragraphs(request.ContactPlan, "contactPlan");
        var elsewhere = request.Elsewhere ?? [];
        group.ElsewhereCouncils =
        [
            .. elsewhere.Select((other, index) => CouncilCode.TryParse(other.Council, null, out var council)
                ? (short)council.Number
                : throw new InvalidRequestException("sibling-group.council", "A council's three digits.", $"elsewhere[{index}].council")),
        ];
        group.ElsewhereChildren =
        [
            .. elsewhere.Select((other, index) => other.Children is >= 1 and <= 20
                ? (short)other.Children
                : throw new InvalidRequestException("sibling-group.children", "How many: 1 to 20.", $"elsewhere[{index}].children")),
        ];
    }

    private static Response Describe(SiblingGroup group, IEnumerable<SiblingGroupMember> members) => new(
        group.Id,
        group.TogetherSearch,
        group.Assessment,
        group.AssessedOn,
        group.TogetherUntil,
        group.ContactPlan,
        [.. group.ElsewhereCouncils.Zip(group.ElsewhereChildren).Select(other => new Elsewhere(new CouncilCode(other.First).ToString(), other.Second))],
        [.. members.Select(member => new Member(member.ChildId, member.Decision, member.DecidedOn, member.Reason, member.DecidedBy))]);
}
