using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.CentralHub.Outcomes;

/// <summary>What has come of the region's searches in a year. A count that is null is hidden: below six, or not moved by six yet.</summary>
/// <param name="Window">The year, 1 April to 31 March; the one that goes on when none is asked for.</param>
/// <param name="InRegion">Children matched by a link of the region, of all for whom a family was found.</param>
/// <param name="CostAvoided">What other agencies' fees for the children matched in the region would have been, in pounds by the rate card.</param>
/// <param name="Funnel">Links proposed in the year that came to each state.</param>
/// <param name="Without">Searches that are run, by how long they have had no live link.</param>
/// <param name="Steps">Steps taken in the year, with the mean of days since the step before.</param>
/// <param name="LinksPerChild">Children registered in the year, by their number of links.</param>
/// <param name="Reasons">Links ended in the year without a match, by reason; a link may have several.</param>
/// <param name="Disruptions">Children whose placement ended before the order, in the year.</param>
/// <param name="Places">Where children wait and where households live, by council.</param>
/// <param name="Stages">How long children wait from registration to the first link, and from the match until they move in.</param>
internal sealed record RegionalOutcomes(
    Window Window,
    RegionalOutcomes.Share InRegion,
    long? CostAvoided,
    IReadOnlyList<RegionalOutcomes.Reached> Funnel,
    IReadOnlyList<RegionalOutcomes.Waiting> Without,
    IReadOnlyList<RegionalOutcomes.Step> Steps,
    IReadOnlyList<RegionalOutcomes.Links> LinksPerChild,
    IReadOnlyList<RegionalOutcomes.Ended> Reasons,
    int? Disruptions,
    IReadOnlyList<RegionalOutcomes.Place> Places,
    IReadOnlyList<RegionalOutcomes.Stage> Stages)
{
    /// <param name="Matched">Children matched by a link of the region.</param>
    /// <param name="Of">These and those for whom a family of another agency was found: the denominator.</param>
    /// <param name="PerCent">The share, in per cent.</param>
    /// <param name="AtLeastPerCent">Where those found outside are hidden, and so five at most: what the share is at least.</param>
    internal sealed record Share(int? Matched, int? Of, decimal? PerCent, decimal? AtLeastPerCent);

    /// <param name="State">The state.</param>
    /// <param name="Count">Links.</param>
    internal sealed record Reached(LinkState State, int? Count);

    /// <param name="Length">How long without a live link; none for those that have one.</param>
    /// <param name="Searches">Searches.</param>
    internal sealed record Waiting(SearchLength Length, int? Searches);

    /// <param name="To">Where the step led.</param>
    /// <param name="Count">How many.</param>
    /// <param name="MeanDays">Days since the step before, on average.</param>
    internal sealed record Step(LinkState To, int? Count, long? MeanDays);

    /// <param name="Number">Links of a child; 3 for three and more.</param>
    /// <param name="Children">Children.</param>
    internal sealed record Links(int Number, int? Children);

    /// <param name="Reason">The reason.</param>
    /// <param name="Count">Links.</param>
    internal sealed record Ended(NotProgressedReasons Reason, int? Count);

    /// <param name="Council">The council; null for outside the region.</param>
    /// <param name="Children">Its children for whom a family is looked for.</param>
    /// <param name="Households">Households that can be asked and live in its area.</param>
    internal sealed record Place(CouncilCode? Council, int? Children, int? Households);

    /// <param name="To">first-link, since the region first heard of the child; moved-in, since the match.</param>
    /// <param name="Children">Children who came to it in the year.</param>
    /// <param name="MeanDays">Days that it took, on average.</param>
    internal sealed record Stage(OutcomeStage To, int? Children, long? MeanDays);
}

/// <summary>What ends a wait of children, besides the steps of a link.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeStage>))]
internal enum OutcomeStage
{
    /// <summary>The first link was proposed.</summary>
    FirstLink = 1,

    /// <summary>The child moved in.</summary>
    MovedIn = 2,
}

internal static class ReadOutcomes
{
    private static readonly LinkState[] Funnel =
        [LinkState.Proposed, LinkState.Considered, LinkState.Interest, LinkState.Shortlisted, LinkState.Visited, LinkState.Preferred, LinkState.Selected, LinkState.ToPanel, LinkState.Matched];

    internal static async Task<Ok<RegionalOutcomes>> HandleAsync(
        [FromQuery] DateOnly? to, CentralHubDbContext db, Region region, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(await OfAsync(to, db, region, clock, ct));

    internal static async Task<ContentHttpResult> DrawFunnelAsync(
        [FromQuery] DateOnly? to, CentralHubDbContext db, Region region, TimeProvider clock, CancellationToken ct)
    {
        var outcomes = await OfAsync(to, db, region, clock, ct);
        return Drawn(BarChart.Draw(
            $"How far links have come, {Year(outcomes)}",
            ["links"],
            [.. outcomes.Funnel.Select(row => new BarChart.Row(Words(row.State), [row.Count]))]));
    }

    internal static async Task<ContentHttpResult> DrawWaitsAsync(
        [FromQuery] DateOnly? to, CentralHubDbContext db, Region region, TimeProvider clock, CancellationToken ct)
    {
        var outcomes = await OfAsync(to, db, region, clock, ct);
        return Drawn(BarChart.Draw(
            $"How long searches have had no link, {Year(outcomes)}",
            ["searches"],
            [.. outcomes.Without.Select(row => new BarChart.Row(row.Length == SearchLength.None ? "has a link" : Words(row.Length), [row.Searches]))]));
    }

    internal static async Task<ContentHttpResult> DrawPlacesAsync(
        [FromQuery] DateOnly? to, CentralHubDbContext db, Region region, TimeProvider clock, CancellationToken ct)
    {
        var outcomes = await OfAsync(to, db, region, clock, ct);
        return Drawn(BarChart.Draw(
            $"Where children wait and households live, {Year(outcomes)}",
            ["children who wait", "households that can be asked"],
            [.. outcomes.Places.Select(row => new BarChart.Row(row.Council?.ToString() ?? "elsewhere", [row.Children, row.Households]))]));
    }

    private static async Task<RegionalOutcomes> OfAsync(DateOnly? to, CentralHubDbContext db, Region region, TimeProvider clock, CancellationToken ct)
    {
        var year = to is { } asked ? YearOf(asked, clock) : YearEnded.Of(LondonCalendar.Today(clock));
        var cells = await db.OutcomeCells.AsNoTracking().Where(cell => cell.Year == year.Year).ToDictionaryAsync(cell => (cell.Kind, cell.Part), ct);
        int? Shown(OutcomeKind kind, int part) => cells.GetValueOrDefault((kind, (short)part))?.Shown;
        long? Value(OutcomeKind kind, int part) => cells.GetValueOrDefault((kind, (short)part))?.Value;

        var (matched, outside) = (Shown(OutcomeKind.MatchedInRegion, 0), Shown(OutcomeKind.FoundOutside, 0));

        // Hidden is not none.
        var of = matched is { } inside && outside is { } elsewhere ? inside + elsewhere : (int?)null;
        return new RegionalOutcomes(
            new Window(year.FirstDay, year.LastDay),
            new RegionalOutcomes.Share(
                matched,
                of,
                of is { } all ? Math.Round(100m * matched!.Value / all, 1) : null,
                of is null && matched is { } some ? Math.Floor(1000m * some / (some + OutcomeCell.Threshold - 1)) / 10 : null),
            Value(OutcomeKind.MatchedInRegion, 0),
            [.. Funnel.Select(state => new RegionalOutcomes.Reached(state, Shown(OutcomeKind.Reached, (int)state)))],
            [.. Enum.GetValues<SearchLength>().Select(length => new RegionalOutcomes.Waiting(length, Shown(OutcomeKind.Without, (int)length)))],
            [.. Funnel.Skip(1).Select(state => new RegionalOutcomes.Step(state, Shown(OutcomeKind.Step, (int)state), Value(OutcomeKind.Step, (int)state)))],
            [.. Enumerable.Range(0, 4).Select(number => new RegionalOutcomes.Links(number, Shown(OutcomeKind.LinksPerChild, number)))],
            [
                .. Enum.GetValues<NotProgressedReasons>().Where(reason => reason != NotProgressedReasons.None)
                    .Select(reason => new RegionalOutcomes.Ended(reason, Shown(OutcomeKind.Reason, System.Numerics.BitOperations.Log2((uint)reason)))),
            ],
            Shown(OutcomeKind.Disruption, 0),
            [
                .. region.Councils.Select(council => new RegionalOutcomes.Place(
                    council, Shown(OutcomeKind.ChildrenWait, council.Number), Shown(OutcomeKind.HouseholdsLive, council.Number))),
                new RegionalOutcomes.Place(null, null, Shown(OutcomeKind.HouseholdsLive, 0)),
            ],
            [
                .. new[] { (OutcomeStage.FirstLink, OutcomeKind.FirstLink), (OutcomeStage.MovedIn, OutcomeKind.MovedIn) }
                    .Select(stage => new RegionalOutcomes.Stage(stage.Item1, Shown(stage.Item2, 0), Value(stage.Item2, 0))),
            ]);
    }

    private static YearEnded YearOf(DateOnly to, TimeProvider clock) => to is { Month: 3, Day: 31, Year: >= 2020 } && to.Year <= YearEnded.Of(LondonCalendar.Today(clock)).Year
        ? new YearEnded(to.Year)
        : throw new InvalidRequestException("window.not-a-year-end", "A window is a year: give its 31 March, 2020 or later, not after the year that goes on.", "to");

    private static ContentHttpResult Drawn(string svg) => TypedResults.Content(svg, "image/svg+xml", System.Text.Encoding.UTF8);

    private static string Year(RegionalOutcomes outcomes) => $"year ended 31 March {outcomes.Window.To.Year}";

    private static string Words<T>(T code)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString()).Replace('-', ' ');
}
