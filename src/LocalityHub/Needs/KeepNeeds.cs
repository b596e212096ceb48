using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Needs;

/// <summary>A child's needs in the vocabulary: read, and changed as a whole.</summary>
internal static class KeepNeeds
{
    /// <param name="Need">A need of the vocabulary.</param>
    /// <param name="Level">low, medium or high.</param>
    /// <param name="Evidence">What it rests on; stays in this hub.</param>
    /// <param name="EvidenceOn">Its day.</param>
    public sealed record Entry(Need Need, NeedLevel Level, string? Evidence = null, DateOnly? EvidenceOn = null);

    /// <param name="Needs">The needs that are present; one that is not listed is not, or is not known to be.</param>
    public sealed record Body(IReadOnlyList<Entry> Needs);

    public static async Task<Results<Ok<Body>, ProblemHttpResult>> ReadAsync(Guid childId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(childId, db, ct));
    }

    public static async Task<Results<Ok<Body>, ProblemHttpResult>> ChangeAsync(
        Guid childId, Body request, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var today = LondonCalendar.Today(clock);
        foreach (var (index, entry) in request.Needs.Index())
        {
            if (entry.Level == NeedLevel.None || request.Needs.Take(index).Any(earlier => earlier.Need == entry.Need))
            {
                throw new InvalidRequestException("needs.once", "A need that is present is listed once, with its level.", $"needs[{index}]");
            }

            if (entry.EvidenceOn > today || entry.EvidenceOn?.Year < HouseholdOffer.EvidenceFrom)
            {
                throw new InvalidRequestException("needs.evidence-day", "The day of the evidence lies in the future, or too far back.", $"needs[{index}].evidenceOn");
            }
        }

        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        await db.ChildNeeds.Where(need => need.ChildId == childId).ExecuteDeleteAsync(ct);
        db.AddRange(request.Needs.Select((entry, index) => new ChildNeed
        {
            ChildId = childId,
            Need = entry.Need,
            Level = entry.Level,
            Evidence = PlainText.Paragraphs(entry.Evidence, $"needs[{index}].evidence", 4_000),
            EvidenceOn = entry.EvidenceOn,
        }));
        await change.SettleAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(childId, db, ct));
    }

    private static async Task<Body> DescribeAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct) => new(
        [
            .. (await db.ChildNeeds.AsNoTracking().Where(need => need.ChildId == childId).OrderBy(need => need.Need).ToListAsync(ct))
                .Select(need => new Entry(need.Need, need.Level, need.Evidence, need.EvidenceOn)),
        ]);
}
