using System.Globalization;
using System.Text.Json;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>A finding of a row, by the child's number.</summary>
internal sealed record Found(string Rule, string Table, int Row, string Child);

/// <summary>A council's returns as its case system hands them in through the gateway, and as the command checks them offline.</summary>
internal sealed class CouncilReturns(RunningStack stack, string council)
{
    private const int Findings = 1;

    private readonly string _client = $"case-system-{council}";
    private readonly string _imports = $"/api/v1/councils/{council}/imports";

    /// <summary>What the command finds, which finds something.</summary>
    public async Task<HashSet<Found>> CheckAsync(string folder, int year, params string[] more)
    {
        var (code, output, errors) = await stack.CliAsync(["check", folder, "--year", Text(year), "--json", .. more]);
        Assert.True(code == Findings, output + errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Offline(JsonDocument.Parse(line).RootElement))];
    }

    /// <summary>Hands a year's return in; the job when it is done.</summary>
    public async Task<JsonElement> HandInAsync(string folder, int year)
    {
        var (code, output, errors) = await stack.CliAsync("import", "--council", council, "--year", Text(year), folder);
        Assert.True(code is 0 or Findings, output + errors);
        var job = (await stack.GetAsync(_client, $"{_imports}?limit=1")).GetProperty("items")[0];
        Assert.Equal((year, "done"), (job.GetProperty("year").GetInt32(), job.GetProperty("state").GetString()));
        return job;
    }

    /// <summary>The findings of an import, each child by the number that the check gave for the same row; a child has one number and no two have the same.</summary>
    public async Task<List<Found>> FoundAsync(JsonElement import, IReadOnlySet<Found> offline)
    {
        var numbers = offline.GroupBy(found => (found.Table, found.Row)).ToDictionary(rows => rows.Key, rows => rows.First().Child);
        var (found, numberOf) = (new List<Found>(), new Dictionary<string, string>());
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await stack.GetAsync(_client, $"{_imports}/{IdOf(import)}/findings?limit=200{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                var (table, row) = (item.GetProperty("table").GetString()!, item.GetProperty("row").GetInt32());
                var number = numbers.GetValueOrDefault((table, row)) ?? numberOf.GetValueOrDefault(item.GetProperty("childId").GetString()!, "nobody");
                Assert.Equal(numberOf.GetValueOrDefault(item.GetProperty("childId").GetString()!, number), number);
                numberOf[item.GetProperty("childId").GetString()!] = number;
                found.Add(new Found(item.GetProperty("rule").GetString()!, table, row, number));
            }

            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(numberOf.Count, numberOf.Values.Distinct().Count());
        return found;
    }

    /// <summary>Undoes the newest import.</summary>
    public async Task UndoAsync(JsonElement import)
    {
        using var answer = await stack.SendAsync(_client, HttpMethod.Post, $"{_imports}/{IdOf(import)}/undo", with: request => request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(
            async () => (await stack.GetAsync(_client, answer.Headers.Location!.ToString())).GetProperty("state").GetString() == "done", "the import to be undone");
    }

    /// <summary>The children that the council has, by what the way back tells of those whose records are there.</summary>
    public async Task<Dictionary<string, JsonElement>> ChildrenAsync()
    {
        var (children, after, more) = (new Dictionary<string, JsonElement>(StringComparer.Ordinal), "", true);
        while (more)
        {
            var page = await stack.GetAsync(_client, $"/api/v1/councils/{council}/changes?after={after}");
            foreach (var child in page.GetProperty("items").EnumerateArray().Where(child => !child.TryGetProperty("gone", out var gone) || gone.ValueKind != JsonValueKind.True))
            {
                children[child.GetProperty("localId").GetString()!] = child;
            }

            (after, more) = (page.GetProperty("after").GetString()!, page.GetProperty("more").GetBoolean());
        }

        return children;
    }

    private static string IdOf(JsonElement import) => import.GetProperty("id").GetString()!;

    private static Found Offline(JsonElement line) => new(
        line.GetProperty("rule").GetString()!, line.GetProperty("table").GetString()!, line.GetProperty("row").GetInt32(), line.GetProperty("child").GetString()!);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
