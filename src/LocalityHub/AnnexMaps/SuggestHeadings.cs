using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData;
using Partnership.CaseData.AnnexA;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.AnnexMaps;

/// <summary>Suggests what headings of the council's workbook stand for that neither the published layouts nor its map know.</summary>
internal static class SuggestHeadings
{
    private const int MostHeadings = 500;

    /// <param name="List">8, 10 or 11.</param>
    /// <param name="Headings">The headings of the sheet, as they are written.</param>
    public sealed record Request(int List, IReadOnlyList<string> Headings);

    /// <param name="Text">The heading.</param>
    /// <param name="Column">The key of the column whose very words it says; empty when it says none for sure, which reads past it.</param>
    /// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
    /// <param name="Alternatives">Where it says none for sure, the keys of those that it may stand for, the most like first: a person chooses one, or none.</param>
    public sealed record Suggestion(string Text, string Column, int Likeness, IReadOnlyList<string> Alternatives);

    /// <param name="Suggestions">For a person to look over and confirm; headings that are known, or like nothing, are not in it.</param>
    /// <param name="Columns">The keys of the list's columns.</param>
    public sealed record Response(IReadOnlyList<Suggestion> Suggestions, IReadOnlyList<string> Columns);

    public static async Task<Ok<Response>> HandleAsync(Request request, LocalityHubDbContext db, CancellationToken ct)
    {
        if (request.Headings.Count > MostHeadings)
        {
            throw new InvalidRequestException("annex-map.too-long", $"A sheet has at most {MostHeadings} headings.", "headings");
        }

        var list = ConfirmAnnexMap.ListOf(request.List, "list");
        var kept = ReadAnnexMap.Describe(await db.AnnexMaps.AsNoTracking().SingleAsync(ct));
        var headings = kept.Headings.GroupBy(heading => ((AnnexList)heading.List, HeadingText.Normalised(heading.Text))).ToDictionary(group => group.Key, group => group.Last().Column);
        var found = AnnexReader.Suggest(list, [.. request.Headings.Select((heading, index) => PlainText.Line(heading, $"headings[{index}]", 200)).OfType<string>()], AnnexMap.None with { Headings = headings });
        return TypedResults.Ok(new Response(
            [.. found.Select(each => new Suggestion(each.Heading, each.Key ?? string.Empty, each.Likeness, each.Alternatives))], [.. AnnexColumns.Of(list).Select(column => column.Key)]));
    }
}
