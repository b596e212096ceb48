using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>PlacedAdoption within one year: each decision that a child should be placed for adoption, its reversal, and the child's time in care.</summary>
internal static class DecisionRules
{
    private static readonly Rule ReversalIsWhole = OfRow<PlacedAdoptionRow>(
        "119",
        Table.PlacedAdoption,
        "DATE_PLACED_CEASED REASON_PLACED_CEASED",
        "A reversed decision needs both its date and its reason: fill the one that is blank, or clear both.",
        row => row.DatePlacedCeased.IsPresent != row.ReasonPlacedCeased is not null) with
    {
        Example = "PlacedAdoption DATE_PLACED=01/05/2024 DATE_PLACED_CEASED=01/08/2024 REASON_PLACED_CEASED=->RD1",
    };

    private static readonly Rule ReversalHasDecision = OfRow<PlacedAdoptionRow>(
        "563",
        Table.PlacedAdoption,
        "DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
        "A decision is shown as reversed but not as made: fill DATE_PLACED, or clear the reversal.",
        row => row.IsReversed && row.DatePlaced.Value is null) with
    {
        Reading = "Either cell of the reversal is enough. A decision whose date cannot be read counts as not made.",
        Example = "PlacedAdoption DATE_PLACED=->01/05/2024 DATE_PLACED_CEASED=01/08/2024 REASON_PLACED_CEASED=RD1",
    };

    private static readonly Rule ReversalFollowsDecision = OfRow<PlacedAdoptionRow>(
        "522",
        Table.PlacedAdoption,
        "DATE_PLACED DATE_PLACED_CEASED",
        "The decision is reversed before it is made: mend DATE_PLACED or DATE_PLACED_CEASED.",
        row => row.DatePlaced.Value > row.DatePlacedCeased.Value) with
    {
        Example = "PlacedAdoption DATE_PLACED=01/05/2024 DATE_PLACED_CEASED=01/04/2024>01/08/2024 REASON_PLACED_CEASED=RD1",
    };

    private static readonly Rule DecisionAfterBirth = OfRow<PlacedAdoptionRow>(
        "184",
        Table.PlacedAdoption,
        "DATE_PLACED DOB",
        "The decision is dated before the child was born: mend DATE_PLACED or DOB.",
        row => row.DatePlaced.Value < row.Dob.Value) with
    {
        Reading = "The date of birth is that of the PlacedAdoption row.",
        Example = "PlacedAdoption DOB=01/06/2024>01/06/2022 DATE_PLACED=01/05/2024",
    };

    private static readonly Rule DecisionWithinCare = OfChild(
        "117",
        "The decision, or its reversal, is dated after the end of the year or after the child left care: mend the date.",
        (child, report) =>
        {
            EpisodeRow? latest = null;
            foreach (var episode in child.EpisodesInOrder)
            {
                if (episode.Rec != "X1" && episode.Decom.Value is not null)
                {
                    latest = episode;
                }
            }

            var limit = latest?.Dec.Value < child.Year.End ? latest.Dec.Value : child.Year.End;
            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.Value > limit || row.DatePlacedCeased.Value > limit)
                {
                    report.Add(row);
                    if (latest is not null)
                    {
                        report.Add(latest);
                    }
                }
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED DATE_PLACED_CEASED"),
        Columns(Table.Episodes, "DECOM DEC REC")) with
    {
        Of = Table.PlacedAdoption,
        Reading = "The episode is the latest by DECOM that does not end in X1; while it is open the limit is 31 March.",
        Example = """
            PlacedAdoption DATE_PLACED=01/04/2025>01/03/2025
            Episodes DECOM=01/05/2024
            """,
    };

    private static readonly Rule ReversalWithinYearAndCare = OfChild(
        "118",
        "The decision is reversed before the year began, or before the child came into care: mend DATE_PLACED_CEASED.",
        (child, report) =>
        {
            var first = child.EpisodesInOrder.FirstOrDefault(episode => episode.Decom.Value is not null && episode.Ls is not ("V3" or "V4"));
            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlacedCeased.Value < child.Year.Start || row.DatePlacedCeased.Value < first?.Decom.Value)
                {
                    report.Add(row);
                    if (first is not null)
                    {
                        report.Add(first);
                    }
                }
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED_CEASED"),
        Columns(Table.Episodes, "DECOM LS")) with
    {
        Of = Table.PlacedAdoption,
        Reading = "The episode is the first by DECOM that is not a short break (V3, V4); it is reported whichever limit is passed.",
        Example = """
            PlacedAdoption DATE_PLACED=01/06/2023 DATE_PLACED_CEASED=01/03/2024>01/05/2024 REASON_PLACED_CEASED=RD1
            Episodes DECOM=01/05/2023 LS=C2
            """,
    };

    private static readonly Rule DecisionAfterEnteringCare = OfChild(
        "1003",
        "The decision is dated before the child came into care: mend DATE_PLACED, or the episode that starts care.",
        (child, report) =>
        {
            var start = child.EpisodesInOrder.FirstOrDefault(episode => episode.Rne == "S" && episode.Decom.Value is not null);
            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.Value < start?.Decom.Value)
                {
                    report.Add(row, start!);
                }
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED"),
        Columns(Table.Episodes, "DECOM RNE")) with
    {
        Of = Table.PlacedAdoption,
        Example = """
            PlacedAdoption DATE_PLACED=01/04/2024>01/08/2024
            Episodes DECOM=01/05/2024 RNE=S
            """,
    };

    private static readonly Rule DecisionsDoNotOverlap = OfChild(
        "579",
        "A new decision is made while the one before it still stands: date the reversal of the earlier decision, on or before the new one.",
        (child, report) =>
        {
            var decisions = Decisions(child);
            for (var i = 1; i < decisions.Count; i++)
            {
                var reversed = decisions[i - 1].DatePlacedCeased.Value;
                if (reversed is null || decisions[i].DatePlaced.Value < reversed)
                {
                    report.Add(decisions[i]);
                }
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED DATE_PLACED_CEASED")) with
    {
        Reading = "Each decision is held against the one before it by DATE_PLACED; the later of the two is reported.",
        Example = """
            PlacedAdoption DATE_PLACED=01/05/2023 DATE_PLACED_CEASED=01/10/2024>01/08/2024 REASON_PLACED_CEASED=RD1
            PlacedAdoption DATE_PLACED=01/09/2024
            """,
    };

    private static readonly Rule EarlierDecisionsReversed = OfChild(
        "583",
        "There is a later decision, but this one is not shown as reversed: fill DATE_PLACED_CEASED, or take the wrong row out.",
        (child, report) =>
        {
            var decisions = Decisions(child);
            for (var i = 0; i < decisions.Count - 1; i++)
            {
                if (decisions[i].DatePlacedCeased.Value is null)
                {
                    report.Add(decisions[i]);
                }
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED DATE_PLACED_CEASED")) with
    {
        FirstYear = 2023,
        Reading = "Decisions are put in order as dates, not as text.",
        Differs = "The sector's validator puts them in order as text, so that it may ask the latest to be reversed and not the one before it.",
        Example = """
            PlacedAdoption DATE_PLACED=01/05/2023 DATE_PLACED_CEASED=->01/08/2024 REASON_PLACED_CEASED=->RD1
            PlacedAdoption DATE_PLACED=01/09/2024
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "The decision that a child should be placed for adoption starts every clock of the plan, and its reversal stops them: a wrong one keeps a child on a search, or off it.",
            ReversalIsWhole,
            ReversalHasDecision,
            ReversalFollowsDecision,
            DecisionAfterBirth,
            DecisionWithinCare,
            ReversalWithinYearAndCare,
            DecisionAfterEnteringCare,
            DecisionsDoNotOverlap,
            EarlierDecisionsReversed),
    ];

    private static List<PlacedAdoptionRow> Decisions(ChildCase child) =>
        [.. ByDay.InOrder(child.Now.PlacedAdoption, row => row.DatePlaced.Value).Where(row => row.DatePlaced.Value is not null)];
}
