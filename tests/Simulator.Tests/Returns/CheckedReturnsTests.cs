using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.Simulator.Tests.Returns;

public sealed class CheckedReturnsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Check_NoErrorsPlanted_FindsNothingWithOrWithoutLastYear(long seed)
    {
        using var region = new SimulatedRegion(seed);
        foreach (var council in region.Options.Councils)
        {
            ReturnSet? last = null;
            foreach (var year in region.Years)
            {
                var now = await ReadAsync(region, council.Code, year);

                Assert.Empty(now.Rejected);
                Assert.Empty(RuleBook.For(year).Check(now, null));
                Assert.Empty(RuleBook.For(year).Check(now, last));
                last = now;
            }
        }
    }

    [Fact]
    public async Task Check_ErrorsPlanted_FindsEveryOneAtItsRowAndNothingOfOtherChildren()
    {
        using var region = new SimulatedRegion(seed: 1, options => options with { Errors = 0.03m });
        var rules = new HashSet<string>();
        foreach (var council in region.Options.Councils)
        {
            var planted = File.ReadAllLines(Path.Combine(region.Options.Directory, council.Code, "planted.csv"))
                .Skip(1).Select(line => line.Split(',')).ToLookup(cells => int.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture));
            foreach (var year in region.Years)
            {
                var findings = RuleBook.For(year).Check(await ReadAsync(region, council.Code, year), null);
                var found = findings.Select(finding => $"{finding.Rule} {finding.Table} {finding.Row} {finding.Child}").ToHashSet();
                Assert.Empty(findings.Select(finding => finding.Child).Except(planted[year].Select(cells => cells[3])));
                Assert.NotEmpty(planted[year]);
                Assert.All(planted[year], cells => Assert.Contains($"{cells[0]} {cells[1]} {cells[2]} {cells[3]}", found));
                rules.UnionWith(planted[year].Select(cells => cells[0]));
            }
        }

        Assert.True(rules.Count > 85, $"Only {rules.Count} rules were broken.");
    }

    private static async Task<ReturnSet> ReadAsync(SimulatedRegion region, string council, int year)
    {
        var read = new ReturnSet();
        foreach (var file in Directory.EnumerateFiles(region.FolderOf(council, year)).Order(StringComparer.Ordinal))
        {
            await using var stream = File.OpenRead(file);
            await read.ReadFileAsync(stream, Path.GetFileName(file), _ => { }, TestContext.Current.CancellationToken);
        }

        return read;
    }
}
