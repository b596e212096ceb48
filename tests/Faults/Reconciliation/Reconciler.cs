using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether the region agrees with the councils and with all that was accepted. Each check asks somebody else: the hubs' own rows, the
/// requests that were answered, the messages seen on the broker.
/// </summary>
internal sealed class Reconciler(RunningRegion region, CarefulClient client, Writes writes, Imports imports, Steps steps, FundCheck fund, PanelCheck panels, LinkCheck links, RestrictionCheck restrictions, DateOnly today)
{
    /// <summary>Waits until nothing is under way, or until patience ends; what then still waits is a finding.</summary>
    public async Task SettleAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                if ((await MessageCheck.WaitingAsync(region)).Count == 0
                    && (await RequestCheck.ImportsAsync(region, imports)).Count == 0
                    && (await SnapshotCheck.RunAsync(region.Central, region.Hubs, today)).Count == 0
                    && (await FamilyCheck.RunAsync(region.Central, region.Hubs)).Count == 0
                    && (await IdentityCheck.RunAsync(region.Central, region.Hubs)).Count == 0
                    && (await AssessmentCheck.RunAsync(region.Fund, region.Hubs)).Count == 0
                    && (await ChaseCheck.RunAsync(region.Fund, region.Hubs)).Count == 0
                    && (await panels.ToldAsync()).Count == 0
                    && (await links.KeptAsync()).Count == 0
                    && (await restrictions.ToldAsync()).Count == 0
                    && await RebuildCheck.IsSettledAsync(region.Central))
                {
                    return;
                }
            }
            catch (NpgsqlException)
            {
                // A connection that was open before the database went.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }
    }

    /// <summary>Everything that does not agree. The last check rebuilds the projection, which mends what differed.</summary>
    /// <param name="only">One check alone; null for all.</param>
    public async Task<List<Disagreement>> RunAsync(string? only = null)
    {
        (string[] Checks, Func<Task<List<Disagreement>>> RunAsync)[] all =
        [
            (["outbox", "retry", "parked", "dead queues"], () => MessageCheck.WaitingAsync(region)),
            (["versions", "inbox", "effects"], () => MessageCheck.OnceAsync(region)),
            (["writes"], () => RequestCheck.WritesAsync(region, writes)),
            (["imports"], () => RequestCheck.ImportsAsync(region, imports)),
            (["snapshots"], () => SnapshotCheck.RunAsync(region.Central, region.Hubs, today)),
            (["families"], () => FamilyCheck.RunAsync(region.Central, region.Hubs)),
            (["identities"], () => IdentityCheck.RunAsync(region.Central, region.Hubs)),
            (["steps"], () => Task.FromResult<List<Disagreement>>([.. steps.Refused.Select(refused => new Disagreement("steps", Effect.Lost, $"refused: {refused}"))])),
            (["assessments"], async () => [.. await AssessmentCheck.RunAsync(region.Fund, region.Hubs), .. await AssessmentCheck.OnceAsync(region)]),
            (["chases"], () => ChaseCheck.RunAsync(region.Fund, region.Hubs)),
            (["fund"], fund.RunAsync),
            (["ledger"], fund.LedgerAsync),
            (["panels"], panels.RunAsync),
            (["links"], links.RunAsync),
            (["restrictions"], restrictions.RunAsync),
            (["rebuild"], () => RebuildCheck.RunAsync(region.Central, client)),
        ];
        await region.Wire.ReadAsync();
        var found = new List<Disagreement>();
        foreach (var (_, runAsync) in all.Where(each => only is null || each.Checks.Contains(only)))
        {
            found.AddRange(await runAsync());
        }

        return found;
    }
}
