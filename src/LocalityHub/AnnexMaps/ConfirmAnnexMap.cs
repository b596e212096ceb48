using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.AnnexA;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.AnnexMaps;

/// <summary>A person confirms what headings and values mean: for people, since a wrong column is a wrong day in a child's record.</summary>
internal static class ConfirmAnnexMap
{
    private const int MostEntries = 500;

    /// <param name="Headings">What headings stand for, all of them.</param>
    /// <param name="Values">What values stand for, all of them.</param>
    public sealed record Request(IReadOnlyList<ReadAnnexMap.Heading> Headings, IReadOnlyList<ReadAnnexMap.Meaning> Values);

    public static async Task<Ok<ReadAnnexMap.Response>> HandleAsync(
        Request request, HttpContext context, Caller caller, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.Headings.Count > MostEntries || request.Values.Count > MostEntries)
        {
            throw new InvalidRequestException("annex-map.too-long", $"A map has at most {MostEntries} headings and as many values.", "headings");
        }

        var map = await db.AnnexMaps.SingleAsync(ct);
        if (map.Version != expected)
        {
            throw new StaleVersionException();
        }

        map.Headings = MapEntries.Write<ReadAnnexMap.Heading>([.. request.Headings.Select(Checked)]);
        map.Values = MapEntries.Write<ReadAnnexMap.Meaning>([.. request.Values.Select(Checked)]);
        (map.ConfirmedBy, map.ConfirmedAt) = (caller.Subject, clock.GetUtcNow());
        map.Version++;
        await db.SaveChangesAsync(ct);

        IfMatch.SetETag(context, map.Version);
        return TypedResults.Ok(ReadAnnexMap.Describe(map));
    }

    private static ReadAnnexMap.Heading Checked(ReadAnnexMap.Heading heading, int index)
    {
        var list = ListOf(heading.List, $"headings[{index}].list");
        if (heading.Column is not "" && AnnexColumns.Of(list).All(column => column.Key != heading.Column))
        {
            throw NoColumn($"headings[{index}].column");
        }

        return heading with { Text = Required(heading.Text, $"headings[{index}].text") };
    }

    private static ReadAnnexMap.Meaning Checked(ReadAnnexMap.Meaning value, int index)
    {
        if (Enum.GetValues<AnnexList>().SelectMany(AnnexColumns.Of).All(column => column.Key != value.Column))
        {
            throw NoColumn($"values[{index}].column");
        }

        return value with { Text = Required(value.Text, $"values[{index}].text"), Means = PlainText.Line(value.Means, $"values[{index}].means") ?? string.Empty };
    }

    /// <summary>One of the lists that are read.</summary>
    /// <exception cref="InvalidRequestException">It is none.</exception>
    public static AnnexList ListOf(int number, string field) => Enum.IsDefined((AnnexList)number)
        ? (AnnexList)number
        : throw new InvalidRequestException("annex-map.list", "Only lists 8, 10 and 11 are read.", field);

    private static string Required(string? text, string field) =>
        PlainText.Line(text, field, 200) ?? throw new InvalidRequestException("annex-map.text", "Say how the workbook writes it.", field);

    private static InvalidRequestException NoColumn(string field) =>
        new("annex-map.column", "There is no such column: the suggestions name those of a list.", field);
}
