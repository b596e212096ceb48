using System.Globalization;
using Partnership.Simulator.Tests.Returns;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>
/// A year's return with planted breaks after a year without, handed in through the gateway and checked offline by the command: both find every break
/// that was planted, the year-on-year ones too, both find the same, and nothing else.
/// </summary>
public sealed class PlantedErrorsTests(RunningStack stack) : IDisposable
{
    private const string Council = "894";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("planted-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Return_WithPlantedBreaks_GivesTheSameFindingsToGatewayAndCommandAndNothingElse()
    {
        var clean = await SimulateAsync("clean");
        var broken = await SimulateAsync("broken", "--errors", "0.15");
        var returns = new CouncilReturns(stack, Council);
        var (before, last, now) = ((await returns.ChildrenAsync()).Count, Path.Combine(clean, Council, "2024"), Path.Combine(broken, Council, "2025"));
        var planted = (await File.ReadAllLinesAsync(Path.Combine(broken, Council, "planted.csv"))).Skip(1).Select(line => line.Split(','))
            .Where(cells => cells[4] == "2025").Select(cells => new Found(cells[0], cells[1], Number(cells[2]), Prefixed(cells[3]))).ToHashSet();

        var offline = await returns.CheckAsync(now, 2025, "--previous", last);

        // The hub may have a return of the year before this one, in which none of these children are: what that breaks is not of this test.
        var first = await returns.HandInAsync(last, 2024);
        var second = await returns.HandInAsync(now, 2025);
        var online = await returns.FoundAsync(second, offline);

        Assert.True(planted.Select(each => each.Rule).Distinct().Count() > 25, $"only {planted.Count} breaks were planted");
        Assert.Empty(planted.Except(offline));
        var plantedIn = planted.ToLookup(each => each.Child, each => each.Rule);
        Assert.DoesNotContain(offline, found => !plantedIn[found.Child].Any(rule => KnockOns.Allow(rule, found.Rule)));
        Assert.Equal(offline.OrderBy(found => found.ToString(), StringComparer.Ordinal), online.OrderBy(found => found.ToString(), StringComparer.Ordinal));

        await returns.UndoAsync(second);
        await returns.UndoAsync(first);
        Assert.Equal(before, (await returns.ChildrenAsync()).Count);
    }

    /// <summary>Returns of the region's smallest council alone, whose children nobody else has.</summary>
    private async Task<string> SimulateAsync(string name, params string[] more)
    {
        var folder = Path.Combine(_folder.FullName, name);
        var (code, output, errors) = await stack.CliAsync(["simulate", "--region", "together4children", "--years", "2024-2025", "--seed", "7", "--scale", "0.5", "--out", folder, .. more]);
        Assert.True(code == 0, output + errors);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, Council), "*.csv", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "planted.csv"))
        {
            var lines = await File.ReadAllLinesAsync(file);
            await File.WriteAllLinesAsync(file, [lines[0], .. lines.Skip(1).Select(Prefixed)]);
        }

        return folder;
    }

    /// <summary>CHILD is the first cell of each row.</summary>
    private static string Prefixed(string row) => "PL-" + row;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
