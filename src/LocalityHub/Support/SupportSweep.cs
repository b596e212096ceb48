using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// Some years after an order another council may have to apply (<see cref="ApplicantRule"/>), and nobody has touched the family: once a day those whose
/// time is over are looked at again, and so are those of restricted children: who may see them travels with what the fund is told. Looking twice changes nothing.
/// </summary>
internal sealed class SupportSweep(NpgsqlDataSource database, Council council, OutboxSignal outbox, TimeProvider clock)
{
    // Days for which a hub may have stood still.
    private const int LookBack = 31;

    public async Task RunAsync(CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        await using var db = new LocalityHubDbContext(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(database).Options, Sight.Everything());
        var ordered = await db.SupportChildren.Where(child => child.OrderMadeOn < today).Select(child => new { child.FamilyId, child.Route, OrderMadeOn = child.OrderMadeOn!.Value }).ToListAsync(ct);

        // Here and not in the query: each order runs by the law of its own day.
        var families = ordered.Where(child => ApplicantRule.LastDay(child.Route, child.OrderMadeOn) is var last && last < today && last >= today.AddDays(-LookBack))
            .Select(child => child.FamilyId)
            .Concat(await db.SupportChildren.Where(child => db.ChildRestrictions.Any(restriction => restriction.ChildId == child.ChildId)).Select(child => child.FamilyId).ToListAsync(ct))
            .Distinct().Order().ToList();
        foreach (var id in families)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await SupportLedger.LockAsync(db, id, ct) is { } family)
            {
                await SupportLedger.SettleAsync(db, council.Code, family, today, ct);
            }

            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }

        if (families.Count > 0)
        {
            outbox.Wake();
        }
    }
}
