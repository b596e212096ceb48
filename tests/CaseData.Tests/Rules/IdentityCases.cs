using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class IdentityCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("203", "another date, blank now, blank then", "Header 1 2 3", """
            Header CHILD DOB
            1 02/05/2020
            2 -
            3 01/05/2020
            """) with
        {
            Last = """
                Header CHILD DOB
                1 01/05/2020
                2 01/05/2020
                3 -
                """,
        },
        Passes("203", "the same, both unreadable, or new", """
            Header CHILD DOB
            1 01/05/2020
            2 31/02/2020
            3 01/05/2020
            """) with
        {
            Last = """
                Header CHILD DOB
                1 01/05/2020
                2 32/01/2020
                """,
        },
        Fails("204", "another origin or blank", "Header 1 2", """
            Header CHILD ETHNIC
            1 WBRI
            2 -
            """) with
        {
            Last = """
                Header CHILD ETHNIC
                1 WIRI
                2 WBRI
                """,
        },
        Passes("204", "the same in any case", """
            Header CHILD ETHNIC
            1 wbri
            2 -
            """) with
        {
            Last = """
                Header CHILD ETHNIC
                1 WBRI
                2 -
                """,
        },
        Fails("208", "another number, back to unknown, another reason, blank", "Header 1 2 3 4 5", """
            Header CHILD UPN
            1 A123456789012
            2 UN1
            3 UN3
            4 -
            5 A123456789012
            """) with
        {
            Last = """
                Header CHILD UPN
                1 A123456789013
                2 A123456789012
                3 UN4
                4 UN1
                5 -
                """,
        },
        Passes("208", "now known, still to come, or the same", """
            Header CHILD UPN
            1 A123456789012
            2 UN2
            3 UN4
            4 -
            5 a123456789012
            """) with
        {
            Last = """
                Header CHILD UPN
                1 UN5
                2 UN1
                3 -
                4 -
                5 A123456789012
                """,
        },
        Fails("444", "one number on two children", "Header 1 3", SharedNumber) with { Year = 2026 },
        Passes("444", "unknown codes, or before 2026", SharedNumber),
        Passes("444", "each its own", """
            Header CHILD UPN
            1 A123456789012
            2 B123456789012
            3 UN1
            4 UN1
            5 -
            6 -
            """) with
        {
            Year = 2026,
        },
        .. new[]
        {
            ("INT01", "AD1"), ("INT02", "PlacedAdoption"), ("INT03", "Episodes"), ("INT04", "Missing"), ("INT05", "OC2"), ("INT06", "OC3"),
            ("INT07", "PrevPerm"), ("INT08", "Reviews"), ("INT09", "UASC"),
        }.SelectMany(rule => Orphan(rule.Item1, rule.Item2)),
        .. new[]
        {
            ("INT11", "AD1"), ("INT12", "PlacedAdoption"), ("INT13", "Missing"), ("INT14", "OC2"), ("INT15", "OC3"), ("INT16", "PrevPerm"),
            ("INT17", "Reviews"), ("INT18", "UASC"),
        }.SelectMany(rule => OtherThanHeader(rule.Item1, rule.Item2, "DOB", "01/05/2020", "02/05/2020")),
        .. OtherThanHeader("INT21", "UASC", "SEX", "M", "F"),
        .. new[] { ("INT31", "AD1"), ("INT32", "Header"), ("INT33", "OC2"), ("INT34", "OC3"), ("INT35", "PrevPerm"), ("INT36", "UASC") }
            .SelectMany(rule => Twice(rule.Item1, rule.Item2)),
    ];

    private static string SharedNumber => """
        Header CHILD UPN
        1 A123456789012
        2 UN1
        3 a123456789012
        4 UN1
        """;

    private static IEnumerable<RuleCase> Orphan(string rule, string table)
    {
        yield return Fails(rule, "not in Header", $"{table} 2", $"""
            Header CHILD
            1
            {table} CHILD
            1
            2
            """);
        yield return Passes(rule, "in Header", $"""
            Header CHILD
            1
            2
            {table} CHILD
            1
            """);
        yield return Passes(rule, "no Header at hand", $"""
            {table} CHILD
            1
            """);
    }

    private static IEnumerable<RuleCase> OtherThanHeader(string rule, string table, string column, string one, string other)
    {
        yield return Fails(rule, "differs from Header", $"{table} 1", $"""
            Header CHILD {column}
            1 {one}
            {table} CHILD {column}
            1 {other}
            """);
        yield return Passes(rule, "the same, or either blank", $"""
            Header CHILD {column}
            1 {one}
            2 -
            3 {one}
            {table} CHILD {column}
            1 {one}
            2 {other}
            3 -
            4 {other}
            """);
    }

    private static IEnumerable<RuleCase> Twice(string rule, string table)
    {
        yield return Fails(rule, "more than once", $"{table} 1 3", $"""
            {table} CHILD
            1
            2
            1
            """);
        yield return Passes(rule, "once", $"""
            {table} CHILD
            1
            2
            """);
    }
}
