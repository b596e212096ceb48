using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Disclosures;

/// <summary>
/// The giver's council asks the reader's what became of papers. It is put before the reader and, since readers leave, before the guardian of that council. Whatever is closed is asked for by
/// itself; by hand it is asked for sooner of what a later release has taken the place of.
/// </summary>
internal static class AskForAttestation
{
    internal static async Task<Results<Ok<ShownDisclosure>, ProblemHttpResult>> HandleAsync(
        Guid disclosureId,
        Caller caller,
        CentralHubDbContext db,
        Ledger ledger,
        LinkTeam team,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await ledger.LockAsync(disclosureId, ct) is not { } disclosure || !caller.Councils.Contains(new CouncilCode(disclosure.Council)))
        {
            return ReadDisclosures.NotFound();
        }

        if (!disclosure.OwesAttestation)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "disclosure.nothing-owed", "Nothing is owed: the release is open, was never read, or is attested already.");
        }

        if (disclosure.AttestationAskedAt is not null)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "disclosure.attestation-asked", "It was asked for already: the reader's council is told once more when it is overdue.");
        }

        await team.IntroduceAsync(ct);
        ledger.Ask(disclosure, team.Self.Value);
        await db.SaveChangesAsync(ct);
        audit.About([disclosure.SubjectReference]);
        return TypedResults.Ok(ShownDisclosure.Of(disclosure, clock.GetUtcNow()));
    }
}
