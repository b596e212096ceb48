using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.AnnexMaps;

/// <summary>The map that every reading of the council's workbook uses.</summary>
internal static class ReadAnnexMap
{
    /// <param name="List">8, 10 or 11.</param>
    /// <param name="Text">The heading as the workbook writes it.</param>
    /// <param name="Column">The key of the column that it stands for; empty to read past it.</param>
    public sealed record Heading(int List, string Text, string Column);

    /// <param name="Column">The key of the column.</param>
    /// <param name="Text">The value as the workbook writes it.</param>
    /// <param name="Means">What it stands for; empty for nothing.</param>
    public sealed record Meaning(string Column, string Text, string Means);

    /// <param name="Headings">What headings stand for.</param>
    /// <param name="Values">What values stand for.</param>
    /// <param name="ConfirmedBy">Who looked it over; null while nobody has.</param>
    /// <param name="ConfirmedAt">When.</param>
    public sealed record Response(IReadOnlyList<Heading> Headings, IReadOnlyList<Meaning> Values, string? ConfirmedBy, DateTimeOffset? ConfirmedAt);

    public static async Task<Ok<Response>> HandleAsync(HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        var map = await db.AnnexMaps.AsNoTracking().SingleAsync(ct);
        IfMatch.SetETag(context, map.Version);
        return TypedResults.Ok(Describe(map));
    }

    public static Response Describe(KeptAnnexMap map) =>
        new(MapEntries.Read<Heading>(map.Headings), MapEntries.Read<Meaning>(map.Values), map.ConfirmedBy, map.ConfirmedAt);
}
