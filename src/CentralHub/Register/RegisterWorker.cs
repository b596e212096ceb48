using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;

namespace Partnership.CentralHub.Register;

/// <summary>
/// Follows each change of the register soon after its commit, whichever process took it in; and looks at everything once at the start, for a
/// night that was missed, and then each night at five past midnight in England: no child is left unseen because a message was.
/// </summary>
internal sealed partial class RegisterWorker(SystemScopes scopes, RegisterSignal signal, TimeProvider clock, ILogger<RegisterWorker> log) : BackgroundService
{
    private static readonly TimeOnly AfterMidnight = new(0, 5);

    // What another process took in, or this one before it was restarted, has no signal here.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (sweep, releases) = (clock.GetUtcNow(), clock.GetUtcNow());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (clock.GetUtcNow() >= sweep)
                {
                    await SweepAsync(stoppingToken);
                    sweep = LondonClock.Next(clock, AfterMidnight);
                }

                await RunAsync(stoppingToken);
                if (clock.GetUtcNow() >= releases)
                {
                    await TellOfReleasesAsync(stoppingToken);
                    releases = sweep;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: lists that stand still are better than a hub that is down, and the marks stay.
                LogFailed(exception.GetType().Name, exception.StackTrace);
            }

            await signal.WaitAsync(Look, stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("sweep");
        var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        RegisterDue.Mark(db, DueKind.All);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>After the lists, which a receipt that cannot be told, or an attestation that is overdue, must not keep standing still.</summary>
    private async Task TellOfReleasesAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("sweep");
        var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ledger = scope.ServiceProvider.GetRequiredService<Ledger>();
        await ledger.TellReceiptsAsync(ct);
        await ledger.AskOwedAsync(closed: null, ct);
        await ledger.TellOverdueAsync(LondonCalendar.Today(clock), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("register");
        await scope.ServiceProvider.GetRequiredService<RegisterRun>().RunAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The register was not brought up to date ({Fault}); it is tried again. {Where}")]
    private partial void LogFailed(string fault, string? where);
}
