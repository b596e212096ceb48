using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.ReturnMaps;

/// <summary>Suggests what headings of the council's files stand for that neither the return nor its map know.</summary>
internal static class SuggestReturnHeadings
{
    private const int MostHeadings = 500;

    /// <param name="Headings">The first line of a file, heading by heading, as it is written.</param>
    public sealed record Request(IReadOnlyList<string> Headings);

    /// <param name="Table">The table.</param>
    /// <param name="Text">The heading.</param>
    /// <param name="Column">The column whose very words it says; empty when it says none for sure, which reads past it.</param>
    /// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
    /// <param name="Alternatives">Where it says none for sure, the columns that it may stand for, the most like first: a person chooses one, or none.</param>
    public sealed record Suggestion(string Table, string Text, string Column, int Likeness, IReadOnlyList<string> Alternatives);

    /// <param name="Table">The table that the headings are of, or are most like; null when they are hardly those of any.</param>
    /// <param name="Known">Whether a file with these headings is read as it is.</param>
    /// <param name="Suggestions">For a person to look over and confirm; headings that are known are not in it.</param>
    /// <param name="Columns">The table's columns.</param>
    public sealed record Response(string? Table, bool Known, IReadOnlyList<Suggestion> Suggestions, IReadOnlyList<string> Columns);

    public static async Task<Ok<Response>> HandleAsync(Request request, LocalityHubDbContext db, CancellationToken ct)
    {
        if (request.Headings.Count > MostHeadings)
        {
            throw new InvalidRequestException("return-map.too-long", $"A file has at most {MostHeadings} headings.", "headings");
        }

        var kept = await db.ReturnMaps.AsNoTracking().SingleAsync(ct);
        var found = KeptReturnMap.ToMap(kept.Headings, kept.Values)
            .Suggest([.. request.Headings.Select((heading, index) => PlainText.Line(heading, $"headings[{index}]", 200) ?? string.Empty)]);
        return TypedResults.Ok(new Response(
            found.Table?.ToString(),
            found.AreKnown,
            [.. found.Suggestions.Select(each => new Suggestion(each.Table.ToString(), each.Heading, each.Column ?? string.Empty, each.Likeness, each.Alternatives))],
            found.Table is { } table ? Tables.ColumnsOf(table) : []));
    }
}
