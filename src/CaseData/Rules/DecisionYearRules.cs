using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>PlacedAdoption held against last year's.</summary>
internal static class DecisionYearRules
{
    private static readonly Rule OldDecisionWasReturned = Compare(
        "559",
        "DATE_PLACED",
        "The decision was made before this year, but last year's return has none for this child: mend DATE_PLACED, or last year's return.",
        (child, report) =>
        {
            if (child.Last.PlacedAdoption.Any(row => row.DatePlaced.Value is not null))
            {
                return;
            }

            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.Value < child.Year.Start)
                {
                    report.Add(row);
                }
            }
        }) with
    {
        Reading = "Fails when last year's file has no decision date at all for the child.",
        Example = """
            last PlacedAdoption
            PlacedAdoption DATE_PLACED=01/05/2023>01/05/2024
            """,
    };

    private static readonly Rule OpenDecisionKeepsItsDate = Compare(
        "560",
        "DATE_PLACED DATE_PLACED_CEASED",
        "Last year's decision still stood, but none of this year's rows has its date: return it again with the same DATE_PLACED.",
        (child, report) =>
        {
            foreach (var open in child.Last.PlacedAdoption)
            {
                if (open.DatePlaced.Value is { } date && !open.IsReversed && child.Now.PlacedAdoption.All(row => row.DatePlaced.Value != date))
                {
                    foreach (var row in child.Now.PlacedAdoption)
                    {
                        report.Add(row);
                    }
                }
            }
        }) with
    {
        Reading = "Every row of the child this year is reported when last year's open date is on none of them.",
        Differs = "The sector's validator reports each row with another date, though the one beside it has last year's; and takes a decision reversed by its reason alone for open.",
        Example = """
            last PlacedAdoption DATE_PLACED=01/05/2023
            PlacedAdoption DATE_PLACED=02/05/2023>01/05/2023
            """,
    };

    private static readonly Rule ReversedDecisionNotRepeated = Compare(
        "561",
        "DATE_PLACED",
        "Last year's return shows this decision as reversed: take the row out, or mend DATE_PLACED if this is a new decision.",
        (child, report) => AgainstReversed(child, report, (now, then) => now == then)) with
    {
        Reading = "Reversed means that either the date or the reason of a reversal was filled.",
        Example = """
            last PlacedAdoption DATE_PLACED=01/05/2023 DATE_PLACED_CEASED=01/08/2023 REASON_PLACED_CEASED=RD1
            PlacedAdoption DATE_PLACED=01/05/2023>01/05/2024
            """,
    };

    private static readonly Rule NewDecisionIsLater = Compare(
        "584",
        "DATE_PLACED",
        "Last year's decision was reversed, so this year's must be a later one: mend DATE_PLACED.",
        (child, report) => AgainstReversed(child, report, (now, then) => now <= then)) with
    {
        Reading = "Later than the DATE_PLACED of a decision reversed last year, compared as dates; reversed means that either cell was filled.",
        Differs = "The sector's validator compares the two as text, so that 01/05/2024 comes before 02/04/2023; and reports a blank date.",
        Example = """
            last PlacedAdoption DATE_PLACED=01/05/2023 DATE_PLACED_CEASED=01/08/2023 REASON_PLACED_CEASED=RD1
            PlacedAdoption DATE_PLACED=01/04/2023>01/05/2024
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "A decision that stands goes on from return to return with one date; another date makes another decision of it.",
            OldDecisionWasReturned,
            OpenDecisionKeepsItsDate,
            ReversedDecisionNotRepeated,
            NewDecisionIsLater),
    ];

    private static void AgainstReversed(ChildCase child, RuleReport report, Func<DateOnly, DateOnly, bool> fails)
    {
        foreach (var reversed in child.Last.PlacedAdoption)
        {
            if (!reversed.IsReversed || reversed.DatePlaced.Value is not { } then)
            {
                continue;
            }

            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.Value is { } now && fails(now, then))
                {
                    report.Add(row);
                }
            }
        }
    }

    private static Rule Compare(string number, string columns, string mend, Action<ChildCase, RuleReport> check) =>
        OfChild(number, mend, check, Columns(Table.PlacedAdoption, columns)) with { NeedsLast = [Table.PlacedAdoption] };
}
