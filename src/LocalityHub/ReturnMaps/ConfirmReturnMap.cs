using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.ReturnMaps;

/// <summary>A person confirms what headings and values mean: for people, since a wrong column is a wrong day in a child's record.</summary>
internal static class ConfirmReturnMap
{
    private const int MostEntries = 500;

    /// <param name="Headings">What headings stand for, all of them.</param>
    /// <param name="Values">What values stand for, all of them.</param>
    public sealed record Request(IReadOnlyList<ReadReturnMap.Heading> Headings, IReadOnlyList<ReadReturnMap.Meaning> Values);

    public static async Task<Ok<ReadReturnMap.Response>> HandleAsync(
        Request request, HttpContext context, Caller caller, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.Headings.Count > MostEntries || request.Values.Count > MostEntries)
        {
            throw new InvalidRequestException("return-map.too-long", $"A map has at most {MostEntries} headings and as many values.", "headings");
        }

        var map = await db.ReturnMaps.SingleAsync(ct);
        if (map.Version != expected)
        {
            throw new StaleVersionException();
        }

        var said = new HashSet<(string Of, string Text)>();
        map.Headings = MapEntries.Write<ReadReturnMap.Heading>([.. request.Headings.Select((heading, index) => Checked(heading, index, said))]);
        map.Values = MapEntries.Write<ReadReturnMap.Meaning>([.. request.Values.Select((value, index) => Checked(value, index, said))]);
        (map.ConfirmedBy, map.ConfirmedAt) = (caller.Subject, clock.GetUtcNow());
        map.Version++;
        await db.SaveChangesAsync(ct);

        IfMatch.SetETag(context, map.Version);
        return TypedResults.Ok(ReadReturnMap.Describe(map));
    }

    private static ReadReturnMap.Heading Checked(ReadReturnMap.Heading heading, int index, HashSet<(string Of, string Text)> said)
    {
        var table = Tables.Named(heading.Table)
            ?? throw new InvalidRequestException("return-map.table", $"There is no such table. The tables are {string.Join(", ", Tables.All)}.", $"headings[{index}].table");
        if (heading.Column is not "" && !Tables.ColumnsOf(table).Contains(heading.Column))
        {
            throw new InvalidRequestException("return-map.column", $"{table} has no such column. It has {string.Join(", ", Tables.ColumnsOf(table))}.", $"headings[{index}].column");
        }

        // A column without a heading, as a comma at the end of a line makes one, can be read past and stand for nothing else.
        var field = $"headings[{index}].text";
        var text = PlainText.Line(heading.Text, field, 200) ?? string.Empty;
        var normalised = HeadingText.Normalised(text);
        Demand(normalised.Length > 0 || heading.Column is "", "return-map.text", "Say how the file writes it, with a letter or a figure outside brackets.", field);
        DemandOnce(said.Add(($"heading of {table}", normalised)), field);
        return heading with { Text = text };
    }

    private static ReadReturnMap.Meaning Checked(ReadReturnMap.Meaning value, int index, HashSet<(string Of, string Text)> said)
    {
        Demand(Tables.HaveColumn(value.Column), "return-map.column", "No table has such a column: the suggestions name those of a table.", $"values[{index}].column");
        Demand(ReturnMap.MayMean(value.Column), "return-map.child", "A child's number stands for itself: mapped, it would join one child's rows to another's.", $"values[{index}].column");
        var field = $"values[{index}].text";
        var text = PlainText.Line(value.Text, field, 200) ?? throw new InvalidRequestException("return-map.text", "Say how the files write it.", field);
        DemandOnce(said.Add((value.Column, text.ToUpperInvariant())), field);
        return value with { Text = text, Means = PlainText.Line(value.Means, $"values[{index}].means") ?? string.Empty };
    }

    private static void DemandOnce(bool isFirst, string field) =>
        Demand(isFirst, "return-map.twice", "An entry before says what this stands for: case, spaces and punctuation make no difference. Leave one of the two.", field);

    private static void Demand(bool isRight, string code, string detail, string field)
    {
        if (!isRight)
        {
            throw new InvalidRequestException(code, detail, field);
        }
    }
}
