using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.Simulator.Tests.Returns;

public sealed class CheckedReturnsTests
{
    /// <summary>The rules that the plan of a child, and who the child is, rest upon: each is broken somewhere.</summary>
    private static readonly string[] OfThePlan =
    [
        "102", "112", "113", "114", "115", "116", "117", "118", "119", "120", "141", "147", "151", "168", "175", "176", "177", "184", "199", "203", "204", "208", "217", "331", "333", "334",
        "335", "336", "386", "390", "407", "408", "433", "444", "446", "501", "511", "514", "516", "517", "518", "519", "520", "521", "522", "523", "524", "525", "551", "552", "553", "554",
        "557", "559", "560", "561", "563", "579", "582", "583", "584", "601", "602", "630", "631", "632", "633", "635", "1003",
        "INT01", "INT02", "INT03", "INT04", "INT05", "INT06", "INT07", "INT08", "INT09", "INT11", "INT12", "INT13", "INT14", "INT15", "INT16", "INT17", "INT18", "INT21",
        "INT31", "INT32", "INT33", "INT34", "INT35", "INT36",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Check_NoErrorsPlanted_FindsNothingWithOrWithoutLastYear(long seed)
    {
        using var region = new SimulatedRegion(seed, options => options with { LastYear = Simulation.LatestYear });
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

    /// <summary>Beside last year's return as it is without breaks: each is found where it was planted, and nothing is that a planted break does not bring with it.</summary>
    [Fact]
    public async Task Check_ErrorsPlanted_FindsEveryOneAtItsRowAndNothingElse()
    {
        using var clean = new SimulatedRegion(seed: 1, options => options with { LastYear = Simulation.LatestYear });
        using var region = new SimulatedRegion(seed: 1, options => options with { LastYear = Simulation.LatestYear, Errors = 0.04m });
        var (rules, unplanted) = (new HashSet<string>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var council in region.Options.Councils)
        {
            var planted = region.Planted(council.Code);
            ReturnSet? last = null;
            foreach (var year in region.Years)
            {
                var findings = RuleBook.For(year).Check(await ReadAsync(region, council.Code, year), last);
                var found = findings.Select(finding => $"{finding.Rule} {finding.Table} {finding.Row} {finding.Child}").ToHashSet();
                Assert.NotEmpty(planted[year]);
                Assert.All(planted[year], cells => Assert.Contains($"{cells[0]} {cells[1]} {cells[2]} {cells[3]}", found));

                var plantedIn = planted[year].ToDictionary(cells => cells[3], cells => cells[0]);
                Assert.Empty(findings.Select(finding => finding.Child).Except(plantedIn.Keys));
                unplanted.UnionWith(findings.Where(finding => !KnockOns.Allow(plantedIn[finding.Child], finding.Rule)).Select(finding => $"{plantedIn[finding.Child]} {finding.Rule}"));
                rules.UnionWith(plantedIn.Values);
                last = await ReadAsync(clean, council.Code, year);
            }
        }

        Assert.True(unplanted.Count == 0, $"Planted, and found beside it: {string.Join("; ", unplanted)}");
        Assert.Empty(OfThePlan.Except(rules));
        Assert.True(rules.Count > 130, $"Only {rules.Count} rules were broken.");
    }

    [Fact]
    public async Task Check_WithTheListsOfTheRegion_FindsEveryPlantedBreakOfTheirRulesAndNothingElse()
    {
        using var clean = new SimulatedRegion(seed: 1, options => options with { Lists = true, LastYear = 2026 });
        using var broken = new SimulatedRegion(seed: 1, options => options with { Lists = true, Errors = 0.03m, LastYear = 2026 });
        var rules = new HashSet<string>();
        foreach (var council in clean.Options.Councils)
        {
            using var cleanPostcodes = PostcodeDirectory.Open(clean.ListOf("postcodes.csv"));
            using var brokenPostcodes = PostcodeDirectory.Open(broken.ListOf("postcodes.csv"));
            var cleanLists = new ReferenceLists(cleanPostcodes, ProviderList.Open(clean.ListOf("providers.csv")), council.Code);
            var brokenLists = new ReferenceLists(brokenPostcodes, ProviderList.Open(broken.ListOf("providers.csv")), council.Code);
            ReturnSet? last = null;
            var planted = broken.Planted(council.Code);
            foreach (var year in clean.Years)
            {
                var now = await ReadAsync(clean, council.Code, year);
                Assert.Empty(RuleBook.For(year).Check(now, last, lists: cleanLists));
                var findings = RuleBook.For(year).Check(await ReadAsync(broken, council.Code, year), last, lists: brokenLists);
                last = now;
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
