using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Agreements;

/// <summary>Accepts an agreement for the caller's councils, for the first time or again, or ends it for them. Who did is in the trail.</summary>
internal static class AnswerAgreement
{
    internal static async Task<Results<Ok<ShownAgreement>, ProblemHttpResult>> AcceptAsync(
        Guid agreementId, Caller caller, CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var (agreement, parts, own) = await LockAsync(agreementId, caller, db, ct);
        if (agreement is null)
        {
            return NotFound();
        }

        if (agreement.EndedAt is not null)
        {
            return Ended();
        }

        // Who has left comes back by accepting anew: the others are in it still, so that none like it can be proposed. What ended when they left stays ended.
        var accepting = own.FindAll(part => part.AcceptedAt is null || part.LeftAt is not null);
        if (accepting.Count == 0)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "agreement.accepted", "Your councils have accepted it already.");
        }

        accepting.ForEach(part => (part.AcceptedAt, part.LeftAt) = (clock.GetUtcNow(), null));
        Terms.Settle(db, agreement, parts, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ShownAgreement.Of(agreement, parts));
    }

    internal static async Task<Results<Ok<ShownAgreement>, ProblemHttpResult>> EndAsync(
        Guid agreementId, Caller caller, CentralHubDbContext db, LinkBook book, Ledger ledger, TimeProvider clock, CancellationToken ct)
    {
        var (agreement, parts, own) = await LockAsync(agreementId, caller, db, ct);
        if (agreement is null)
        {
            return NotFound();
        }

        var leaving = own.FindAll(part => part.LeftAt is null);
        if (agreement.EndedAt is not null || leaving.Count == 0)
        {
            return Ended();
        }

        leaving.ForEach(part => part.LeftAt = clock.GetUtcNow());
        Terms.Settle(db, agreement, parts, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        foreach (var part in leaving)
        {
            await Sharing.EndAsync(db, book, ledger, part.Council, parts.Select(other => other.Council).Where(council => council != part.Council), ct);
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ShownAgreement.Of(agreement, parts));
    }

    /// <summary>Locked: two councils that answer at once must both be counted.</summary>
    private static async Task<(Agreement? Agreement, List<AgreementCouncil> Parts, List<AgreementCouncil> Own)> LockAsync(
        Guid agreementId, Caller caller, CentralHubDbContext db, CancellationToken ct)
    {
        var agreement = await db.Agreements.FromSql($"select * from agreement where id = {agreementId} for update").SingleOrDefaultAsync(ct);
        var parts = await db.AgreementCouncils.Where(part => part.Agreement == agreementId).ToListAsync(ct);
        return (agreement, parts, parts.FindAll(part => caller.Councils.Contains(new CouncilCode(part.Council))));
    }

    private static ProblemHttpResult NotFound() => Problems.NotFound("agreement.not-found", "There is no such agreement for you.");

    private static ProblemHttpResult Ended() => Problems.Problem(StatusCodes.Status409Conflict, "agreement.ended", "The agreement has ended: propose another, or where the others are in it still, accept it again.");
}
