namespace Partnership.Faults.Tests;

/// <summary>
/// A short run of <c>./partnership faults</c>, on ports and in a folder of its own. Each kind of fault happens once, in the order of one
/// seed; how long that takes is the machine's matter.
/// </summary>
public sealed class FaultRunTests
{
    // Without the disk, which only root can limit, and the clock, which needs libfaketime.
    private static readonly List<Fault> Faults =
    [
        Fault.Ended("kill -9 locality hub", RunningRegion.Hub("860"), Signals.Kill, "860"),
        Fault.Ended("SIGTERM central hub", "central-hub", Signals.Terminate),
        Fault.Ended("kill -9 gateway", "gateway", Signals.Kill),
        Fault.Ended("kill -9 broker", "broker", Signals.Kill),
        Fault.Ended("kill -9 database", "postgres", Signals.Kill),
        Fault.Paused("SIGSTOP central hub", "central-hub"),
        Fault.OutOfReach(),
        Fault.Poisoned("893"),
        Fault.Repeated(),
    ];

    [Fact]
    public async Task Run_EachKindOfFaultOnce_LosesNothingAndSeesAllPlantedDamage()
    {
        var output = TestContext.Current.TestOutputHelper!;
        var run = new FaultRun(seed: 1, scale: 0.1m, FaultRun.UsualHold, _ => FaultCatalogue.Once(Faults, new Random(1)), output.WriteLine)
        {
            // Other tests run beside this one: enough for each fault to meet some.
            WritePause = TimeSpan.FromMilliseconds(400),
        };

        var report = await run.RunAsync();

        Assert.Equal(Faults.Select(fault => fault.Name).Order(), report.Outcomes.Select(outcome => outcome.Name).Order());
        Assert.Empty(report.Found);
        Assert.Equal((0, 0), (report.Lost, report.Twice));
        Assert.DoesNotContain(report.Damage, damage => !damage.Found);
        Assert.NotEmpty(report.Damage);
    }
}
