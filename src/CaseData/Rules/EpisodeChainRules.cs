using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>How one episode follows on from another: dates, reasons, and what may have changed between them.</summary>
internal static class EpisodeChainRules
{
    private const string Why = "Episodes are a chain: time in care, the number of placements and every wait are reckoned along it, and a break in it makes them wrong.";
    private const int OfAge = 18;

    // The Children Act 1989 came into force on 14 October 1991.
    private static readonly DateOnly ChildrenAct = new(1991, 10, 14);

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            Why,
            OfRow<EpisodeRow>(
                "148",
                Table.Episodes,
                "DEC REC",
                "The episode has a day on which it ended or a reason why, but not both: fill the one that is blank, or clear both.",
                row => row.Dec.IsPresent != row.Rec is not null) with
            {
                Example = "Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=->E4A",
            },
            OfChild(
                "142",
                "A later episode has started but this one has not ended: fill both DEC and REC.",
                (child, report) =>
                {
                    var last = child.LastEpisode;
                    foreach (var episode in child.EpisodesInOrder)
                    {
                        if (episode.Decom.Value is not null && episode != last && (episode.Dec.IsBlank || episode.Rec is null))
                        {
                            report.Add(episode);
                        }
                    }
                },
                Columns(Table.Episodes, "DEC REC")) with
            {
                Reading = "A DEC that is malformed counts as filled; 147 reports it.",
                Example = """
                    Episodes DECOM=01/05/2024 DEC=->01/06/2024 REC=->X1
                    Episodes DECOM=01/06/2024
                    """,
            },
            OfRow<EpisodeRow>(
                "353",
                Table.Episodes,
                "DECOM",
                "The episode starts before 14 October 1991: mend DECOM.",
                row => row.Decom.Value < ChildrenAct) with
            {
                Example = "Episodes DECOM=01/05/1924>01/05/2024",
            },
            OfRow<EpisodeRow>(
                "354", Table.Episodes, "DECOM", "The episode starts after the year ended: mend DECOM, or leave the episode to next year's return.", (row, year) => row.Decom.Value > year.End) with
            {
                Example = "Episodes DECOM=01/04/2025>01/03/2025",
            },
            OfRow<EpisodeRow>(
                "385", Table.Episodes, "DEC", "The episode ends after the year ended: mend DEC, or clear DEC and REC.", (row, year) => row.Dec.Value > year.End) with
            {
                Example = "Episodes DECOM=01/05/2024 DEC=01/04/2025>- REC=X1>-",
            },
            OfRow<EpisodeRow>(
                "355",
                Table.Episodes,
                "DECOM DEC",
                "The episode starts and ends on one day: mend DECOM or DEC, or take the episode out.",
                row => row.Decom.Value is { } day && day == row.Dec.Value) with
            {
                Example = "Episodes DECOM=01/05/2024 DEC=01/05/2024>02/05/2024 REC=E4A",
            },
            OfRow<EpisodeRow>(
                "356", Table.Episodes, "DECOM DEC", "The episode ends before it starts: mend DECOM or DEC.", row => row.Dec.Value < row.Decom.Value) with
            {
                Example = "Episodes DECOM=01/05/2024 DEC=30/04/2024>30/05/2024 REC=E4A",
            },
            OfChild(
                "357",
                "The child's first episode starts in the year but not with S: write S in RNE, or add the episode that comes before it.",
                (child, report) =>
                {
                    if (child.FirstEpisode is { } first && first.Rne != "S" && first.Decom.Value >= child.Year.Start)
                    {
                        report.Add(first);
                    }
                },
                Columns(Table.Episodes, "RNE")) with
            {
                Example = "Episodes DECOM=01/05/2024 RNE=P>S",
            },
            OfPairs(
                "388",
                "REC",
                "REC does not fit what comes next: X1 when an episode follows on the same day, another reason when none does.",
                (before, episode) => before.Dec.Value is { } ended && before.Rec is not null && episode.Decom.Value is { } next
                    && (before.Rec == "X1") != (ended == next) ? before : null,
                last => last.Dec.Value is not null && last.Rec == "X1") with
            {
                Example = "Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=X1>E4A",
            },
            OfPairs(
                "431",
                "RNE DECOM",
                "The episode starts a period of care (S) although the child had not been away: mend RNE, or the DEC before.",
                (before, episode) => episode.Rne == "S" && episode.Decom.Value <= before.Dec.Value ? episode : null) with
            {
                Example = """
                    Episodes DECOM=01/05/2024 RNE=S DEC=01/06/2024 REC=X1
                    Episodes DECOM=01/06/2024 RNE=S>P
                    """,
            },
            OfPairs(
                "432",
                "RNE",
                "The child had ceased to be looked after, so this episode starts a period of care: write S in RNE, or X1 in the REC before.",
                (before, episode) => before.IsCeased && CodeSets.CodeSet.Of("REC").Knows(before.Rec) && episode.Rne != "S" ? episode : null) with
            {
                Example = """
                    Episodes DECOM=01/05/2024 RNE=S DEC=01/06/2024 REC=E4A
                    Episodes DECOM=01/07/2024 RNE=P>S
                    """,
            },
            OfPairs(
                "434",
                "RNE LS PLACE PL_POST URN PLACE_PROVIDER",
                "RNE says that the legal status changed and the placement did not (L), but the cells say otherwise: mend RNE, or the cells.",
                (before, episode) => episode.Rne == "L" && (episode.Ls == before.Ls || !IsSamePlacement(before, episode)) ? episode : null) with
            {
                Example = """
                    Episodes DECOM=01/05/2024 RNE=S LS=V2 PLACE=U6 DEC=01/06/2024 REC=X1
                    Episodes DECOM=01/06/2024 RNE=L LS=V2>C2 PLACE=U6
                    """,
            },
            OfPairs(
                "435",
                "RNE LS PLACE PL_POST URN PLACE_PROVIDER",
                "RNE says that the placement changed and the legal status did not (P, T), but the cells say otherwise: mend RNE, or the cells.",
                (before, episode) => episode.Rne is "P" or "T" && (episode.Ls != before.Ls || IsSamePlacement(before, episode)) ? episode : null) with
            {
                Reading = "Two blanks are the same.",
                Differs = "The sector's validator takes two blanks for different.",
                Example = """
                    Episodes DECOM=01/05/2024 RNE=S LS=C2 PLACE=U6 DEC=01/06/2024 REC=X1
                    Episodes DECOM=01/06/2024 RNE=P LS=C2 PLACE=U6>K2
                    """,
            },
            OfPairs(
                "436",
                "RNE LS PLACE PL_POST URN PLACE_PROVIDER",
                "RNE says that both the legal status and the placement changed (B, U), but the cells say otherwise: mend RNE, or the cells.",
                (before, episode) => episode.Rne is "B" or "U" && (episode.Ls == before.Ls || IsSamePlacement(before, episode)) ? episode : null) with
            {
                Reading = "Two blanks are the same.",
                Example = """
                    Episodes DECOM=01/05/2024 RNE=S LS=C2 PLACE=U6 DEC=01/06/2024 REC=X1
                    Episodes DECOM=01/06/2024 RNE=B>P LS=C2 PLACE=K2
                    """,
            },
            OfPairs(
                "437",
                "REC",
                "The child died (E2) or turned 18 (E15) at the end of this episode, yet a later one follows: mend REC, or take the later one out.",
                (before, episode) => before.Rec is "E2" or "E15" && episode.Decom.Value is not null ? before : null) with
            {
                Example = """
                    Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=E2>X1
                    Episodes DECOM=01/06/2024 RNE=P
                    """,
            },
            OfPairs(
                "504",
                "CIN",
                "The category of need changed within a period of care: it stays what it was when care began; mend CIN.",
                (before, episode) => before.Rec == "X1" && before.Dec.Value is { } ended && ended == episode.Decom.Value && before.Cin != episode.Cin ? episode : null) with
            {
                Example = """
                    Episodes DECOM=01/05/2024 CIN=N1 DEC=01/06/2024 REC=X1
                    Episodes DECOM=01/06/2024 CIN=N2>N1
                    """,
            }),
        .. Because(
            "A child's age decides what may have happened; mostly the date of birth, or the day, is wrong.",
            OfAgedRow(
                "352",
                "DECOM RNE",
                "The child was 18 or over when care began: mend DECOM, RNE or the date of birth.",
                (row, born) => row.Rne == "S" && Ages.HasReached(born, OfAge, row.Decom.Value)) with
            {
                Example = """
                    Header DOB=01/05/2006>01/05/2010
                    Episodes DECOM=01/06/2024 RNE=S
                    """,
            },
            OfAgedRow(
                "387",
                "REC DEC",
                "The child moved into independent living (E5, E6) when under 14: mend REC, DEC or the date of birth.",
                (row, born) => row.Rec is "E5" or "E6" && Ages.IsUnder(born, 14, row.Dec.Value)) with
            {
                Example = """
                    Header DOB=01/05/2014>01/05/2007
                    Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=E5
                    """,
            },
            OfAgedRow(
                "389",
                "REC DEC",
                "The child went over to adult social care (E7) when under 16: mend REC, DEC or the date of birth.",
                (row, born) => row.Rec == "E7" && Ages.IsUnder(born, 16, row.Dec.Value)) with
            {
                Example = """
                    Header DOB=01/05/2010>01/06/2006
                    Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=E7
                    """,
            },
            OfAgedRow(
                "460",
                "DEC REC",
                "The child stayed on with carers at 18 (E17) but was under 18: mend REC, DEC or the date of birth.",
                (row, born) => row.Rec == "E17" && Ages.IsUnder(born, OfAge, row.Dec.Value)) with
            {
                Example = """
                    Header DOB=01/05/2010>01/06/2006
                    Episodes DECOM=01/05/2024 DEC=01/06/2024 REC=E17
                    """,
            },
            OfAgedRow(
                "359",
                "DEC LS PLACE",
                "A young person over 18 is still looked after, which is only lawful under section 20(5) in a community home (V2 in K2): end the episode, or mend LS and PLACE.",
                (row, born, child) => row.Dec.IsBlank && Ages.Birthday(born, OfAge) < child.Year.End && row is not { Ls: "V2", Place: "K2" }) with
            {
                Example = """
                    Header DOB=01/05/2006
                    Episodes DECOM=01/05/2023 LS=C2 PLACE=K2 DEC=->01/05/2024 REC=->E5
                    """,
            }),
    ];

    /// <summary>A rule that holds each episode against the date of birth in Header.</summary>
    internal static Rule OfAgedRow(string number, string columns, string mend, Func<EpisodeRow, DateOnly?, bool> fails) =>
        OfAgedRow(number, columns, mend, (row, born, _) => fails(row, born));

    /// <summary>A rule that holds each episode against the date of birth in Header.</summary>
    internal static Rule OfAgedRow(string number, string columns, string mend, Func<EpisodeRow, DateOnly?, ChildCase, bool> fails) =>
        OfRowIn<EpisodeRow>(number, Table.Episodes, columns, mend, (row, child) => fails(row, child.Born, child)) with
        {
            Needs = [Table.Episodes, Table.Header],
            Reading = "The date of birth is Header's; a birthday on 29 February falls on the 28th.",
        };

    /// <summary>A rule over each two neighbouring episodes, and, when told so, over the last one.</summary>
    /// <param name="number">The rule's number.</param>
    /// <param name="columns">The columns that it names.</param>
    /// <param name="mend">What is wrong and what to mend.</param>
    /// <param name="broken">Answers the episode to report; null when the rule is kept.</param>
    /// <param name="brokenLast">Whether the last episode by itself breaks the rule.</param>
    private static Rule OfPairs(
        string number, string columns, string mend, Func<EpisodeRow, EpisodeRow, EpisodeRow?> broken, Func<EpisodeRow, bool>? brokenLast = null) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            var episodes = child.EpisodesInOrder;
            for (var i = 1; i < episodes.Count; i++)
            {
                if (broken(episodes[i - 1], episodes[i]) is { } row)
                {
                    report.Add(row);
                }
            }

            if (brokenLast is not null && episodes.Count > 0 && brokenLast(episodes[^1]))
            {
                report.Add(episodes[^1]);
            }
        },
        Columns(Table.Episodes, columns));

    private static bool IsSamePlacement(EpisodeRow before, EpisodeRow episode) => before.Place == episode.Place && before.PlPost == episode.PlPost
        && before.Urn == episode.Urn && before.PlaceProvider == episode.PlaceProvider;
}
