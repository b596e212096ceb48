using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Transfers;

/// <summary>The colleague accepts or declines; until then whoever offered it may take it back.</summary>
internal static class AnswerTransfer
{
    /// <summary>How long somebody who has handed a link over may still read it.</summary>
    private static readonly TimeSpan StillReading = TimeSpan.FromDays(30);

    internal static Task<Results<Ok<ShownTransfer>, ProblemHttpResult>> AcceptAsync(
        Guid transferId, Caller caller, CentralHubDbContext db, LinkTeam team, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        SetAsync(transferId, TransferState.Accepted, transfer => transfer.To, caller, db, team, audit, clock, ct);

    internal static Task<Results<Ok<ShownTransfer>, ProblemHttpResult>> DeclineAsync(
        Guid transferId, Caller caller, CentralHubDbContext db, LinkTeam team, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        SetAsync(transferId, TransferState.Declined, transfer => transfer.To, caller, db, team, audit, clock, ct);

    internal static Task<Results<Ok<ShownTransfer>, ProblemHttpResult>> RevokeAsync(
        Guid transferId, Caller caller, CentralHubDbContext db, LinkTeam team, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        SetAsync(transferId, TransferState.Revoked, transfer => transfer.From, caller, db, team, audit, clock, ct);

    private static async Task<Results<Ok<ShownTransfer>, ProblemHttpResult>> SetAsync(
        Guid transferId,
        TransferState state,
        Func<Transfer, Guid> whose,
        Caller caller,
        CentralHubDbContext db,
        LinkTeam team,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        // Locked: of two answers at once the second finds the first.
        if (await db.Transfers.FromSql($"select * from transfer where id = {transferId} for update").SingleOrDefaultAsync(ct) is not { } transfer
            || whose(transfer) != team.Self.Value
            || !caller.Councils.Contains(new CouncilCode(transfer.Council)))
        {
            return Problems.NotFound("transfer.not-found", "There is no such transfer for you to answer.");
        }

        if (transfer.State != TransferState.Offered)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "transfer.answered", "The transfer has been answered or taken back already.");
        }

        if (state == TransferState.Accepted && !await ActsForAllAsync(db, transfer, caller, ct))
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "link.not-your-side", "Your role does not act for the side of one of these links.");
        }

        (transfer.State, transfer.AnsweredAt) = (state, clock.GetUtcNow());
        if (state == TransferState.Accepted)
        {
            await team.IntroduceAsync(ct);
            await HandOverAsync(db, transfer, clock.GetUtcNow(), ct);
        }

        await db.SaveChangesAsync(ct);
        audit.About(transfer.Links);
        return TypedResults.Ok(ShownTransfer.Of(transfer));
    }

    /// <summary>A link is handed over with the side on which it is worked on: nobody comes to act for one by it.</summary>
    private static async Task<bool> ActsForAllAsync(CentralHubDbContext db, Transfer transfer, Caller caller, CancellationToken ct) =>
        (await db.LinkWorkers.AsNoTracking().Where(part => transfer.Links.Contains(part.Link) && part.Worker == transfer.From && part.Council == transfer.Council && part.Until == null)
            .Select(part => part.Side).Distinct().ToListAsync(ct)).TrueForAll(caller.ActsFor);

    private static async Task HandOverAsync(CentralHubDbContext db, Transfer transfer, DateTimeOffset now, CancellationToken ct)
    {
        var parts = await db.LinkWorkers.Where(part => transfer.Links.Contains(part.Link) && (part.Worker == transfer.From || part.Worker == transfer.To)).ToListAsync(ct);
        foreach (var part in parts.Where(part => part.Worker == transfer.From && part.Council == transfer.Council && part.Until is null).ToList())
        {
            part.Until = now + StillReading;
            if (parts.Find(other => other.Worker == transfer.To && other.Link == part.Link && other.Side == part.Side) is { } known)
            {
                // Who had handed it over once has it again.
                known.Until = null;
            }
            else
            {
                db.Add(new LinkWorker { Link = part.Link, Worker = transfer.To, Side = part.Side, Council = part.Council, Since = now });
            }
        }
    }
}
