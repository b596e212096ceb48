using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// Three years after an order another council may have to apply, and nobody has touched the family: once a day those whose day has come are looked at
/// again. Looking twice changes nothing.
/// </summary>
internal sealed class SupportSweep(NpgsqlDataSource database, Council council, OutboxSignal outbox, TimeProvider clock)
{
    // Days for which a hub may have stood still.
    private const int LookBack = 31;

    public async Task RunAsync(CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var (from, to) = (today.AddYears(-ApplicantRule.Years).AddDays(-LookBack), today.AddYears(-ApplicantRule.Years));
        await using var db = new LocalityHubDbContext(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(database).Options, Sight.Everything());
        var families = await db.SupportChildren.Where(child => child.OrderMadeOn >= from && child.OrderMadeOn <= to).Select(child => child.FamilyId).Distinct().ToListAsync(ct);
        foreach (var id in families.Order())
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
