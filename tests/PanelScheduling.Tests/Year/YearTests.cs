using System.Diagnostics;
using System.Globalization;
using Partnership.Contracts;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Year;

/// <summary>
/// A year of the reference region through the API, day by day; and of fifty such regions at once in one service, or as many as <c>PANEL_REGIONS</c> says.
/// Whatever is late is the system's doing. By hand: <c>-explicit on -class "*YearTests"</c>; minutes for one region, hours for fifty.
/// </summary>
public sealed class YearTests(PanelHost host) : PanelTest(host)
{
    private const int AtOnce = 4;
    private const int FirstCode = 300;
    private const int QuietDays = 28;
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromMilliseconds(700);

    [Fact(Explicit = true)]
    public Task Year_OfARegion_IsDecidedAndToldWithNothingLate() => RunAsync([[860, 861]]);

    /// <summary>
    /// On every third day that somebody works all connections of the service to its database are ended in the midst of the work, again and again. (A service that is cut off from the broker may
    /// end itself, to be started again by its host, of which there is none here: processes and broker are killed by <c>./partnership faults</c>.)
    /// </summary>
    [Fact(Explicit = true)]
    public Task Year_OfARegionWithConnectionsEndedOnTheWay_LosesNothing()
    {
        Host.IsPatient = true;
        return RunAsync([[860, 861]], withFaults: true);
    }

    [Fact(Explicit = true)]
    public Task Year_OfFiftyRegionsAtOnce_IsDecidedAndToldWithNothingLate() => RunAsync(
        [.. Enumerable.Range(0, int.Parse(Environment.GetEnvironmentVariable("PANEL_REGIONS") ?? "50", CultureInfo.InvariantCulture)).Select(n => new[] { FirstCode + (2 * n), FirstCode + (2 * n) + 1 })]);

    private async Task RunAsync(int[][] pairs, bool withFaults = false)
    {
        await Host.Database.ExecuteAsync("update panel_case set state = 9");
        await Host.Broker.DeclareTopologyAsync([.. pairs.SelectMany(pair => pair).Select(code => new CouncilCode(code))]);
        Host.TokensLast = TimeSpan.FromHours(12);
        Go(RegionYear.Begin.AddDays(-7));
        var (regions, watch) = (pairs.Select((pair, n) => new RegionYear(Host, pair, n + 1)).ToList(), Stopwatch.StartNew());
        await EachAsync(regions, region => region.BeginAsync());
        var (told, emptied, days, ended) = (0L, RegionYear.Begin, 0, 0L);
        while (regions.Min(region => region.Next) is { } today)
        {
            Go(today);
            var acting = EachAsync(regions.Where(region => region.Next == today), region => region.ActAsync(today));
            if (withFaults && ++days % 3 == 0)
            {
                ended += await EndWhileAsync(acting);
            }

            await acting;
            if (today > emptied.AddDays(QuietDays))
            {
                (told, emptied) = (told + await Host.EmptyHubsAsync(pairs.SelectMany(pair => pair)), today);
                TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{today:d MMMM}: {regions.Sum(region => region.Decided)} decided, {watch.Elapsed.TotalMinutes:N0} minutes"));
            }
        }

        watch.Stop();
        await Eventually.AssertAsync(async () => Assert.Equal(0L, await Host.Database.ScalarAsync<long>("select count(*) from panel_case where state not in (8, 9)")));
        await Eventually.AssertAsync(async () => Assert.Equal(0L, await Host.Database.ScalarAsync<long>("select (select count(*) from outbox) + (select count(*) from retry) + (select count(*) from parked)")));
        told += await Host.EmptyHubsAsync(pairs.SelectMany(pair => pair));
        var decided = regions.Sum(region => region.Decided);
        Assert.Equal(pairs.Length * (RegionYear.Approvals + RegionYear.Matches + RegionYear.Plans), decided);
        Assert.Equal(decided, (int)await Host.Database.ScalarAsync<long>("select count(distinct case_id) from decision where case_id in (select id from panel_case where state = 8)"));
        var late = await Host.Database.ScalarAsync<string>("select coalesce(string_agg(code || ' round ' || round, ', '), '') from case_clock where is_breach and case_id in (select id from panel_case where state = 8)");
        Assert.Equal("", late);
        var waited = await Host.Database.ScalarAsync<double>("select avg(d.day - c.ready_on)::float8 from panel_case c join case_day d on d.case_id = c.id and d.event = 10");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"x{pairs.Length}: {decided} cases decided in {watch.Elapsed.TotalSeconds:N0} s, {told} messages to hubs, {waited:N1} days from ready to panel at the mean, the slowest schedule {regions.Max(region => region.Slowest).TotalSeconds:N1} s with {AtOnce} at once; {ended} connections to the database ended."));
        Assert.True(!withFaults || ended > 100, $"{ended}");
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "panel-year.svg"), await regions[0].CalendarAsync());
    }

    /// <summary>Ends connections again and again until the day's work is done; returns how many.</summary>
    private async Task<long> EndWhileAsync(Task acting)
    {
        using var timer = new PeriodicTimer(BetweenFaults);
        var ended = 0L;
        do
        {
            ended += await Host.EndConnectionsAsync();
        }
        while (!acting.IsCompleted && await timer.WaitForNextTickAsync());
        return ended;
    }

    private static Task EachAsync(IEnumerable<RegionYear> regions, Func<RegionYear, Task> act) =>
        Parallel.ForEachAsync(regions.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (region, _) => await act(region));

    private void Go(DateOnly day) => Host.Clock.SetTo(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
}
