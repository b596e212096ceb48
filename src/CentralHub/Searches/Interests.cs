using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Searches;

/// <summary>
/// A household's council says that it is interested in a published child. It gets the same receipt whatever becomes of it: the child's council
/// reads of it only while the household passes every limit, and no answer may tell whether it does.
/// </summary>
internal static class Interests
{
    /// <param name="Household">A household of one of the caller's councils.</param>
    internal sealed record Request(Guid Household);

    /// <param name="Child">The child.</param>
    /// <param name="Household">The household.</param>
    internal sealed record Receipt(Guid Child, Guid Household);

    /// <param name="Household">The household.</param>
    /// <param name="At">When its council said so (UTC).</param>
    /// <param name="Published">What everybody may see of it; null when it is not published.</param>
    internal sealed record Entry(Guid Household, DateTimeOffset At, ReadRegister.HouseholdRow? Published);

    internal static async Task<Results<Accepted<Receipt>, ProblemHttpResult>> ExpressAsync(
        Guid child, Request request, Caller caller, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.PublishedChildren.AnyAsync(row => row.Reference == child, ct))
        {
            return OwnSearches.NoChild();
        }

        // Readable too, once there is a link, are households of other councils: for those nobody here may speak.
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(row => row.Reference == request.Household && row.Live, ct) is not { } household
            || !caller.Councils.Contains(new CouncilCode(household.Council)))
        {
            return Problems.NotFound("household.not-found", "There is no such household for you.");
        }

        audit.About([request.Household]);
        var now = clock.GetUtcNow();
        var added = await db.Database.ExecuteSqlAsync(
            $"insert into interest (child, household, council, at, open) values ({child}, {request.Household}, {household.Council}, {now}, false) on conflict do nothing", ct);
        if (added > 0)
        {
            RegisterDue.Mark(db, DueKind.Interest, [child]);
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Accepted((string?)null, new Receipt(child, request.Household));
    }

    internal static async Task<Results<Ok<IReadOnlyList<Entry>>, ProblemHttpResult>> ReadAsync(
        Guid child, Caller caller, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await OwnSearches.FindChildAsync(db, caller, child, ct) is null)
        {
            return OwnSearches.NoChild();
        }

        var rows = await db.Interests.AsNoTracking().Where(interest => interest.Child == child && interest.Open).OrderBy(interest => interest.At).ToListAsync(ct);
        var households = rows.ConvertAll(row => row.Household);
        var published = await db.PublishedHouseholds.AsNoTracking().Where(row => households.Contains(row.Reference)).ToDictionaryAsync(row => row.Reference, ct);
        audit.About(households);
        return TypedResults.Ok<IReadOnlyList<Entry>>(
        [
            .. rows.Select(row => new Entry(
                row.Household, row.At, published.GetValueOrDefault(row.Household) is { } shown ? ReadRegister.Shown(shown) : null)),
        ]);
    }
}
