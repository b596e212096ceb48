using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.CaseTransfers;

/// <summary>Offers a worker's cases to another, who takes them over by accepting; until then either takes the offer back.</summary>
internal static class TransferCases
{
    private const int MostChildren = 200;

    /// <param name="Name">The name of who is to take over.</param>
    /// <param name="Manager">The name of that worker's manager.</param>
    /// <param name="Subject">The subject of that worker's tokens.</param>
    public sealed record Receiver(string Name, string Manager, string Subject);

    /// <param name="To">Who is to take over.</param>
    /// <param name="Children">Children whose plan the caller owns.</param>
    /// <param name="Words">What the other has to know; stays in this hub.</param>
    public sealed record Request(Receiver To, IReadOnlyList<Guid> Children, string? Words = null);

    public static async Task<Created<ReadCaseTransfers.Response>> OfferAsync(
        string code, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var children = request.Children.Distinct().ToList();
        if (children.Count is 0 or > MostChildren)
        {
            throw new InvalidRequestException("case-transfer.children", $"One to {MostChildren} children.", "children");
        }

        var to = PlainText.Line(request.To.Subject, "to.subject", 200) ?? throw Missing("to.subject");
        if (to == caller.Subject)
        {
            throw new RuleBrokenException("case-transfer.to-oneself", "Cases are transferred to somebody else.", "to.subject");
        }

        if (await db.PermanenceRecords.CountAsync(record => children.Contains(record.ChildId) && record.OwnerSubject == caller.Subject, ct) != children.Count)
        {
            throw new RuleBrokenException("case-transfer.not-yours", "You do not own the plan of each of these children.", "children") { NamesNothingThere = true };
        }

        var transfer = new CaseTransfer
        {
            Id = Guid.NewGuid(), FromSubject = caller.Subject, ToSubject = to, ToName = PlainText.Line(request.To.Name, "to.name") ?? throw Missing("to.name"),
            ToManager = PlainText.Line(request.To.Manager, "to.manager") ?? throw Missing("to.manager"), Words = PlainText.Paragraphs(request.Words, "words", 4_000),
            OfferedAt = clock.GetUtcNow(), State = CaseTransferState.Offered, Version = 1,
        };
        db.Add(transfer);
        db.AddRange(children.Select(child => new CaseTransferChild { TransferId = transfer.Id, ChildId = child }));
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/councils/{code}/case-transfers/{transfer.Id}", await ReadCaseTransfers.AnswerAsync(transfer, context, caller, db, audit, ct));

        static InvalidRequestException Missing(string field) => new("case-transfer.receiver", "Who takes over is named, with a manager and the subject of the tokens.", field);
    }

    public static async Task<Results<Ok<ReadCaseTransfers.Response>, ProblemHttpResult>> AcceptAsync(
        Guid transferId, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await LockAsync(transferId, context, caller, db, ct) is not { } transfer)
        {
            return ReadCaseTransfers.NotFound();
        }

        if (transfer.ToSubject != caller.Subject)
        {
            throw new RuleBrokenException("case-transfer.not-the-receiver", "Whoever is to take over accepts.");
        }

        foreach (var child in await db.CaseTransferChildren.Where(known => known.TransferId == transferId).OrderBy(known => known.ChildId).ToListAsync(ct))
        {
            await TakeOverAsync(child, transfer, db, change, ct);
        }

        return TypedResults.Ok(await EndAsync(transfer, CaseTransferState.Accepted, context, caller, db, audit, clock, ct));
    }

    public static async Task<Results<Ok<ReadCaseTransfers.Response>, ProblemHttpResult>> RevokeAsync(
        Guid transferId, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        await LockAsync(transferId, context, caller, db, ct) is { } transfer
            ? TypedResults.Ok(await EndAsync(transfer, CaseTransferState.Revoked, context, caller, db, audit, clock, ct))
            : ReadCaseTransfers.NotFound();

    /// <summary>A plan that has gone to somebody else in the meantime stays there.</summary>
    private static async Task TakeOverAsync(CaseTransferChild child, CaseTransfer transfer, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        if (await change.LockAsync(child.ChildId, null, ct) is not { } locked
            || await db.PermanenceRecords.SingleOrDefaultAsync(record => record.ChildId == child.ChildId && record.OwnerSubject == transfer.FromSubject, ct) is not { } plan)
        {
            return;
        }

        (plan.OwnerSubject, plan.OwnerName, plan.ManagerName) = (transfer.ToSubject, transfer.ToName, transfer.ToManager);
        child.TakenOver = true;
        await change.SettleAloneAsync(locked, ct);
    }

    private static async Task<CaseTransfer?> LockAsync(Guid transferId, HttpContext context, Caller caller, LocalityHubDbContext db, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (!await ReadCaseTransfers.Of(caller, db).AnyAsync(known => known.Id == transferId, ct)
            || await db.CaseTransfers.FromSql($"select * from case_transfer where id = {transferId} for update").ToListAsync(ct) is not [var transfer])
        {
            return null;
        }

        return transfer.Version != expected ? throw new StaleVersionException()
            : transfer.State != CaseTransferState.Offered ? throw new RuleBrokenException("case-transfer.over", "This transfer has been accepted, or taken back.")
            : transfer;
    }

    private static async Task<ReadCaseTransfers.Response> EndAsync(
        CaseTransfer transfer, CaseTransferState state, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        (transfer.State, transfer.EndedAt, transfer.Version) = (state, clock.GetUtcNow(), transfer.Version + 1);
        await db.SaveChangesAsync(ct);
        return await ReadCaseTransfers.AnswerAsync(transfer, context, caller, db, audit, ct);
    }
}
