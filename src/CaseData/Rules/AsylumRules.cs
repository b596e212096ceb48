using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>
/// Unaccompanied asylum-seeking children. The files have no flag: a child is one who has a row in UASC with SEX or DUC filled. In the XML form, which has one,
/// a DUC makes such a row too, whatever the flag says.
/// </summary>
internal static class AsylumRules
{
    private const int OfAge = 18;
    private const int Young = 11;
    private const string OfXml = "Asked of the XML form of the return, which has UASC in Header; in the files the status is a row of UASC.";

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
            OfRow<HeaderRow>(
                "105",
                Table.Header,
                "UASC",
                "Whether the child came unaccompanied is not said, or not by a code: give UASC as 1 or 0.",
                row => row.Uasc is not (null or "0" or "1")) with
            {
                Reading = OfXml,
                Example = "Header SEX=M UASC=->1",
            },
            OfChild(
                "303",
                "A day is given on which the status ceased, but the child is not said to have it: set UASC to 1, or take DUC out.",
                (child, report) =>
                {
                    foreach (var header in child.Now.Header)
                    {
                        foreach (var row in child.Now.Uasc)
                        {
                            if (IsDenied(header) && row.Duc.IsPresent)
                            {
                                report.Add(header, row);
                            }
                        }
                    }
                },
                Columns(Table.Header, "UASC"),
                Columns(Table.UASC, "DUC")) with
            {
                Reading = OfXml,
                Example = """
                    Header SEX=M UASC=0>1
                    UASC SEX=M DUC=01/06/2024
                    """,
            },
            OfChild(
                "205C",
                "A day is given on which the status ceased, but the child had it neither this year nor last: set UASC to 1, or take DUC out.",
                (child, report) =>
                {
                    if (Is(child.Last))
                    {
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        foreach (var row in child.Now.Uasc)
                        {
                            if (IsDenied(header) && row.Duc.IsPresent)
                            {
                                report.Add(header, row);
                            }
                        }
                    }
                },
                Columns(Table.Header, "UASC"),
                Columns(Table.UASC, "DUC")) with
            {
                NeedsLast = [Table.UASC],
                Reading = OfXml,
                Example = """
                    last UASC
                    Header SEX=M UASC=0>1
                    UASC SEX=M DUC=01/06/2024
                    """,
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

    /// <summary>Whether the child came unaccompanied, by this year's return or last year's; the year before that is not at hand.</summary>
    internal static bool IsOrWas(ChildCase child) => Is(child.Now) || Is(child.Last);

    private static bool IsDenied(HeaderRow header) => header.Uasc is not (null or "1");

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
