using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Episodes by themselves, and with the date of birth in Header.</summary>
internal static class EpisodeRules
{
    private static readonly DateOnly FosterCarersNeedSameCarer = new(2015, 4, 1);

    // The Adoption and Children Act 2002 brought placement orders in on 30 December 2005; the rule allows the whole of that month.
    private static readonly DateOnly FirstPlacementOrders = new(2005, 12, 1);

    private static readonly Rule AdoptedFromAdoptivePlacement = OfRow<EpisodeRow>(
        "390",
        Table.Episodes,
        "PLACE REC",
        "The child was adopted from an episode that is not a placement for adoption: PLACE must be A3 to A6, or REC is wrong.",
        row => row.IsAdopted && !row.IsAdoptive) with
    {
        Example = "Episodes DECOM=01/05/2024 PLACE=U6>A5 DEC=01/12/2024 REC=E12",
    };

    private static readonly Rule PlacedUnderPlacementOrder = OfRow<EpisodeRow>(
        "408",
        Table.Episodes,
        "PLACE LS",
        "A5 and A6 are placements under a placement order: LS must be E1, or use A3 or A4.",
        row => row.Place is "A5" or "A6" && row.Ls != "E1") with
    {
        Example = "Episodes DECOM=01/05/2024 PLACE=A6 LS=C2>E1",
    };

    private static readonly Rule GuardianshipToFosterCarer = OfRow<EpisodeRow>(
        "516",
        Table.Episodes,
        "REC PLACE",
        "A special guardianship order to a former foster carer ends a foster placement: PLACE must be U1 to U6, or REC is wrong.",
        row => row.Rec is "E45" or "E46" && row.Place is not ("U1" or "U2" or "U3" or "U4" or "U5" or "U6")) with
    {
        Example = "Episodes DECOM=01/05/2024 PLACE=K2>U6 DEC=01/12/2024 REC=E45",
    };

    private static readonly Rule AdoptiveWithSameCarer = OfRow<EpisodeRow>(
        "217",
        Table.Episodes,
        "PLACE DECOM RNE",
        "A child placed for adoption with the current foster carer changes no carer: RNE must be S, T or U.",
        row => row.Place is "A3" or "A5" && row.Decom.Value >= FosterCarersNeedSameCarer && row.Rne is not ("S" or "T" or "U")) with
    {
        Example = "Episodes DECOM=01/05/2024 PLACE=A5 RNE=P>U",
    };

    private static readonly Rule PlacementOrderBeforeTheAct = OfRow<EpisodeRow>(
        "446",
        Table.Episodes,
        "LS DECOM",
        "There were no placement orders before December 2005: mend LS or DECOM.",
        row => row.Ls == "E1" && row.Decom.Value < FirstPlacementOrders) with
    {
        Example = "Episodes DECOM=01/05/2005 LS=E1>D1",
    };

    private static readonly Rule ContinuationFollowsOn = OfChild(
        "433",
        "RNE says that this episode carries on from the one before, but it does not start on the day that one ended: mend DECOM, or the DEC before.",
        (child, report) =>
        {
            var episodes = child.EpisodesInOrder;
            for (var i = 1; i < episodes.Count; i++)
            {
                var (before, episode) = (episodes[i - 1], episodes[i]);
                if (episode.Rne is "L" or "P" or "T" or "B" or "U" && (before.Dec.Value is null || before.Dec.Value != episode.Decom.Value))
                {
                    report.Add(episode);
                }
            }
        },
        Columns(Table.Episodes, "RNE DECOM")) with
    {
        Example = """
            Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=X1
            Episodes DECOM=02/06/2024>01/06/2024 RNE=P
            """,
    };

    private static readonly Rule EpisodesDoNotOverlap = OfChild(
        "501",
        "The episode starts before the one before it has ended: mend DECOM, or the DEC before.",
        (child, report) =>
        {
            var episodes = child.EpisodesInOrder;
            for (var i = 1; i < episodes.Count; i++)
            {
                if (episodes[i].Decom.Value < episodes[i - 1].Dec.Value)
                {
                    report.Add(episodes[i]);
                }
            }
        },
        Columns(Table.Episodes, "DECOM DEC")) with
    {
        Example = """
            Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=X1
            Episodes DECOM=31/05/2024>01/06/2024 RNE=P
            """,
    };

    private static readonly Rule FosterPlacementFirst = OfChild(
        "336",
        "The child is placed for adoption with the current foster carer, yet no episode before it is a foster or an adoptive placement: mend PLACE, or add the episode.",
        (child, report) =>
        {
            var fostered = false;
            foreach (var episode in child.EpisodesInOrder)
            {
                // What came before a placement that goes on from an earlier year, that year's return tells.
                var goesOn = ReferenceEquals(episode, child.FirstEpisode) && episode.Decom.Value < child.Year.Start;
                if (episode.Place is "A3" or "A5" && !fostered && !goesOn)
                {
                    report.Add(episode);
                }

                fostered |= episode.IsAdoptive || episode.Place is "U1" or "U2" or "U3" or "U4" or "U5" or "U6";
            }
        },
        Columns(Table.Episodes, "PLACE")) with
    {
        Reading = "Fails for A3 or A5 when none of the child's earlier episodes in this year's file is A3–A6 or U1–U6. The first episode of the file is passed when it began before the year.",
        Differs = "The sector's validator tests A3 and A4, looks at the episode just before alone, and passes the first episode of a file whenever it began.",
        Example = """
            Episodes DECOM=01/05/2024 PLACE=K2>U6 DEC=01/06/2024 REC=X1
            Episodes DECOM=01/06/2024 PLACE=A5
            """,
    };

    private static readonly Rule NewIdentityAfterAdoption = OfChild(
        "199",
        "The child was adopted from care and has a later episode: a child who returns to care after adoption has a new, unlinked child ID.",
        (child, report) =>
        {
            DateOnly? adopted = null;
            foreach (var episodes in (ReadOnlySpan<ArraySegment<EpisodeRow>>)[child.Now.Episodes, child.Last.Episodes])
            {
                foreach (var episode in episodes)
                {
                    if (episode.IsAdopted && episode.Decom.Value is { } began && !(began >= adopted))
                    {
                        adopted = began;
                    }
                }
            }

            if (adopted is null)
            {
                return;
            }

            foreach (var episode in child.Now.Episodes)
            {
                if (episode.Decom.Value > adopted)
                {
                    report.Add(episode);
                }
            }
        },
        Columns(Table.Episodes, "CHILD")) with
    {
        Reading = "Later means a DECOM after the adopted episode's DECOM, in this year's file or last year's when it is at hand.",
        Differs = "The sector's validator also reports an adopted episode that last year's file holds as well, and one of two that start on the day of the adopted one.",
        Example = """
            Episodes CHILD=1 DECOM=01/05/2024 DEC=01/06/2024 REC=E11
            Episodes CHILD=1>2 DECOM=01/09/2024 RNE=S
            """,
    };

    private static readonly Rule AdoptedBeforeEighteen = OfChild(
        "386",
        "The child was 18 or over on the day of the adoption: mend DEC, REC or the date of birth.",
        (child, report) =>
        {
            foreach (var episode in child.Now.Episodes)
            {
                foreach (var header in child.Now.Header)
                {
                    if (episode.IsAdopted && Ages.HasReached(header.Dob.Value, 18, episode.Dec.Value))
                    {
                        report.Add(episode);
                    }
                }
            }
        },
        Columns(Table.Episodes, "REC")) with
    {
        Needs = [Table.Episodes, Table.Header],
        Reading = "Fails on the 18th birthday or after it; a birthday on 29 February falls on the 28th.",
        Example = """
            Header DOB=01/05/2006>01/05/2016
            Episodes DECOM=01/05/2023 DEC=01/06/2024 REC=E11
            """,
    };

    private static readonly Rule GuardianshipByEighteen = OfChild(
        "407",
        "The special guardianship order was made after the child's 18th birthday: mend DEC, REC or the date of birth.",
        (child, report) =>
        {
            foreach (var episode in child.Now.Episodes)
            {
                foreach (var header in child.Now.Header)
                {
                    if (episode.Rec is "E45" or "E46" or "E47" or "E48" && episode.Dec.Value > Ages.Birthday(header.Dob.Value, 18))
                    {
                        report.Add(episode, header);
                    }
                }
            }
        },
        Columns(Table.Episodes, "DEC REC"),
        Columns(Table.Header, "DOB")) with
    {
        Reading = "Fails after the 18th birthday; a birthday on 29 February falls on the 28th.",
        Example = """
            Header DOB=01/05/2006>01/05/2016
            Episodes DECOM=01/05/2023 DEC=01/06/2024 REC=E46
            """,
    };

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Adoptions, placements for adoption and guardianship are read off the episodes: one wrong code moves a child into another figure, or onto another legal footing.",
            AdoptedFromAdoptivePlacement,
            PlacedUnderPlacementOrder,
            GuardianshipToFosterCarer,
            AdoptiveWithSameCarer,
            PlacementOrderBeforeTheAct,
            ContinuationFollowsOn,
            EpisodesDoNotOverlap,
            FosterPlacementFirst,
            NewIdentityAfterAdoption,
            AdoptedBeforeEighteen,
            GuardianshipByEighteen),
    ];
}
