using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>What an operator does with messages that could not be sent or consumed. Ids, names, reasons and times; never a body.</summary>
public static class ParkedMessageEndpoints
{
    private const int ShortestReason = 3;
    private const int LongestReason = 200;

    private static readonly ParkedEntry Example = new(
        new Guid("01970000-0000-7000-8000-000000000001"), Outgoing: false, "child-stage-changed", 8,
        new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero), "PostgresException 22003");

    /// <param name="Reason">Why it may be lost: one line of 3 to 200 characters, kept in the audit trail.</param>
    internal sealed record DiscardRequest(string Reason);

    /// <param name="ParkedUntil">Only what was parked until then; everything when left out.</param>
    internal sealed record ReplayAllRequest(DateTimeOffset? ParkedUntil = null);

    /// <param name="Replayed">How many messages are tried again.</param>
    internal sealed record ReplayResponse(int Replayed);

    /// <summary>Maps <c>/parked-messages</c> below the service's own route.</summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="group">The route: a council's or the region's.</param>
    public static void MapParkedMessages<TContext>(this RouteGroupBuilder group)
        where TContext : DbContext
    {
        var parked = group.MapGroup("/parked-messages").RequireAuthorization(Policies.OperateMessages).WithTags("Parked messages");
        parked.MapGet("", ListAsync)
            .WithSummary("List the messages that wait for an operator, the oldest first")
            .WithExample(response: new Page<ParkedEntry>([Example], null));
        parked.MapGet("/{messageId:guid}", ReadAsync)
            .WithSummary("Read one parked message: ids, name, reason, attempts and times, never its content")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        parked.MapPost("/replay", ReplayAllAsync)
            .WithSummary("Try every parked message again, or those parked until a time")
            .WithExample(new ReplayAllRequest(new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero)), new ReplayResponse(3))
            .Audited<TContext>("parked-message.replay-all", writes: true)
            .WithIdempotency<TContext>();
        parked.MapPost("/{messageId:guid}/replay", ReplayAsync)
            .WithSummary("Try one parked message again")
            .WithExample(response: new ReplayResponse(1))
            .WithMetadata(new IfMatchRequired())
            .Audited<TContext>("parked-message.replay", writes: true)
            .WithIdempotency<TContext>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        parked.MapPost("/{messageId:guid}/discard", DiscardAsync)
            .WithSummary("Throw one parked message away, for a reason that the audit trail keeps")
            .WithExample(request: new DiscardRequest("Sent twice by hand while the broker was moved"))
            .WithMetadata(new IfMatchRequired())
            .Audited<TContext>("parked-message.discard", writes: true)
            .WithIdempotency<TContext>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<Page<ParkedEntry>>> ListAsync([AsParameters] PageRequest page, ParkedMessages parked, CancellationToken ct)
    {
        var after = page.After<Position>();
        var rows = await parked.ListAsync(page.Take, after?.ParkedAt, after?.MessageId, ct);
        return TypedResults.Ok(Page.Of(rows, page, entry => new Position(entry.ParkedAt, entry.MessageId)));
    }

    private static async Task<Results<Ok<ParkedEntry>, ProblemHttpResult>> ReadAsync(
        Guid messageId, HttpContext context, ParkedMessages parked, CancellationToken ct)
    {
        if (await parked.FindAsync(messageId, ct) is not { } entry)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, entry.Version);
        return TypedResults.Ok(entry);
    }

    private static async Task<Ok<ReplayResponse>> ReplayAllAsync(HttpContext context, ParkedMessages parked, CancellationToken ct, ReplayAllRequest? request = null)
    {
        var replayed = await parked.ReplayAllAsync(request?.ParkedUntil, ct);
        WakeAfterwards(context, parked);
        return TypedResults.Ok(new ReplayResponse(replayed));
    }

    private static async Task<Results<Ok<ReplayResponse>, ProblemHttpResult>> ReplayAsync(
        Guid messageId, HttpContext context, ParkedMessages parked, CancellationToken ct)
    {
        if (await CurrentAsync(messageId, context, parked, ct) is not { } current)
        {
            return NotFound();
        }

        if (!await parked.ReplayAsync(current, ct))
        {
            // Somebody else dealt with it between the two statements.
            throw new StaleVersionException();
        }

        WakeAfterwards(context, parked);
        return TypedResults.Ok(new ReplayResponse(1));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(
        Guid messageId, DiscardRequest request, HttpContext context, ParkedMessages parked, AuditTrail audit, CancellationToken ct)
    {
        var reason = request.Reason.Trim();
        if (reason.Length is < ShortestReason or > LongestReason || reason.Any(char.IsControl))
        {
            throw new InvalidRequestException("parked-message.reason", "A reason is one line of 3 to 200 characters.", "reason");
        }

        if (await CurrentAsync(messageId, context, parked, ct) is not { } current)
        {
            return NotFound();
        }

        audit.Because(reason);
        if (!await parked.DiscardAsync(current, ct))
        {
            throw new StaleVersionException();
        }

        WakeAfterwards(context, parked);
        return TypedResults.NoContent();
    }

    private static async Task<ParkedEntry?> CurrentAsync(Guid messageId, HttpContext context, ParkedMessages parked, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var entry = await parked.FindAsync(messageId, ct);
        return entry is null || entry.Version == expected ? entry : throw new StaleVersionException();
    }

    // After the answer, hence after the commit.
    private static void WakeAfterwards(HttpContext context, ParkedMessages parked) => context.Response.OnCompleted(() =>
    {
        parked.Wake();
        return Task.CompletedTask;
    });

    private static ProblemHttpResult NotFound() => Problems.Problems.NotFound("parked-message.not-found", "No such message is parked here.");

    private sealed record Position(DateTimeOffset ParkedAt, Guid MessageId);
}
