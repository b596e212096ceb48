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
}
