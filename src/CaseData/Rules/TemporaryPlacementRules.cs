using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Temporary placements (T0 to T4): how long, how often, and back to where.</summary>
internal static class TemporaryPlacementRules
{
    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "A temporary placement is not counted as a move; one that is too long, or does not end where it began, is a move in disguise.",
            Longest("375", "T1", 42, "A stay in hospital (T1) of more than six weeks"),
            Longest("376", "T3", 21, "A foster carer's holiday (T3) of more than three weeks"),
            Longest("379", "T4", 7, "A temporary placement for another reason (T4) of more than seven days"),
            OfChild(
                "377",
                "There are more than two placements for a foster carer's holiday (T3) within twelve months: mend PLACE where it was something else.",
                (child, report) =>
                {
                    EpisodeRow? lastButOne = null;
                    EpisodeRow? last = null;
                    foreach (var holiday in child.EpisodesInOrder)
                    {
                        if (holiday.Place != "T3" || holiday.Decom.Value is not { } began)
                        {
                            continue;
                        }

                        if (lastButOne is not null && began < lastButOne.Decom.Value!.Value.AddYears(1))
                        {
                            report.Add(lastButOne, last!);
                            report.Add(holiday);
                        }

                        (lastButOne, last) = (last, holiday);
                    }
                },
                Columns(Table.Episodes, "PLACE")) with
            {
                Reading = "Any twelve months, reckoned from DECOM to DECOM; the three of them are reported.",
                Differs = "The sector's validator counts all in the file, whatever their dates.",
                Example = """
                    Episodes DECOM=01/05/2024 PLACE=T3
                    Episodes DECOM=01/08/2024 PLACE=T3
                    Episodes DECOM=01/11/2024 PLACE=T3>T4
                    """,
            },
            OfRow<EpisodeRow>(
                "380",
                Table.Episodes,
                "PLACE RNE",
                "A temporary placement is a change of placement and carer: RNE must be P or B, and care cannot start with it.",
                row => row.IsTemporary && row.Rne is not ("P" or "B")) with
            {
                Example = "Episodes DECOM=01/06/2024 PLACE=T3 RNE=S>P",
            },
            OfRow<EpisodeRow>(
                "381",
                Table.Episodes,
                "PLACE REC",
                "Care cannot end with a temporary placement: add the episode of the return to the usual placement, or mend PLACE.",
                row => row.IsTemporary && row.IsCeased) with
            {
                Example = "Episodes DECOM=01/06/2024 PLACE=T3>U6 DEC=10/06/2024 REC=E4A",
            },
            OfRow<EpisodeRow>(
                "382",
                Table.Episodes,
                "LS PLACE",
                "A child in short breaks (V3, V4) cannot be in a temporary placement: mend LS or PLACE.",
                row => row.IsShortBreak && row.IsTemporary) with
            {
                Example = "Episodes DECOM=01/06/2024 LS=V4>C2 PLACE=T3",
            },
            OfChild(
                "383",
                "After a temporary placement the child must be back where they were before it: mend PLACE, RNE or the postcode.",
                (child, report) =>
                {
                    var episodes = child.EpisodesInOrder;
                    for (var i = 2; i < episodes.Count; i++)
                    {
                        if (episodes[i - 1].IsTemporary && !IsBack(episodes[i - 2], episodes[i], child.Year))
                        {
                            report.Add(episodes[i]);
                        }
                    }
                },
                Columns(Table.Episodes, "PLACE RNE PL_POST")) with
            {
                Reading = "Back means the same PLACE with RNE P or B, from 2026 the same PL_POST too.",
                Differs = "The sector's validator does not take B, where an order was made on the day of the return.",
                Example = """
                    Episodes DECOM=01/05/2024 PLACE=U6 DEC=01/06/2024 REC=X1
                    Episodes DECOM=01/06/2024 PLACE=T3 RNE=P DEC=08/06/2024 REC=X1
                    Episodes DECOM=08/06/2024 PLACE=K2>U6 RNE=P
                    """,
            }),
    ];

    private static bool IsBack(EpisodeRow before, EpisodeRow after, CensusYear year) =>
        after.Place == before.Place && after.Rne is "P" or "B" && (year.Ending < 2026 || after.PlPost == before.PlPost);

    private static Rule Longest(string number, string place, int days, string what) => OfRow<EpisodeRow>(
        number,
        Table.Episodes,
        "DECOM DEC PLACE",
        $"{what} is not temporary: mend PLACE, DECOM or DEC.",
        (row, year) => row.Place == place && row.Decom.Value is { } from && (row.Dec.Value ?? year.End) > from.AddDays(days)) with
        {
            Reading = "One that is still open is counted to 31 March.",
            Differs = "The sector's validator passes one that is still open.",
            Example = $"Episodes DECOM=01/06/2024 PLACE={place} DEC={new DateOnly(2024, 6, 1).AddDays(days + 1):dd'/'MM'/'yyyy}>{new DateOnly(2024, 6, 1).AddDays(days):dd'/'MM'/'yyyy} REC=X1",
        };
}
