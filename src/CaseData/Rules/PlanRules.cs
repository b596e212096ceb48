using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Whether the decisions in PlacedAdoption bear out what the episodes show: placements for adoption, placement orders, leaving care.</summary>
internal static class PlanRules
{
    private static readonly Rule PlacedWithDecision = OfChild(
        "551",
        "The child is placed for adoption but no decision that the child should be is returned: add DATE_PLACED, or mend PLACE.",
        (child, report) =>
        {
            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.IsPresent)
                {
                    return;
                }
            }

            foreach (var episode in child.Now.Episodes)
            {
                if (episode.IsAdoptive)
                {
                    report.Add(episode);
                }
            }
        },
        Columns(Table.Episodes, "PLACE")) with
    {
        Needs = [Table.Episodes, Table.PlacedAdoption],
        Reading = "One decision date is enough, on whichever of the child's rows it stands; one that cannot be read is rule 115's.",
        Differs = "The sector's validator also reports a child who has a decision date when another of the child's rows has none.",
        Example = """
            Episodes DECOM=01/05/2024 PLACE=A6
            PlacedAdoption DATE_PLACED=->01/12/2023
            """,
    };

    private static readonly Rule DecidedBeforePlaced = OfChild(
        "552",
        "The latest decision is dated after the child was first placed for adoption: mend DATE_PLACED, or the episode.",
        (child, report) =>
        {
            var placed = child.EpisodesInOrder.FirstOrDefault(episode => episode.IsAdoptive && episode.Decom.Value is not null);
            PlacedAdoptionRow? latest = null;
            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.Value is { } day && !(day <= latest?.DatePlaced.Value))
                {
                    latest = row;
                }
            }

            if (latest?.DatePlaced.Value > placed?.Decom.Value)
            {
                report.Add(latest!, placed!);
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED"),
        Columns(Table.Episodes, "DECOM")) with
    {
        Of = Table.PlacedAdoption,
        Example = """
            Episodes DECOM=01/05/2024 PLACE=A6
            PlacedAdoption DATE_PLACED=02/05/2024>02/12/2023
            """,
    };

    private static readonly Rule PlacementOrderWithDecision = OfChild(
        "553",
        "A placement order is in force but the decision that the child should be placed is missing or reversed: return the decision that stands.",
        (child, report) =>
        {
            var decisions = child.Now.PlacedAdoption;
            foreach (var episode in child.Now.Episodes)
            {
                if (episode.Ls != "E1")
                {
                    continue;
                }

                if (decisions.Count == 0)
                {
                    report.Add(episode);
                }
                else if (episode.Dec.Value is null)
                {
                    foreach (var reversed in decisions.Where(row => row.IsReversed))
                    {
                        report.Add(episode, reversed);
                    }
                }
            }
        },
        Columns(Table.Episodes, "LS"),
        Columns(Table.PlacedAdoption, "DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED")) with
    {
        Reading = "Fails when the child has no row at all, or an open E1 episode beside a row with any cell of a reversal filled.",
        Example = """
            Episodes DECOM=01/05/2024 LS=E1
            PlacedAdoption
            +PlacedAdoption DATE_PLACED=01/12/2023
            """,
    };

    private static readonly Rule DecidedBeforePlacementOrder = OfChild(
        "554",
        "The decision is dated after the placement order was made: mend DATE_PLACED, or the episode. The order may be in an earlier year's return.",
        (child, report) =>
        {
            var order = child.EpisodesInOrder.FirstOrDefault(episode => episode.Ls == "E1" && episode.Decom.Value is not null);
            foreach (var row in child.Now.PlacedAdoption)
            {
                if (row.DatePlaced.Value > order?.Decom.Value)
                {
                    report.Add(row, order!);
                }
            }
        },
        Columns(Table.PlacedAdoption, "DATE_PLACED"),
        Columns(Table.Episodes, "DECOM LS")) with
    {
        Of = Table.PlacedAdoption,
        Example = """
            Episodes DECOM=01/05/2024 LS=E1
            PlacedAdoption DATE_PLACED=02/05/2024>02/12/2023
            """,
    };

    private static readonly Rule LeftCareWithReversal = OfChild(
        "557",
        "The child left care without being adopted, so the decision no longer stands: fill both the date and the reason of its reversal.",
        (child, report) =>
        {
            var freeingCounts = child.Year.Ending <= 2024;
            foreach (var episode in child.Now.Episodes)
            {
                var planned = episode.IsAdoptive || episode.Ls == "E1" || (freeingCounts && episode.Ls == "D1");
                if (!planned || episode.IsAdopted || episode.Rec is null or "X1")
                {
                    continue;
                }

                if (child.Now.PlacedAdoption.Count == 0)
                {
                    report.Add(episode);
                }

                foreach (var row in child.Now.PlacedAdoption)
                {
                    if (row.DatePlacedCeased.Value is null || row.ReasonPlacedCeased is null)
                    {
                        report.Add(episode, row);
                    }
                }
            }
        },
        Columns(Table.Episodes, "PLACE LS REC"),
        Columns(Table.PlacedAdoption, "DATE_PLACED_CEASED REASON_PLACED_CEASED")) with
    {
        Reading = "The episode that ends is itself A3–A6 or E1, or D1 up to the year ending March 2024. A child without a row fails too.",
        Example = """
            Episodes DECOM=01/05/2024 LS=E1 DEC=01/12/2024 REC=E4A
            PlacedAdoption DATE_PLACED=01/04/2024 DATE_PLACED_CEASED=->01/11/2024 REASON_PLACED_CEASED=->RD4
            """,
    };

    private static readonly Rule AdoptedWithoutReversal = OfChild(
        "558",
        "The child was adopted, so the latest decision cannot have been reversed: clear its DATE_PLACED_CEASED, or mend REC.",
        (child, report) =>
        {
            // Decisions before it may well have been reversed: it is the one that stands on which a child is adopted.
            var decisions = ByDay.InOrder(child.Now.PlacedAdoption, row => row.DatePlaced.Value);
            if (decisions.Length == 0 || !decisions[^1].DatePlacedCeased.IsPresent)
            {
                return;
            }

            foreach (var episode in child.Now.Episodes)
            {
                if (episode.IsAdopted)
                {
                    report.Add(episode, decisions[^1]);
                }
            }
        },
        Columns(Table.Episodes, "REC"),
        Columns(Table.PlacedAdoption, "DATE_PLACED_CEASED")) with
    {
        Of = Table.PlacedAdoption,
        Reading = "The decision is the child's latest by DATE_PLACED; an earlier one that was reversed is no break.",
        Differs = "The sector's validator reports only children all of whose decisions, two or more, were reversed, and names the episode alone.",
        Example = """
            Episodes DECOM=01/05/2024 PLACE=A6 DEC=01/12/2024 REC=E12
            PlacedAdoption DATE_PLACED=01/04/2024 DATE_PLACED_CEASED=01/11/2024>- REASON_PLACED_CEASED=RD4>-
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "A child may only be placed for adoption on a decision that stands; returns that show the one without the other show an unlawful placement, or a lost record.",
            PlacedWithDecision,
            DecidedBeforePlaced,
            PlacementOrderWithDecision,
            DecidedBeforePlacementOrder,
            LeftCareWithReversal,
            AdoptedWithoutReversal),
    ];
}
