using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Decisions;

/// <summary>One decision, as the portal's screen shows it.</summary>
internal static class RecordDecision
{
    /// <param name="Outcome">approved, refused or returned.</param>
    /// <param name="DecidedOn">When it was decided.</param>
    /// <param name="PortalReference">How the portal names it; needed for an approval.</param>
    /// <param name="Reason">Of a refusal or return.</param>
    /// <param name="Awards">What the fund gives, where it is less than it was asked for; the rest in full.</param>
    public sealed record Request(DecisionOutcome Outcome, DateOnly DecidedOn, string? PortalReference = null, string? Reason = null, IReadOnlyList<Award>? Awards = null);

    /// <param name="LineId">The line.</param>
    /// <param name="ChildId">The child.</param>
    /// <param name="Pence">What the fund pays of it.</param>
    public sealed record Award(Guid LineId, Guid ChildId, long Pence);

    public static async Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> HandleAsync(
        CouncilCode code, Guid applicationId, Request request, HttpContext context, Caller caller, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        await LedgerStore.LockAsync(db, applicationId, ct);
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (application.Version != expected)
        {
            throw new StaleVersionException();
        }

        var awards = request.Awards ?? [];
        if (awards.Any(award => award is null || !application.Lines.Exists(line => line.Id == award.LineId && line.Funding.Exists(part => part.ChildId == award.ChildId)))
            || awards.DistinctBy(award => (award.LineId, award.ChildId)).Count() != awards.Count)
        {
            throw new InvalidRequestException("decision.award", "Each award names a line and a child of the application, once.", "awards") { NamesNothingThere = true };
        }

        var less = awards.ToDictionary(award => (award.LineId, award.ChildId), award => award.Pence);
        var rules = await rulebooks.CurrentAsync(db, ct);
        await Decision.RecordAsync(
            db,
            application,
            new Decision.Given(request.Outcome, request.DecidedOn, request.PortalReference, request.Reason, (line, part) => less.GetValueOrDefault((line.Id, part.ChildId), part.Pence)),
            rules,
            caller.Subject,
            LondonCalendar.Today(clock),
            clock.GetUtcNow(),
            ct);
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, application.Version);
        return TypedResults.Ok(await ReadApplications.DescribeAsync(application, db, rulebooks, ct));
    }
}
