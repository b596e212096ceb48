using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Who the child is: the same in every table, the same as last year, and once only where once is meant.</summary>
internal static class IdentityRules
{
    private static readonly Rule DobAsLastYear = SinceLastYear(
        "203",
        "DOB",
        "The date of birth differs from last year's return: mend whichever is wrong.",
        (now, last) => now.Dob.Value != last.Dob.Value);

    private static readonly Rule EthnicityAsLastYear = SinceLastYear(
        "204",
        "ETHNIC",
        "The ethnic origin differs from last year's return: mend whichever is wrong.",
        (now, last) => now.Ethnic != last.Ethnic);

    private static readonly Rule PupilNumberAsLastYear = SinceLastYear(
        "208",
        "UPN",
        "The unique pupil number differs from last year's return: mend whichever is wrong.",
        (now, last) => now.Upn != last.Upn && !Allowed(last.Upn, now.Upn)) with
    {
        Reading = "An unknown code giving way to a number is no change to mend, nor are UN1 to UN2 and blank to UN4.",
    };

    private static readonly Rule PupilNumberOnce = OfTable(
        "444",
        Table.Header,
        "UPN",
        "Two children of this return have one unique pupil number: find out whose it is.",
        (rows, report) =>
        {
            var shared = rows.Cast<HeaderRow>().Where(row => row.Upn is not null && !IsUnknown(row.Upn)).GroupBy(row => row.Upn);
            foreach (var row in shared.Where(group => group.Skip(1).Any()).SelectMany(group => group))
            {
                report.Add(row);
            }
        }) with
    {
        FirstYear = 2026,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        DobAsLastYear, EthnicityAsLastYear, PupilNumberAsLastYear, PupilNumberOnce,
        InHeader("INT01", Table.AD1), InHeader("INT02", Table.PlacedAdoption), InHeader("INT03", Table.Episodes), InHeader("INT04", Table.Missing),
        InHeader("INT05", Table.OC2), InHeader("INT06", Table.OC3), InHeader("INT07", Table.PrevPerm), InHeader("INT08", Table.Reviews),
        InHeader("INT09", Table.UASC),
        SameDob("INT11", Table.AD1), SameDob("INT12", Table.PlacedAdoption), SameDob("INT13", Table.Missing), SameDob("INT14", Table.OC2),
        SameDob("INT15", Table.OC3), SameDob("INT16", Table.PrevPerm), SameDob("INT17", Table.Reviews), SameDob("INT18", Table.UASC),
        SameAsHeader(
            "INT21", Table.UASC, "SEX", "The sex differs from Header's: mend whichever is wrong.",
            (header, row) => header.Sex is not null && ((UascRow)row).Sex is { } sex && header.Sex != sex),
        Once("INT31", Table.AD1), Once("INT32", Table.Header), Once("INT33", Table.OC2), Once("INT34", Table.OC3), Once("INT35", Table.PrevPerm),
        Once("INT36", Table.UASC),
    ];

    private static Rule SinceLastYear(string number, string column, string mend, Func<HeaderRow, HeaderRow, bool> differ) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            foreach (var now in child.Now.Header)
            {
                if (child.Last.Header.Any(last => differ(now, last)))
                {
                    report.Add(now);
                }
            }
        },
        Columns(Table.Header, column)) with
    {
        NeedsLast = [Table.Header],
        Reading = "A blank against a value is a change.",
    };

    private static Rule InHeader(string number, Table table) => OfChild(
        number,
        $"The child is in {table} but not in Header: add the child to Header, or mend CHILD.",
        (child, report) =>
        {
            if (child.Now.Header.Count == 0)
            {
                foreach (var row in child.Now.Rows(table))
                {
                    report.Add(row);
                }
            }
        },
        Columns(table, "CHILD")) with
    {
        Needs = [table, Table.Header],
    };

    private static Rule SameDob(string number, Table table) => SameAsHeader(
        number, table, "DOB", "The date of birth differs from Header's: mend whichever is wrong.", (header, row) =>
            header.Dob.Value is { } one && Dob(row).Value is { } other && one != other);

    private static Rule SameAsHeader(string number, Table table, string column, string mend, Func<HeaderRow, ReturnRow, bool> differ) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            foreach (var row in child.Now.Rows(table))
            {
                if (child.Now.Header.Any(header => differ(header, row)))
                {
                    report.Add(row);
                }
            }
        },
        Columns(table, column)) with
    {
        Needs = [table, Table.Header],
        Reading = "Compared only when both have a value.",
    };

    private static Rule Once(string number, Table table) => OfChild(
        number,
        $"The child is in {table} more than once: keep one row.",
        (child, report) =>
        {
            var rows = child.Now.Rows(table);
            if (rows.Count > 1)
            {
                foreach (var row in rows)
                {
                    report.Add(row);
                }
            }
        },
        Columns(table, "CHILD"));

    private static ReturnDate Dob(ReturnRow row) => row switch
    {
        Ad1Row adoption => adoption.Dob,
        PlacedAdoptionRow decision => decision.Dob,
        MissingRow missing => missing.Dob,
        Oc2Row outcome => outcome.Dob,
        Oc3Row leaver => leaver.Dob,
        PrevPermRow permanence => permanence.Dob,
        ReviewRow review => review.Dob,
        UascRow asylum => asylum.Dob,
        _ => default,
    };

    private static bool Allowed(string? last, string? now) =>
        (last is not null && now is not null && IsUnknown(last) && !IsUnknown(now)) || (last, now) is ("UN1", "UN2") or (null, "UN4");

    private static bool IsUnknown(string upn) => upn is "UN1" or "UN2" or "UN3" or "UN4" or "UN5";
}
