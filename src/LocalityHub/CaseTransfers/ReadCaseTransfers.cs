using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.CaseTransfers;

/// <summary>Transfers that the caller has offered or is offered. For everybody else there are none.</summary>
internal static class ReadCaseTransfers
{
    /// <param name="ChildId">The child.</param>
    /// <param name="TakenOver">The plan has changed hands.</param>
    public sealed record Child(Guid ChildId, bool TakenOver);

    /// <param name="Id">The transfer.</param>
    /// <param name="Offered">The caller offers it; otherwise it is offered to the caller.</param>
    /// <param name="To">Who is to take over, by name.</param>
    /// <param name="State">offered, accepted or revoked.</param>
    /// <param name="OfferedAt">When it was offered, UTC.</param>
    /// <param name="EndedAt">When it was accepted or taken back, UTC.</param>
    /// <param name="Words">What the other has to know.</param>
    /// <param name="Children">All of them.</param>
    public sealed record Response(Guid Id, bool Offered, string To, CaseTransferState State, DateTimeOffset OfferedAt, DateTimeOffset? EndedAt, string? Words, IReadOnlyList<Child> Children);

    public static async Task<Ok<Page<Response>>> ListAsync(
        [AsParameters] PageRequest page, Caller caller, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, bool? open = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var transfers = Of(caller, db).AsNoTracking().Where(transfer => transfer.Id > after);
        if (open is { } wanted)
        {
            transfers = transfers.Where(transfer => (transfer.State == CaseTransferState.Offered) == wanted);
        }

        var found = Page.Of(await transfers.OrderBy(transfer => transfer.Id).Take(page.Take).ToListAsync(ct), page, transfer => transfer.Id);
        var ids = found.Items.Select(transfer => transfer.Id).ToArray();
        var children = (await db.CaseTransferChildren.AsNoTracking().Where(child => ids.Contains(child.TransferId)).OrderBy(child => child.ChildId).ToListAsync(ct)).ToLookup(child => child.TransferId);
        audit.About(children.SelectMany(each => each).Select(child => child.ChildId).Distinct());
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(transfer => Describe(transfer, caller, children[transfer.Id]))], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(
        Guid transferId, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await Of(caller, db).AsNoTracking().SingleOrDefaultAsync(transfer => transfer.Id == transferId, ct) is not { } transfer)
        {
            return NotFound();
        }

        return TypedResults.Ok(await AnswerAsync(transfer, context, caller, db, audit, ct));
    }

    /// <summary>The caller's transfers, but for those with a child whom the caller does not see: their words may be about that child.</summary>
    public static IQueryable<CaseTransfer> Of(Caller caller, LocalityHubDbContext db)
    {
        var sizes = HiddenRecords.TransferSizes(db);
        return db.CaseTransfers.Where(transfer => (transfer.FromSubject == caller.Subject || transfer.ToSubject == caller.Subject)
            && sizes.Any(size => size.TransferId == transfer.Id && size.Children == db.CaseTransferChildren.Count(child => child.TransferId == transfer.Id)));
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("case-transfer.not-found", "There is no such transfer of yours.");

    public static async Task<Response> AnswerAsync(CaseTransfer transfer, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var children = await db.CaseTransferChildren.AsNoTracking().Where(child => child.TransferId == transfer.Id).OrderBy(child => child.ChildId).ToListAsync(ct);
        audit.About([transfer.Id, .. children.Select(child => child.ChildId)]);
        IfMatch.SetETag(context, transfer.Version);
        return Describe(transfer, caller, children);
    }

    private static Response Describe(CaseTransfer transfer, Caller caller, IEnumerable<CaseTransferChild> children) => new(
        transfer.Id, transfer.FromSubject == caller.Subject, transfer.ToName, transfer.State, transfer.OfferedAt, transfer.EndedAt, transfer.Words,
        [.. children.Select(child => new Child(child.ChildId, child.TakenOver))]);
}
