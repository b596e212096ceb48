using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;
using Partnership.Statutory;

namespace Partnership.CentralHub.Outcomes;

/// <summary>
/// Counts what has come of the searches of the year that goes on, once a night; in the first weeks of April that of the year before as well: its last day is counted after
/// midnight only, and a hub that was down, or heard late, must not lose it.
/// </summary>
internal sealed class OutcomeKeeper(CentralHubDbContext db, TimeProvider clock)
{
    private const int DaysAfterwards = 28;

    private static readonly OutcomeKind[] AsItStands = [OutcomeKind.Without, OutcomeKind.ChildrenWait, OutcomeKind.HouseholdsLive];

    public async Task MakeAsync(RegionView view, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = LondonCalendar.Today(clock);
        var year = YearEnded.Of(today);
        var counts = await EventsAsync(year, ct);
        counts.AddRange(await SearchesAsync(now, ct));
        counts.AddRange(view.Children.Values.Where(child => child.Standing == SearchStanding.Searching).CountBy(child => (short)child.Council.Number)
            .Select(place => (OutcomeKind.ChildrenWait, place.Key, place.Value, (long?)null)));
        counts.AddRange(view.Households.Values.Where(household => household.Availability == Availability.Available).CountBy(household => (short)(household.LivesIn?.Number ?? 0))
            .Select(place => (OutcomeKind.HouseholdsLive, place.Key, place.Value, (long?)null)));

        await KeepAsync(year, counts, AsItStands, now, ct);
        if (today < year.FirstDay.AddDays(DaysAfterwards))
        {
            // How things stood at its end is what its last night found.
            var ended = YearEnded.Of(year.FirstDay.AddDays(-1));
            await KeepAsync(ended, await EventsAsync(ended, ct), [], now, ct);
        }
    }

    /// <summary>What happened in a year.</summary>
    private async Task<List<(OutcomeKind Kind, short Part, int Count, long? Value)>> EventsAsync(YearEnded year, CancellationToken ct) =>
        [.. await OfLinksAsync(year, ct), .. await MatchesAsync(year, ct), .. await LinksPerChildAsync(year, ct), .. await StagesAsync(year, ct)];

    /// <summary>Moves the cells of a year; those of what is counted and is not there any more become empty.</summary>
    private async Task KeepAsync(
        YearEnded year, List<(OutcomeKind Kind, short Part, int Count, long? Value)> counts, OutcomeKind[] besides, DateTimeOffset now, CancellationToken ct)
    {
        var cells = await db.OutcomeCells.Where(cell => cell.Year == year.Year && (besides.Contains(cell.Kind) || !AsItStands.Contains(cell.Kind)))
            .ToDictionaryAsync(cell => (cell.Kind, cell.Part), ct);
        foreach (var (kind, part, count, value) in counts)
        {
            if (!cells.Remove((kind, part), out var cell))
            {
                db.Add(cell = new OutcomeCell { Year = (short)year.Year, Kind = kind, Part = part, MovedAt = now });
            }

            cell.Move(count, value, now);
        }

        foreach (var empty in cells.Values)
        {
            empty.Move(0, null, now);
        }
    }

    private async Task<IEnumerable<(OutcomeKind, short, int, long?)>> OfLinksAsync(YearEnded year, CancellationToken ct)
    {
        var (since, until) = Window(year);
        var reached = await db.Database.SqlQuery<Counted>(
            $"""
            select step."to" as part, count(distinct step.link)::integer as count, null::bigint as value
            from link_step step join link on link.id = step.link
            where step.taken and link.proposed_at >= {since} and link.proposed_at < {until}
            group by step."to"
            """).ToListAsync(ct);
        var steps = await db.Database.SqlQuery<Counted>(
            $"""
            select part, count(*)::integer as count, round(avg(days))::bigint as value from (
                select "to" as part, at, extract(epoch from at - lag(at) over (partition by link order by version)) / 86400 as days
                from link_step where taken and "from" is distinct from "to") step
            where at >= {since} and at < {until} and days is not null and part < 10
            group by part
            """).ToListAsync(ct);
        var ended = await db.Links.AsNoTracking()
            .Where(link => link.State == LinkState.NotProgressed && link.ChangedAt >= since && link.ChangedAt < until)
            .Select(link => link.Reasons)
            .ToListAsync(ct);
        var disrupted = await db.LinkChildren.CountAsync(child => child.DisruptedAt >= since && child.DisruptedAt < until, ct);
        return
        [
            .. reached.Select(row => (OutcomeKind.Reached, row.Part, row.Count, row.Value)),
            .. steps.Select(row => (OutcomeKind.Step, row.Part, row.Count, row.Value)),
            .. ended.SelectMany(reasons => Flags.Each(reasons)).CountBy(reason => (short)System.Numerics.BitOperations.Log2((uint)reason))
                .Select(reason => (OutcomeKind.Reason, reason.Key, reason.Value, (long?)null)),
            (OutcomeKind.Disruption, 0, disrupted, null),
        ];
    }

    private async Task<IEnumerable<(OutcomeKind, short, int, long?)>> MatchesAsync(YearEnded year, CancellationToken ct)
    {
        var (since, until) = Window(year);
        var matched = await (
            from link in db.Links
            where link.State == LinkState.Matched && link.MatchedAt >= since && link.MatchedAt < until
            select new { link.Number, At = link.MatchedAt!.Value, Children = db.LinkChildren.Count(child => child.Link == link.Id && child.Part != ChildsPart.Left) }).ToListAsync(ct);
        var avoided = 0L;
        foreach (var match in matched)
        {
            var rates = await KeepRates.OnAsync(db, LondonCalendar.DateOf(match.At), ct);
            avoided += rates?.For(RateProvider.VoluntaryAgency, match.Number, london: false) ?? rates?.For(RateProvider.Council, match.Number, london: false) ?? 0;
        }

        // Children on both sides: one search may find a family for several.
        var outside = await db.OutsideSearches.Where(search => search.End == OutsideSearches.OutsideSearchEnd.FoundOutside && search.EndedAt >= since && search.EndedAt < until)
            .SumAsync(search => (int)search.Children, ct);
        return [(OutcomeKind.MatchedInRegion, 0, matched.Sum(match => match.Children), avoided), (OutcomeKind.FoundOutside, 0, outside, null)];
    }

    private async Task<IEnumerable<(OutcomeKind, short, int, long?)>> LinksPerChildAsync(YearEnded year, CancellationToken ct)
    {
        var (since, until) = Window(year);
        var links = await db.Children.Where(child => child.FirstSeenAt >= since && child.FirstSeenAt < until)
            .Select(child => db.LinkChildren.Count(member => member.Child == child.Reference))
            .ToListAsync(ct);
        return links.CountBy(number => (short)Math.Min(number, 3)).Select(number => (OutcomeKind.LinksPerChild, number.Key, number.Value, (long?)null));
    }

    private async Task<IEnumerable<(OutcomeKind, short, int, long?)>> SearchesAsync(DateTimeOffset now, CancellationToken ct)
    {
        var running = await db.Searches.AsNoTracking()
            .Where(search => search.EndedAt == null && search.State != SearchState.Paused)
            .ToListAsync(ct);
        return running.CountBy(search => (short)search.WithoutLink(now)).Select(length => (OutcomeKind.Without, length.Key, length.Value, (long?)null));
    }

    /// <summary>How long children wait before their first link, and after their match.</summary>
    private async Task<IEnumerable<(OutcomeKind, short, int, long?)>> StagesAsync(YearEnded year, CancellationToken ct)
    {
        var (since, until) = Window(year);
        var stages = await db.Database.SqlQuery<Counted>(
            $"""
            select {(short)OutcomeKind.FirstLink} as part, count(*)::integer as count, round(avg(extract(epoch from first.at - child.first_seen_at) / 86400))::bigint as value
            from (select member.child, min(link.proposed_at) as at from link_child member join link on link.id = member.link group by member.child) first
            join child_profile child on child.reference = first.child
            where first.at >= {since} and first.at < {until}
            union all
            select {(short)OutcomeKind.MovedIn}, count(*)::integer, round(avg(extract(epoch from member.placed_at - link.matched_at) / 86400))::bigint
            from link join link_child member on member.link = link.id
            where member.placed_at >= {since} and member.placed_at < {until} and link.matched_at <= member.placed_at
            """).ToListAsync(ct);
        return stages.Select(row => ((OutcomeKind)row.Part, (short)0, row.Count, row.Value));
    }

    /// <summary>From the first of April to the first of April, in London.</summary>
    private static (DateTimeOffset Since, DateTimeOffset Until) Window(YearEnded year) => (Start(year.FirstDay), Start(year.LastDay.AddDays(1)));

    private static DateTimeOffset Start(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, London.GetUtcOffset(local)).ToUniversalTime();
    }

    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    private sealed record Counted(short Part, int Count, long? Value);
}
