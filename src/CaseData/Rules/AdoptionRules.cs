using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>AD1 held against the episodes and the decisions.</summary>
internal static class AdoptionRules
{
    private static readonly Rule MatchedBeforePlaced = OfChild(
        "331",
        "The match is dated after the adoptive placement began: mend DATE_MATCH, or the episode.",
        (child, report) => ForEach(child, (adoption, episode) =>
        {
            if (episode.IsAdopted && adoption.DateMatch.Value > episode.Decom.Value)
            {
                report.Add(adoption, episode);
            }
        }),
        Columns(Table.AD1, "DATE_MATCH"),
        Columns(Table.Episodes, "DECOM REC")) with
    {
        Of = Table.AD1,
        Example = """
            AD1 DATE_MATCH=02/05/2024>02/04/2024
            Episodes DECOM=01/05/2024 DEC=01/12/2024 REC=E12
            """,
    };

    private static readonly Rule DecidedAfterEnteringCare = OfChild(
        "334",
        "The decision is dated before the child's latest period of care began: mend DATE_INT, or the episode.",
        (child, report) =>
        {
            var start = child.EpisodesInOrder.LastOrDefault(episode => episode.Rne == "S" && episode.Decom.Value is not null);
            foreach (var adoption in child.Now.AD1)
            {
                if (adoption.DateInt.Value < start?.Decom.Value)
                {
                    report.Add(adoption, start!);
                }
            }
        },
        Columns(Table.AD1, "DATE_INT"),
        Columns(Table.Episodes, "DECOM RNE")) with
    {
        Of = Table.AD1,
        Example = """
            AD1 DATE_INT=01/04/2023>01/10/2023
            Episodes DECOM=01/05/2023 RNE=S
            """,
    };

    private static readonly Rule FosterCarerAgrees = OfChild(
        "335",
        "FOSTER_CARE and the last placement disagree on whether the current foster carer adopts: A3 and A5 go with 1, A4 and A6 with 0.",
        (child, report) => ForEach(child, (adoption, episode) =>
        {
            var disagrees = (episode.Place is "A3" or "A5" && adoption.FosterCare == "0") || (episode.Place is "A4" or "A6" && adoption.FosterCare == "1");
            if (episode.IsAdopted && disagrees)
            {
                report.Add(adoption, episode);
            }
        }),
        Columns(Table.AD1, "FOSTER_CARE"),
        Columns(Table.Episodes, "PLACE")) with
    {
        Of = Table.AD1,
        Example = """
            AD1 FOSTER_CARE=1>0
            Episodes DECOM=01/05/2024 PLACE=A6 DEC=01/12/2024 REC=E12
            """,
    };

    private static readonly Rule DecidedBeforePlaced = OfChild(
        "521",
        "The decision is dated after the child was placed for adoption: mend DATE_INT, or the episode.",
        (child, report) => ForEach(child, (adoption, episode) =>
        {
            if (episode.IsAdoptive && adoption.DateInt.Value > episode.Decom.Value)
            {
                report.Add(adoption, episode);
            }
        }),
        Columns(Table.AD1, "DATE_INT"),
        Columns(Table.Episodes, "PLACE DECOM")) with
    {
        Of = Table.AD1,
        Example = """
            AD1 DATE_INT=02/05/2024>02/04/2024
            Episodes DECOM=01/05/2024 PLACE=A6
            """,
    };

    private static readonly Rule OneDateOfDecision = OfChild(
        "523",
        "DATE_INT in AD1 and DATE_PLACED in PlacedAdoption are one decision but have two dates: mend whichever is wrong.",
        (child, report) =>
        {
            foreach (var adoption in child.Now.AD1)
            {
                foreach (var decision in child.Now.PlacedAdoption)
                {
                    if (adoption.DateInt.Value is { } one && decision.DatePlaced.Value is { } other && one != other)
                    {
                        report.Add(adoption, decision);
                    }
                }
            }
        },
        Columns(Table.AD1, "DATE_INT"),
        Columns(Table.PlacedAdoption, "DATE_PLACED")) with
    {
        Of = Table.AD1,
        Reading = "Every decision row of the child is compared; both dates must be there.",
        Example = """
            AD1 DATE_INT=02/05/2024>01/05/2024
            PlacedAdoption DATE_PLACED=01/05/2024
            """,
    };

    private static readonly Rule ReversedNotAdopted = OfChild(
        "525",
        "The decision was reversed, so the child cannot have been adopted on it: clear the reversal, or take the adoption out of AD1.",
        (child, report) =>
        {
            foreach (var decision in child.Now.PlacedAdoption)
            {
                if (!decision.DatePlacedCeased.IsPresent)
                {
                    continue;
                }

                foreach (var adoption in child.Now.AD1)
                {
                    if (adoption.Filled > 0)
                    {
                        report.Add(decision, adoption);
                    }
                }
            }
        },
        Columns(Table.AD1, AdopterRules.SixItems),
        Columns(Table.PlacedAdoption, "DATE_PLACED_CEASED")) with
    {
        Of = Table.AD1,
        Reading = "Every decision row of the child is looked at.",
        Example = """
            AD1 DATE_INT=01/05/2024
            PlacedAdoption DATE_PLACED=01/05/2024 DATE_PLACED_CEASED=01/08/2024>- REASON_PLACED_CEASED=RD1>-
            """,
    };

    private static readonly Rule MatchIsNotTheOrder = OfChild(
        "582",
        "The adoption order and the match have the same date: a match comes before the order, so mend one of them.",
        (child, report) => ForEach(child, (adoption, episode) =>
        {
            if (episode.IsAdopted && episode.Dec.Value is { } order && order == adoption.DateMatch.Value)
            {
                report.Add(episode);
            }
        }),
        Columns(Table.Episodes, "DEC")) with
    {
        Of = Table.AD1,
        Needs = [Table.Episodes, Table.AD1],
        FirstYear = 2023,
        Example = """
            AD1 DATE_MATCH=01/12/2024>01/04/2024
            Episodes DECOM=01/05/2024 DEC=01/12/2024 REC=E12
            """,
    };

    private static readonly Rule AdoptionIsWhole = OfChild(
        "601",
        "The child was adopted in the year but AD1 is incomplete: fill all six items.",
        (child, report) => ForEach(child, (adoption, episode) =>
        {
            if (episode.IsAdopted && child.Year.Contains(episode.Dec.Value) && adoption.Filled < 6)
            {
                report.Add(adoption, episode);
            }
        }),
        Columns(Table.AD1, AdopterRules.SixItems),
        Columns(Table.Episodes, "REC")) with
    {
        Of = Table.AD1,
        Reading = "Needs an AD1 row of the child.",
        Example = """
            AD1 DATE_INT=01/05/2023 DATE_MATCH=01/09/2023 FOSTER_CARE=->0 NB_ADOPTR=2 SEX_ADOPTR=MF LS_ADOPTR=L11
            Episodes DECOM=01/05/2024 DEC=01/12/2024 REC=E12
            """,
    };

    private static readonly Rule AdoptedInTheYear = OfChild(
        "602",
        "AD1 is only for children adopted in the year, and no episode of this child ends in adoption in it: take the row out, or mend the episode.",
        (child, report) =>
        {
            if (child.Now.Episodes.Any(episode => episode.IsAdopted && child.Year.Contains(episode.Dec.Value)))
            {
                return;
            }

            foreach (var adoption in child.Now.AD1)
            {
                if (adoption.Filled > 0)
                {
                    report.Add(adoption);
                }
            }
        },
        Columns(Table.AD1, "CHILD")) with
    {
        Of = Table.AD1,
        Needs = [Table.AD1, Table.Episodes],
        Reading = "A row with none of the six items filled says nothing of an adoption and passes.",
        Example = """
            AD1 DATE_INT=01/05/2023
            Episodes DECOM=01/05/2024 DEC=01/12/2024 REC=E4A>E12
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "How long an adoption took is reckoned between the dates of three tables, which must tell one story.",
            MatchedBeforePlaced,
            DecidedAfterEnteringCare,
            FosterCarerAgrees,
            DecidedBeforePlaced,
            OneDateOfDecision,
            ReversedNotAdopted,
            MatchIsNotTheOrder,
            AdoptionIsWhole,
            AdoptedInTheYear),
    ];

    private static void ForEach(ChildCase child, Action<Ad1Row, EpisodeRow> check)
    {
        foreach (var adoption in child.Now.AD1)
        {
            foreach (var episode in child.Now.Episodes)
            {
                check(adoption, episode);
            }
        }
    }
}
