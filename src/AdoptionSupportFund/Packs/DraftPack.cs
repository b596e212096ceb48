using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>Keeps a new pack as a draft: the next revision of its year. Nothing is held against it yet.</summary>
internal static class DraftPack
{
    /// <param name="Year">The financial year, by the calendar year in which it ends.</param>
    /// <param name="Rules">All rules of the year, each with its days, source and confidence.</param>
    public sealed record Request(YearEnded Year, IReadOnlyList<FundRule> Rules);

    // Any number: of two who draft at the same moment the second waits, and drafts the revision after.
    private const long LockKey = 0x4655_4E44_4452_4146;

    public static async Task<Created<ReadPacks.Response>> HandleAsync(
        Request request, Caller caller, FundDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", ct);
        var last = await db.Packs.Where(pack => pack.Year == request.Year.Year).MaxAsync(pack => (int?)pack.Revision, ct) ?? 0;
        var drafted = new RulePack(request.Year, last + 1, request.Rules);
        if (request.Rules.Contains(null!))
        {
            throw new InvalidRequestException("rule-pack.rule", "A rule is an object.", "rules");
        }

        if (PackReader.Faults(drafted).ToList() is [var fault, ..])
        {
            throw new InvalidRequestException("rule-pack.not-whole", fault.Detail, fault.Field);
        }

        var row = new PackRow
        {
            Id = Guid.CreateVersion7(), Year = (short)drafted.Year.Year, Revision = (short)drafted.Revision, Content = PackRow.Write(drafted), CreatedAt = clock.GetUtcNow(), CreatedBy = caller.Subject,
        };
        db.Add(row);
        await db.SaveChangesAsync(ct);
        audit.About([row.Id]);
        return TypedResults.Created($"/api/v1/fund/rule-packs/{row.Id}", new ReadPacks.Response(ReadPacks.Describe(row), drafted.Rules));
    }
}
