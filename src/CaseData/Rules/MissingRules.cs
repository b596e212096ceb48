using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Missing: times missing or away without authorisation.</summary>
internal static class MissingRules
{
    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "How often and how long children go missing is watched closely; a time that has no beginning, or lies outside care, is no such time.",
            OfRow<MissingRow>(
                "564",
                Table.Missing,
                "MISSING MIS_START",
                "The child was missing or away from no day: fill MIS_START, or clear MISSING.",
                row => row.Kind is "M" or "A" && row.MisStart.IsBlank) with
            {
                Example = "Missing MISSING=M MIS_START=->01/06/2024",
            },
            OfRow<MissingRow>(
                "565",
                Table.Missing,
                "MISSING MIS_START",
                "There is a first day, but not whether the child was missing or away: write M or A in MISSING, or clear MIS_START.",
                row => row.Kind is null && row.MisStart.IsPresent) with
            {
                Example = "Missing MISSING=->M MIS_START=01/06/2024",
            },
            OfRow<MissingRow>(
                "566",
                Table.Missing,
                "MISSING MIS_END",
                "There is a last day, but not whether the child was missing or away: write M or A in MISSING, or clear MIS_END.",
                row => row.Kind is null && row.MisEnd.IsPresent) with
            {
                Example = "Missing MISSING=->M MIS_START=01/06/2024 MIS_END=02/06/2024",
            },
            OfRow<MissingRow>(
                "567", Table.Missing, "MIS_START MIS_END", "The time ends before it starts: mend MIS_START or MIS_END.", row => row.MisEnd.Value < row.MisStart.Value) with
            {
                Example = "Missing MISSING=M MIS_START=03/06/2024 MIS_END=02/06/2024>04/06/2024",
            },
            OfRow<MissingRow>(
                "570", Table.Missing, "MIS_START", "The time starts after the year ended: mend MIS_START, or leave it to next year's return.", (row, year) => row.MisStart.Value > year.End) with
            {
                Example = "Missing MISSING=M MIS_START=01/04/2025>01/03/2025",
            },
            OfRow<MissingRow>(
                "571",
                Table.Missing,
                "MIS_END",
                "The time ends before the year began, or after it ended: mend MIS_END, or take the row out.",
                (row, year) => row.MisEnd.Value is { } end && !year.Contains(end)) with
            {
                Example = "Missing MISSING=M MIS_START=01/03/2025 MIS_END=01/04/2025>-",
            },
            OfRow<MissingRow>(
                "586",
                Table.Missing,
                "MIS_START DOB",
                "The time starts before the child was born: mend MIS_START, or the date of birth.",
                row => row.MisStart.Value < row.Dob.Value) with
            {
                Differs = "The sector's validator reports the day of birth itself too.",
                Example = "Missing DOB=01/06/2024>01/06/2010 MISSING=M MIS_START=01/05/2024",
            },
            OfChild(
                "574",
                "The child was already missing when this time starts: end the time before it first, or mend MIS_START.",
                (child, report) =>
                {
                    MissingRow? before = null;
                    foreach (var row in ByDay.InOrder(child.Now.Missing, row => row.MisEnd.Value ?? row.MisStart.Value, row => row.MisStart.Value))
                    {
                        if (before is not null && (before.MisEnd.Value is null || row.MisStart.Value < before.MisEnd.Value))
                        {
                            report.Add(row);
                        }

                        before = row;
                    }
                },
                Columns(Table.Missing, "MIS_START MIS_END")) with
            {
                Reading = "Times are put in order by their last day, or by their first while open; the later one is reported.",
                Example = """
                    Missing MISSING=M MIS_START=01/06/2024 MIS_END=05/06/2024>03/06/2024
                    Missing MISSING=M MIS_START=04/06/2024 MIS_END=06/06/2024
                    """,
            },
            OfChild(
                "575",
                "The placement from which the child went missing has ended, so the time missing must end too: fill MIS_END.",
                (child, report) =>
                {
                    foreach (var row in child.Now.Missing)
                    {
                        if (row.MisEnd.IsBlank && child.Now.Episodes.Any(episode => episode.Decom.Value <= row.MisStart.Value && row.MisStart.Value <= episode.Dec.Value))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.Missing, "MIS_END")) with
            {
                Needs = [Table.Missing, Table.Episodes],
                Example = """
                    Missing MISSING=M MIS_START=01/06/2024 MIS_END=->03/06/2024
                    Episodes DECOM=01/05/2024 DEC=01/07/2024 REC=X1
                    """,
            },
            OfChild(
                "576",
                "Last year's return left a time missing open, and this year's does not go on with it: add the row with the same MIS_START.",
                (child, report) =>
                {
                    var isLost = child.Last.Missing.Any(open => open.MisEnd.IsBlank && open.MisStart.Value is { } from
                        && child.Now.Missing.All(row => row.MisStart.Value != from));
                    if (!isLost)
                    {
                        return;
                    }

                    if (child.Now.Missing.MinBy(row => row.MisStart.Value ?? DateOnly.MaxValue) is { } first)
                    {
                        report.Add(first);
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        report.Add(header);
                    }
                },
                Columns(Table.Missing, "CHILD MIS_START"),
                Columns(Table.Header, "CHILD")) with
            {
                Needs = [Table.Missing],
                NeedsLast = [Table.Missing],
                Reading = "Reported at the child's first time of this year, or at Header when there is none.",
                Differs = "The sector's validator says nothing of a child without any time this year.",
                Example = """
                    last Missing MISSING=M MIS_START=20/03/2024
                    Missing MISSING=M MIS_START=21/03/2024>20/03/2024 MIS_END=03/04/2024
                    """,
            },
            OfChild(
                "577",
                "The child left care, but the time missing has no end, or ends outside care: fill or mend MIS_END.",
                (child, report) =>
                {
                    foreach (var row in child.Now.Missing)
                    {
                        if (row.MisStart.Value is { } from && child.Periods.Count > 0 && !child.Periods.Exists(period => Fits(period, from, row.MisEnd.Value)))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.Missing, "MIS_END")) with
            {
                Needs = [Table.Missing, Table.Episodes],
                Reading = "A time must end within one of the child's periods of care, or be open in one that is open too.",
                Example = """
                    Missing MISSING=M MIS_START=01/06/2024 MIS_END=->03/06/2024
                    Episodes DECOM=01/05/2024 DEC=01/07/2024 REC=E4A
                    """,
            },
            OfChild(
                "578",
                "The time starts after the child left care: mend MIS_START, or the episodes.",
                (child, report) =>
                {
                    foreach (var row in child.Now.Missing)
                    {
                        if (row.MisStart.Value is { } from && child.Periods.Exists(period => period.To < from)
                            && !child.Periods.Exists(period => period.From <= from && (period.To is null || from <= period.To)))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.Missing, "MIS_START")) with
            {
                Needs = [Table.Missing, Table.Episodes],
                Reading = "After the end of a period of care and not within a later one.",
                Example = """
                    Missing MISSING=M MIS_START=01/08/2024>01/06/2024 MIS_END=03/08/2024>03/06/2024
                    Episodes DECOM=01/05/2024 DEC=01/07/2024 REC=E4A
                    """,
            },
            OfChild(
                "581",
                "The time starts before the child came into care: mend MIS_START, or the episodes.",
                (child, report) =>
                {
                    foreach (var row in child.Now.Missing)
                    {
                        if (row.MisStart.Value < child.FirstEpisode?.Decom.Value)
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.Missing, "MIS_START")) with
            {
                Needs = [Table.Missing, Table.Episodes],
                Reading = "Before the first DECOM in the file; a time between two periods of care is 578's.",
                Differs = "The sector's validator reports every time that starts in no episode under both numbers.",
                Example = """
                    Missing MISSING=M MIS_START=01/04/2024>01/06/2024 MIS_END=03/06/2024
                    Episodes DECOM=01/05/2024
                    """,
            },
            OfChild(
                "580",
                "The child was missing until leaving care on the 18th birthday, which is REC E8: mend REC or MIS_END.",
                (child, report) =>
                {
                    foreach (var row in child.Now.Missing)
                    {
                        foreach (var episode in child.Now.Episodes)
                        {
                            if (row.MisEnd.Value is { } end && end == episode.Dec.Value && end == Ages.Birthday(row.Dob.Value, 18) && episode.Rec != "E8")
                            {
                                report.Add(episode);
                            }
                        }
                    }
                },
                Columns(Table.Episodes, "REC")) with
            {
                Needs = [Table.Missing, Table.Episodes],
                Reading = "The time missing, the episode and childhood all end on one day.",
                Example = """
                    Missing DOB=01/06/2006 MISSING=M MIS_START=01/05/2024 MIS_END=01/06/2024
                    Episodes DECOM=01/05/2023 DEC=01/06/2024 REC=E5>E8
                    """,
            }),
    ];

    /// <summary>Whether something that began on a day and ended on another, or has not ended, lies within a period of care.</summary>
    internal static bool Fits(CarePeriod period, DateOnly from, DateOnly? to) => to is null
        ? period.To is null && from >= period.From
        : !(to > period.To) && to >= period.From;
}
