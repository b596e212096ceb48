using System.Text.Json;
using Partnership.CaseData.Tests;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>
/// Sample files that others published, where they lie beside the repository: the return and the Annex A workbook, handed in through the gateway by the command. Simulated ones
/// are always handed in, in <see cref="PlantedErrorsTests"/> and <see cref="DataOfficerTests"/>.
/// </summary>
public sealed class PublishedSampleTests(RunningStack stack) : IDisposable
{
    private const string Council = "894";
    private const string Client = "case-system-894";
    private const string Hub = $"/api/v1/councils/{Council}";
    private const int Year = 2018;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("published-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Made at random, it breaks many rules: the hub finds what the command finds, and of the rules that others worked out what they expect.</summary>
    [Fact]
    public async Task Return_HandedInThroughTheGateway_GivesTheFindingsOfTheCheckAndThoseThatAreExpected()
    {
        foreach (var file in Directory.GetFiles(SharedData.PathOf("ssda903"), "*.csv").Where(file => !Path.GetFileName(file).StartsWith("dirty", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }

        var returns = new CouncilReturns(stack, Council);
        var before = (await returns.ChildrenAsync()).Count;
        var offline = await returns.CheckAsync(_folder.FullName, Year);

        var import = await returns.HandInAsync(_folder.FullName, Year);
        var online = await returns.FoundAsync(import, offline);

        Assert.Equal(offline.OrderBy(Text, StringComparer.Ordinal), online.OrderBy(Text, StringComparer.Ordinal));
        Assert.Equal(0, import.GetProperty("counts").GetProperty("rejectedRows").GetInt32());
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf("ssda903", "expected_errors.json"), TestContext.Current.CancellationToken));
        var wrong = new List<string>();
        foreach (var rule in expected.RootElement.GetProperty("expected").EnumerateObject().Where(rule => !rule.Name.Contains('@', StringComparison.Ordinal)))
        {
            var want = rule.Value.EnumerateObject().SelectMany(table => table.Value.EnumerateArray().Select(row => $"{table.Name} {row.GetInt32() + 1}")).Order(StringComparer.Ordinal).ToList();
            var got = online.Where(found => found.Rule == rule.Name).Select(found => $"{found.Table} {found.Row}").Order(StringComparer.Ordinal).ToList();
            wrong.AddRange(want.SequenceEqual(got) ? [] : [$"{rule.Name}: expected [{string.Join(", ", want)}], found [{string.Join(", ", got)}]"]);
        }

        Assert.Empty(wrong);

        await returns.UndoAsync(import);
        Assert.Equal(before, (await returns.ChildrenAsync()).Count);
    }

    /// <summary>
    /// The workbook of 2024 as it is: each child of lists 8 and 10 and each household of List 11 is in the hub, but for two children whose dates lie before their birth, of whom
    /// the command says so. Sent again it changes nothing.
    /// </summary>
    [Fact]
    public async Task Workbook_SentOn_IsInTheHubChildByChildAndHouseholdByHousehold()
    {
        var workbook = SharedData.PathOf("annexa", "Annex_A_2024_Jan.xlsx");
        string[] taken = ["1761444", "1373595", "14065184", "3623204", "7961370", "10414520", "13782635", "6102196"];
        string[] families = ["14159183", "14158374", "4836911", "15274584", "4012081"];
        var returns = new CouncilReturns(stack, Council);
        var before = (await returns.ChildrenAsync()).Count;

        var (code, output, errors) = await stack.CliAsync("annexa", workbook, "--council", Council);
        var (_, again, _) = await stack.CliAsync("annexa", workbook, "--council", Council);
        var children = await returns.ChildrenAsync();

        Assert.True(code == 1, output + errors);
        Assert.All(
            (string[])["List 8: 5 children", "List 10: 5 children", "List 11: 5 adopters in 5 households", "Sent 10 children: 8 changed, 0 as they were, 2 refused", "Sent 5 households: 5 changed, 0 as they were, 0 refused"],
            line => Assert.Contains(line, output, StringComparison.Ordinal));
        Assert.All((string[])["2529037", "4939073"], child => Assert.Contains($"Child {child}: record.before-birth", errors, StringComparison.Ordinal));
        Assert.Contains("Sent 10 children: 0 changed, 8 as they were, 2 refused", again, StringComparison.Ordinal);
        Assert.Contains("Sent 5 households: 0 changed, 5 as they were, 0 refused", again, StringComparison.Ordinal);
        Assert.Equal(before + taken.Length, children.Count);
        Assert.Empty(taken.Except(children.Keys));
        Assert.Equal(
            ["adoption-order 2009-08-31", "entered-care 2009-08-06", "matched 2009-08-21", "moved-in 2009-08-26", "placed 2009-08-26", "placement-order 2009-08-16", "should-be-placed 2009-08-11"],
            children["7961370"].GetProperty("milestones").EnumerateArray().Select(each => $"{each.GetProperty("kind").GetString()} {each.GetProperty("date").GetString()}").Order(StringComparer.Ordinal));

        await SendAsync("changes", taken.Select(child => new { la_child_id = child, purge = true }));
        await SendAsync("households/changes", families.Select(family => new { reference = family, sourceDocument = "Annex A list 11", adopters = (string[])[family], leftOn = "2024-01-31", leftReason = "withdrew" }));
        Assert.Equal(before, (await returns.ChildrenAsync()).Count);
    }

    private async Task SendAsync(string where, IEnumerable<object> records)
    {
        using var answer = await stack.SendAsync(Client, HttpMethod.Post, $"{Hub}/{where}", records, request => request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode && text.Contains("\"refused\":0", StringComparison.Ordinal), text);
    }

    private static string Text(Found found) => found.ToString();
}
