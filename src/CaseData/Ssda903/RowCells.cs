namespace Partnership.CaseData.Ssda903;

/// <summary>Makes rows from cells that were not read off a CSV line: an XML element, a mapped column, a stored row.</summary>
public static class RowCells
{
    /// <summary>The row of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The data row, from 1.</param>
    /// <param name="child">CHILD, the council's own identifier.</param>
    /// <param name="c">The other cells in the order of <see cref="Tables.ColumnsOf"/>, trimmed and in upper case, null when blank.</param>
    public static ReturnRow Build(Table table, int row, string child, ReadOnlySpan<string?> c) => table switch
    {
        Table.Header => new HeaderRow(row, child, c[0], Date(c[1]), c[2], c[3], c[4], Date(c[5])),
        Table.Episodes => new EpisodeRow(row, child, Date(c[0]), c[1], c[2], c[3], c[4], c[5], Date(c[6]), c[7], c[8], c[9], c[10], c[11]),
        Table.Reviews => new ReviewRow(row, child, Date(c[0]), Date(c[1]), c[2]),
        Table.UASC => new UascRow(row, child, c[0], Date(c[1]), Date(c[2])),
        Table.OC2 => new Oc2Row(row, child, Date(c[0]), c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10]),
        Table.OC3 => new Oc3Row(row, child, Date(c[0]), c[1], c[2], c[3]),
        Table.AD1 => new Ad1Row(row, child, Date(c[0]), Date(c[1]), Date(c[2]), c[3], c[4], c[5], c[6]),
        Table.PlacedAdoption => new PlacedAdoptionRow(row, child, Date(c[0]), Date(c[1]), Date(c[2]), c[3]),
        Table.PrevPerm => new PrevPermRow(row, child, Date(c[0]), c[1], c[2], c[3]),
        Table.Missing => new MissingRow(row, child, Date(c[0]), c[1], Date(c[2]), Date(c[3])),
        Table.SWEpisodes => new SwEpisodeRow(row, child, Date(c[0]), c[1], Date(c[2]), Date(c[3]), c[4]),
        Table.DoLo => new DoloRow(row, child, Date(c[0]), Date(c[1]), Date(c[2])),
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "No rows are known for this table."),
    };

    private static ReturnDate Date(string? cell) => ReturnDate.Parse(cell);
}
