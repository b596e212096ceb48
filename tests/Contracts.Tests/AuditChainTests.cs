namespace Partnership.Contracts.Tests;

/// <summary>What is said of a trail after a restore from a backup is told apart from a trail that was written anew.</summary>
public class AuditChainTests
{
    private static readonly DateTimeOffset Morning = new(2025, 6, 16, 9, 0, 0, TimeSpan.Zero);

    // Eight entries, of which the backup holds three; then others in the places of the lost five.
    private static readonly List<AuditRecord> Before = Chain([], 8, "before");
    private static readonly List<AuditRecord> Backup = Before[..3];
    private static readonly AuditAnchor[] SaidBefore = [Said(Before, 2, 1), Said(Before, 5, 1), Said(Before, 8, 1)];

    [Fact]
    public async Task Verify_TrailThatHasGrownBeyondARestore_NamesTheRestoreOnce()
    {
        var after = Chain(Backup, 9, "after");

        Assert.Equal([new AuditBreak(5, "restored")], await BreaksAsync(after, [.. SaidBefore, Said(after, 4, 2), Said(after, 9, 2)]));
    }

    [Fact]
    public async Task Verify_TrailShorterThanBeforeARestore_NamesTheRestoreAtItsEnd()
    {
        var after = Chain(Backup, 4, "after");

        Assert.Equal([new AuditBreak(5, "restored")], await BreaksAsync(after, [.. SaidBefore, Said(after, 4, 2)]));
    }

    [Fact]
    public async Task Verify_WrittenAnewInTheSameEpoch_IsCalledSo()
    {
        var anew = Chain(Backup, 8, "anew");

        Assert.Equal([new AuditBreak(5, "anchor-differs"), new AuditBreak(8, "anchor-differs")], await BreaksAsync(anew, SaidBefore));
    }

    [Fact]
    public async Task Verify_WrittenAnewAfterARestore_IsCalledSo()
    {
        var after = Chain(Backup, 9, "after");
        var anew = Chain(Backup, 9, "anew");

        Assert.Contains(new AuditBreak(4, "anchor-differs"), await BreaksAsync(anew, [.. SaidBefore, Said(after, 4, 2)]));
    }

    [Fact]
    public async Task Verify_CutOff_IsCalledSoInWhateverEpoch()
    {
        Assert.Equal([new AuditBreak(4, "cut-off")], await BreaksAsync(Backup, SaidBefore));
        var after = Chain(Backup, 9, "after");
        Assert.Contains(new AuditBreak(7, "cut-off"), await BreaksAsync(after[..6], [.. SaidBefore, Said(after, 9, 2)]));
    }

    /// <summary>What was sealed before entries named councils is sealed as it was: by the content and this hash, computed when there were none.</summary>
    [Fact]
    public async Task Verify_EntriesThatNameCouncilsAfterOnesThatDoNot_Hold()
    {
        Assert.Equal("c9f5be3caa222f5c74f0e2ee1f7c2ad20028c773400027e78682a3655f8cb4f7", Backup[0].Hash.ToString());
        var entry = Backup[0] with { Sequence = 4, Councils = [860, 861] };
        var named = entry with { Hash = AuditChain.HashOf(entry, Backup[2].Hash) };

        Assert.Empty(await BreaksAsync([.. Backup, named], []));
        foreach (var councils in (int[]?[])[null, [], [860], [861, 860]])
        {
            Assert.Equal([new AuditBreak(4, "changed")], await BreaksAsync([.. Backup, named with { Councils = councils }], []));
        }
    }

    private static AuditAnchor Said(List<AuditRecord> trail, int place, int epoch) => new(place, trail[place - 1].Hash, epoch);

    private static async Task<List<AuditBreak>> BreaksAsync(IEnumerable<AuditRecord> trail, IReadOnlyCollection<AuditAnchor> said) =>
        await AuditChain.VerifyAsync(trail.ToAsyncEnumerable(), said).ToListAsync(TestContext.Current.CancellationToken);

    private static List<AuditRecord> Chain(IEnumerable<AuditRecord> beginning, int length, string subject)
    {
        var chain = beginning.ToList();
        for (var place = chain.Count + 1; place <= length; place++)
        {
            var entry = new AuditRecord(place, 860, place, Morning.AddMinutes(place), subject, "partnership-cli", ["social-worker"], "child.read", [], "done", null, null, default);
            chain.Add(entry with { Hash = AuditChain.HashOf(entry, chain.Count == 0 ? null : chain[^1].Hash) });
        }

        return chain;
    }
}
