using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.FamilyFinding;

/// <summary>What moves with the calendar alone. One hub whose clock goes forward from test to test would hang on their order: it is one test.</summary>
public sealed class FamilySweepTests : IAsyncLifetime
{
    private readonly HubFixture _hub = new();

    public async ValueTask InitializeAsync() => await _hub.InitializeAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Sweep_NightByNight_TellsWhatTheCalendarHasChangedAndNothingElse()
    {
        using var worker = _hub.As(Roles.SocialWorker);
        using var keeper = _hub.As(Roles.Recruitment);
        using var system = _hub.As(Roles.CaseSystem);
        var (child, reference) = await PermanenceSamples.SearchedAsync(_hub);
        var group = (await worker.PostAsync("/sibling-groups", new { assessment = "x", assessedOn = "2025-05-01", togetherUntil = "2025-06-30", elsewhere = new[] { new { council = "861", children = 1 } } })).Good();
        var path = $"/sibling-groups/{group["id"].GetString()}";
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/children/{child}", new { decision = "together", decidedOn = "2025-06-01", reason = "x" }, path)).Good();
        var household = (await keeper.PostAsync("/households", HouseholdSamples.Record(reference: "SWEPT"))).Good()["id"].GetGuid();
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval("SWEPT", "2024-07-15"))).Good();
        var home = $"/households/{household}";
        (await keeper.ChangeAsync(HttpMethod.Post, home + "/holds", new { from = "2025-07-02", until = "2025-07-10", reason = "moving" }, home)).Good();

        Assert.Equal(0, await SweepAsync(2025, 6, 17));

        // The together-search ends with June; with July the child, born in February, is none the older.
        Assert.Equal(1, await SweepAsync(2025, 7, 1));
        Assert.Equal("Parallel", await ToldAsync(reference, "siblingSearch"));
        Assert.Equal(1, await SweepAsync(2025, 7, 2));
        Assert.Equal("OnHold", await OfferedAsync(household, "availability"));

        // That nobody has decided about brothers and sisters since is overdue for more than a week.
        Assert.Equal(2, await SweepAsync(2025, 7, 10));
        Assert.Equal("Available", await OfferedAsync(household, "availability"));
        Assert.Equal(0, await SweepAsync(2025, 7, 15));

        // A year and a day after the approval the review is overdue; thirty days of search are over on the same night.
        Assert.Equal(2, await SweepAsync(2025, 7, 16));
        Assert.Equal("True", await OfferedAsync(household, "reviewOverdue"));
        Assert.Equal("ThirtyDays", await ToldAsync(reference, "searched"));

        // Four on 3 February, and told with the first of March.
        await SweepAsync(2026, 2, 28);
        Assert.Equal(0, await SweepAsync(2026, 2, 28));
        Assert.Equal("Three", await ToldAsync(reference, "age"));
        Assert.Equal(1, await SweepAsync(2026, 3, 1));
        Assert.Equal("Four", await ToldAsync(reference, "age"));

        // A release whose time is over, once.
        var release = Guid.NewGuid();
        await _hub.ApplyAsync(DisclosureSamples.Told(release, 1, Guid.NewGuid(), expires: new DateTimeOffset(2026, 3, 1, 17, 0, 0, TimeSpan.Zero)));
        Assert.Equal(1, await SweepAsync(2026, 3, 2));
        Assert.Equal("Expired", await ToldAsync(release, "end"));
        Assert.Equal(0, await SweepAsync(2026, 3, 2));
    }

    /// <summary>A look at many children takes long where the machine is busy: whoever writes to one of them waits for that one alone.</summary>
    [Fact]
    public async Task Sweep_HeldUpAtOneChild_LocksNoOther()
    {
        Guid[] children = [(await PermanenceSamples.SearchedAsync(_hub)).Child, (await PermanenceSamples.SearchedAsync(_hub)).Child];
        var (first, second) = (children.MinBy(child => $"{child}", StringComparer.Ordinal), children.MaxBy(child => $"{child}", StringComparer.Ordinal));
        await using var holder = new NpgsqlConnection(_hub.Database.ConnectionString);
        await holder.OpenAsync();
        var held = await holder.BeginTransactionAsync();
        await LockAsync(holder, second);

        var sweep = _hub.Services.GetRequiredService<FamilySweep>().RunAsync(CancellationToken.None);
        await TestSupport.Eventually.TrueAsync(
            async () => await _hub.Database.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 1, "the sweep to wait for the second child");

        await using (var writer = new NpgsqlConnection(_hub.Database.ConnectionString))
        {
            await writer.OpenAsync();
            await LockAsync(writer, first);
        }

        await held.RollbackAsync();
        await sweep;

        static async Task LockAsync(NpgsqlConnection connection, Guid child)
        {
            await using var command = new NpgsqlCommand("select id from child where id = $1 for update nowait", connection) { Parameters = { new() { Value = child } } };
            Assert.Equal(child, await command.ExecuteScalarAsync());
        }
    }

    /// <summary>Another key in the region's settings: the hub's households are told anew under it at the next look.</summary>
    [Fact]
    public async Task Sweep_UnderANewAreaKey_TellsEachHomeAnew()
    {
        var (household, _) = await HouseholdSamples.PlantAsync(_hub, approved: false);
        using var system = _hub.As(Roles.CaseSystem);
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval($"P{household:n}"))).Good();
        var before = await OfferedAsync(household, "homeArea");
        await _hub.StopAsync();
        _hub.Settings["FamilyFinding:AreaKey"] = "another-key-of-these-tests";

        _hub.Start();

        await TestSupport.Eventually.TrueAsync(async () => await OfferedAsync(household, "homeArea") != before, "the home's new digest");
        Assert.Equal(new LocalityHub.FamilyFinding.AreaKey("another-key-of-these-tests").Digest("ST16").ToString(), await OfferedAsync(household, "homeArea"));
    }

    /// <summary>A start on the same day finds it done, but not the work of another program, nor that of a night that was cut short.</summary>
    [Fact]
    public async Task Sweep_OnceADay_IsNotRepeatedByAStart()
    {
        var sweep = _hub.Services.GetRequiredService<FamilySweep>();
        await TestSupport.Eventually.TrueAsync(async () => await _hub.Database.ScalarAsync<bool>("select families_swept_on is not null from hub_state"), "the look at the start");

        Assert.Null(await sweep.RunOnceADayAsync(CancellationToken.None));
        await _hub.Database.ExecuteAsync("update hub_state set families_swept_by = 'the program before'");
        Assert.NotNull(await sweep.RunOnceADayAsync(CancellationToken.None));
        Assert.Null(await sweep.RunOnceADayAsync(CancellationToken.None));

        _hub.Clock.Advance(TimeSpan.FromDays(1));
        using var cut = new CancellationTokenSource();
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sweep.RunOnceADayAsync(cut.Token));
        Assert.NotNull(await sweep.RunOnceADayAsync(CancellationToken.None));

        // A clock was a day ahead, and was put right.
        await _hub.Database.ExecuteAsync("update hub_state set families_swept_on = families_swept_on + 1");
        Assert.NotNull(await sweep.RunOnceADayAsync(CancellationToken.None));
    }

    private async Task<int> SweepAsync(int year, int month, int day)
    {
        _hub.Clock.SetTo(new DateTimeOffset(year, month, day, 4, 0, 0, TimeSpan.Zero));
        await _hub.Services.GetRequiredService<DailySweep>().RunAsync(CancellationToken.None);
        return await _hub.Services.GetRequiredService<FamilySweep>().RunAsync(CancellationToken.None);
    }

    private async Task<string> ToldAsync(Guid reference, string member) => (await PermanenceSamples.ToldAsync(_hub, reference)).GetProperty(member).ToString();

    private async Task<string> OfferedAsync(Guid household, string member) => (await _hub.OfferedAsync(household))!.Value.GetProperty(member).ToString();
}
