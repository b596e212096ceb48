using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.PanelScheduling.Feeds;

/// <summary>
/// A member's meetings as iCalendar (RFC 5545), for calendar programs, which cannot sign in: under an address that nobody can guess, made anew at any
/// time, which makes the one before worthless.
/// </summary>
internal static class CalendarFeed
{
    internal const string Path = "/api/v1/panels/feeds/";
    private const int KeyBytes = 32;
    private const int LongestLine = 75;

    /// <param name="Address">The secret address, shown this once.</param>
    internal sealed record Response(string Address);

    internal sealed record Meeting(Guid Id, string Panel, DateOnly Date, TimeOnly StartsAt, int Minutes, bool IsOnline, short? Host, string? Venue, bool Cancelled, long Version, DateTimeOffset? Stamp);

    internal static void MapFeeds(this WebApplication app) =>
        // No token: the key in the address is what lets in. Left out of the description, which tells how to call with one.
        app.MapGet(Path + "{key}", ReadAsync).AllowAnonymous().ExcludeFromDescription();

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> MakeAsync(Guid memberId, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Members.SingleOrDefaultAsync(member => member.Id == memberId && (callers.IsAdviser || member.Subject == callers.Subject), ct) is not { } member)
        {
            return KeepMembers.NotFound();
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var (hash, now) = (SHA256.HashData(key), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into member_feed (member_id, councils, key_hash, created_at) values ({memberId}, {member.Councils}, {hash}, {now})
            on conflict (member_id) do update set key_hash = excluded.key_hash, created_at = excluded.created_at
            """,
            ct);
        var address = Path + Base64Url.EncodeToString(key) + ".ics";
        return TypedResults.Created(address, new Response(address));
    }

    private static async Task<IResult> ReadAsync(string key, SystemScopes scopes, TimeProvider clock, CancellationToken ct)
    {
        var text = key.EndsWith(".ics", StringComparison.Ordinal) ? key[..^4] : key;
        var bytes = new byte[KeyBytes];
        if (text.Length > 64 || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != KeyBytes)
        {
            return NotFound();
        }

        // Nobody is signed in, so no councils are told to the database: the key alone says whose meetings these are.
        await using var scope = scopes.Create("calendar-feed");
        var db = scope.ServiceProvider.GetRequiredService<PanelDbContext>();
        var hash = SHA256.HashData(bytes);
        if (await db.Feeds.AsNoTracking().SingleOrDefaultAsync(feed => feed.KeyHash == hash, ct) is not { } feed)
        {
            return NotFound();
        }

        var since = LondonCalendar.Today(clock).AddMonths(-3);
        var meetings = await (
            from member in db.MeetingMembers
            join meeting in db.Meetings on member.MeetingId equals meeting.Id
            join panel in db.Panels on meeting.PanelId equals panel.Id
            where member.MemberId == feed.MemberId && meeting.Date >= since
            orderby meeting.Date
            select new Meeting(
                meeting.Id, panel.Code, meeting.Date, meeting.StartsAt, meeting.Minutes, meeting.IsOnline, meeting.HostCouncil, meeting.Venue, meeting.State == MeetingState.Cancelled, meeting.Version, meeting.SettledAt))
            .ToListAsync(ct);
        return TypedResults.Text(Write(meetings, clock.GetUtcNow()), "text/calendar; charset=utf-8", Encoding.UTF8);
    }

    /// <summary>Writes a calendar.</summary>
    internal static string Write(IReadOnlyList<Meeting> meetings, DateTimeOffset now)
    {
        var calendar = new StringBuilder();
        void Line(string text) => Fold(calendar, text);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Partnership//Panel scheduling//EN");
        Line("CALSCALE:GREGORIAN");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:Panel meetings");
        foreach (var meeting in meetings)
        {
            var begins = LondonCalendar.InstantOf(meeting.Date, meeting.StartsAt);
            Line("BEGIN:VEVENT");
            Line($"UID:{meeting.Id}@panels.partnership");
            Line($"DTSTAMP:{Utc(meeting.Stamp ?? now)}");
            Line($"DTSTART:{Utc(begins)}");
            Line($"DTEND:{Utc(begins.AddMinutes(meeting.Minutes))}");
            Line(string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{meeting.Version}"));
            Line($"STATUS:{(meeting.Cancelled ? "CANCELLED" : "CONFIRMED")}");
            Line($"SUMMARY:{Text($"Panel {meeting.Panel}")}");
            Line($"LOCATION:{Text(PlaceOf(meeting))}");
            Line("CLASS:PRIVATE");
            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return calendar.ToString();
    }

    private static string PlaceOf(Meeting meeting) =>
        string.Join(": ", new[] { meeting.IsOnline ? "Online" : $"Hosted by council {meeting.Host}", meeting.Venue }.OfType<string>());

    private static ProblemHttpResult NotFound() => Problems.NotFound("feed.not-found", "There is no such calendar.");

    private static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // Lines are at most 75 octets; a longer one goes on after a line break and a space (RFC 5545, 3.1).
    private static void Fold(StringBuilder calendar, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                calendar.Append("\r\n ");
                octets = 1;
            }

            calendar.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        calendar.Append("\r\n");
    }
}
