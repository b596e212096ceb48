namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>
/// A short run of <c>./partnership fuzz</c>: every operation of the merged description is asked as nobody should ask, by one seed. A new
/// operation takes part by being described and having its line among the samples.
/// </summary>
[Collection(nameof(Hostile))]
public sealed class FuzzTests(RunningStack stack, FuzzFixture fuzz)
{
    private const int Seed = 1;
    private const int RequestsPerOperation = 4;

    [Fact]
    public async Task EveryOperation_HostileRequests_AreAnsweredAsDescribedAndLeaveNothing()
    {
        var run = new FuzzRun(stack, fuzz.Target, Seed, RequestsPerOperation);

        var findings = await run.RunAsync(ct: TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(run.ToString());
        Assert.True(findings.Count == 0, $"{findings.Count} findings of seed {Seed}:\n{string.Join('\n', findings.Take(60))}");
        Assert.True(run.Fuzzer.Tricks.Count == Trick.All.Count, $"not tried: {string.Join(", ", Trick.All.Select(trick => trick.Name).Except(run.Fuzzer.Tricks.Keys))}");
    }
}
