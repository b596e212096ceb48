using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>
/// Unaccompanied asylum-seeking children. The CSV return has no flag: a child is one who has a row in UASC with SEX or DUC filled.
/// </summary>
internal static class AsylumRules
{
    private const int OfAge = 18;
    private const int Young = 11;

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "The status brings funding and a right to be counted apart; it ends on a known day and does not come back.",
            OfRow<UascRow>(
                "304",
                Table.UASC,
                "DUC DOB",
                "The status ceased after the 18th birthday: mend DUC, or the date of birth.",
                row => row.Duc.Value > Ages.Birthday(row.Dob.Value, OfAge)) with
            {
                Example = "UASC SEX=M DOB=01/05/2007 DUC=01/06/2025>01/05/2025",
            },
            OfRow<UascRow>(
                "231",
                Table.UASC,
                "DOB",
                "The child is under 11, which is rare for one who came alone: check the date of birth, and explain it when it is right.",
                (row, year) => IsMarked(row) && Ages.IsUnder(row.Dob.Value, Young, year.End)) with
            {
                FirstYear = 2025,
                Reading = "The age is that on 31 March.",
                Example = "UASC SEX=M DOB=01/05/2016>01/05/2009",
            },
            OfChild(
                "205A",
                "The child was returned as unaccompanied last year and is not this year, but the day on which the status ceased was not in last year: add the row to UASC, or mend last year's DUC.",
                (child, report) =>
                {
                    if (Is(child.Now) || !Is(child.Last) || child.Last.Uasc.Any(row => row.Duc.Value >= child.Year.Start.AddYears(-1) && row.Duc.Value < child.Year.Start))
                    {
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        report.Add(header);
                    }
                },
                Columns(Table.Header, "CHILD")) with
            {
                Needs = [Table.Header, Table.UASC],
                NeedsLast = [Table.UASC],
                Example = """
                    last UASC SEX=M DUC=-
                    Header SEX=M
                    UASC
                    +UASC SEX=M
                    """,
            },
            OfChild(
                "205B",
                "The child is unaccompanied in both years, but the day on which the status ceased does not allow it: mend DUC, here or in last year's return.",
                (child, report) =>
                {
                    foreach (var row in child.Now.Uasc)
                    {
                        if (IsMarked(row) && Is(child.Last) && !IsPossible(row, child))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.UASC, "DUC")) with
            {
                NeedsLast = [Table.UASC],
                Reading = "Last year's DUC is blank or the 18th birthday (not yet ceased), and this year's is blank, that birthday, or a day of the year.",
                Differs = "The sector's validator fails a child whose DUC is blank in last year's return.",
                Example = """
                    last UASC SEX=M DOB=01/05/2009 DUC=01/06/2023>-
                    UASC SEX=M DOB=01/05/2009 DUC=-
                    """,
            },
            OfChild(
                "205D",
                "The child is unaccompanied this year, but last year's return had the child without the status: mend whichever is wrong.",
                (child, report) =>
                {
                    if (child.Last.Header.Count == 0 || Is(child.Last))
                    {
                        return;
                    }

                    foreach (var row in child.Now.Uasc)
                    {
                        if (IsMarked(row))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.UASC, "CHILD")) with
            {
                NeedsLast = [Table.Header, Table.UASC],
                Example = """
                    last Header SEX=M
                    last UASC
                    -UASC SEX=M
                    UASC
                    """,
            }),
    ];

    private static bool Is(ChildRows child) => child.Uasc.Any(IsMarked);

    private static bool IsMarked(UascRow row) => row.Sex is not null || row.Duc.IsPresent;

    private static bool IsPossible(UascRow row, ChildCase child)
    {
        var birthday = Ages.Birthday(row.Dob.Value, OfAge);
        var ceased = row.Duc.Value;
        return (ceased is null || ceased == birthday || child.Year.Contains(ceased))
            && child.Last.Uasc.All(last => last.Duc.Value is null || last.Duc.Value == birthday);
    }
}
