namespace Partnership.CaseData.Ssda903;

/// <summary>A row that cannot be read: it is given back and the rest of its file is kept.</summary>
/// <param name="File">The file's name as handed in.</param>
/// <param name="Table">The table that the file was recognised as.</param>
/// <param name="Row">The data row, from 1; blank lines are not counted. 0 for an XML child who has no row of the table.</param>
/// <param name="Child">CHILD, when that cell could still be read.</param>
/// <param name="Reason">What is wrong and how to mend it. Never quotes a cell.</param>
public sealed record RejectedRow(string File, Table Table, int Row, string? Child, string Reason);
