using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Quality;

/// <summary>What members did and are owed, what a joint panel costs each agency, and on what terms each council approves.</summary>
internal static class Activity
{
    /// <param name="Role">chair, vice-chair or member.</param>
    /// <param name="From">The first day.</param>
    /// <param name="MeetingPounds">For a meeting, reading included.</param>
    internal sealed record Rate(PanelRole Role, DateOnly From, int MeetingPounds);

    internal sealed record RatesResponse(IReadOnlyList<Rate> Rates);

    /// <param name="MemberId">The member.</param>
    /// <param name="Name">The member's name.</param>
    /// <param name="Drawn">Meetings drawn for.</param>
    /// <param name="Attended">Meetings attended.</param>
    /// <param name="Substituted">Meetings where the member took another's place.</param>
    /// <param name="Items">Items sat for.</param>
    /// <param name="Pounds">What is owed by the rates of those days.</param>
    internal sealed record MemberActivity(Guid MemberId, string Name, int Drawn, int Attended, int Substituted, int Items, int Pounds);

    internal sealed record ActivityResponse(IReadOnlyList<MemberActivity> Members, int Pounds);

    /// <param name="Council">The agency.</param>
    /// <param name="Items">Its items.</param>
    /// <param name="Pounds">Its share.</param>
    internal sealed record CouncilCost(CouncilCode Council, int Items, int Pounds);

    /// <param name="Meetings">Meetings held.</param>
    /// <param name="Pounds">What they cost, fees included.</param>
    /// <param name="ByParts">Whether the panel's settings share it by parts, or it goes by items.</param>
    /// <param name="Councils">Each agency's share.</param>
    internal sealed record CostResponse(int Meetings, int Pounds, bool ByParts, IReadOnlyList<CouncilCost> Councils);

    /// <param name="Council">Whose decisions.</param>
    /// <param name="Approvals">Approvals of adopters.</param>
    /// <param name="Numbers">How many approved for each number of children.</param>
    /// <param name="Ages">How many approved for each age.</param>
    /// <param name="Routes">How many approved for each way to permanence.</param>
    internal sealed record TermsOf(
        CouncilCode Council, int Approvals, IReadOnlyDictionary<string, int> Numbers, IReadOnlyDictionary<string, int> Ages, IReadOnlyDictionary<string, int> Routes);

    internal sealed record TermsResponse(DateOnly From, DateOnly Until, IReadOnlyList<TermsOf> Councils);

    internal static async Task<Results<Ok<RatesResponse>, ProblemHttpResult>> ReadRatesAsync(Guid listId, PanelDbContext db, CancellationToken ct) =>
        await db.Lists.AnyAsync(list => list.Id == listId, ct) ? TypedResults.Ok(await RatesAsync(listId, db, ct)) : KeepLists.NotFound();

    /// <summary>Adds a rate, or mends the one of that day; the rates before it stay as they were.</summary>
    internal static async Task<Results<Ok<RatesResponse>, ProblemHttpResult>> SetRateAsync(Guid listId, Rate request, PanelDbContext db, CancellationToken ct)
    {
        if (await db.Lists.AsNoTracking().SingleOrDefaultAsync(list => list.Id == listId, ct) is not { } list)
        {
            return KeepLists.NotFound();
        }

        if (request.MeetingPounds is < 0 or > 5000)
        {
            throw new InvalidRequestException("fee.pounds", "A fee is from 0 to 5,000 pounds.", "meetingPounds");
        }

        // Of two who enter a rate at once the later holds.
        Days.RequireKnown("from", request.From);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into fee_rate (list_id, role, "from", councils, meeting_pounds) values ({listId}, {(short)request.Role}, {request.From}, {list.Councils}, {request.MeetingPounds})
            on conflict (list_id, role, "from") do update set meeting_pounds = excluded.meeting_pounds
            """,
            ct);
        return TypedResults.Ok(await RatesAsync(listId, db, ct));
    }

    internal static async Task<Results<Ok<ActivityResponse>, ProblemHttpResult>> MembersAsync(Guid listId, DateOnly from, DateOnly until, PanelDbContext db, CancellationToken ct)
    {
        if (!await db.Lists.AnyAsync(list => list.Id == listId, ct))
        {
            return KeepLists.NotFound();
        }

        var members = await db.Members.AsNoTracking().Where(member => member.ListId == listId).OrderBy(member => member.Id).ToListAsync(ct);
        var ids = members.Select(member => member.Id).ToArray();
        var seats = await (
            from seat in db.MeetingMembers.AsNoTracking()
            join meeting in db.Meetings on seat.MeetingId equals meeting.Id
            where ids.Contains(seat.MemberId) && meeting.Date >= @from && meeting.Date <= until && meeting.State != MeetingState.Cancelled
            select new { Seat = seat, meeting.Date }).ToListAsync(ct);
        var meetingIds = seats.Select(each => each.Seat.MeetingId).Distinct().ToArray();
        var sat = (await db.Items.AsNoTracking().Where(item => meetingIds.Contains(item.MeetingId) && item.State == ItemState.Heard).ToListAsync(ct))
            .SelectMany(item => item.Sitting.Select(seat => seat.Member)).CountBy(member => member).ToDictionary();
        var rates = await db.FeeRates.AsNoTracking().Where(rate => rate.ListId == listId).ToListAsync(ct);
        var byMember = seats.ToLookup(each => each.Seat.MemberId);
        var activity = members.Where(member => byMember.Contains(member.Id)).Select(member => new MemberActivity(
            member.Id, member.Name, byMember[member.Id].Count(), byMember[member.Id].Count(each => each.Seat.WasPresent == true), byMember[member.Id].Count(each => each.Seat.Replaces is not null),
            sat.GetValueOrDefault(member.Id), byMember[member.Id].Where(each => each.Seat.WasPresent == true).Sum(each => FeeOn(rates, each.Seat.Role, each.Date)))).ToList();
        return TypedResults.Ok(new ActivityResponse(activity, activity.Sum(each => each.Pounds)));
    }

    internal static async Task<Results<Ok<CostResponse>, ProblemHttpResult>> CostsAsync(Guid panelId, DateOnly from, DateOnly until, PanelDbContext db, CancellationToken ct)
    {
        if (await db.Panels.AsNoTracking().SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is not { } panel)
        {
            return KeepPanels.NotFound();
        }

        var meetings = await db.Meetings.AsNoTracking().Include(meeting => meeting.Members)
            .Where(meeting => meeting.PanelId == panelId && meeting.State == MeetingState.Held && meeting.Date >= from && meeting.Date <= until).ToListAsync(ct);
        var rates = await db.FeeRates.AsNoTracking().Where(rate => rate.ListId == panel.ListId).ToListAsync(ct);
        var pounds = meetings.Sum(meeting => panel.MeetingPounds + meeting.Members.Where(member => member.WasPresent == true).Sum(member => FeeOn(rates, member.Role, meeting.Date)));
        var meetingIds = meetings.Select(meeting => meeting.Id).ToArray();
        var items = await (
            from item in db.Items
            join @case in db.Cases on item.CaseId equals @case.Id
            where meetingIds.Contains(item.MeetingId) && item.State != ItemState.Withdrawn
            group item by @case.Council into council
            select new { council.Key, Count = council.Count() }).ToDictionaryAsync(each => each.Key, each => each.Count, ct);
        var byParts = panel.Shares.Values.Sum() > 0;
        var parts = panel.Councils.ToDictionary(council => council, council => byParts ? panel.Shares.GetValueOrDefault(council) : items.GetValueOrDefault(council));
        return TypedResults.Ok(new CostResponse(
            meetings.Count, pounds, byParts, [.. Shared(pounds, parts).Select(share => new CouncilCost(new CouncilCode(share.Council), items.GetValueOrDefault(share.Council), share.Pounds))]));
    }

    internal static async Task<Ok<TermsResponse>> TermsAsync(DateOnly from, DateOnly until, PanelDbContext db, CancellationToken ct)
    {
        var approvals = (await (
            from decision in db.Decisions.AsNoTracking()
            join @case in db.Cases on decision.CaseId equals @case.Id
            where @case.Kind == CaseKind.AdopterApproval && decision.Outcome == DecisionOutcome.Yes && decision.DecidedOn >= @from && decision.DecidedOn <= until
            select decision).ToListAsync(ct)).Where(decision => decision.Terms is not null).ToList();
        return TypedResults.Ok(new TermsResponse(from, until,
        [
            .. approvals.GroupBy(decision => decision.Council).OrderBy(group => group.Key).Select(group => new TermsOf(
                new CouncilCode(group.Key), group.Count(), Flags(group, terms => terms.Numbers), Flags(group, terms => terms.Ages), Flags(group, terms => terms.Routes))),
        ]));
    }

    /// <summary>Whole pounds by parts; what rounding leaves goes to the largest remainders.</summary>
    internal static IEnumerable<(short Council, int Pounds)> Shared(int pounds, IReadOnlyDictionary<short, int> parts)
    {
        var all = parts.Values.Sum();
        if (all == 0)
        {
            return parts.Keys.Order().Select(council => (council, 0));
        }

        var shares = parts.Select(part => (Council: part.Key, Whole: (int)((long)pounds * part.Value / all), Remainder: (long)pounds * part.Value % all)).ToList();
        var left = pounds - shares.Sum(share => share.Whole);
        var more = shares.OrderByDescending(share => share.Remainder).ThenBy(share => share.Council).Take(left).Select(share => share.Council).ToHashSet();
        return shares.OrderBy(share => share.Council).Select(share => (share.Council, share.Whole + (more.Contains(share.Council) ? 1 : 0)));
    }

    private static Dictionary<string, int> Flags<T>(IEnumerable<Decision> approvals, Func<ApprovalTerms, T> of)
        where T : struct, Enum => Enum.GetValues<T>()
            .Where(flag => Convert.ToInt32(flag, System.Globalization.CultureInfo.InvariantCulture) != 0)
            .ToDictionary(flag => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(flag.ToString()), flag => approvals.Count(decision => of(decision.Terms!).HasFlag(flag)));

    private static int FeeOn(List<FeeRate> rates, PanelRole role, DateOnly day) =>
        rates.Where(rate => rate.Role == role && rate.From <= day).MaxBy(rate => rate.From)?.MeetingPounds ?? 0;

    private static async Task<RatesResponse> RatesAsync(Guid listId, PanelDbContext db, CancellationToken ct) => new(
    [
        .. (await db.FeeRates.AsNoTracking().Where(rate => rate.ListId == listId).OrderBy(rate => rate.Role).ThenBy(rate => rate.From).ToListAsync(ct))
            .Select(rate => new Rate(rate.Role, rate.From, rate.MeetingPounds)),
    ]);
}
