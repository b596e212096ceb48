using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.HandOvers;

/// <summary>Proposes a case to another council, which accepts or refuses it. Until it has accepted nothing changes.</summary>
internal static class HandChildOver
{
    private static readonly string[] Reasons = ["family-moved", "three-years-passed", "other-council-responsible"];
    private static readonly ApplicationStatus[] UnderWay = [ApplicationStatus.Draft, ApplicationStatus.Submitted, ApplicationStatus.Returned];

    /// <param name="To">The council that has to apply.</param>
    /// <param name="Reason">family-moved, three-years-passed or other-council-responsible.</param>
    public sealed record Request(CouncilCode To, string Reason);

    /// <summary>A hand-over, as both its councils see it.</summary>
    public sealed record Response(Guid Id, Guid ChildId, CouncilCode From, CouncilCode To, HandOverState State, string Reason, DateTimeOffset ProposedAt, DateTimeOffset? DecidedAt);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> ProposeAsync(
        CouncilCode code, Guid childId, Request request, HttpContext context, Caller caller, FundDbContext db, IConfiguration configuration, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (!Reasons.Contains(request.Reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("hand-over.reason", $"reason is one of {string.Join(", ", Reasons)}.", "reason");
        }

        if (request.To == code || configuration.GetSection("Region:Councils").GetChildren().All(council => council["Code"] != request.To.ToString()))
        {
            throw new InvalidRequestException("hand-over.to", "to is another council of the region; a council elsewhere applies by itself.", "to");
        }

        if (!await db.Children.AnyAsync(child => child.Id == childId && child.Council == code.Number, ct))
        {
            return Problems.NotFound("child.not-found", "This council applies for no such child.");
        }

        if (await db.HandOvers.AnyAsync(other => other.ChildId == childId && other.State == HandOverState.Proposed, ct))
        {
            throw new RuleBrokenException("hand-over.proposed", "The child was proposed to another council already.", "childId");
        }

        await DemandNothingUnderWayAsync(db, childId, ct);
        var proposal = new HandOver
        {
            Id = Guid.CreateVersion7(), ChildId = childId, FromCouncil = (short)code.Number, ToCouncil = (short)request.To.Number, State = HandOverState.Proposed, Reason = request.Reason, ProposedBy = caller.Subject,
            ProposedAt = clock.GetUtcNow(), Version = 1,
        };
        db.Add(proposal);
        await db.SaveChangesAsync(ct);
        audit.About([proposal.Id, childId]);
        IfMatch.SetETag(context, proposal.Version);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/hand-overs/{proposal.Id}", Describe(proposal));
    }

    public static async Task<Ok<Page<Response>>> ListAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, string? state = null)
    {
        var (after, wanted) = (page.After<Guid?>() ?? Guid.Empty, Codes.Filter<HandOverState>(state, "state"));
        var rows = await db.HandOvers.AsNoTracking()
            .Where(each => (each.FromCouncil == code.Number || each.ToCouncil == code.Number) && each.Id > after && (wanted == null || each.State == wanted))
            .OrderBy(each => each.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, each => each.Id);
        audit.About(found.Items.Select(each => each.Id));
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(CouncilCode code, Guid handOverId, HttpContext context, FundDbContext db, CancellationToken ct)
    {
        if (await FindAsync(db, code, handOverId, ct) is not { } found)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, found.Version);
        return TypedResults.Ok(Describe(found));
    }

    public static Task<Results<Ok<Response>, ProblemHttpResult>> AcceptAsync(
        CouncilCode code, Guid handOverId, HttpContext context, Caller caller, FundDbContext db, TimeProvider clock, CancellationToken ct) =>
        DecideAsync(code, handOverId, HandOverState.Accepted, context, caller, db, clock, ct);

    public static Task<Results<Ok<Response>, ProblemHttpResult>> RefuseAsync(
        CouncilCode code, Guid handOverId, HttpContext context, Caller caller, FundDbContext db, TimeProvider clock, CancellationToken ct) =>
        DecideAsync(code, handOverId, HandOverState.Refused, context, caller, db, clock, ct);

    /// <summary>Whoever is asked accepts or refuses; a refusal by who proposed takes the proposal back.</summary>
    private static async Task<Results<Ok<Response>, ProblemHttpResult>> DecideAsync(
        CouncilCode code, Guid handOverId, HandOverState to, HttpContext context, Caller caller, FundDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        await db.Database.ExecuteSqlAsync($"select from hand_over where id = {handOverId} for update", ct);
        if (await FindAsync(db, code, handOverId, ct) is not { } found)
        {
            return NotFound();
        }

        if (found.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (found.State != HandOverState.Proposed)
        {
            throw new RuleBrokenException("hand-over.decided", "The hand-over was decided already.", "handOverId");
        }

        var isAsked = found.ToCouncil == code.Number;
        if (to == HandOverState.Accepted)
        {
            if (!isAsked)
            {
                throw new RuleBrokenException("hand-over.not-asked", "Only the council that is asked accepts.", "handOverId");
            }

            if (!await db.Database.SqlQuery<bool>($"select fund_hand_over_accept({handOverId}) as \"Value\"").SingleAsync(ct))
            {
                throw new RuleBrokenException("hand-over.under-way", "The council that proposes has begun an application for the child since: it has to be decided or withdrawn first.", "handOverId");
            }
        }

        (found.State, found.DecidedBy, found.DecidedAt) = (to == HandOverState.Refused && !isAsked ? HandOverState.Withdrawn : to, caller.Subject, clock.GetUtcNow());
        found.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, found.Version);
        return TypedResults.Ok(Describe(found));
    }

    private static async Task DemandNothingUnderWayAsync(FundDbContext db, Guid childId, CancellationToken ct)
    {
        if (await db.Applications.AnyAsync(application => UnderWay.Contains(application.Status) && application.Children.Any(child => child.ChildId == childId), ct))
        {
            throw new RuleBrokenException("hand-over.under-way", "An application for the child is not decided yet: withdraw it, or wait for the decision.", "childId");
        }
    }

    private static Task<HandOver?> FindAsync(FundDbContext db, CouncilCode code, Guid id, CancellationToken ct) =>
        db.HandOvers.SingleOrDefaultAsync(each => each.Id == id && (each.FromCouncil == code.Number || each.ToCouncil == code.Number), ct);

    private static ProblemHttpResult NotFound() => Problems.NotFound("hand-over.not-found", "This council is party to no such hand-over.");

    private static Response Describe(HandOver handOver) => new(
        handOver.Id, handOver.ChildId, new CouncilCode(handOver.FromCouncil), new CouncilCode(handOver.ToCouncil), handOver.State, handOver.Reason, handOver.ProposedAt, handOver.DecidedAt);
}
