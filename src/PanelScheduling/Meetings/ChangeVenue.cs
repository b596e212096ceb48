using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>Where a meeting is: in a council's rooms, or online. It may change until the meeting is over; the members' calendars follow.</summary>
internal static class ChangeVenue
{
    private const int Longest = 200;

    /// <param name="Host">The council in whose rooms it is; null online.</param>
    /// <param name="Venue">The room and its address, or how to join online; null for the usual one.</param>
    internal sealed record Request(CouncilCode? Host = null, string? Venue = null);

    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> HandleAsync(
        Guid meetingId, Request request, HttpContext context, MeetingReader reader, PanelDbContext db, CancellationToken ct)
    {
        if (await DrawMembers.LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        DrawMembers.RequireOpen(meeting);
        meeting.MeetIn(await db.Panels.SingleAsync(panel => panel.Id == meeting.PanelId, ct), request.Host, request.Venue);
        meeting.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, meeting.Version);
        return TypedResults.Ok(await reader.DescribeAsync(meeting, ct));
    }

    /// <summary>Says where it is.</summary>
    /// <exception cref="InvalidRequestException">The host is none of the panel's agencies, or the venue is no line of text.</exception>
    internal static void MeetIn(this Meeting meeting, Panel panel, CouncilCode? host, string? venue)
    {
        if (host is { } council && !panel.Councils.Contains((short)council.Number))
        {
            throw new InvalidRequestException("meeting.host", "The host is one of the panel's agencies.", "host");
        }

        if (venue is not null && (venue.Length > Longest || venue.Any(char.IsControl)))
        {
            throw new InvalidRequestException("meeting.venue", $"The venue is one line of at most {Longest} characters.", "venue");
        }

        (meeting.IsOnline, meeting.HostCouncil, meeting.Venue) = (host is null, (short?)host?.Number, string.IsNullOrWhiteSpace(venue) ? null : venue.Trim());
    }
}
