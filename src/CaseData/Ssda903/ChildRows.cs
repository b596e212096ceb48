namespace Partnership.CaseData.Ssda903;

/// <summary>All that one return says of one child, each table in file order.</summary>
/// <param name="child">CHILD, the council's own identifier.</param>
public sealed class ChildRows(string child)
{
    /// <summary>A child with more rows in a table is a fault of the file: a row for every day of care comes to fewer.</summary>
    public const int MostRows = 5_000;

    private readonly Slice[] _slices = new Slice[Tables.All.Count];

    /// <summary>CHILD, the council's own identifier.</summary>
    public string Child { get; } = child;

    /// <summary>Header: one row, unless it is repeated by mistake.</summary>
    public ArraySegment<HeaderRow> Header => Rows<HeaderRow>(Table.Header);

    /// <summary>Episodes.</summary>
    public ArraySegment<EpisodeRow> Episodes => Rows<EpisodeRow>(Table.Episodes);

    /// <summary>Reviews.</summary>
    public ArraySegment<ReviewRow> Reviews => Rows<ReviewRow>(Table.Reviews);

    /// <summary>UASC: one row, unless it is repeated by mistake.</summary>
    public ArraySegment<UascRow> Uasc => Rows<UascRow>(Table.UASC);

    /// <summary>OC2: one row, unless it is repeated by mistake.</summary>
    public ArraySegment<Oc2Row> OC2 => Rows<Oc2Row>(Table.OC2);

    /// <summary>OC3: one row, unless it is repeated by mistake.</summary>
    public ArraySegment<Oc3Row> OC3 => Rows<Oc3Row>(Table.OC3);

    /// <summary>AD1: one row, unless it is repeated by mistake.</summary>
    public ArraySegment<Ad1Row> AD1 => Rows<Ad1Row>(Table.AD1);

    /// <summary>PlacedAdoption: one row for each decision.</summary>
    public ArraySegment<PlacedAdoptionRow> PlacedAdoption => Rows<PlacedAdoptionRow>(Table.PlacedAdoption);

    /// <summary>PrevPerm: one row, unless it is repeated by mistake.</summary>
    public ArraySegment<PrevPermRow> PrevPerm => Rows<PrevPermRow>(Table.PrevPerm);

    /// <summary>Missing: one row for each time missing or away.</summary>
    public ArraySegment<MissingRow> Missing => Rows<MissingRow>(Table.Missing);

    /// <summary>SWEpisodes: one row for each social worker's spell.</summary>
    public ArraySegment<SwEpisodeRow> SocialWorkers => Rows<SwEpisodeRow>(Table.SWEpisodes);

    /// <summary>DoLo: one row for each deprivation of liberty order.</summary>
    public ArraySegment<DoloRow> DeprivationsOfLiberty => Rows<DoloRow>(Table.DoLo);

    /// <summary>The tables in which the child has rows, a bit for each.</summary>
    internal int Present { get; private set; }

    /// <summary>The child's rows of any table.</summary>
    public ArraySegment<ReturnRow> Rows(Table table) => Rows<ReturnRow>(table);

    /// <summary>Adds a row of this child.</summary>
    /// <exception cref="UnreadableReturnException">The child has more than <see cref="MostRows"/> rows in the table.</exception>
    public void Add(ReturnRow row)
    {
        ref var slice = ref _slices[(int)row.Table];
        if (slice.Rows is null || slice.IsShared || slice.Count == slice.Rows.Length)
        {
            var grown = Tables.NewRows(row.Table, Math.Max(2, slice.Count * 2));
            slice.Segment.CopyTo(grown);
            slice = new Slice(grown, 0, slice.Count, IsShared: false);
        }

        slice.Rows![slice.Count] = row;
        slice = slice with { Count = slice.Count + 1 };
        Demand(slice.Count, row.Table);
        Present |= 1 << (int)row.Table;
    }

    /// <summary>The child's rows of a table, as their own type.</summary>
    internal ArraySegment<TRow> Rows<TRow>(Table table)
        where TRow : ReturnRow
    {
        ref var slice = ref _slices[(int)table];

        // A table's array is of its own row type and may be taken for that or for one of any rows.
        return slice.Rows is null ? ArraySegment<TRow>.Empty : new ArraySegment<TRow>((TRow[])slice.Rows, slice.Start, slice.Count);
    }

    /// <summary>Takes in the row at a place of its table without copying it, as long as the child's rows stand together.</summary>
    internal void Add(ReturnRow[] rows, int at)
    {
        var row = rows[at];
        ref var slice = ref _slices[(int)row.Table];
        if (slice.Rows is null)
        {
            slice = new Slice(rows, at, 1, IsShared: true);
            Present |= 1 << (int)row.Table;
        }
        else if (slice.IsShared && slice.Start + slice.Count == at)
        {
            slice = slice with { Count = slice.Count + 1 };
            Demand(slice.Count, row.Table);
        }
        else
        {
            Add(row);
        }
    }

    // Some rules compare each row of a child with each other.
    private static void Demand(int count, Table table)
    {
        if (count > MostRows)
        {
            throw new UnreadableReturnException("too-many-rows-of-a-child", $"{table} has more than {MostRows} rows of one child: look for rows that all have the same CHILD by mistake.");
        }
    }

    private readonly record struct Slice(ReturnRow[]? Rows, int Start, int Count, bool IsShared)
    {
        internal ArraySegment<ReturnRow> Segment => Rows is null ? ArraySegment<ReturnRow>.Empty : new ArraySegment<ReturnRow>(Rows, Start, Count);
    }
}
