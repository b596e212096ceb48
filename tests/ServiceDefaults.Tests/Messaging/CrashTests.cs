using Partnership.MessagingHost;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Messaging;

/// <summary>Processes killed with kill -9 at the worst moments. Counts in, counts out.</summary>
public sealed class CrashTests
{
    private const int Messages = 600;

    [Theory]
    [InlineData("ConfirmedNotDeleted", 3)]
    [InlineData("SendingBatch", 2)]
    public async Task Publisher_Killed_LosesNothingAndRepeatsNothing(string step, int time)
    {
        await using var site = await TallySite.CreateAsync();
        var publisher = site.StartProcess("--write", $"{Messages}", "--crash", step, "--time", $"{time}");
        await publisher.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(137, publisher.ExitCode);

        // The consumer's process has a relay as well: either of them takes over.
        site.StartProcess("--write", $"{Messages}");
        await site.StartAsync(consume: true);
        await site.AssertAllAppliedOnceAsync(Messages, TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("AppliedNotCommitted", 2)]
    [InlineData("CommittedNotAcknowledged", 2)]
    public async Task Consumer_Killed_LosesNothingAndRepeatsNothing(string step, int time)
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false);
        var consumer = site.StartProcess("--consume", "true", "--crash", step, "--time", $"{time}");
        await Tally.WriteAsync(host.Services, Messages, 50, CancellationToken.None);
        await consumer.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(137, consumer.ExitCode);

        site.StartProcess("--consume", "true");
        await site.AssertAllAppliedOnceAsync(Messages, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task BothSides_KilledAgainAndAgain_LoseNothingAndRepeatNothing()
    {
        await using var site = await TallySite.CreateAsync();
        var random = new Random();
        for (var round = 1; round <= 3; round++)
        {
            var service = site.StartProcess("--write", $"{round * 400}", "--consume", "true");

            // Somewhere in the flow of this round, never at the same place.
            var until = ((round - 1) * 400) + random.Next(400);
            await Eventually.TrueAsync(async () => await site.CountAsync("applied") >= until, "some of this round's messages", TimeSpan.FromSeconds(60));
            service.Kill();
            await service.WaitForExitAsync();
        }

        site.StartProcess("--write", $"{3 * 400}", "--consume", "true");
        await site.AssertAllAppliedOnceAsync(3 * 400, TimeSpan.FromSeconds(60));
    }
}
