namespace Partnership.CaseData.Ssda903;

/// <summary>All that one return says of one child, each table in file order.</summary>
/// <param name="child">CHILD, the council's own identifier.</param>
public sealed class ChildRows(string child)
{
    private readonly List<ReturnRow>?[] _others = new List<ReturnRow>?[Tables.All.Count];
    private List<HeaderRow>? _header;
    private List<EpisodeRow>? _episodes;
    private List<Ad1Row>? _ad1;
    private List<PlacedAdoptionRow>? _placedAdoption;
    private List<PrevPermRow>? _prevPerm;

    /// <summary>CHILD, the council's own identifier.</summary>
    public string Child { get; } = child;

    /// <summary>Header: one row, unless it is repeated by mistake.</summary>
    public IReadOnlyList<HeaderRow> Header => _header ?? (IReadOnlyList<HeaderRow>)[];

    /// <summary>Episodes.</summary>
    public IReadOnlyList<EpisodeRow> Episodes => _episodes ?? (IReadOnlyList<EpisodeRow>)[];

    /// <summary>AD1: one row, unless it is repeated by mistake.</summary>
    public IReadOnlyList<Ad1Row> AD1 => _ad1 ?? (IReadOnlyList<Ad1Row>)[];

    /// <summary>PlacedAdoption: one row for each decision.</summary>
    public IReadOnlyList<PlacedAdoptionRow> PlacedAdoption => _placedAdoption ?? (IReadOnlyList<PlacedAdoptionRow>)[];

    /// <summary>PrevPerm: one row, unless it is repeated by mistake.</summary>
    public IReadOnlyList<PrevPermRow> PrevPerm => _prevPerm ?? (IReadOnlyList<PrevPermRow>)[];

    /// <summary>The child's rows of any table.</summary>
    public IReadOnlyList<ReturnRow> Rows(Table table) => table switch
    {
        Table.Header => Header,
        Table.Episodes => Episodes,
        Table.AD1 => AD1,
        Table.PlacedAdoption => PlacedAdoption,
        Table.PrevPerm => PrevPerm,
        _ => _others[(int)table] ?? (IReadOnlyList<ReturnRow>)[],
    };

    /// <summary>Adds a row of this child.</summary>
    public void Add(ReturnRow row)
    {
        switch (row)
        {
            case HeaderRow header:
                (_header ??= []).Add(header);
                break;
            case EpisodeRow episode:
                (_episodes ??= []).Add(episode);
                break;
            case Ad1Row adoption:
                (_ad1 ??= []).Add(adoption);
                break;
            case PlacedAdoptionRow decision:
                (_placedAdoption ??= []).Add(decision);
                break;
            case PrevPermRow permanence:
                (_prevPerm ??= []).Add(permanence);
                break;
            default:
                (_others[(int)row.Table] ??= []).Add(row);
                break;
        }
    }
}
