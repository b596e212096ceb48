using Partnership.Faults;
using Partnership.Faults.Reconciliation;
using Partnership.Statutory;
using Partnership.TestSupport;

[assembly: AssemblyFixture(typeof(Partnership.Operations.Tests.TwoRegions))]

// One story in two regions: what one test leaves, the next begins with.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer(typeof(InOrder))]

namespace Partnership.Operations.Tests;

/// <summary>A region that has worked, and a second one, empty and with every connection encrypted, into which its backup is restored.</summary>
public sealed class TwoRegions : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("partnership-operations-");

    internal OperatedRegion Worked { get; private set; } = null!;

    internal OperatedRegion Empty { get; private set; } = null!;

    internal Imports Imports { get; private set; } = null!;

    internal DateOnly Today { get; } = LondonCalendar.Today(TimeProvider.System);

    /// <summary>The whole of the first region, as it was when it had taken in the first year's returns.</summary>
    public string Backup => PathOf("backup");

    public string PassphraseFile => PathOf("passphrase");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        await using (var file = new FileStream(PassphraseFile, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteLineAsync("six invented words of a test");
        }

        var simulated = Imports.SimulateAsync(PathOf("returns"), seed: 1, scale: 0.1m);
        var started = await Task.WhenAll(OperatedRegion.StartAsync(encrypted: false), OperatedRegion.StartAsync(encrypted: true));
        (Worked, Empty) = (started[0], started[1]);
        await simulated;
        Imports = new Imports(Worked.Client, PathOf("returns"));
        await Task.WhenAll(OperatedRegion.Councils.Select(council => Imports.RunAsync(council, 2024, CancellationToken.None)));

        // A family's therapy from need to claim; an approval and a match, each with its item, its decision and what the hubs were told, and the match's link.
        foreach (var story in (string[])["fund", "panels"])
        {
            var (exitCode, output) = await Worked.CliAsync("demo", story);
            Assert.True(exitCode == 0, output);
        }

        await SettledAsync(Worked);
        await ReckonAsync(Worked);
    }

    public async ValueTask DisposeAsync()
    {
        await (Worked?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Empty?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// Waits until those who know of the same thing agree on it, each worked out anew from its owner's rows: families, links and releases, identities,
    /// assessments and chases, the ledger, raised cases and decisions.
    /// </summary>
    internal static async Task ReckonAsync(OperatedRegion region) => await Eventually.AssertAsync(
        async () =>
        {
            var hubs = region.Hubs();
            await using var central = region.Database("central_hub");
            await using var fund = region.Database("support_fund");
            await using var panels = region.Database("panel_scheduling");
            try
            {
                Assert.Empty(await FamilyCheck.RunAsync(central, hubs));
                Assert.Empty(await IdentityCheck.RunAsync(central, hubs));
                Assert.Empty(await AssessmentCheck.RunAsync(fund, hubs));
                Assert.Empty(await ChaseCheck.RunAsync(fund, hubs));
                Assert.Empty(await LedgerCheck.RunAsync(fund, new Dictionary<Guid, long>()));
                Assert.Empty(await PanelCheck.CasesAsync(panels, hubs.Values));
                Assert.Empty(await PanelCheck.DecisionsAsync(panels, hubs.Values));
            }
            finally
            {
                foreach (var hub in hubs.Values)
                {
                    await hub.DisposeAsync();
                }
            }
        },
        TimeSpan.FromMinutes(1),
        pause: TimeSpan.FromMilliseconds(500));

    /// <summary>Waits until the region knows all that the hubs' rows say it ought to, nothing is under way, and every trail is sealed to its end.</summary>
    internal async Task SettledAsync(OperatedRegion region, bool mayHaveForgotten = false) => await Eventually.AssertAsync(
        async () =>
        {
            var hubs = region.Hubs();
            await using var central = region.Database("central_hub");
            await using var fund = region.Database("support_fund");
            await using var panels = region.Database("panel_scheduling");
            try
            {
                foreach (var database in hubs.Values.Concat([central, fund, panels]))
                {
                    await using var command = database.CreateCommand(
                        "select (select count(*) from outbox) + (select count(*) from retry) + (select count(*) from parked) + (select count(*) from audit_entry where sequence is null)");
                    Assert.Equal(0L, await command.ExecuteScalarAsync());
                }

                Assert.Empty(await SnapshotCheck.RunAsync(central, hubs, Today, mayHaveForgotten));
            }
            finally
            {
                foreach (var hub in hubs.Values)
                {
                    await hub.DisposeAsync();
                }
            }
        },
        TimeSpan.FromMinutes(1),
        pause: TimeSpan.FromMilliseconds(250));
}
