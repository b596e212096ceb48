using Partnership.Contracts;

namespace Partnership.Cli.Tests.Stack;

/// <summary><c>audit verify</c>, as a script runs it: every council's trail and the region's own.</summary>
public sealed class AuditVerbTests
{
    private static readonly AuditRecord First = Sealed(1, null);
    private static readonly AuditRecord Second = Sealed(2, First.Hash);

    [Fact]
    public async Task Verify_TrailsThatHold_SaysSoOfTheRegionsToo()
    {
        await using var gateway = await new StandInGateway { Trail = [First, Second], Anchors = [new(2, Second.Hash)], RegionTrail = [First] }.StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "audit", "verify");

        Assert.Equal(0, code);
        Assert.Matches("860 .*holds", output);
        Assert.Matches("region .*none kept.*holds", output);
        Assert.Matches("fund .*none kept.*holds", output);
        Assert.Matches("panels .*none kept.*holds", output);
    }

    [Fact]
    public async Task Verify_RegionsTrailChanged_IsFound()
    {
        await using var gateway = await new StandInGateway { RegionTrail = [First, Second with { Subject = "somebody.else" }] }.StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "audit", "verify");

        Assert.Equal(1, code);
        Assert.Contains("region: entry 2: its content", output, StringComparison.Ordinal);
    }

    /// <summary>Written anew from the middle by whoever owns the database, every hash recomputed: the chain holds in itself, and not beside what the hubs were told.</summary>
    [Fact]
    public async Task Verify_SharedTrailWrittenAnewFromTheMiddle_IsFoundByWhatTheHubsWereTold()
    {
        var third = Sealed(3, Second.Hash);
        var anew = Sealed(2, First.Hash, "somebody.else");
        var after = Sealed(3, anew.Hash);
        object[] told = [new { trail = "region", sequence = 3, hash = third.Hash, epoch = 1 }];
        await using (var honest = await new StandInGateway { Trail = [First], RegionTrail = [First, Second, third], SharedAnchors = told }.StartAsync())
        {
            var (holds, kept, _) = await CommandLine.RunAsync(honest.Address, "audit", "verify");
            Assert.Equal(0, holds);
            Assert.Matches("region .*3 .*1 .*holds", kept);
        }

        await using var gateway = await new StandInGateway { Trail = [First], RegionTrail = [First, anew, after], SharedAnchors = told }.StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "audit", "verify");

        Assert.Equal(1, code);
        Assert.Contains("region: entry 3: not what was once said of it elsewhere", output, StringComparison.Ordinal);
        Assert.Matches("fund .*none kept.*holds", output);
    }

    [Fact]
    public async Task Verify_RegionsTrailThatMayNotBeRead_IsSaidToBeUnverified()
    {
        await using var gateway = await new StandInGateway { RegionTrail = null }.StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "audit", "verify");

        Assert.Equal(1, code);
        Assert.Matches("860 .*holds", output);
        Assert.Contains("region: not verified", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OneCouncil_LeavesTheRegionOut()
    {
        await using var gateway = await new StandInGateway { Trail = [First], RegionTrail = null }.StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "audit", "verify", "--council", "860");

        Assert.Equal(0, code);
        Assert.DoesNotContain("region", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AfterARestore_SpeaksOfTheRestoreAndNotOfATrailWrittenAnew()
    {
        var lost = Sealed(2, First.Hash, "lost");
        await using var gateway = await new StandInGateway { Trail = [First, Second], Anchors = [new(2, lost.Hash, 1), new(2, Second.Hash, 2)] }.StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "audit", "verify", "--council", "860");

        Assert.Equal(1, code);
        Assert.Contains("860: entry 2: from here on not what was said before it was restored", output, StringComparison.Ordinal);
    }

    private static AuditRecord Sealed(long place, AuditHash? before, string subject = "caldicott.guardian.860")
    {
        var entry = new AuditRecord(
            place, 860, place, new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero), subject, "partnership-cli", ["caldicott-guardian"], "audit.read", [], "done", null, null, default);
        return entry with { Hash = AuditChain.HashOf(entry, before) };
    }
}
