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
        await SettledAsync(Worked);
    }

    public async ValueTask DisposeAsync()
    {
        await (Worked?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Empty?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    /// <summary>Waits until the region knows all that the hubs' rows say it ought to, and nothing is under way.</summary>
    internal async Task SettledAsync(OperatedRegion region, bool mayHaveForgotten = false) => await Eventually.AssertAsync(
        async () =>
        {
            var hubs = region.Hubs();
            await using var central = region.Database("central_hub");
            try
            {
                foreach (var database in hubs.Values.Append(central))
                {
                    await using var command = database.CreateCommand("select (select count(*) from outbox) + (select count(*) from retry) + (select count(*) from parked)");
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
