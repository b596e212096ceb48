using System.Diagnostics;
using System.Globalization;
using Partnership.Faults.Reconciliation;
using Partnership.Statutory;

namespace Partnership.Faults;

/// <summary>Imports and writes in a steady stream, one fault after the other, and at the end the reckoning.</summary>
/// <param name="seed">Of the simulated returns and of the pauses between faults.</param>
/// <param name="scale">Size of the simulated returns; 1 is that of the published counts.</param>
/// <param name="hold">How long what stands still, is cut off, full or wrong is so.</param>
/// <param name="schedule">What goes wrong, in that order; taken one by one, as time goes on.</param>
/// <param name="say">Where to tell how it goes.</param>
internal sealed class FaultRun(int seed, decimal scale, TimeSpan hold, Func<RunningRegion, IEnumerable<Fault>> schedule, Action<string> say)
{
    private static readonly int[] FirstYears = [2021, 2022];
    private static readonly int[] LaterYears = [2023, 2024, 2025];
    private static readonly TimeSpan ImportPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastMessages = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstEnds = TimeSpan.FromMinutes(5);
    private const int OfTheProbe = 5;

    // From need to money there are twenty steps, each a write of its own.
    private const int FamilyPause = 10;

    /// <summary>Long enough for connections to break, retries to begin and leases to end.</summary>
    public static readonly TimeSpan UsualHold = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan MemoryPause = TimeSpan.FromMilliseconds(500);

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Outcome> _outcomes = new(StringComparer.Ordinal);
    private readonly List<Strike> _strikes = [];

    /// <summary>Between two writes of a council.</summary>
    public TimeSpan WritePause { get; init; } = TimeSpan.FromMilliseconds(100);

    public async Task<FaultReport> RunAsync()
    {
        await using var region = await RunningRegion.StartAsync(hold);
        say("The region is up.");
        var folder = Directory.CreateTempSubdirectory("partnership-faults-");
        try
        {
            await Imports.SimulateAsync(folder.FullName, seed, scale);
            return await RunAsync(region, folder.FullName, LondonCalendar.Today(TimeProvider.System));
        }
        catch (Exception exception)
        {
            // Beside what was built: the folder for temporary files may lie on a disk that goes with this process.
            var logs = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "fault-logs");
            region.KeepLogs(logs);
            say($"{exception.GetType().Name}: the run breaks off; what the processes logged is in {Path.GetFullPath(logs)}.");
            throw;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<FaultReport> RunAsync(RunningRegion region, string returns, DateOnly today)
    {
        var client = new CarefulClient(region.Gateway, region.Tokens);
        var imports = new Imports(client, returns);
        await Task.WhenAll(RunningRegion.Councils.Select(async council =>
        {
            foreach (var year in FirstYears)
            {
                await imports.RunAsync(council, year, CancellationToken.None);
            }
        }));
        say($"{imports.Accepted.Count} returns are in.");

        await region.PlayAsync("family-finding");
        say("Two sisters are searched for, linked, and released of.");
        await region.PlayAsync("fund");
        say("A family has had its therapy, and its money is accounted for.");

        // Hubs state by what children can be told at their start, and at night: one starts anew, or a run in which no hub ends would have no identity to look at.
        await region.EndAsync(RunningRegion.Hub(LinkWrites.Home), Signals.Terminate);
        await region.HealthyAsync(RunningRegion.Hub(LinkWrites.Home));

        var writes = new Writes(client, today);
        var steps = new Steps(client);
        var fundWrites = new FundWrites(steps, today);
        var fund = new FundCheck(region, fundWrites);
        var panelWrites = new PanelWrites(region, steps, today);
        var panels = new PanelCheck(region, panelWrites);
        var linkWrites = new LinkWrites(region, steps, today);
        var matchWrites = new LinkMatches(region, steps, panelWrites, today);
        var links = new LinkCheck(region, linkWrites, matchWrites);
        var guardians = new GuardianWrites(steps, linkWrites, matchWrites, panelWrites, fundWrites);
        var restrictions = new RestrictionCheck(region, guardians);
        await OpenAsync().WaitAsync(LastMessages);

        // Each check notes what is there before its own part of the stream is, and after the others' parts that it would see.
        async Task OpenAsync()
        {
            await links.OpenAsync();
            await linkWrites.OpenAsync();
            await fund.OpenAsync();
            await fundWrites.OpenAsync();
            await panels.OpenAsync();
            await panelWrites.OpenAsync();
        }

        var (children, probed, inCare) = (new Dictionary<string, List<Guid>>(), new Dictionary<string, Queue<Guid>>(), new Dictionary<string, Guid>());
        foreach (var council in RunningRegion.Councils)
        {
            var all = await Writes.ChildrenAsync(region.Hubs[council]);
            (probed[council], children[council], inCare[council]) = (new Queue<Guid>(all[..OfTheProbe]), all[OfTheProbe..], all[^1]);
        }

        var probe = new Probe(region, writes, probed, today);
        await probe.WaitAsync(RunningRegion.Councils);

        using var stop = new CancellationTokenSource();
        var stream = RunningRegion.Councils.Select(council => writes.RunAsync(council, children[council], WritePause, stop.Token)).ToList();
        stream.AddRange(RunningRegion.Councils.Select(council => ImportOnAsync(imports, council, stop.Token)));
        stream.Add(fundWrites.RunAsync(inCare, WritePause * FamilyPause, stop.Token));
        stream.Add(panelWrites.RunAsync(WritePause * FamilyPause, stop.Token));
        stream.Add(linkWrites.RunAsync(WritePause * FamilyPause, stop.Token));
        stream.Add(matchWrites.RunAsync(WritePause * FamilyPause, stop.Token));
        stream.Add(guardians.RunAsync(WritePause * FamilyPause, stop.Token));
        var watch = region.Wire.WatchAsync(stop.Token);
        await EachHasEndedAsync(new() { ["links"] = linkWrites.Ended, ["cases"] = panelWrites.Ended, ["matches"] = matchWrites.Ended, ["restrictions"] = guardians.Ended }, steps);
        say("A link has gone through all its steps, a case of each council to its end, two sisters have been matched and have come away, and a record of each kind is restricted.");
        await StrikeAsync(region, probe, client);
        await stop.CancelAsync();
        await Task.WhenAll([.. stream, watch]);

        say("The stream has ended; waiting for the last messages.");
        var reconciler = new Reconciler(region, client, writes, imports, steps, fund, panels, links, restrictions, today);
        await reconciler.SettleAsync(LastMessages);
        var found = await reconciler.RunAsync();
        var (accepted, sent) = (writes.Accepted.Count, region.Wire.Seen.Count);
        var again = sent - region.Wire.Seen.DistinctBy(message => message.Id).Count();

        say("Planting damage, to see that the check sees it.");
        var damage = await new PlantedDamage(region, probe, reconciler).RunAsync();
        return new FaultReport([.. _outcomes.Values], accepted, TimeWrites(writes.Timed), imports.Accepted.Count, steps.Accepted, writes.Refused, sent, again, found, damage);
    }

    /// <summary>Waits until there is one of each kind to strike at: what the stream has not made before the faults, a slow machine might never make.</summary>
    private static async Task EachHasEndedAsync(Dictionary<string, Task> firsts, Steps steps)
    {
        try
        {
            await Task.WhenAll(firsts.Values).WaitAsync(FirstEnds);
        }
        catch (TimeoutException late)
        {
            var missing = firsts.Where(first => !first.Value.IsCompleted).Select(first => first.Key);
            throw new InvalidOperationException($"Not ended: {string.Join(", ", missing)}. Refused: {string.Join("; ", steps.Refused)}", late);
        }
    }

    /// <summary>The later years one by one, over the time of the run; then the last again and again, which changes nothing.</summary>
    private static async Task ImportOnAsync(Imports imports, string council, CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            await imports.RunAsync(council, LaterYears[Math.Min(turn, LaterYears.Length - 1)], stop);
            await Task.Delay(ImportPause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StrikeAsync(RunningRegion region, Probe probe, CarefulClient client)
    {
        var arrivals = new Arrivals(region.Central, region.Hubs);
        var watch = Stopwatch.StartNew();
        foreach (var fault in schedule(region))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(2000)));
            var repeats = client.Repeats;
            var began = TimeProvider.System.GetTimestamp();
            using var over = new CancellationTokenSource();
            var memory = GrowthAsync(region, fault.Watched, over.Token);
            await fault.StrikeAsync(region);
            var ended = TimeProvider.System.GetTimestamp();
            await over.CancelAsync();
            say($"{fault.Name}…");
            var backlog = new Backlog(region).DrainAsync();
            var mended = fault.MendedAsync(region);
            var recovered = await probe.WaitAsync(fault.Council is null ? RunningRegion.Councils : [fault.Council]);
            await mended;
            _strikes.Add(new Strike(fault, began, ended, TimeProvider.System.GetTimestamp()));
            var (lost, twice) = await arrivals.WaitAsync();
            if (!_outcomes.TryGetValue(fault.Name, out var outcome))
            {
                _outcomes.Add(fault.Name, outcome = new Outcome(fault.Name));
            }

            outcome.Recovered.Add(fault.IsAside ? TimeProvider.System.GetElapsedTime(ended) : recovered);
            outcome.Memory = Math.Max(outcome.Memory, await memory);
            var (waiting, drained) = await backlog;
            if (waiting >= outcome.Waiting)
            {
                (outcome.Waiting, outcome.Drained) = (waiting, drained);
            }

            outcome.Repeats += client.Repeats - repeats;
            outcome.Lost += lost;
            outcome.Twice += twice;
            say(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed:mm\\:ss}  {fault.Name}: recovered in {recovered.TotalSeconds:N1} s, {lost} lost, {twice} duplicated"));
        }
    }

    /// <summary>Gives each fault the writes that began while it lasted, and returns those that had to do with none.</summary>
    private List<TimeSpan> TimeWrites(IReadOnlyCollection<TimedWrite> writes)
    {
        var inPeace = new List<TimeSpan>();
        foreach (var write in writes)
        {
            if (_strikes.Find(strike => strike.Began <= write.Answered && write.Began <= strike.Recovered) is not { } strike)
            {
                inPeace.Add(write.Took);
            }
            else if (write.Began >= strike.Began && write.Began <= strike.Ended)
            {
                var outcome = _outcomes[strike.Fault.Name];
                ((strike.Fault.Council ?? write.Council) == write.Council ? outcome.Writes : outcome.OthersWrites).Add(write.Took);
            }
        }

        return inPeace;
    }

    private static async Task<double> GrowthAsync(RunningRegion region, IReadOnlyCollection<string> resources, CancellationToken over)
    {
        var before = region.MemoryOf(resources) ?? 0;
        var most = before;
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(MemoryPause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            most = Math.Max(most, region.MemoryOf(resources) ?? 0);
        }

        return most - before;
    }

    /// <summary>When a fault began, when it was put right, and when a write went the whole way again; timestamps.</summary>
    private sealed record Strike(Fault Fault, long Began, long Ended, long Recovered);
}
