using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>This year's first episode held against last year's last one.</summary>
internal static class EpisodeYearRules
{
    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Two returns tell one story: an episode open on 31 March goes on in the next return just as it was, or a time in care falls between the two.",
            Compare(
                "502",
                "DECOM",
                "Last year's return ended with an open episode, and this year's does not start with it: return it with the same DECOM.",
                child => child.LastYearsLastEpisode is { Dec.IsBlank: true } open && child.FirstEpisode is { } first && first.Decom.Value != open.Decom.Value ? first : null) with
            {
                Reading = "The open episode is last year's latest by DECOM.",
                Example = """
                    last Episodes DECOM=01/05/2023
                    Episodes DECOM=01/06/2023>01/05/2023
                    """,
            },
            Continues("503A", "RNE", "reason for the episode", row => row.Rne, "S>P", "P"),
            Continues("503B", "LS", "legal status", row => row.Ls, "V2>C2", "C2"),
            Continues("503C", "CIN", "category of need", row => row.Cin, "N2>N1", "N1"),
            Compare(
                "503D",
                "PLACE",
                "The placement is not that with which last year's return left the episode open: mend PLACE, here or there.",
                child => Differs(child, row => row.Place) is { } first && !IsRecoded(child.LastYearsLastEpisode!.Place, first.Place, child.Year.Ending) ? first : null) with
            {
                Reading = "H5 may go on as K3 in 2025, and Z1 as Z11 to Z14 in 2026, when the codes changed.",
                Example = """
                    last Episodes DECOM=01/05/2023 PLACE=U6
                    Episodes DECOM=01/05/2023 PLACE=U4>U6
                    """,
            },
            Continues("503E", "PLACE_PROVIDER", "provider", row => row.PlaceProvider, "PR4>PR1", "PR1"),
            Continues("503F", "URN", "Ofsted number", row => row.Urn, "SC999999>SC012345", "SC012345"),
            Compare(
                "562",
                "DECOM",
                "The episode started before this year, but last year's return does not end with it: mend DECOM, or last year's return.",
                child => child.FirstEpisode is { } first && first.Decom.Value < child.Year.Start && child.LastYearsLastEpisode?.Decom.Value != first.Decom.Value ? first : null) with
            {
                Example = """
                    last Episodes DECOM=01/05/2023
                    Episodes DECOM=01/06/2023>01/05/2023
                    """,
            },
            OfChild(
                "NoE",
                "The child was in care before this year, but last year's return has no episodes: mend DECOM, or last year's return.",
                (child, report) =>
                {
                    if (child.Last.Episodes.Count > 0)
                    {
                        return;
                    }

                    foreach (var episode in child.Now.Episodes)
                    {
                        if (episode.Decom.Value < child.Year.Start)
                        {
                            report.Add(episode);
                        }
                    }
                },
                Columns(Table.Episodes, "DECOM")) with
            {
                NeedsLast = [Table.Episodes],
                Example = """
                    last Episodes
                    Episodes DECOM=01/06/2023>01/06/2024
                    """,
            }),
    ];

    /// <summary>This year's first episode, where last year's return ended with an open one from which it differs.</summary>
    internal static EpisodeRow? Differs(ChildCase child, Func<EpisodeRow, EpisodeRow, bool> differ) =>
        child.LastYearsLastEpisode is { Dec.IsBlank: true } open && child.FirstEpisode is { } first && differ(open, first) ? first : null;

    private static EpisodeRow? Differs(ChildCase child, Func<EpisodeRow, string?> cell) => Differs(child, (open, first) => cell(open) != cell(first));

    private static bool IsRecoded(string? last, string? now, int year) =>
        (year == 2025 && last == "H5" && now == "K3") || (year == 2026 && last == "Z1" && now is "Z11" or "Z12" or "Z13" or "Z14");

    private static Rule Continues(string number, string column, string what, Func<EpisodeRow, string?> cell, string example, string last) => Compare(
        number,
        column,
        $"The {what} is not that with which last year's return left the episode open: mend {column}, here or there.",
        child => Differs(child, cell)) with
        {
            Reading = "This year's first episode by DECOM against last year's last; a blank against a value differs.",
            Example = $"""
                last Episodes DECOM=01/05/2023 {column}={last}
                Episodes DECOM=01/05/2023 {column}={example}
                """,
        };

    /// <summary>A rule that reports this year's first episode where it is not what last year's last one makes it.</summary>
    internal static Rule Compare(string number, string column, string mend, Func<ChildCase, EpisodeRow?> broken) => OfChild(
        number,
        mend,
        (child, report) =>
        {
            if (broken(child) is { } row)
            {
                report.Add(row);
            }
        },
        Columns(Table.Episodes, column)) with
        {
            NeedsLast = [Table.Episodes],
        };
}
