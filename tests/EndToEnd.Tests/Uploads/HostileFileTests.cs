using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Partnership.EndToEnd.Tests.Access;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Uploads;

/// <summary>
/// Files that are no returns, or only by their name, handed in through the gateway: each is refused by its code or gives back the rows that cannot be
/// read, and neither the gateway nor the hub behind it grows by what they hold. As dry runs, so that nothing of them stays.
/// </summary>
public sealed class HostileFileTests(RunningStack stack)
{
    private const string Council = "861";
    private const string Imports = $"/api/v1/councils/{Council}/imports";
    private const string Columns = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n";
    private const string Formula = "=HYPERLINK(\"\"a\"\")";
    private const long MiB = 1024 * 1024;

    // A line of 48 MiB: a reader that kept it whole, as text, would need more than this.
    private const long MostGrowth = 64 * MiB;

    private static readonly Case[] Cases =
    [
        new("truncated within a row", "header.csv", () => Text($"{Columns}HOSTILE1,F,03/02/2022,WBRI,UN1,0,\r\nHOSTILE2,\"F"), null, Rejected: 1),
        new("binary", "header.csv", () => [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * 7919 % 256))], ["import.unknown-columns", "import.not-text"]),
        new("UTF-16", "header.csv", () => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Columns)], ["import.not-text"]),
        new("an empty file", "header.csv", () => [], ["import.empty-file"]),
        new("one line of 48 MiB", "header.csv", () => [.. Text(Columns), .. Enumerable.Repeat((byte)'A', (int)(48 * MiB))], null, Rejected: 1),
        new("an archive by the name of a table, which nobody unpacks", "header.csv", Bomb, ["import.unknown-columns", "import.not-text"]),
        new("formulas for cells", "header.csv", () => Text($"{Columns}\"{Formula}\",F,03/02/2022,WBRI,UN1,0,\r\n"), null, Rejected: 0),
        new("three million rows of one child", "header.csv", () => Encoding.ASCII.GetBytes(Columns + string.Concat(Enumerable.Repeat("A,,,,,,\n", 3_000_000))), ["import.too-many-rows-of-a-child"]),
        new("entities within entities", "return.xml", () => Text("<?xml version=\"1.0\"?><!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><EXPSSDA903>&b;</EXPSSDA903>"), ["import.broken-xml"]),
    ];

    [Fact]
    public async Task Files_ThatAreHostile_EndWithAClearWordAndNobodyGrows()
    {
        var token = (await StackTokens.ReadAsync(stack)).For(Roles.CaseSystem, [Council]);
        var before = await ChildrenAsync(token);
        await using var memory = new MemoryWatch(stack, "gateway", $"locality-hub-{Council}");

        var outcomes = new List<(Case Case, JsonElement Job)>();
        foreach (var each in Cases)
        {
            outcomes.Add((each, await EndedAsync(token, await HandInAsync(token, each))));
        }

        var growth = memory.Growth;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', growth.Select(each => $"{each.Key} grew by {each.Value / 1024.0 / 1024:0.0} MiB")));
        Assert.All(outcomes, each => Assert.True(each.Case.Expects(each.Job), $"{each.Case.What}: {each.Job.GetRawText()}"));
        Assert.All(outcomes, each => Assert.DoesNotContain("HYPERLINK", each.Job.GetRawText(), StringComparison.Ordinal));
        Assert.All(growth, each => Assert.True(each.Value <= MostGrowth, $"{each.Key} grew by {each.Value / MiB} MiB"));
        Assert.Equal(before, await ChildrenAsync(token));
    }

    private async Task<string> HandInAsync(string token, Case hostile)
    {
        using var content = new MultipartFormDataContent();
        content.Add(new ByteArrayContent(hostile.Content()) { Headers = { ContentType = new("text/csv") } }, "files", hostile.File);
        using var answer = await SendAsync(token, HttpMethod.Post, $"{Imports}?year=2025&dryRun=true", content);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{hostile.What}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.ToString();
    }

    private async Task<JsonElement> EndedAsync(string token, string job)
    {
        JsonElement state = default;
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await SendAsync(token, HttpMethod.Get, job, null);
                state = await answer.Content.ReadFromJsonAsync<JsonElement>();
                return state.GetProperty("state").GetString() is "done" or "failed";
            },
            "the job's end");
        return state;
    }

    private async Task<string> ChildrenAsync(string token)
    {
        using var answer = await SendAsync(token, HttpMethod.Get, $"/api/v1/councils/{Council}/changes?after=", null);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(string token, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await stack.Gateway.SendAsync(request);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bomb()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("header.csv", CompressionLevel.Fastest).Open();
            var zeros = new byte[MiB];
            for (var i = 0; i < 256; i++)
            {
                entry.Write(zeros);
            }
        }

        return bytes.ToArray();
    }

    /// <param name="What">What is wrong with it.</param>
    /// <param name="File">What it is called.</param>
    /// <param name="Content">Makes it.</param>
    /// <param name="Codes">The codes by which it may be refused; null when the rest of it is taken in.</param>
    /// <param name="Rejected">How many rows are given back then.</param>
    private sealed record Case(string What, string File, Func<byte[]> Content, string[]? Codes, int Rejected = 0)
    {
        public bool Expects(JsonElement job) => Codes is null
            ? job.GetProperty("state").GetString() == "done" && job.GetProperty("counts").GetProperty("rejectedRows").GetInt32() == Rejected
            : job.GetProperty("state").GetString() == "failed" && Codes.Contains(job.GetProperty("problem").GetProperty("code").GetString());
    }
}
