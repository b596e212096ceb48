using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.PanelScheduling;

/// <summary>What the caller is to panels, besides the councils that row-level security already keeps to.</summary>
internal sealed class PanelCallers(Caller caller, PanelDbContext db)
{
    private static readonly string[] OfCouncil =
        [Roles.PanelAdviser, Roles.DecisionMaker, Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian];

    private Guid[]? _memberships;

    public string Subject => caller.Subject;

    /// <summary>Whether the caller keeps panels.</summary>
    public bool IsAdviser => caller.Roles.Contains(Roles.PanelAdviser);

    /// <summary>A member who is nothing else: sees the items of the meetings that he or she is drawn for, and none with a conflict.</summary>
    public bool IsMemberAlone => !OfCouncil.Any(caller.Roles.Contains);

    /// <summary>The caller's places on central lists.</summary>
    public async Task<Guid[]> MembershipsAsync(CancellationToken ct) =>
        _memberships ??= await db.Members.Where(member => member.Subject == caller.Subject).Select(member => member.Id).ToArrayAsync(ct);

    /// <summary>The meetings that the caller is drawn for.</summary>
    public async Task<IQueryable<Guid>> MyMeetingsAsync(CancellationToken ct)
    {
        var memberships = await MembershipsAsync(ct);
        return db.MeetingMembers.Where(member => memberships.Contains(member.MemberId)).Select(member => member.MeetingId);
    }

    /// <summary>Whether the caller may know of a case.</summary>
    public async Task<bool> MayFollowAsync(Guid caseId, CancellationToken ct)
    {
        if (!IsMemberAlone)
        {
            return true;
        }

        var memberships = await MembershipsAsync(ct);
        var meetings = await MyMeetingsAsync(ct);
        return await db.Items.AnyAsync(item => item.CaseId == caseId && item.State != Agenda.ItemState.Withdrawn && meetings.Contains(item.MeetingId), ct)
            && !await db.Conflicts.AnyAsync(conflict => conflict.CaseId == caseId && memberships.Contains(conflict.MemberId), ct);
    }

    /// <summary>Councils as a request names them, all of them the caller's own.</summary>
    /// <exception cref="InvalidRequestException">There are none, one is named twice, or the caller does not work for one.</exception>
    public short[] Own(IReadOnlyList<CouncilCode> councils)
    {
        if (councils.Count == 0 || councils.Distinct().Count() != councils.Count)
        {
            throw new InvalidRequestException("councils.invalid", "Name one council or more, each once.", "councils");
        }

        // Something joint is set up by somebody who works for all of its councils.
        return councils.All(caller.Councils.Contains)
            ? [.. councils.Select(council => (short)council.Number).Order()]
            : throw new InvalidRequestException("councils.not-yours", "Each council must be one of the token's.", "councils");
    }
}

/// <summary>Days that somebody names: within what calendars are known for and can be counted from.</summary>
internal static class Days
{
    private const int First = 1950;
    private const int Last = 2150;

    /// <exception cref="InvalidRequestException">The day is none of anybody's life here.</exception>
    public static void RequireKnown(string field, params ReadOnlySpan<DateOnly?> days)
    {
        foreach (var day in days)
        {
            if (day is { Year: < First or > Last })
            {
                throw new InvalidRequestException("day.out-of-range", $"A day lies between {First} and {Last}.", field);
            }
        }
    }
}

/// <summary>Short names of lists and panels.</summary>
internal static class Codes
{
    public const int Longest = 40;

    /// <exception cref="InvalidRequestException">It is not a code.</exception>
    public static string Checked(string code) =>
        code.Length is >= 3 and <= Longest && code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            ? code
            : throw new InvalidRequestException("code.invalid", "A code is 3 to 40 lower-case letters, digits and hyphens, such as north-adoption.", "code");

    public static IReadOnlyList<CouncilCode> Of(short[] councils) => [.. councils.Select(council => new CouncilCode(council))];
}
