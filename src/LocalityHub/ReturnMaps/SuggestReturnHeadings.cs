using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.ReturnMaps;

/// <summary>Suggests what headings of the council's files stand for, and values of columns that hold codes, that neither the return nor its map know.</summary>
internal static class SuggestReturnHeadings
{
    private const int MostHeadings = 500;

    /// <param name="Headings">The first line of a file, heading by heading, as it is written.</param>
    /// <param name="Values">What stands under some of them, each value once; of columns that do not hold codes it is read past.</param>
    /// <param name="Year">The year in which the return's 31 March falls, whose codes are suggested; without it the one that goes on.</param>
    public sealed record Request(IReadOnlyList<string> Headings, IReadOnlyList<HeadingValues>? Values = null, int? Year = null);

    /// <param name="Table">The table.</param>
    /// <param name="Text">The heading.</param>
    /// <param name="Column">The column whose very words it says; empty when it says none for sure, which reads past it.</param>
    /// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
    /// <param name="Alternatives">Where it says none for sure, the columns that it may stand for, the most like first: a person chooses one, or none.</param>
    public sealed record Suggestion(string Table, string Text, string Column, int Likeness, IReadOnlyList<string> Alternatives);

    /// <param name="Column">The column.</param>
    /// <param name="Text">The value.</param>
    /// <param name="Means">The code that it says; null when it says none for sure: a person says what it stands for before it can be confirmed.</param>
    /// <param name="Alternatives">Where it says none for sure, the codes that it may stand for, the most like first; there may be none.</param>
    public sealed record SuggestedMeaning(string Column, string Text, string? Means, IReadOnlyList<string> Alternatives);

    /// <param name="Table">The table that the headings are of, or are most like; null when they are hardly those of any.</param>
    /// <param name="Known">Whether a file with these headings is read as it is.</param>
    /// <param name="Suggestions">For a person to look over and confirm; headings that are known are not in it.</param>
    /// <param name="Values">The same of values; codes and values that are known are not in it, nor what looks like a number, a day or an address of somebody.</param>
    /// <param name="Columns">The table's columns.</param>
    public sealed record Response(string? Table, bool Known, IReadOnlyList<Suggestion> Suggestions, IReadOnlyList<SuggestedMeaning> Values, IReadOnlyList<string> Columns);

    public static async Task<Ok<Response>> HandleAsync(Request request, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (request.Headings.Count > MostHeadings)
        {
            throw new InvalidRequestException("return-map.too-long", $"A file has at most {MostHeadings} headings.", "headings");
        }

        if (request.Year is < 2010 or > 2100)
        {
            throw new InvalidRequestException("return-map.year", "A year is one such as 2025.", "year");
        }

        var values = HeadingValues.Checked(request.Values, "return-map.too-long");
        var kept = await db.ReturnMaps.AsNoTracking().SingleAsync(ct);
        var map = KeptReturnMap.ToMap(kept.Headings, kept.Values);
        var found = map.Suggest([.. request.Headings.Select((heading, index) => PlainText.Line(heading, $"headings[{index}]", 200) ?? string.Empty)]);
        var year = request.Year ?? CensusYear.Of(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).Ending;
        return TypedResults.Ok(new Response(
            found.Table?.ToString(),
            found.AreKnown,
            [.. found.Suggestions.Select(each => new Suggestion(each.Table.ToString(), each.Heading, each.Column ?? string.Empty, each.Likeness, each.Alternatives))],
            [
                .. values.SelectMany(each => map.SuggestValues(found, each.Heading, each.Texts, year)).DistinctBy(each => (each.Column, each.Text))
                    .Select(each => new SuggestedMeaning(each.Column, each.Text, each.Means, each.Alternatives)),
            ],
            found.Table is { } table ? Tables.ColumnsOf(table) : []));
    }
}
