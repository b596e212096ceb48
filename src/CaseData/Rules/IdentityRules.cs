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
        (now, last) => now.Dob.Value != last.Dob.Value) with
    {
        Example = """
            last Header DOB=01/05/2020
            Header DOB=02/05/2020>01/05/2020
            """,
    };

    private static readonly Rule EthnicityAsLastYear = SinceLastYear(
        "204",
        "ETHNIC",
        "The ethnic origin differs from last year's return: mend whichever is wrong.",
        (now, last) => now.Ethnic != last.Ethnic) with
    {
        Example = """
            last Header ETHNIC=WBRI
            Header ETHNIC=WIRI>WBRI
            """,
    };

    private static readonly Rule PupilNumberAsLastYear = SinceLastYear(
        "208",
        "UPN",
        "The unique pupil number differs from last year's return: mend whichever is wrong.",
        (now, last) => now.Upn != last.Upn && !Allowed(last.Upn, now.Upn)) with
    {
        Reading = "An unknown code giving way to a number is no change to mend, nor are UN1 to UN2 and blank to UN4.",
        Differs = "The sector's validator passes a blank that gives way to a number or to any of UN2 to UN5, and UN1 that gives way to any of them.",
        Example = """
            last Header UPN=A123456789012
            Header UPN=A123456789013>A123456789012
            """,
    };

    private static readonly Rule SexAsLastYear = SinceLastYear(
        "202",
        "SEX",
        "The sex differs from last year's return: mend whichever is wrong.",
        (now, last) => InOneCode(now.Sex) != InOneCode(last.Sex)) with
    {
        Reading = "1 and M are one, 2 and F are one; a blank against a value is a change.",
        Example = "last Header SEX=F\nHeader SEX=M>F",
    };

    private static readonly Rule MotherAsLastYear = SinceLastYear(
        "207",
        "MOTHER",
        "Last year's return says that the child is a mother, and this year's does not: mend whichever is wrong.",
        (now, last, child) => last.Mother == "1" && now.Mother != "1" && child.Now.Episodes.Count > 0) with
    {
        Needs = [Table.Header, Table.Episodes],
        Reading = "Asked of children who have an episode this year.",
        Example = "last Header SEX=F MOTHER=1\nHeader SEX=F MOTHER=0>1\nEpisodes DECOM=01/05/2023",
    };

    private static readonly Rule FirstChildAsLastYear = SinceLastYear(
        "624",
        "MC_DOB",
        "The date of birth of the mother's first child differs from last year's return: mend whichever is wrong.",
        (now, last) => last.McDob.IsPresent && now.McDob != last.McDob) with
    {
        Example = "last Header SEX=F MC_DOB=01/05/2023\nHeader SEX=F MC_DOB=02/05/2023>01/05/2023",
    };

    private static readonly Rule MotherInTime = SinceLastYear(
        "626",
        "MOTHER MC_DOB",
        "The mother's child was born before this year, when last year's return says that she was no mother: mend MC_DOB, or last year's MOTHER.",
        (now, last, child) => now.Mother == "1" && last.Mother == "0" && now.McDob.Value < child.Year.Start) with
    {
        Reading = null,
        Example = "last Header SEX=F MOTHER=0\nHeader SEX=F MOTHER=1 MC_DOB=01/03/2024>01/05/2024",
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
        Example = """
            Header CHILD=1 UPN=A123456789012
            Header CHILD=2 UPN=A123456789012>B123456789012
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Who a child is does not change from one return to the next; where it does, two children may have been taken for one.",
            DobAsLastYear,
            EthnicityAsLastYear,
            PupilNumberAsLastYear,
            SexAsLastYear,
            MotherAsLastYear,
            FirstChildAsLastYear,
            MotherInTime,
            PupilNumberOnce),
        .. Because(
            "Whatever is told of a child joins the child in Header; without one it is told of nobody.",
            InHeader("INT01", Table.AD1), InHeader("INT02", Table.PlacedAdoption), InHeader("INT03", Table.Episodes), InHeader("INT04", Table.Missing),
            InHeader("INT05", Table.OC2), InHeader("INT06", Table.OC3), InHeader("INT07", Table.PrevPerm), InHeader("INT08", Table.Reviews),
            InHeader("INT09", Table.UASC)),
        .. Because(
            "Ages are reckoned from whichever table is at hand; two dates of birth make two ages.",
            SameDob("INT11", Table.AD1), SameDob("INT12", Table.PlacedAdoption), SameDob("INT13", Table.Missing), SameDob("INT14", Table.OC2),
            SameDob("INT15", Table.OC3), SameDob("INT16", Table.PrevPerm), SameDob("INT17", Table.Reviews), SameDob("INT18", Table.UASC),
            SameAsHeader(
                "INT21",
                Table.UASC,
                "SEX",
                "The sex differs from Header's: mend whichever is wrong.",
                (header, row) => header.Sex is not null && ((UascRow)row).Sex is { } sex && header.Sex != sex)),
        .. Because(
            "One child, one row: of two that differ nobody can say which one holds.",
            Once("INT31", Table.AD1), Once("INT32", Table.Header), Once("INT33", Table.OC2), Once("INT34", Table.OC3), Once("INT35", Table.PrevPerm),
            Once("INT36", Table.UASC)),
    ];

    private static Rule SinceLastYear(string number, string column, string mend, Func<HeaderRow, HeaderRow, bool> differ) =>
        SinceLastYear(number, column, mend, (now, last, _) => differ(now, last));

    private static Rule SinceLastYear(string number, string columns, string mend, Func<HeaderRow, HeaderRow, ChildCase, bool> differ) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            foreach (var now in child.Now.Header)
            {
                foreach (var last in child.Last.Header)
                {
                    if (differ(now, last, child))
                    {
                        report.Add(now);
                    }
                }
            }
        },
        Columns(Table.Header, columns)) with
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
        Example = $"Header CHILD=2>1\n{table} CHILD=1",
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
                foreach (var header in child.Now.Header)
                {
                    if (differ(header, row))
                    {
                        report.Add(row);
                    }
                }
            }
        },
        Columns(table, column)) with
    {
        Needs = [table, Table.Header],
        Reading = "Compared only when both have a value.",
        Example = column == "SEX" ? $"Header SEX=F\n{table} SEX=M>F" : $"Header DOB=01/05/2020\n{table} DOB=02/05/2020>01/05/2020",
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
        Columns(table, "CHILD")) with
    {
        Example = $"{table} CHILD=1\n-{table} CHILD=1",
    };

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

    /// <summary>SEX in the codes of 2025, whichever year's they are.</summary>
    private static string? InOneCode(string? sex) => sex switch
    {
        "1" => "M",
        "2" => "F",
        _ => sex,
    };

    private static bool Allowed(string? last, string? now) =>
        (last is not null && now is not null && IsUnknown(last) && !IsUnknown(now)) || (last, now) is ("UN1", "UN2") or (null, "UN4");

    private static bool IsUnknown(string upn) => upn is "UN1" or "UN2" or "UN3" or "UN4" or "UN5";
}
