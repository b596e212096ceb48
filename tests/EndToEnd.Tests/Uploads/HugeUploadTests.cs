using System.Text;
using Partnership.EndToEnd.Tests.Access;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.EndToEnd.Tests.Uploads;

/// <summary>Requests that would not end, all at once: each is refused, and neither the gateway nor the hub behind it grows.</summary>
public sealed class HugeUploadTests(RunningStack stack)
{
    private const string Council = "861";
    private const string Hub = $"locality-hub-{Council}";
    private const string Imports = $"/api/v1/councils/{Council}/imports?year=2025";
    private const string Multipart = "multipart/form-data; boundary=huge";
    private const int AtOnce = 2;
    private const int Slow = 40;
    private const long MiB = 1024 * 1024;
    private const long MostGrowth = 64 * MiB;

    // The largest request with files, and what is on the way when it is refused.
    private const long MostTaken = 320 * MiB;

    // In chunks, so that no length is known beforehand.
    private static readonly byte[] Zeros = Chunk(new byte[256 * 1024]);
    private static readonly byte[] Letters = Chunk(Enumerable.Repeat((byte)'a', 256 * 1024).ToArray());
    private static readonly byte[] Field = Chunk([.. "\r\n--huge\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n"u8, .. new byte[256 * 1024]]);
    private static readonly byte[] Headers = Chunk(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X-More: and more\r\n", 1000))));

    [Fact]
    public async Task Requests_WithoutEnd_AreRefusedAndNobodyGrows()
    {
        var tokens = await StackTokens.ReadAsync(stack);
        var (caseSystem, gateway) = (tokens.For(Roles.CaseSystem, [Council]), stack.Gateway.BaseAddress!);
        string Head(string method, string path, string type, string length = "Transfer-Encoding: chunked") =>
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {caseSystem}\r\nContent-Type: {type}\r\n{length}\r\n\r\n";
        var (upload, search) = (Head("POST", Imports, Multipart), Head("POST", $"/api/v1/councils/{Council}/children/search", "application/json"));
        var part = Text("--huge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"episodes.csv\"\r\n");
        var content = part + Text("\r\n");
        Case[] fast =
        [
            new("2 GiB announced", [413], () => Flood.SendAsync(gateway, Head("POST", Imports, Multipart, "Content-Length: 2147483648"), _ => Zeros)),
            new("a file without end", [413], () => Flood.SendAsync(gateway, upload + content, _ => Zeros)),
            new("fields without end", [413], () => Flood.SendAsync(gateway, upload, _ => Field)),
            new("headers of a part without end", [413], () => Flood.SendAsync(gateway, upload + part, _ => Headers)),
            new("text before the first part without end", [413], () => Flood.SendAsync(gateway, upload, _ => Zeros)),
            new("JSON without end", [413], () => Flood.SendAsync(gateway, search + Text("{\"localId\":\""), _ => Letters)),
            new("headers without end", [431], () => Flood.SendAsync(gateway, $"GET {Imports} HTTP/1.1\r\nHost: localhost\r\n", _ => "X-More: and more\r\n"u8.ToArray())),
        ];

        // So slowly that the hub, which knows at once that it is wrong, would have closed the connection.
        var wrongYear = Head("POST", Imports.Replace("2025", "1925", StringComparison.Ordinal), Multipart);
        var slowAndWrong = new Case("an upload of no such year, slowly", [400], () => Flood.SendAsync(
            gateway, wrongYear + content, number => number < 56 ? Zeros : number == 56 ? [.. Chunk("\r\n--huge--\r\n"u8.ToArray()), .. "0\r\n\r\n"u8] : null, TimeSpan.FromSeconds(0.13)));
        var slowHeaders = new Case("headers a byte at a time", [408], () => Flood.SendAsync(gateway, $"GET {Imports} HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", _ => "a"u8.ToArray(), TimeSpan.FromSeconds(1)));

        // They take the places that there are for uploads: the others are told to come again.
        var slowBodies = new Case("a body a byte at a time", [408, 503], () => Flood.SendAsync(gateway, upload + content, _ => Chunk("a"u8.ToArray()), TimeSpan.FromSeconds(1)));
        await using var memory = new MemoryWatch(stack, "gateway", Hub);

        var slow = Task.WhenAll(AllAsync(Slow, slowHeaders), AllAsync(1, slowAndWrong));
        var outcomes = await AllAsync(AtOnce, fast);
        outcomes = [.. outcomes, .. await AllAsync(Slow, slowBodies), .. (await slow).SelectMany(each => each)];

        var growth = memory.Growth;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', outcomes
            .GroupBy(each => each.Case.What)
            .Select(group => $"{group.Key}: {string.Join(", ", group.CountBy(each => each.Outcome.Status).Select(status => $"{status.Key} × {status.Value}"))} after at most {group.Max(each => each.Outcome.Sent) / 1024.0 / 1024:0.0} MiB")
            .Concat(growth.Select(each => $"{each.Key} grew by {each.Value / 1024.0 / 1024:0.0} MiB"))));
        Assert.All(outcomes, each => Assert.True(
            each.Case.Statuses.Contains(each.Outcome.Status) && each.Outcome.Sent <= MostTaken,
            $"{each.Case.What}: {each.Outcome.Status} after {each.Outcome.Sent} bytes: {each.Outcome.Answer[..Math.Min(500, each.Outcome.Answer.Length)]}"));
        Assert.All(growth, each => Assert.True(each.Value <= MostGrowth, $"{each.Key} grew by {each.Value / MiB} MiB"));

        // Both go on, and nothing of it was kept.
        using var after = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/councils/{Council}/imports?limit=1");
        after.Headers.Authorization = new("Bearer", caseSystem);
        using var answer = await stack.Gateway.SendAsync(after);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task<List<(Case Case, FloodOutcome Outcome)>> AllAsync(int times, params Case[] cases) =>
        [.. await Task.WhenAll(cases.SelectMany(each => Enumerable.Range(0, times).Select(async _ => (each, await each.Send()))))];

    private static string Text(string text) => Encoding.ASCII.GetString(Chunk(Encoding.ASCII.GetBytes(text)));

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    /// <param name="What">What has no end.</param>
    /// <param name="Statuses">How it may be refused.</param>
    /// <param name="Send">Sends it.</param>
    private sealed record Case(string What, int[] Statuses, Func<Task<FloodOutcome>> Send);
}
