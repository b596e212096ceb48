using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>The page that explains a pack to somebody who has never seen the service.</summary>
internal static class PackReadme
{
    public static string Of(PackManifest.Origin origin, PackContents contents, IReadOnlyList<PackedTable> tables)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # {origin.Name} ({origin.Council}): {contents.Title}

            As of {origin.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, made for `{origin.MadeFor}`, the council's Caldicott guardian.

            {contents.Warning}

            ## The files

            `manifest.json` lists every file with its length, rows and SHA-256, and what was left out. Each table is there twice:

            - `data/NAME.json`: a list of objects, every value as it is kept. For programs.
            - `data/NAME.csv`: UTF-8 with a byte order mark, commas, quotes doubled within quotes, CRLF. For spreadsheets. Text that begins with `=`, `+`,
              `-`, `@`, a tab or a line break, also in full width, stands behind an apostrophe, so that no spreadsheet computes it; the JSON has it without.

            Days are `YYYY-MM-DD`, instants ISO 8601 in UTC, lists JSON, bytes base64, an empty cell or `null` is nothing. {contents.Values}

            ## The tables

            """);
        foreach (var table in tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"### {table.Name}");
            text.AppendLine();
            if (contents.Meanings.TryGetValue(table.Name, out var meaning))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(meaning[0])}{meaning[1..]}.");
                text.AppendLine();
            }

            text.AppendLine(string.Join(", ", table.Properties.Select(property => $"`{property.GetColumnName()}` {Kind(property)}")));
            text.AppendLine();
        }

        text.AppendLine(contents.Trail);
        return text.ToString();
    }

    private static string Kind(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetValues(type).Cast<Enum>().Select(PackedTable.NameOf))}",
            _ when PackedTable.IsJson(property) => "JSON",
            _ when type == typeof(DateOnly) => "day",
            _ when type == typeof(TimeOnly) => "time of day",
            _ when type == typeof(DateTimeOffset) => "instant",
            _ when type == typeof(Guid) => "id",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(byte[]) => "bytes",
            { IsArray: true } => "list",
            _ when type == typeof(string) => "text",
            _ => "number",
        };
    }
}
