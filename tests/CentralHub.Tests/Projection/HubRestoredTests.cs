using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Projection;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Projection;

/// <summary>A hub that comes back from a backup has forgotten what it told since: the region must not go on counting that.</summary>
public sealed class HubRestoredTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    [Fact]
    public async Task Consume_AfterARestore_WithdrawsWhatTheHubHasForgottenAndNothingElse()
    {
        var (known, forgotten, late) = (Measured.Adoption(860, 2025, 300, epoch: 1), Measured.Adoption(860, 2025, 400, epoch: 1), Measured.Adoption(860, 2025, 500, epoch: 1));
        var (knownStage, forgottenStage) = (Stage(860), Stage(860));
        var (neighbour, newer) = (Measured.Adoption(861, 2025, 600, epoch: 1), Measured.Adoption(860, 2025, 700, epoch: 3));
        foreach (var message in new IMessage[] { known, forgotten, late, knownStage, forgottenStage, neighbour, newer })
        {
            await hub.SendAsync(message);
        }

        await hub.SendAsync(known with { Epoch = 2 });
        await hub.SendAsync(knownStage with { Epoch = 2 });
        var restored = new HubRestored(Guid.NewGuid(), new CouncilCode(860), 2, 1);
        await hub.SendAsync(restored);
        await EventuallyEndedAsync(forgottenStage);

        Assert.False((await StateAsync(known.Reference)).Withdrawn);
        Assert.Equal((ChildStage.PlacementOrderMade, 2), ((await StateAsync(knownStage.Reference)).Stage, (await StateAsync(knownStage.Reference)).Epoch));
        Assert.Equal((true, 2), ((await StateAsync(forgotten.Reference)).Withdrawn, (await StateAsync(forgotten.Reference)).Epoch));
        Assert.Equal((ChildStage.Ended, WaitBand.None, false), Told(await StateAsync(forgottenStage.Reference)));
        Assert.False((await StateAsync(neighbour.Reference)).Withdrawn);
        Assert.False((await StateAsync(newer.Reference)).Withdrawn);

        // Said again late, out of the retry table: it counts. Said before and delivered late: it does not.
        await hub.SendAsync(late with { Epoch = 2 });
        await hub.SendAsync(forgotten with { Version = 9 });
        await Eventually.TrueAsync(async () => await EventsAsync(forgotten.Reference) == 3 && !(await StateAsync(late.Reference)).Withdrawn, "the late messages");
        Assert.True((await StateAsync(forgotten.Reference)).Withdrawn);

        // A rebuild from the log comes to the same.
        Assert.Equal(0, await hub.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var (_, mended) = await RegionalLog.ReplayAsync(db, CancellationToken.None);
            await transaction.CommitAsync();
            return mended;
        }));
        Assert.True((await StateAsync(forgotten.Reference)).Withdrawn);
    }

    private static ChildStageChanged Stage(int council) =>
        new(Guid.NewGuid(), new CouncilCode(council), 1, 1, ChildStage.PlacementOrderMade, WaitBand.SixToTwelveMonths);

    private static (ChildStage?, WaitBand?, bool) Told(RegionalState state) => (state.Stage, state.Band, state.Withdrawn);

    private async Task EventuallyEndedAsync(ChildStageChanged stage) => await Eventually.TrueAsync(
        async () => await hub.WithDatabaseAsync(db => db.States.AnyAsync(state => state.Reference == stage.Reference && state.Stage == ChildStage.Ended)),
        "the forgotten stage to end");

    private Task<int> EventsAsync(Guid reference) => hub.WithDatabaseAsync(db => db.Events.CountAsync(received => received.Reference == reference));

    private Task<RegionalState> StateAsync(Guid reference) => hub.WithDatabaseAsync(db => db.States.AsNoTracking().SingleAsync(state => state.Reference == reference));
}
