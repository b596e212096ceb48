using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.AnnexA;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.AnnexMaps;

/// <summary>Suggests what headings of the council's workbook stand for, and values of columns that hold codes, that neither the published layouts nor its map know.</summary>
internal static class SuggestHeadings
{
    private const int MostHeadings = 500;

    /// <param name="List">8, 10 or 11.</param>
    /// <param name="Headings">The headings of the sheet, as they are written.</param>
    /// <param name="Values">What stands under some of them, each value once; of columns that do not hold codes it is read past.</param>
    public sealed record Request(int List, IReadOnlyList<string> Headings, IReadOnlyList<HeadingValues>? Values = null);

    /// <param name="Text">The heading.</param>
    /// <param name="Column">The key of the column whose very words it says; empty when it says none for sure, which reads past it.</param>
    /// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
    /// <param name="Alternatives">Where it says none for sure, the keys of those that it may stand for, the most like first: a person chooses one, or none.</param>
    public sealed record Suggestion(string Text, string Column, int Likeness, IReadOnlyList<string> Alternatives);

    /// <param name="Column">The key of the column.</param>
    /// <param name="Text">The value.</param>
    /// <param name="Means">The code that it says; null when it says none for sure: a person says what it stands for before it can be confirmed.</param>
    /// <param name="Alternatives">Where it says none for sure, the codes that it may stand for, the most like first; there may be none.</param>
    public sealed record SuggestedMeaning(string Column, string Text, string? Means, IReadOnlyList<string> Alternatives);

    /// <param name="Suggestions">For a person to look over and confirm; headings that are known, or like nothing, are not in it.</param>
    /// <param name="Values">The same of values; codes and values that are known are not in it, nor what looks like a number, a day or an address of somebody.</param>
    /// <param name="Columns">The keys of the list's columns.</param>
    public sealed record Response(IReadOnlyList<Suggestion> Suggestions, IReadOnlyList<SuggestedMeaning> Values, IReadOnlyList<string> Columns);

    public static async Task<Ok<Response>> HandleAsync(Request request, LocalityHubDbContext db, CancellationToken ct)
    {
        if (request.Headings.Count > MostHeadings)
        {
            throw new InvalidRequestException("annex-map.too-long", $"A sheet has at most {MostHeadings} headings.", "headings");
        }

        var list = ConfirmAnnexMap.ListOf(request.List, "list");
        var values = HeadingValues.Checked(request.Values, "annex-map.too-long");
        var map = KeptAnnexMap.ToMap(ReadAnnexMap.Describe(await db.AnnexMaps.AsNoTracking().SingleAsync(ct)));
        var found = AnnexReader.Suggest(list, [.. request.Headings.Select((heading, index) => PlainText.Line(heading, $"headings[{index}]", 200)).OfType<string>()], map);
        return TypedResults.Ok(new Response(
            [.. found.Select(each => new Suggestion(each.Heading, each.Key ?? string.Empty, each.Likeness, each.Alternatives))],
            [
                .. values.SelectMany(each => AnnexReader.SuggestValues(list, each.Heading, found, each.Texts, map)).DistinctBy(each => (each.Column, each.Text.ToUpperInvariant()))
                    .Select(each => new SuggestedMeaning(each.Column, each.Text, each.Means, each.Alternatives)),
            ],
            [.. AnnexColumns.Of(list).Select(column => column.Key)]));
    }
}
