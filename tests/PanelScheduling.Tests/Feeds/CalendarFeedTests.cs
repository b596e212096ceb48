using System.Diagnostics;
using System.Net;
using Partnership.PanelScheduling.Feeds;

namespace Partnership.PanelScheduling.Tests.Feeds;

public sealed class CalendarFeedTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Get_UnderTheSecretAddress_TellsTheMembersMeetingsAndOfNoCase()
    {
        var world = await World.MakeAsync(Host);
        await world.DrawnMeetingAsync("2025-07-15");
        var winter = await world.DrawnMeetingAsync("2025-12-09");
        await world.Adviser.SendAsync(HttpMethod.Post, $"/meetings/{winter}/cancel", version: $"/meetings/{winter}");
        var address = Text(await world.As("member-1").SendAsync(HttpMethod.Post, $"/members/{world.Members[6]}/feed"), "address");

        using var response = await Host.Anonymous.GetAsync(address);
        var calendar = await response.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/calendar"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));

        // 9.30 in London is 8.30 UTC in summer, 9.30 in winter.
        Assert.Contains("DTSTART:20250715T083000Z\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("DTSTART:20251209T093000Z\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("STATUS:CANCELLED\r\n", calendar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfAMeetingThatMoves_TellsThePlaceWithAHigherSequence()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var address = Text(await world.Adviser.SendAsync(HttpMethod.Post, $"/members/{world.Members[6]}/feed"), "address");
        var before = Sequence(await Host.Anonymous.GetStringAsync(address));

        await world.Adviser.SendAsync(HttpMethod.Put, $"/meetings/{meeting}/venue", new { host = "860", venue = " Room 2, Invented House " }, $"/meetings/{meeting}");

        var moved = await Host.Anonymous.GetStringAsync(address);
        Assert.Contains("LOCATION:Hosted by council 860: Room 2\\, Invented House\r\n", moved, StringComparison.Ordinal);
        Assert.Equal(before + 1, Sequence(moved));
        Assert.Equal("meeting.host", await RefusedAsync(new { host = "999" }));
        Assert.Equal("meeting.venue", await RefusedAsync(new { venue = "Two\nlines" }));
        await world.Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/cancel", version: $"/meetings/{meeting}");
        Assert.Equal("meeting.over", await RefusedAsync(new { venue = "Elsewhere" }));

        Task<string> RefusedAsync(object place) => world.Adviser.RefusedAsync(HttpMethod.Put, $"/meetings/{meeting}/venue", place, $"/meetings/{meeting}");

        static int Sequence(string calendar) => int.Parse(
            calendar.Split("\r\n").Single(line => line.StartsWith("SEQUENCE:", StringComparison.Ordinal))["SEQUENCE:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Make_Again_LeavesTheFormerAddressLeadingNowhere()
    {
        var world = await World.MakeAsync(Host);
        var first = Text(await world.Adviser.SendAsync(HttpMethod.Post, $"/members/{world.Members[6]}/feed"), "address");
        var second = Text(await world.Adviser.SendAsync(HttpMethod.Post, $"/members/{world.Members[6]}/feed"), "address");

        Assert.Equal(HttpStatusCode.NotFound, (await Host.Anonymous.GetAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Host.Anonymous.GetAsync(second)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Host.Anonymous.GetAsync("/api/v1/panels/feeds/not-a-key.ics")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Host.Anonymous.GetAsync($"/api/v1/panels/feeds/{new string('A', 43)}.ics")).StatusCode);
    }

    [Fact]
    public async Task Make_ForAnotherMember_IsNotThere()
    {
        var world = await World.MakeAsync(Host);

        Assert.Equal(HttpStatusCode.NotFound, (await world.As("member-1").TryAsync(HttpMethod.Post, $"/members/{world.Members[7]}/feed")).Status);
    }

    /// <summary>By ical.js, which knows nothing of us, and RFC 5545's limit of a line.</summary>
    [Fact]
    public async Task Write_IsReadByIcalJs()
    {
        var calendar = CalendarFeed.Write(
            [
                new(Guid.NewGuid(), $"a-code;with,{new string('x', 90)}", new(2025, 7, 15), new(9, 30), 300, true, null, "A room; with, marks", false, 3, null),
                new(Guid.NewGuid(), "second", new(2025, 12, 9), new(14, 0), 90, false, 860, null, true, 4, PanelHost.Morning),
            ],
            PanelHost.Morning);

        Assert.All(calendar.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.Equal(
            """[{"summary":"Panel a-code;with,XX","start":"2025-07-15T08:30:00Z","minutes":300,"status":"CONFIRMED","sequence":3},{"summary":"Panel second","start":"2025-12-09T14:00:00Z","minutes":90,"status":"CANCELLED","sequence":4}]""".Replace("XX", new string('x', 90), StringComparison.Ordinal),
            await ReadByIcalJsAsync(calendar));
    }

    private static async Task<string> ReadByIcalJsAsync(string calendar)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Feeds", "Reader");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, null);
        }

        return await RunAsync("node", ["read.mjs"], folder, calendar);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, string? input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return (await output).Trim();
    }
}
