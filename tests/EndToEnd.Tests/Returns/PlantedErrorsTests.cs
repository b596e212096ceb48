using System.Globalization;
using System.Text.Json;
using Partnership.Simulator.Tests.Returns;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>
/// A year's return with planted breaks after a year without, handed in through the gateway and checked offline by the command: both find every break
/// that was planted, the year-on-year ones too, both find the same, and nothing else.
/// </summary>
public sealed class PlantedErrorsTests(RunningStack stack) : IDisposable
{
    private const string Council = "894";
    private const string Client = "case-system-894";
    private const string Imports = $"/api/v1/councils/{Council}/imports";
    private const int Findings = 1;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("planted-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Return_WithPlantedBreaks_GivesTheSameFindingsToGatewayAndCommandAndNothingElse()
    {
        var clean = await SimulateAsync("clean");
        var broken = await SimulateAsync("broken", "--errors", "0.15");
        var (before, last, now) = (await ChildrenAsync(), Path.Combine(clean, Council, "2024"), Path.Combine(broken, Council, "2025"));
        var planted = (await File.ReadAllLinesAsync(Path.Combine(broken, Council, "planted.csv"))).Skip(1).Select(line => line.Split(','))
            .Where(cells => cells[4] == "2025").Select(cells => new Found(cells[0], cells[1], Number(cells[2]), Prefixed(cells[3]))).ToHashSet();

        var (code, output, errors) = await stack.CliAsync("check", now, "--previous", last, "--year", "2025", "--json");
        Assert.True(code == Findings, output + errors);
        var offline = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Offline(JsonDocument.Parse(line).RootElement)).ToHashSet();

        // The hub may have a return of the year before this one, in which none of these children are: what that breaks is not of this test.
        var first = await HandInAsync(last, 2024);
        var second = await HandInAsync(now, 2025);
        var online = await FoundAsync(second.GetProperty("id").GetString()!, offline);

        Assert.True(planted.Select(each => each.Rule).Distinct().Count() > 25, $"only {planted.Count} breaks were planted");
        Assert.Empty(planted.Except(offline));
        var plantedIn = planted.ToLookup(each => each.Child, each => each.Rule);
        Assert.DoesNotContain(offline, found => !plantedIn[found.Child].Any(rule => KnockOns.Allow(rule, found.Rule)));
        Assert.Equal(offline.OrderBy(found => found.ToString(), StringComparer.Ordinal), online.OrderBy(found => found.ToString(), StringComparer.Ordinal));

        await UndoAsync(second);
        await UndoAsync(first);
        Assert.Equal(before, await ChildrenAsync());
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

    private async Task<JsonElement> HandInAsync(string folder, int year)
    {
        var (code, output, errors) = await stack.CliAsync("import", "--council", Council, "--year", Text(year), folder);
        Assert.True(code is 0 or Findings, output + errors);
        var job = (await stack.GetAsync(Client, $"{Imports}?limit=1")).GetProperty("items")[0];
        Assert.Equal((year, "done"), (job.GetProperty("year").GetInt32(), job.GetProperty("state").GetString()));
        return job;
    }

    /// <summary>The findings of an import, each child by the number that the check gave for the same row; a child has one number and no two have the same.</summary>
    private async Task<List<Found>> FoundAsync(string import, IReadOnlySet<Found> offline)
    {
        var numbers = offline.GroupBy(found => (found.Table, found.Row)).ToDictionary(rows => rows.Key, rows => rows.First().Child);
        var (found, numberOf) = (new List<Found>(), new Dictionary<string, string>());
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await stack.GetAsync(Client, $"{Imports}/{import}/findings?limit=200{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                var (table, row) = (item.GetProperty("table").GetString()!, item.GetProperty("row").GetInt32());
                var number = numbers.GetValueOrDefault((table, row), "nobody");
                Assert.Equal(numberOf.GetValueOrDefault(item.GetProperty("childId").GetString()!, number), number);
                numberOf[item.GetProperty("childId").GetString()!] = number;
                found.Add(new Found(item.GetProperty("rule").GetString()!, table, row, number));
            }

            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(numberOf.Count, numberOf.Values.Distinct().Count());
        return found;
    }

    private async Task UndoAsync(JsonElement import)
    {
        using var answer = await stack.SendAsync(
            Client, HttpMethod.Post, $"{Imports}/{import.GetProperty("id").GetString()}/undo", with: request => request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(
            async () => (await stack.GetAsync(Client, answer.Headers.Location!.ToString())).GetProperty("state").GetString() == "done", "the import to be undone");
    }

    /// <summary>How many children the council has, by what the way back tells of those whose records are there.</summary>
    private async Task<int> ChildrenAsync()
    {
        var (count, after, more) = (0, "", true);
        while (more)
        {
            var page = await stack.GetAsync(Client, $"/api/v1/councils/{Council}/changes?after={after}");
            count += page.GetProperty("items").EnumerateArray().Count(child => !child.TryGetProperty("gone", out var gone) || gone.ValueKind != JsonValueKind.True);
            (after, more) = (page.GetProperty("after").GetString()!, page.GetProperty("more").GetBoolean());
        }

        return count;
    }

    private static Found Offline(JsonElement line) => new(
        line.GetProperty("rule").GetString()!, line.GetProperty("table").GetString()!, line.GetProperty("row").GetInt32(), line.GetProperty("child").GetString()!);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Found(string Rule, string Table, int Row, string Child);
}
