using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Legal statuses: how long the law lets them last, whom they can be of, and where the child can then live.</summary>
internal static class LegalStatusRules
{
    private const string WhyLimits = "The law limits how long this may last; a longer one is unlawful, or the dates or the status are wrong.";
    private const int LastYearOfFreeing = 2024;

    // Freeing orders (Adoption Act 1976) could not be applied for since 30 December 2005, when the Adoption and Children Act 2002 came into force.
    private static readonly DateOnly LastFreeingOrders = new(2005, 12, 30);

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            WhyLimits,
            Longest("361", "L1", 3, "Police protection (L1) of more than 72 hours"),
            Longest("362", "L2", 21, "An emergency protection order (L2) of more than 21 days"),
            Longest("363", "L3", 7, "A child assessment order (L3) of more than seven days"),
            Longest("364", "J2", 21, "Detention under the Police and Criminal Evidence Act (J2) of more than 21 days"),
            OfRow<EpisodeRow>(
                "365",
                Table.Episodes,
                "LS DECOM DEC",
                "A single short break (V3) of more than 17 days is too long: mend LS, DECOM or DEC.",
                (row, year) => row.Ls == "V3" && row.Decom.Value is { } from && (row.Dec.Value ?? year.End) > from.AddDays(17)) with
            {
                Reading = "One that is still open is counted to 31 March.",
                Example = "Episodes DECOM=01/06/2024 LS=V3 DEC=19/06/2024>18/06/2024 REC=E13",
            },
            OfChild(
                "367",
                "Short breaks (V3) of more than 75 days in the year are too many: mend LS, or the dates.",
                (child, report) =>
                {
                    var days = 0;
                    foreach (var episode in child.Now.Episodes)
                    {
                        days += DaysInYear(episode, child.Year);
                    }

                    if (days <= 75)
                    {
                        return;
                    }

                    foreach (var episode in child.Now.Episodes)
                    {
                        if (DaysInYear(episode, child.Year) > 0)
                        {
                            report.Add(episode);
                        }
                    }
                },
                Columns(Table.Episodes, "LS DECOM DEC")) with
            {
                Reading = "Days within the year of the return.",
                Example = "Episodes DECOM=01/06/2024 LS=V3 DEC=01/09/2024>14/08/2024 REC=E13",
            }),
        .. Because(
            "A status, a placement and a child's age must go together; where they do not, one of them is wrong, and children are counted under it.",
            OfRow<EpisodeRow>(
                "366",
                Table.Episodes,
                "LS RNE",
                "A child cannot change placement within a single short break (V3): write S in RNE, or mend LS.",
                row => row.Ls == "V3" && row.Rne != "S") with
            {
                Example = "Episodes DECOM=01/06/2024 LS=V3 RNE=P>S",
            },
            OfChild(
                "358",
                "A child under 10 cannot have this criminal justice status (J1 to J3): mend LS, DECOM or the date of birth.",
                (child, report) =>
                {
                    foreach (var header in child.Now.Header)
                    {
                        foreach (var episode in child.Now.Episodes)
                        {
                            if (episode.Ls is "J1" or "J2" or "J3" && Ages.IsUnder(header.Dob.Value, 10, episode.Decom.Value))
                            {
                                report.Add(episode, header);
                            }
                        }
                    }
                },
                Columns(Table.Episodes, "DECOM LS"),
                Columns(Table.Header, "DOB")) with
            {
                Reading = "The age is that at DECOM.",
                Differs = "The sector's validator reports the tenth birthday itself too.",
                Example = """
                    Header DOB=01/05/2017>01/05/2010
                    Episodes DECOM=01/06/2024 LS=J1
                    """,
            },
            OfRow<EpisodeRow>(
                "378",
                Table.Episodes,
                "PLACE LS",
                "A child who is accommodated (V2) cannot be placed with parents (P1): mend LS or PLACE.",
                row => row.Place == "P1" && row.Ls == "V2") with
            {
                Example = "Episodes DECOM=01/06/2024 LS=V2>C2 PLACE=P1",
            },
            OfRow<EpisodeRow>(
                "384",
                Table.Episodes,
                "PLACE LS",
                "A child in short breaks (V3, V4) cannot be in a long-term foster placement (U1, U4): mend LS or PLACE.",
                row => row.IsShortBreak && row.Place is "U1" or "U4") with
            {
                Example = "Episodes DECOM=01/06/2024 LS=V4 PLACE=U4>U6",
            },
            OfChild(
                "426",
                "The child has single short breaks (V3) and an agreed series of them (V4) in one year: use one of the two.",
                (child, report) =>
                {
                    var (single, series) = (false, false);
                    foreach (var episode in child.Now.Episodes)
                    {
                        single |= episode.Ls == "V3";
                        series |= episode.Ls == "V4";
                    }

                    if (!single || !series)
                    {
                        return;
                    }

                    foreach (var episode in child.Now.Episodes)
                    {
                        if (episode.IsShortBreak)
                        {
                            report.Add(episode);
                        }
                    }
                },
                Columns(Table.Episodes, "LS")) with
            {
                Example = """
                    Episodes DECOM=01/06/2024 LS=V3>V4
                    Episodes DECOM=01/09/2024 LS=V4
                    """,
            },
            OfChild(
                "399",
                "The child is only looked after in short breaks (V3, V4), but MOTHER or a review is filled: clear them, or mend LS.",
                (child, report) =>
                {
                    var (episodes, header, reviews) = (child.Now.Episodes, child.Now.Header, child.Now.Reviews);
                    if (episodes.Count == 0 || child.HasMoreThanShortBreaks
                        || !(header.Any(row => row.Mother is not null) || reviews.Any(row => row.Review.IsPresent || row.ReviewCode is not null)))
                    {
                        return;
                    }

                    foreach (var row in episodes)
                    {
                        report.Add(row);
                    }

                    foreach (var row in header)
                    {
                        report.Add(row);
                    }

                    foreach (var row in reviews)
                    {
                        report.Add(row);
                    }
                },
                Columns(Table.Episodes, "LS"),
                Columns(Table.Header, "MOTHER"),
                Columns(Table.Reviews, "REVIEW REVIEW_CODE")) with
            {
                Example = """
                    Header SEX=F MOTHER=0>-
                    Episodes DECOM=01/06/2024 LS=V4
                    Reviews
                    """,
            }),
        .. Because(
            "Freeing orders ended with the Adoption and Children Act 2002; the rules about them stood until nobody could still be under one.",
            OfRow<EpisodeRow>(
                "445",
                Table.Episodes,
                "LS DECOM",
                "There were no new freeing orders (D1) after 30 December 2005: mend LS or DECOM.",
                row => row.Ls == "D1" && row.Decom.Value > LastFreeingOrders) with
            {
                LastYear = LastYearOfFreeing,
                Example = "Episodes DECOM=01/06/2023 LS=D1>E1",
            },
            OfRow<EpisodeRow>(
                "451",
                Table.Episodes,
                "DEC REC LS",
                "The child is still freed for adoption (D1): mend LS, or end the episode.",
                row => row.Ls == "D1" && row.Dec.IsBlank && row.Rec is null) with
            {
                LastYear = LastYearOfFreeing,
                Example = "Episodes DECOM=01/06/2005 LS=D1>E1",
            },
            OfChild(
                "555",
                "A freeing order was made but the decision that the child should be placed is missing or reversed: return the decision that stands.",
                (child, report) =>
                {
                    foreach (var episode in child.Now.Episodes)
                    {
                        if (episode.Ls != "D1")
                        {
                            continue;
                        }

                        if (child.Now.PlacedAdoption.Count == 0)
                        {
                            report.Add(episode);
                        }

                        foreach (var decision in child.Now.PlacedAdoption)
                        {
                            if (episode.Dec.IsBlank && decision.IsReversed)
                            {
                                report.Add(decision);
                            }
                        }
                    }
                },
                Columns(Table.Episodes, "LS"),
                Columns(Table.PlacedAdoption, "DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED")) with
            {
                LastYear = LastYearOfFreeing,
                Example = """
                    Episodes DECOM=01/06/2005 LS=D1
                    PlacedAdoption
                    +PlacedAdoption DATE_PLACED=01/05/2005
                    """,
            },
            OfChild(
                "556",
                "The decision is dated after the freeing order was made: mend DATE_PLACED, or the episode.",
                (child, report) =>
                {
                    foreach (var episode in child.Now.Episodes)
                    {
                        if (episode.Ls == "D1" && child.Now.PlacedAdoption.Any(decision => decision.DatePlaced.Value > episode.Decom.Value))
                        {
                            report.Add(episode);
                        }
                    }
                },
                Columns(Table.Episodes, "DECOM LS")) with
            {
                Needs = [Table.Episodes, Table.PlacedAdoption],
                LastYear = LastYearOfFreeing,
                Example = """
                    Episodes DECOM=01/06/2005 LS=D1
                    PlacedAdoption DATE_PLACED=01/07/2005>01/05/2005
                    """,
            }),
    ];

    private static int DaysInYear(EpisodeRow episode, CensusYear year)
    {
        if (episode.Ls != "V3" || episode.Decom.Value is not { } from)
        {
            return 0;
        }

        var until = episode.Dec.Value < year.End ? episode.Dec.Value!.Value : year.End;
        return Math.Max(0, until.DayNumber - (from < year.Start ? year.Start : from).DayNumber);
    }

    /// <summary>A status may last so long, over as many episodes as follow on from one another.</summary>
    private static Rule Longest(string number, string status, int days, string what) => OfChild(
        number,
        $"{what} is longer than the law allows: mend LS, DECOM or DEC.",
        (child, report) =>
        {
            var episodes = child.EpisodesInOrder;
            for (var i = 0; i < episodes.Count;)
            {
                if (episodes[i].Ls != status || episodes[i].Decom.Value is not { } from)
                {
                    i++;
                    continue;
                }

                var next = i + 1;
                while (next < episodes.Count && episodes[next].Ls == status && episodes[next - 1].Dec.Value is { } ended && episodes[next].Decom.Value == ended)
                {
                    next++;
                }

                var until = episodes[next - 1].Dec.Value ?? child.Year.End;
                for (var row = i; row < next && until.DayNumber - from.DayNumber > days; row++)
                {
                    report.Add(episodes[row]);
                }

                i = next;
            }
        },
        Columns(Table.Episodes, "LS DECOM DEC")) with
        {
            Reading = "Counted over episodes that follow on from one another, to 31 March while open.",
            Example = $"Episodes DECOM=01/06/2024 LS={status} DEC={new DateOnly(2024, 6, 1).AddDays(days + 1):dd'/'MM'/'yyyy}>{new DateOnly(2024, 6, 1).AddDays(days):dd'/'MM'/'yyyy} REC=X1",
        };
}
