using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.ExitPack;

/// <summary>The page that explains a pack to somebody who has never seen the hub.</summary>
internal static class PackReadme
{
    /// <summary>What a table holds; one that is not named here explains itself by its columns.</summary>
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["ad1"] = "rows of AD1, the adoption return",
        ["assessed_child"] = "what an assessment of needs found of each child",
        ["audit_entry"] = "the audit trail: who read or changed what, when, under which role, and what came of it",
        ["break_glass_grant"] = "each opening of a restricted record, with its reason and its review",
        ["child"] = "the children; `id` is what the other tables name them by, `local_id` the number in the council's own case system",
        ["child_restriction"] = "restricted records: who may see them besides the Caldicott guardian, and why",
        ["child_year"] = "what is held of one child from one year's return, and why it is held back",
        ["council_settings"] = "what the council has set for its hub",
        ["episode"] = "episodes of care",
        ["feed_record"] = "what the daily feed has given of a child",
        ["given_milestone"] = "milestones entered by hand or by a feed",
        ["header"] = "header rows of the returns",
        ["import"] = "each return handed in, and what came of it",
        ["import_file"] = "the files of each return",
        ["import_finding"] = "broken rules",
        ["import_held_child"] = "children whom a return left as they were",
        ["import_rejected_row"] = "rows that could not be read",
        ["milestone"] = "milestones as derived from all sources together",
        ["other_row"] = "rows of the other tables; `cells` in the order of the published layout, CHILD left out",
        ["placed_adoption"] = "rows of PlacedAdoption",
        ["prev_perm"] = "rows of PrevPerm",
        ["support_assessment"] = "assessments of needs of support, and their reviews",
        ["support_child"] = "children of families that ask for support; `child_id` where the hub knows the child from care",
        ["support_family"] = "families that ask for support; names of other members, lines of the address",
        ["support_narrative"] = "narrative parts of applications to the support fund",
        ["webhook"] = "systems of the council that are called when something has changed",
        ["webhook_delivery"] = "those calls, and how they went",
    };

    public static string Of(PackManifest.Origin origin, IReadOnlyList<PackedTable> tables)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # {origin.Name} ({origin.Council}): everything that its locality hub holds

            As of {origin.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, made for `{origin.MadeFor}`, the council's Caldicott guardian.

            **This pack holds names, dates of birth, addresses and restricted records in the clear, and the audit trail.** Keep it where only those can
            read it who may see all of that, and pass it on encrypted.

            ## The files

            `manifest.json` lists every file with its length, rows and SHA-256, and what was left out. Each table is there twice:

            - `data/NAME.json`: a list of objects, every value as it is kept. For programs.
            - `data/NAME.csv`: UTF-8 with a byte order mark, commas, quotes doubled within quotes, CRLF. For spreadsheets. Text that begins with `=`, `+`,
              `-`, `@`, a tab or a line break, also in full width, stands behind an apostrophe, so that no spreadsheet computes it; the JSON has it without.

            Days are `YYYY-MM-DD`, instants ISO 8601 in UTC, lists JSON, bytes base64, an empty cell or `null` is nothing. Years are census years, by
            the calendar year in which they end.

            Tables of the returns (SSDA903) are numbered where a column `table` names one: {string.Join(", ", Tables.All.Select(table => string.Create(CultureInfo.InvariantCulture, $"{(int)table} {table}")))}.

            ## The tables

            """);
        foreach (var table in tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"### {table.Name}");
            text.AppendLine();
            if (Meanings.TryGetValue(table.Name, out var meaning))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(meaning[0])}{meaning[1..]}.");
                text.AppendLine();
            }

            text.AppendLine(string.Join(", ", table.Properties.Select(property => $"`{property.GetColumnName()}` {Kind(property)}")));
            text.AppendLine();
        }

        text.AppendLine("""
            ## The audit trail

            `data/audit_entry` is chained: the hash of each entry is the SHA-256 of the hash before it, followed by the entry's fields (id, council, sequence,
            the instant in microseconds since 1970, subject, client, roles, operation, ids, outcome, reason, trace id), each written as its length in bytes, a
            colon and its text, or `-` for none; roles and ids are joined by single spaces. `region/audit-anchors.json`, where it is there, holds what the
            region was told of the chain while it grew. An entry without a sequence was not chained yet.
            """);
        return text.ToString();
    }

    private static string Kind(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetValues(type).Cast<Enum>().Select(PackedTable.NameOf))}",
            _ when type == typeof(DateOnly) => "day",
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
