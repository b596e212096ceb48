using System.Text.Json;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>What a council's case system and its people do by the command beside a year's return: several years at once, the daily feed, webhooks, candidates for one child, an erasure.</summary>
public sealed class CaseSystemVerbsTests(RunningStack stack) : IDisposable
{
    private const string Council = "894";
    private const string Guardian = "caldicott.guardian.894";
    private const int Done = 0;
    private const int Findings = 1;
    private const int Failed = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verbs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Years_HandedInAtOnce_AreTakenInOneAfterTheOther()
    {
        var returns = new CouncilReturns(stack, Council);
        var before = (await returns.ChildrenAsync()).Count;
        await RunAsync(Done, "simulate", "--region", "together4children", "--years", "2023-2025", "--seed", "13", "--scale", "0.2", "--out", _folder.FullName);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder.FullName, Council), "*.csv", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "planted.csv"))
        {
            var lines = await File.ReadAllLinesAsync(file);
            await File.WriteAllLinesAsync(file, [lines[0], .. lines.Skip(1).Select(line => "YR-" + line)]);
        }

        var said = await RunAsync(Done, "import", "--council", Council, "--years", "2023-2025", Path.Combine(_folder.FullName, Council));

        var newest = (await stack.GetAsync($"case-system-{Council}", $"/api/v1/councils/{Council}/imports?limit=3")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(2025, "done"), (2024, "done"), (2023, "done")], newest.Select(job => (job.GetProperty("year").GetInt32(), job.GetProperty("state").GetString())));
        Assert.Equal(["2023", "2024", "2025"], said.Split('\n').Where(line => line.StartsWith("Year ending", StringComparison.Ordinal)).Select(line => line.TrimEnd(':')[^4..]));

        // Each year finds the one before it there: the rules that look at it find nothing in a clean return.
        Assert.Equal([0, 0], newest.Take(2).Select(job => job.GetProperty("counts").GetProperty("findings").GetInt32()));
        Assert.True((await returns.ChildrenAsync()).Count > before);
        foreach (var job in newest)
        {
            await returns.UndoAsync(job);
        }

        Assert.Equal(before, (await returns.ChildrenAsync()).Count);
    }

    [Fact]
    public async Task Record_SentByTheCommand_IsErasedByTheGuardianAndByNobodyElse()
    {
        const string Child = "VERBS-1";
        var returns = new CouncilReturns(stack, Council);
        var feed = Path.Combine(_folder.FullName, "feed.json");
        await File.WriteAllTextAsync(feed, $$"""
            [{"la_child_id":"{{Child}}","social_care_episodes":[{"social_care_episode_id":"E1",
              "child_looked_after_placements":[{"child_looked_after_placement_id":"P1","start_date":"2024-02-01","start_reason":"S"}],"adoption":{"initial_decision_date":"2024-09-03"} }]},
             {"la_child_id":"VERBS-2","social_care_episodes":[{"social_care_episode_id":"E1","adoption":{"matched_date":"soon"} }]}]
            """);

        var (code, output, errors) = await stack.CliAsync("changes", "send", feed, "--council", Council);
        Assert.True(code == Findings, output + errors);
        Assert.Contains("Sent 2 records: 1 changed, 0 as they were, 1 refused", output, StringComparison.Ordinal);
        Assert.Contains("Record 2, child VERBS-2: record.not-a-date", errors, StringComparison.Ordinal);
        Assert.Equal("should-be-placed", (await returns.ChildrenAsync())[Child].GetProperty("stage").GetString());

        string[] erase = ["erase", Child, "--council", Council, "--reason", "made-in-error", "--user"];
        await RunAsync(Failed, [.. erase, "family.finder.894", "--yes"]);
        await RunAsync(Findings, [.. erase, Guardian]);
        Assert.Contains(Child, await returns.ChildrenAsync());
        await RunAsync(Done, [.. erase, Guardian, "--yes"]);
        Assert.DoesNotContain(Child, await returns.ChildrenAsync());
        await RunAsync(Failed, [.. erase, Guardian, "--yes"]);
    }

    [Fact]
    public async Task Webhook_MadeByTheCommand_HasItsCallsListedAndMadeAgainUntilItIsRemoved()
    {
        var secret = Path.Combine(_folder.FullName, "secret");

        // Nobody listens there: the hub need not call it for three days.
        var id = (await RunAsync(Done, "webhooks", "create", "https://verbs.example.org/hook", "--secret-file", secret, "--council", Council)).Trim();
        Assert.Equal(32, Convert.FromBase64String((await File.ReadAllTextAsync(secret)).Trim()).Length);
        Assert.Contains("https://verbs.example.org/hook", await RunAsync(Done, "webhooks", "list", "--council", Council), StringComparison.Ordinal);

        // A line for each; what other tests hand in here meanwhile is called out too.
        var call = (await RunAsync(Done, "webhooks", "deliveries", id, "--council", Council, "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).Single(call => call.GetProperty("event").GetString() == "ping");
        Assert.Contains("is waiting", await RunAsync(Done, "webhooks", "replay", id, call.GetProperty("id").GetString()!, "--council", Council), StringComparison.Ordinal);

        await RunAsync(Done, "webhooks", "remove", id, "--council", Council);
        Assert.DoesNotContain(id, await RunAsync(Done, "webhooks", "list", "--council", Council), StringComparison.Ordinal);
    }

    /// <summary>Whether there are any hangs on who was there before; a person of the council may look, and nobody answers what is none of theirs.</summary>
    [Fact]
    public async Task Identities_OfACouncil_AreListedToItsPeople()
    {
        await RunAsync(Done, "identities", "list", "--user", "social.worker.894", "--open");
        await RunAsync(Failed, "identities", "list", "--user", "family.finder.894");
        await RunAsync(Failed, "identities", "answer", Guid.NewGuid().ToString(), "same-child", "--user", "social.worker.894");
    }

    private async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var (code, output, errors) = await stack.CliAsync(arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)}: {code}\n{output}\n{errors}");
        return output;
    }
}
