using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Links;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Disclosures;

/// <summary>The giver's council takes a release back. It is closed when the hub has said so; who cannot wait for that ends it at the hub.</summary>
internal static class EndDisclosure
{
    internal static async Task<Results<Accepted<ShownDisclosure>, ProblemHttpResult>> HandleAsync(
        Guid disclosureId,
        HttpContext context,
        Caller caller,
        CentralHubDbContext db,
        Ledger ledger,
        LinkTeam team,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await ledger.LockAsync(disclosureId, ct) is not { } disclosure || !caller.Councils.Contains(new CouncilCode(disclosure.Council)))
        {
            return ReadDisclosures.NotFound();
        }

        if (disclosure.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (!disclosure.IsAskedOpen)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "disclosure.ended", "The release is to be closed already.");
        }

        await team.IntroduceAsync(ct);
        ledger.End(disclosure, DisclosureEnd.Revoked, team.Self.Value);
        await db.SaveChangesAsync(ct);
        audit.About([disclosure.SubjectReference]);
        IfMatch.SetETag(context, disclosure.Version);
        return TypedResults.Accepted($"/api/v1/region/disclosures/{disclosureId}", ShownDisclosure.Of(disclosure, clock.GetUtcNow()));
    }
}
