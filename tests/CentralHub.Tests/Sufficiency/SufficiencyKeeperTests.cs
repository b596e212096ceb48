using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Sufficiency;
using Partnership.Matching.Sufficiency;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Sufficiency;

/// <summary>Two looks that are close to one another show the same figures, whatever became of a child between them, and whichever process has made them.</summary>
public sealed class SufficiencyKeeperTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private static readonly DateTimeOffset Morning = new(2031, 5, 5, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Figures_AreKeptForADay_OverRestartsAndBesideASecondProcess()
    {
        // The region of this test is empty: its own figures are of nobody, and made once.
        await Eventually.TrueAsync(async () => await hub.Database.ScalarAsync<long>("select count(*) from sufficiency where figures ->> 'searches' = '0'") == 1, "the first figures");
        Assert.Equal(DateTimeOffset.MinValue, await DueAsync());
        await KeepAsync(0, Of(40), Of(52));
        Assert.Equal(Morning.AddDays(1), await DueAsync());

        // Whoever began an hour ago, or has just been started, does not know of it and is too late.
        await KeepAsync(23, Of(41), Of(53));
        Assert.Equal((40, 52, Morning, Morning), await ShownAsync());

        // Worked out again and the same, the next change must not show at once either.
        await KeepAsync(24, Of(40), Of(52));
        Assert.Equal((40, 52, Morning, Morning.AddHours(24)), await ShownAsync());
        await KeepAsync(47, Of(41), Of(53));
        Assert.Equal((40, 52, Morning, Morning.AddHours(24)), await ShownAsync());
        await KeepAsync(48, Of(40), null);
        Assert.Equal((40, null, Morning.AddHours(48), Morning.AddHours(48)), await ShownAsync());
    }

    private static SufficiencyFigures Of(int searches) => new(searches, 9, 9, 6, 8, true, 0, [], [], [], []);

    private Task<bool> KeepAsync(int hours, SufficiencyFigures approved, SufficiencyFigures? withPipeline) => WithAsync(async db =>
    {
        await new SufficiencyKeeper(db, new FamilyFindingSettings(), new ManualTimeProvider(Morning.AddHours(hours))).KeepAsync(approved, withPipeline, TestContext.Current.CancellationToken);
        return true;
    });

    private Task<DateTimeOffset> DueAsync() =>
        WithAsync(db => new SufficiencyKeeper(db, new FamilyFindingSettings(), TimeProvider.System).DueAsync(TestContext.Current.CancellationToken));

    private Task<(int?, int?, DateTimeOffset, DateTimeOffset)> ShownAsync() => WithAsync(async db =>
    {
        var row = await db.Sufficiency.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        return (row.Figures.Searches, row.WithPipeline?.Searches, row.MadeAt, row.LookedAt);
    });

    private async Task<T> WithAsync<T>(Func<CentralHubDbContext, Task<T>> does)
    {
        await using var scope = hub.Services.GetRequiredService<SystemScopes>().Create("test");
        return await does(scope.ServiceProvider.GetRequiredService<CentralHubDbContext>());
    }
}
