using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Children;

/// <summary>
/// The Caldicott guardian erases a child's record (UK GDPR, article 17): one that was made in error, or twice. Rows, findings, previews, what an undo would
/// put back, and what people wrote of the child alone are gone, and the region is told the last of it. A child who stands in a record of others, or in one
/// that is kept by law, is not erased.
/// </summary>
internal static class EraseChild
{
    /// <summary>Why a record may be erased.</summary>
    private static readonly string[] Reasons = ["made-in-error", "duplicate", "request-upheld"];

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid childId, string reason, HttpContext context, Council council, LocalityHubDbContext db, OutboxSignal outbox, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (!Reasons.Contains(reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("erasure.reason", $"reason is one of {string.Join(", ", Reasons)}.", "reason");
        }

        var found = await db.Children.FromSql($"select * from child where id = {childId} for update").AsNoTracking().ToListAsync(ct);
        if (found is not [var child])
        {
            return ReadChild.NotFound();
        }

        if (child.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (await db.Imports.AnyAsync(import => import.State == ImportState.Queued || import.State == ImportState.Running, ct))
        {
            return Conflict("child.import-under-way", "An import or its undoing is under way, and may be about this child.", "Wait until it has ended.");
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        if (!await ForgetChildren.StandsAloneAsync(connection, transaction, childId, ct))
        {
            return Conflict(
                "child.in-use",
                "The child has had a search, a profile, a placement, a link or a case, or stands in a group or family with others: that is kept by law, was released, or is of others too.",
                "Correct what is wrong in the record, or restrict it.");
        }

        await ForgetChildren.ForgetAsync(connection, transaction, childId, council, clock.GetUtcNow(), ct);
        await ForgetChildren.ForgetAnswersAsync(connection, transaction, [childId], ct);
        context.Response.OnCompleted(() =>
        {
            outbox.Wake();
            return Task.CompletedTask;
        });
        audit.Because(reason);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Conflict(string code, string detail, string next) =>
        Problems.Problem(StatusCodes.Status409Conflict, code, detail, next: next);
}
