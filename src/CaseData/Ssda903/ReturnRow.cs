namespace Partnership.CaseData.Ssda903;

/// <summary>
/// One row of a return. Text is trimmed and in upper case, an empty cell is null; a date keeps the difference between blank and malformed.
/// </summary>
/// <param name="Row">Where the row stands in its file: the first row below the headings is 1; blank lines are not counted.</param>
/// <param name="Child">CHILD: the council's own identifier of the child, meaningful within that council only. Never null or empty.</param>
public abstract record ReturnRow(int Row, string Child)
{
    /// <summary>The table that the row belongs to.</summary>
    public abstract Table Table { get; }
}
