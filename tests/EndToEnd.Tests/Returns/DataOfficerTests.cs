using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>
/// A data officer's year from the command line, through the gateway, on simulated returns: looked over offline, tried dry, handed in, mended, compared, watched
/// for, mapped and taken back; and what each verb says is what the hub has.
/// </summary>
public sealed partial class DataOfficerTests(RunningStack stack) : IDisposable
{
    private const string Council = "894";
    private const string Client = "case-system-894";
    private const string Person = "social.worker.894";
    private const string Hub = $"/api/v1/councils/{Council}";
    private const int Done = 0;
    private const int Findings = 1;
    private const int Failed = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("officer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verbs_OfAYearsReturns_SayWhatTheHubHasAndLeaveItAsItWasWhenAllIsUndone()
    {
        var (clean, broken) = (await SimulateAsync("clean"), await SimulateAsync("broken", "--errors", "0.2"));
        var before = await ChildrenAsync();

        // Offline first: the clean year is clean, the other is not.
        await RunAsync(Done, "check", clean(2024), "--year", "2024");
        var broke = (await RunAsync(Findings, "check", broken(2025), "--previous", clean(2024), "--year", "2025", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

        // Dry: it tells of each child, and none is there afterwards.
        var said = await RunAsync(Done, "import", "--council", Council, "--year", "2024", clean(2024), "--dry-run");
        var dry = await NewestAsync();
        Assert.Contains($"imports preview {Id(dry)} --council {Council}", said, StringComparison.Ordinal);
        var preview = Lines(await RunAsync(Done, "imports", "preview", Id(dry), "--council", Council, "--json"));
        Assert.Equal(Count(dry, "new"), preview.Count);
        Assert.All(preview, child => Assert.Equal("new", child.GetProperty("outcome").GetString(), ignoreCase: true));
        Assert.Contains(preview[0].GetProperty("localId").GetString()!, await RunAsync(Done, "imports", "preview", Id(dry), "--council", Council), StringComparison.Ordinal);
        Assert.Equal(before, await ChildrenAsync());

        // In earnest, the second year as it should not be.
        await RunAsync(Done, "import", "--council", Council, "--year", "2024", clean(2024));
        var first = await NewestAsync();
        Assert.Equal((preview.Count, before + preview.Count), (Count(first, "new"), await ChildrenAsync()));
        var (code, output, errors) = await stack.CliAsync("import", "--council", Council, "--year", "2025", broken(2025));
        var second = await NewestAsync();
        Assert.True(code == (Count(second, "held") + Count(second, "rejectedRows") > 0 ? Findings : Done), $"{code}\n{output}\n{errors}");
        Assert.Equal((broke, "import"), (Count(second, "findings"), await KindAsync(second)));
        var found = Lines(await RunAsync(Findings, "imports", "findings", Id(second), "--council", Council, "--json"));
        Assert.Equal(broke, found.Count);
        var counted = await RunAsync(Findings, "imports", "findings", Id(second), "--council", Council);
        Assert.All(found.Select(Rule).Distinct(), rule => Assert.Contains($" {rule} ", counted, StringComparison.Ordinal));
        await RunAsync(Failed, "imports", "preview", Id(second), "--council", Council);

        // Mended: tried dry and compared, both ways round.
        await RunAsync(Done, "import", "--council", Council, "--year", "2025", clean(2025), "--dry-run");
        var mended = await NewestAsync();
        Assert.Equal("dry run", await KindAsync(mended));
        await RunAsync(Done, "imports", "compare", Id(mended), Id(second), "--council", Council);
        await RunAsync(Findings, "imports", "compare", Id(second), Id(mended), "--council", Council);
        await ExportAsync(second, found);

        // Dropped by a nightly job.
        var watched = _folder.CreateSubdirectory("watched");
        CopyTo(watched.CreateSubdirectory("nightly-2025"), clean(2025));
        Assert.Contains("nightly-2025 (2025)", await RunAsync(Done, "watch", watched.FullName, "--council", Council, "--quiet", "0", "--once"), StringComparison.Ordinal);
        var settled = Assert.Single(Directory.GetDirectories(Path.Combine(watched.FullName, "done")));
        using (var workbook = ZipFile.OpenRead(Path.Combine(settled, "findings.xlsx")))
        {
            Assert.NotNull(workbook.GetEntry("xl/workbook.xml"));
        }

        var third = await NewestAsync();
        Assert.Equal((0, 0), (Count(third, "held"), Count(third, "findings")));

        // Newest first; whatever is not the newest is refused.
        await RunAsync(Failed, "imports", "undo", Id(first), "--council", Council);
        foreach (var import in (JsonElement[])[third, second, first])
        {
            Assert.Contains("children are as they were before", await RunAsync(Done, "imports", "undo", Id(import), "--council", Council), StringComparison.Ordinal);
            Assert.Equal("import, undone", await KindAsync(import));
        }

        Assert.Equal(before, await ChildrenAsync());
    }

    [Fact]
    public async Task Maps_SuggestedLookedOverAndConfirmed_AreWhatTheCouncilsFilesAreReadBy()
    {
        var folder = (await SimulateAsync("mapped"))(2025);
        var kept = Path.Combine(_folder.FullName, "kept.json");
        var version = await ShowAsync(kept);
        foreach (var file in Directory.GetFiles(folder, "*.csv"))
        {
            var lines = await File.ReadAllLinesAsync(file);
            await File.WriteAllLinesAsync(file, [lines[0].Replace("DATE_PLACED,", "Date should be placed,", StringComparison.Ordinal), .. lines.Skip(1)]);
        }

        await RunAsync(Failed, "check", folder, "--year", "2025");
        await RunAsync(Failed, "import", "--council", Council, "--year", "2025", folder, "--dry-run");
        var map = Path.Combine(_folder.FullName, "map.json");
        await File.WriteAllTextAsync(map, await RunAsync(Done, "check", folder, "--year", "2025", "--suggest"));
        Assert.Contains("\"column\": \"DATE_PLACED\"", await File.ReadAllTextAsync(map), StringComparison.Ordinal);
        await RunAsync(Done, "check", folder, "--year", "2025", "--map", map);

        await RunAsync(Done, "maps", "confirm", map, "--council", Council, "--user", Person, "--replaces", version);
        await RunAsync(Failed, "maps", "confirm", kept, "--council", Council, "--user", Person, "--replaces", version);
        await RunAsync(Done, "check", folder, "--year", "2025", "--council", Council);
        await RunAsync(Done, "import", "--council", Council, "--year", "2025", folder, "--dry-run");
        Assert.True(Count(await NewestAsync(), "new") > 0);

        var now = await ShowAsync(map);
        await RunAsync(Done, "maps", "confirm", kept, "--council", Council, "--user", Person, "--replaces", now);
        await ShowAsync(map);
        Assert.Equal(await File.ReadAllTextAsync(kept), await File.ReadAllTextAsync(map));
        await RunAsync(Done, "maps", "show", "--council", Council, "--annex");
    }

    /// <summary>An Annex A workbook, whose children come back to the case system's nightly job, and a purge that takes them away again.</summary>
    [Fact]
    public async Task Workbook_SentOn_IsWhatTheNightlyJobFindsChangedSinceLastTime()
    {
        var (place, workbook, child) = (Path.Combine(_folder.FullName, "place"), Path.Combine(_folder.FullName, "annex.xlsx"), "DO-ANNEX-1");
        PlainWorkbook.Write(
            workbook, "List 10",
            ["Child Unique ID", "Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption", "Dt Placement Order made"],
            [child, "01/02/2024", "03/09/2024", "01/10/2024"]);
        await RunAsync(Done, "changes", "--council", Council, "--after-file", place, "--json");

        Assert.Contains("\"column\": \"placement-order\"", await RunAsync(Done, "annexa", workbook, "--suggest"), StringComparison.Ordinal);
        Assert.Contains("Sent 1 children: 1 changed", await RunAsync(Done, "annexa", workbook, "--council", Council), StringComparison.Ordinal);
        Assert.Equal("should-be-placed", (await ToldAsync(child, place)).GetProperty("stage").GetString());
        Assert.Empty(await SinceAsync(child, place));

        using var purged = await stack.SendAsync(
            Client, HttpMethod.Post, $"{Hub}/changes", new[] { new { la_child_id = child, purge = true } }, request => request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()));
        Assert.True(purged.IsSuccessStatusCode, await purged.Content.ReadAsStringAsync());
        Assert.True((await ToldAsync(child, place)).GetProperty("gone").GetBoolean());
    }

    /// <summary>What the job finds of a child: a change is told when every transaction that began before has ended.</summary>
    private async Task<JsonElement> ToldAsync(string child, string place)
    {
        var found = new List<JsonElement>();
        await Eventually.AssertAsync(async () =>
        {
            found.AddRange(await SinceAsync(child, place));
            Assert.NotEmpty(found);
        });
        return Assert.Single(found);
    }

    private async Task<List<JsonElement>> SinceAsync(string child, string place)
    {
        var found = Lines(await RunAsync(Done, "changes", "--council", Council, "--after-file", place, "--json"));
        return [.. found.Where(each => each.GetProperty("localId").GetString() == child)];
    }

    /// <summary>Prints the map that the council keeps into a file; answers its version.</summary>
    private async Task<string> ShowAsync(string file)
    {
        var (code, output, errors) = await stack.CliAsync("maps", "show", "--council", Council);
        Assert.True(code == Done, output + errors);
        await File.WriteAllTextAsync(file, output);
        return Version().Match(errors).Groups[1].Value;
    }

    /// <summary>The findings over time, in each form in which a council can take them away.</summary>
    private async Task ExportAsync(JsonElement import, List<JsonElement> found)
    {
        var entry = Assert.Single((await stack.GetAsync(Client, $"{Hub}/findings/summary?year=2025&limit=200")).GetProperty("items").EnumerateArray(), each => each.GetProperty("importId").GetString() == Id(import));
        Assert.Equal(
            found.GroupBy(Rule).Select(rule => (rule.Key, rule.Count())).Order(),
            entry.GetProperty("rules").EnumerateArray().Select(rule => (rule.GetProperty("rule").GetString()!, rule.GetProperty("rows").GetInt32())).Order());
        var csv = Path.Combine(_folder.FullName, "findings.csv");
        await RunAsync(Done, "imports", "summary", "--council", Council, "--year", "2025", "--out", csv);
        Assert.Equal(
            found.GroupBy(Rule).Select(rule => $"{rule.Key},{rule.Count()}").Order(StringComparer.Ordinal),
            (await File.ReadAllLinesAsync(csv)).Select(line => line.Split(',')).Where(cells => cells[1] == Id(import)).Select(cells => $"{cells[3]},{cells[4]}").Order(StringComparer.Ordinal));
        var xlsx = Path.Combine(_folder.FullName, "findings.xlsx");
        await RunAsync(Done, "imports", "summary", "--council", Council, "--year", "2025", "--out", xlsx);
        using (var workbook = await ZipFile.OpenReadAsync(xlsx))
        {
            Assert.NotNull(workbook.GetEntry("xl/workbook.xml"));
        }

        var listed = await RunAsync(Done, "imports", "summary", "--council", Council, "--year", "2025");
        Assert.All(found.GroupBy(Rule), rule => Assert.Contains(
            listed.Split('\n'), line => line.Contains(Id(import), StringComparison.Ordinal) && line.Contains($" {rule.Key} ", StringComparison.Ordinal)));
    }

    /// <summary>Returns of the region's smallest council alone, whose children nobody else has: a folder for each year.</summary>
    private async Task<Func<int, string>> SimulateAsync(string name, params string[] more)
    {
        var folder = Path.Combine(_folder.FullName, name);
        await RunAsync(Done, ["simulate", "--region", "together4children", "--years", "2024-2025", "--seed", "11", "--scale", "0.3", "--out", folder, .. more]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, Council), "*.csv", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "planted.csv"))
        {
            var lines = await File.ReadAllLinesAsync(file);
            await File.WriteAllLinesAsync(file, [lines[0], .. lines.Skip(1).Select(line => "DO-" + line)]);
        }

        return year => Path.Combine(folder, Council, year.ToString(CultureInfo.InvariantCulture));
    }

    private static void CopyTo(DirectoryInfo target, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.csv"))
        {
            File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
        }
    }

    private async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var (code, output, errors) = await stack.CliAsync(arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)}: {code}\n{output}\n{errors}");
        return output;
    }

    private async Task<JsonElement> NewestAsync() => (await stack.GetAsync(Client, $"{Hub}/imports?limit=1")).GetProperty("items")[0];

    /// <summary>What <c>imports list</c> says that a job is.</summary>
    private async Task<string> KindAsync(JsonElement import) =>
        Assert.Single((await RunAsync(Done, "imports", "list", "--council", Council)).Split('\n'), line => line.TrimStart().StartsWith(Id(import), StringComparison.Ordinal)).TrimEnd().Split("  ")[^1].Trim();

    /// <summary>How many children the council has, by what the way back tells of those whose records are there.</summary>
    private async Task<int> ChildrenAsync() =>
        Lines(await RunAsync(Done, "changes", "--council", Council, "--json")).Count(child => !child.GetProperty("gone").GetBoolean());

    private static List<JsonElement> Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Id(JsonElement import) => import.GetProperty("id").GetString()!;

    private static string Rule(JsonElement finding) => finding.GetProperty("rule").GetString()!;

    private static int Count(JsonElement import, string what) => import.GetProperty("counts").GetProperty(what).GetInt32();

    [GeneratedRegex("--replaces ([0-9]+)")]
    private static partial Regex Version();
}
