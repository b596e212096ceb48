namespace Partnership.Faults.Tests;

public sealed class FaultCatalogueTests
{
    private static readonly List<Fault> Faults = FaultCatalogue.All(hasDisk: true, [TimeSpan.FromHours(1)]);

    /// <summary>A run whose time is over before everything struck has shown nothing of the rest.</summary>
    [Fact]
    public void During_NoTime_StrikesEachOnceAllTheSame() =>
        Assert.Equal(Faults.Select(Named).Order(), FaultCatalogue.During(TimeSpan.Zero, Faults, new Random(1)).Select(Named).Order());

    [Fact]
    public void During_TimeLeft_GoesOnInAnotherOrder()
    {
        var twice = FaultCatalogue.During(TimeSpan.FromHours(1), Faults, new Random(1)).Take(2 * Faults.Count).Select(Named).ToList();

        Assert.Equal(twice[..Faults.Count].Order(), twice[Faults.Count..].Order());
        Assert.NotEqual(twice[..Faults.Count], twice[Faults.Count..]);
    }

    private static string Named(Fault fault) => $"{fault.Name} {fault.Council}";
}
