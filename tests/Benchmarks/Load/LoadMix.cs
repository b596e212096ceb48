using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.Benchmarks.Load;

/// <summary>What people and case systems ask in an hour, and how often. The arithmetic stands in docs/performance.md.</summary>
internal sealed class LoadMix(HttpClient gateway, LoadPeople people, LoadPromises promises)
{
    /// <summary>The desk that writes milestones.</summary>
    public const string Milestones = "milestones";

    /// <summary>The desk that applies to the support fund.</summary>
    public const string Applications = "fund-applications";

    /// <summary>The desk that keeps panels' agendas.</summary>
    public const string PanelActions = "panel-actions";

    /// <summary>The busiest hour of the reference year: reads, and everything that writes.</summary>
    public const int ReadsAnHour = 20_000;

    public const int WritesAnHour = 282;

    /// <summary>One for each council, at the end of the year.</summary>
    public const int ImportsAnHour = 4;

    /// <summary>The route of uploads: what they take is a matter of their size.</summary>
    public const string Import = "import";

    private static readonly (string Route, int Share)[] Reads = [("child", 45), ("children", 20), ("search", 15), ("indicators", 8), ("tracker", 7), ("imports", 5)];

    /// <summary>Who writes how often in that hour. Enquiries (12) and the post box (40) are not built: milestone writes stand in for them.</summary>
    public static readonly (string Desk, int AnHour)[] Desks = [(Milestones, 200 + 12 + 40), (Applications, 10), (PanelActions, 20)];

    /// <summary>Sends one request of the mix: a write as seldom as in the busiest hour, else a read.</summary>
    public async Task SendAsync(LoadRecord record, Random random, long due, double byGreedy)
    {
        var write = random.Next(ReadsAnHour + WritesAnHour);
        if (write < WritesAnHour)
        {
            await WriteAsync(record, Desks.First(desk => (write -= desk.AnHour) < 0).Desk, random, due);
            return;
        }

        var drawn = random.Next(100);
        var route = Reads.First(read => (drawn -= read.Share) < 0).Route;
        var person = random.NextDouble() < byGreedy ? people.Greedy : people.Any(random, ofRegion: route is "indicators" or "tracker");
        using var request = Read(route, person.Council, random);
        await SendAsync(record, route, due, request, person);
    }

    /// <summary>Hands a council's last return in again, corrected in nothing: every row is read, checked and compared.</summary>
    public async Task ImportAsync(LoadRecord record, string council, IReadOnlyList<string> files)
    {
        using var content = new MultipartFormDataContent();
        foreach (var file in files)
        {
            content.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)) { Headers = { ContentType = new("text/csv") } }, "files", Path.GetFileName(file));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/councils/{council}/imports?year=2025") { Content = content };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var (status, body, _) = await SendAsync(record, Import, Stopwatch.GetTimestamp(), request, people.CaseSystem(council));
        if (status == 202)
        {
            promises.ImportAccepted(council, JsonDocument.Parse(body).RootElement.GetProperty("id").GetGuid());
        }
    }

    private async Task WriteAsync(LoadRecord record, string desk, Random random, long due)
    {
        for (var write = promises.Take(desk, random); write is not null;)
        {
            var person = people.At(desk, write.Thing.Council, random);
            if (write.VersionFrom is { } page)
            {
                using var read = new HttpRequestMessage(HttpMethod.Get, page);
                var (found, _, version) = await SendAsync(record, "panel-meeting", due, read, person);
                if (found != 200)
                {
                    promises.GiveBack(write);
                    return;
                }

                (write, due) = (write with { Version = PlannedWrite.VersionOf(version) }, Stopwatch.GetTimestamp());
            }

            using var request = write.ToRequest();
            var (status, body, etag) = await SendAsync(record, write.Route, due, request, person);
            (write, due) = (promises.Answered(write, status, body, etag, random), Stopwatch.GetTimestamp());
        }
    }

    private HttpRequestMessage Read(string route, string council, Random random)
    {
        var path = $"/api/v1/councils/{council}";
        var (id, localId) = people.AnyChild(council, random);
        return route switch
        {
            "child" => new HttpRequestMessage(HttpMethod.Get, $"{path}/children/{id}"),
            "children" => new HttpRequestMessage(HttpMethod.Get, $"{path}/children"),
            "search" => new HttpRequestMessage(HttpMethod.Post, $"{path}/children/search") { Content = JsonContent.Create(new { localId }) },
            "imports" => new HttpRequestMessage(HttpMethod.Get, $"{path}/imports"),
            "indicators" => new HttpRequestMessage(HttpMethod.Get, "/api/v1/region/indicators?to=2025-03-31"),
            "tracker" => new HttpRequestMessage(HttpMethod.Get, "/api/v1/region/tracker"),
            _ => throw new ArgumentOutOfRangeException(nameof(route)),
        };
    }

    private async Task<(int Status, string Body, string? ETag)> SendAsync(LoadRecord record, string route, long due, HttpRequestMessage request, Person person)
    {
        // Only case systems may ask after imports.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", route == "imports" ? people.CaseSystem(person.Council).Token : person.Token);
        try
        {
            using var response = await gateway.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var status = (int)response.StatusCode;
            var proper = response.IsSuccessStatusCode || (status is 429 or 503 && response.Headers.RetryAfter is not null && body.Contains("\"code\":", StringComparison.Ordinal));
            record.Add(new Answered(route, due, Stopwatch.GetElapsedTime(due).TotalMilliseconds, status, proper));
            return (status, body, response.Headers.ETag?.ToString());
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            record.Add(new Answered(route, due, Stopwatch.GetElapsedTime(due).TotalMilliseconds, 0, false));
            return (0, string.Empty, null);
        }
    }
}
