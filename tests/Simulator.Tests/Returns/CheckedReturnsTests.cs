using Partnership.CaseData.Lists;
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
            var planted = region.Planted(council.Code);
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

    [Fact]
    public async Task Check_WithTheListsOfTheRegion_FindsEveryPlantedBreakOfTheirRulesAndNothingElse()
    {
        using var clean = new SimulatedRegion(seed: 1, options => options with { Lists = true });
        using var broken = new SimulatedRegion(seed: 1, options => options with { Lists = true, Errors = 0.03m, LastYear = 2026 });
        var rules = new HashSet<string>();
        foreach (var council in clean.Options.Councils)
        {
            using var cleanPostcodes = PostcodeDirectory.Open(clean.ListOf("postcodes.csv"));
            using var brokenPostcodes = PostcodeDirectory.Open(broken.ListOf("postcodes.csv"));
            var cleanLists = new ReferenceLists(cleanPostcodes, ProviderList.Open(clean.ListOf("providers.csv")), council.Code);
            var brokenLists = new ReferenceLists(brokenPostcodes, ProviderList.Open(broken.ListOf("providers.csv")), council.Code);
            ReturnSet? last = null;
            foreach (var year in clean.Years)
            {
                var now = await ReadAsync(clean, council.Code, year);
                Assert.Empty(RuleBook.For(year).Check(now, last, lists: cleanLists));
                last = now;
            }

            var planted = broken.Planted(council.Code);
            foreach (var year in broken.Years)
            {
                var findings = RuleBook.For(year).Check(await ReadAsync(broken, council.Code, year), null, lists: brokenLists);
                var found = findings.Select(finding => $"{finding.Rule} {finding.Table} {finding.Row} {finding.Child}").ToHashSet();
                Assert.Empty(findings.Select(finding => finding.Child).Except(planted[year].Select(cells => cells[3])));
                Assert.All(planted[year], cells => Assert.Contains($"{cells[0]} {cells[1]} {cells[2]} {cells[3]}", found));
                rules.UnionWith(planted[year].Select(cells => cells[0]));
            }
        }

        string[] ofLists = ["1008", "1015", "164", "169", "179", "219", "221", "224", "227", "228", "229", "392a", "406", "420", "454"];
        Assert.Empty(ofLists.Except(rules));
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
