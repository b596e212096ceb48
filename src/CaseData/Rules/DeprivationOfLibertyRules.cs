using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>DoLo: deprivation of liberty orders, returned from the year ending March 2027.</summary>
internal static class DeprivationOfLibertyRules
{
    private const int FirstCollected = 2027;

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Nobody may be kept from going where they will without an order of a court: when it began, when it ended and where the child then lived must be beyond doubt.",
            OfOrder("702", "DOLO_START DOLO_END", "The order ends before it starts: mend DOLO_START or DOLO_END.", (row, _) => row.DoloEnd.Value < row.DoloStart.Value) with
            {
                Differs = "The sector's validator reports an order of one day too.",
                Example = "DoLo DOLO_START=03/06/2026 DOLO_END=02/06/2026>04/06/2026",
            },
            OfOrder("703", "DOLO_START", "The order starts after the year ended: mend DOLO_START, or leave it to next year's return.", (row, child) => row.DoloStart.Value > child.Year.End) with
            {
                Example = "DoLo DOLO_START=01/04/2027>01/03/2027",
            },
            OfOrder(
                "704",
                "DOLO_END",
                "The order ends before the year began, or after it ended: mend DOLO_END, or take the row out.",
                (row, child) => row.DoloEnd.Value is { } end && !child.Year.Contains(end)) with
            {
                Example = "DoLo DOLO_START=01/03/2027 DOLO_END=01/04/2027>-",
            },
            OfOrder("708", "DOLO_START DOB", "The order starts before the child was born: mend DOLO_START, or the date of birth.", (row, _) => row.DoloStart.Value < row.Dob.Value) with
            {
                Differs = "The sector's validator reports the day of birth itself too.",
                Example = "DoLo DOB=01/06/2026>01/06/2012 DOLO_START=01/05/2026",
            },
            OfChild(
                "705",
                "An order is still in force when this one starts: end the one before it first, or mend DOLO_START.",
                (child, report) =>
                {
                    DoloRow? before = null;
                    foreach (var row in ByDay.InOrder(child.Now.DeprivationsOfLiberty, row => row.DoloEnd.Value ?? row.DoloStart.Value, row => row.DoloStart.Value))
                    {
                        if (before is not null && (before.DoloEnd.Value is null || row.DoloStart.Value < before.DoloEnd.Value))
                        {
                            report.Add(row);
                        }

                        before = row;
                    }
                },
                Columns(Table.DoLo, "DOLO_START DOLO_END")) with
            {
                FirstYear = FirstCollected,
                Reading = "Orders are put in order by their last day, or by their first while open; the later one is reported.",
                Example = """
                    DoLo DOLO_START=01/06/2026 DOLO_END=05/06/2026>03/06/2026
                    DoLo DOLO_START=04/06/2026 DOLO_END=06/06/2026
                    """,
            },
            OfChild(
                "706",
                "Last year's return left an order open, and this year's does not go on with it: add the row with the same DOLO_START.",
                (child, report) =>
                {
                    var isLost = child.Last.DeprivationsOfLiberty.Any(open => open.DoloEnd.IsBlank && open.DoloStart.Value is { } from
                        && child.Now.DeprivationsOfLiberty.All(row => row.DoloStart.Value != from));
                    if (!isLost)
                    {
                        return;
                    }

                    if (child.Now.DeprivationsOfLiberty.MinBy(row => row.DoloStart.Value ?? DateOnly.MaxValue) is { } first)
                    {
                        report.Add(first);
                        return;
                    }

                    foreach (var header in child.Now.Header)
                    {
                        report.Add(header);
                    }
                },
                Columns(Table.DoLo, "DOLO_START"),
                Columns(Table.Header, "CHILD")) with
            {
                FirstYear = FirstCollected,
                Needs = [Table.DoLo],
                NeedsLast = [Table.DoLo],
                Reading = "Reported at the child's first order of this year, or at Header when there is none.",
                Differs = "The sector's validator reports the number of a row of last year's file.",
                Example = """
                    last DoLo DOLO_START=20/03/2026
                    DoLo DOLO_START=21/03/2026>20/03/2026 DOLO_END=03/04/2026
                    """,
            },
            OfChild(
                "707",
                "The child left care, but the order has no end, or ends outside care: fill or mend DOLO_END.",
                (child, report) =>
                {
                    foreach (var row in child.Now.DeprivationsOfLiberty)
                    {
                        if (row.DoloStart.Value is { } from && child.Periods.Count > 0
                            && !child.Periods.Exists(period => MissingRules.Fits(period, from, row.DoloEnd.Value)))
                        {
                            report.Add(row);
                        }
                    }
                },
                Columns(Table.DoLo, "DOLO_END")) with
            {
                FirstYear = FirstCollected,
                Needs = [Table.DoLo, Table.Episodes],
                Reading = "An order must end within one of the child's periods of care, or be open in one that is open too.",
                Example = """
                    DoLo DOLO_START=01/06/2026 DOLO_END=->03/06/2026
                    Episodes DECOM=01/05/2026 DEC=01/07/2026 REC=E4A
                    """,
            },
            OfPlace(
                "709",
                "A child under an order lives in a kind of placement where that is unusual: check PLACE, DOLO_START and DOLO_END.",
                place => place is not (null or "K2" or "Z12" or "Z13"),
                "U6>K2") with
            {
                Reading = "Usual are K2, Z12 and Z13; every episode that overlaps the order is looked at, an open order to 31 March.",
                Differs = "The sector's validator looks for the placement in a column that the return does not have, and passes over open orders.",
            },
            OfPlace(
                "710",
                "A child under an order cannot live in a secure children's home, with parents, in a young offender institution or in supported accommodation: mend PLACE, or the order.",
                place => place is "K1" or "P1" or "R5" or "K3",
                "P1>K2") with
            {
                Reading = "K1, P1, R5 and K3; every episode that overlaps the order is looked at, an open order to 31 March.",
                Differs = "The sector's validator looks for the placement in a column that the return does not have, and passes over open orders.",
            }),
    ];

    private static Rule OfOrder(string number, string columns, string mend, Func<DoloRow, ChildCase, bool> fails) =>
        OfRowIn(number, Table.DoLo, columns, mend, fails) with { FirstYear = FirstCollected };

    private static Rule OfPlace(string number, string mend, Func<string?, bool> isWrong, string example) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            foreach (var order in child.Now.DeprivationsOfLiberty)
            {
                if (order.DoloStart.Value is not { } from)
                {
                    continue;
                }

                var until = order.DoloEnd.Value ?? child.Year.End;
                foreach (var episode in child.Now.Episodes)
                {
                    if (episode.Decom.Value <= until && (episode.Dec.Value is null || episode.Dec.Value >= from) && isWrong(episode.Place))
                    {
                        report.Add(order, episode);
                    }
                }
            }
        },
        Columns(Table.DoLo, "DOLO_START"),
        Columns(Table.Episodes, "PLACE")) with
        {
            FirstYear = FirstCollected,
            Example = $"DoLo DOLO_START=01/06/2026\nEpisodes DECOM=01/05/2026 PLACE={example}",
        };
}
