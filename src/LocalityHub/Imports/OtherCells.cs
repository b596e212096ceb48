using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.Imports;

/// <summary>The cells of rows that no milestone is derived from, in the order of <see cref="Tables.ColumnsOf"/> without CHILD.</summary>
internal static class OtherCells
{
    public static bool Holds(Table table) => table is not (Table.Header or Table.Episodes or Table.AD1 or Table.PlacedAdoption or Table.PrevPerm);

    public static string?[] Of(ReturnRow row) => row switch
    {
        ReviewRow r => [r.Dob.Text, r.Review.Text, r.ReviewCode],
        UascRow r => [r.Sex, r.Dob.Text, r.Duc.Text],
        Oc2Row r =>
        [
            r.Dob.Text, r.SdqScore, r.SdqReason, r.Convicted, r.HealthCheck, r.Immunisations, r.TeethCheck, r.HealthAssessment,
            r.SubstanceMisuse, r.InterventionReceived, r.InterventionOffered,
        ],
        Oc3Row r => [r.Dob.Text, r.InTouch, r.Activ, r.Accom],
        MissingRow r => [r.Dob.Text, r.Kind, r.MisStart.Text, r.MisEnd.Text],
        SwEpisodeRow r => [r.Dob.Text, r.SwId, r.SwDecom.Text, r.SwDec.Text, r.SwReason],
        DoloRow r => [r.Dob.Text, r.DoloStart.Text, r.DoloEnd.Text],
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Table, "The table has columns of its own."),
    };

    /// <summary>The row that such cells were taken from.</summary>
    public static ReturnRow Row(Table table, int row, string child, string?[] c) => table switch
    {
        Table.Reviews => new ReviewRow(row, child, ReturnDate.Parse(c[0]), ReturnDate.Parse(c[1]), c[2]),
        Table.UASC => new UascRow(row, child, c[0], ReturnDate.Parse(c[1]), ReturnDate.Parse(c[2])),
        Table.OC2 => new Oc2Row(row, child, ReturnDate.Parse(c[0]), c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10]),
        Table.OC3 => new Oc3Row(row, child, ReturnDate.Parse(c[0]), c[1], c[2], c[3]),
        Table.Missing => new MissingRow(row, child, ReturnDate.Parse(c[0]), c[1], ReturnDate.Parse(c[2]), ReturnDate.Parse(c[3])),
        Table.SWEpisodes => new SwEpisodeRow(row, child, ReturnDate.Parse(c[0]), c[1], ReturnDate.Parse(c[2]), ReturnDate.Parse(c[3]), c[4]),
        Table.DoLo => new DoloRow(row, child, ReturnDate.Parse(c[0]), ReturnDate.Parse(c[1]), ReturnDate.Parse(c[2])),
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "The table has columns of its own."),
    };
}
