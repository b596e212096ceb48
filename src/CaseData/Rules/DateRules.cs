using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Cells that must hold a date and do not.</summary>
internal static class DateRules
{
    private const string Why = "A date that cannot be read counts as none: whatever is reckoned from it, an age, a wait or a deadline, is then missing or wrong.";

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            Why,
            Required<HeaderRow>("102", Table.Header, "DOB", "The date of birth", row => row.Dob),
            Optional<EpisodeRow>("141", Table.Episodes, "DECOM", "The day that the episode began", row => row.Decom),
            Optional<EpisodeRow>("147", Table.Episodes, "DEC", "The day that the episode ended", row => row.Dec),
            Optional<Ad1Row>("112", Table.AD1, "DATE_INT", "The day of the decision that the child should be placed for adoption", row => row.DateInt),
            Optional<Ad1Row>("113", Table.AD1, "DATE_MATCH", "The day of the match", row => row.DateMatch),
            Optional<PlacedAdoptionRow>(
                "115", Table.PlacedAdoption, "DATE_PLACED", "The day of the decision that the child should be placed for adoption", row => row.DatePlaced),
            Optional<PlacedAdoptionRow>(
                "116",
                Table.PlacedAdoption,
                "DATE_PLACED_CEASED",
                "The day of the decision that the child should no longer be placed for adoption",
                row => row.DatePlacedCeased),
            Required<ReviewRow>("166", Table.Reviews, "REVIEW", "The day of the review", row => row.Review),
            Optional<HeaderRow>("171", Table.Header, "MC_DOB", "The date of birth of the mother's child", row => row.McDob),
            Required<MissingRow>("1004", Table.Missing, "MIS_START", "The day that the child went missing or away", row => row.MisStart) with
            {
                Reading = "A blank day fails too: a time missing that began on no day says nothing.",
            },
            Optional<MissingRow>("1005", Table.Missing, "MIS_END", "The day that the child was found or came back", row => row.MisEnd),
            Required<DoloRow>("700", Table.DoLo, "DOLO_START", "The day that the deprivation of liberty order began", row => row.DoloStart) with
            {
                FirstYear = 2027,
                Reading = "A blank day fails too.",
            },
            Optional<DoloRow>("701", Table.DoLo, "DOLO_END", "The day that the deprivation of liberty order ended", row => row.DoloEnd) with
            {
                FirstYear = 2027,
            },
            Partial("SW04STG1", "SW_DECOM", "The day that the social worker's spell began", row => row.SwDecom),
            Partial("SW05STG1", "SW_DEC", "The day that the social worker's spell ended", row => row.SwDec)),
        OfRow<UascRow>(
            "104",
            Table.UASC,
            "DUC",
            "The day that the status of unaccompanied asylum-seeking child ceased is not a date of this year or later: write it as dd/mm/yyyy, or take the row out.",
            (row, year) => row.Duc.IsMalformed || row.Duc.Value < year.Start) with
        {
            Why = "A status that ceased before the year began is not of this return, and a date that cannot be read counts as none.",
            Example = "UASC DUC=01/03/2024>01/05/2024",
        },
    ];

    private static Rule Required<TRow>(string number, Table table, string column, string what, Func<TRow, ReturnDate> date)
        where TRow : ReturnRow => OfRow<TRow>(
            number, table, column, $"{what} is blank or not a date: write it as dd/mm/yyyy.", row => date(row).Value is null) with
        {
            Example = $"{table} {column}=31/04/2024>30/04/2024",
        };

    private static Rule Optional<TRow>(string number, Table table, string column, string what, Func<TRow, ReturnDate> date)
        where TRow : ReturnRow => OfRow<TRow>(
            number, table, column, $"{what} is not a date: write it as dd/mm/yyyy.", row => date(row).IsMalformed) with
        {
            Example = $"{table} {column}=31/04/2024>30/04/2024",
        };

    private static Rule Partial(string number, string column, string what, Func<SwEpisodeRow, ReturnDate> date) => OfRow<SwEpisodeRow>(
        number,
        Table.SWEpisodes,
        column,
        $"{what} is not a date: write it as dd/mm/yyyy, with zz for a part that is not known.",
        row => date(row) is { IsMalformed: true, Text: { } text } && !PartialDate.TryRead(text, out _)) with
        {
            FirstYear = 2024,
            Reading = "Any part may be ZZ, as in DATE_PERM.",
            Example = $"SWEpisodes {column}=31/04/2024>zz/04/2024",
        };
}
