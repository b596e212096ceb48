namespace Partnership.CaseData.Ssda903;

/// <summary>The columns of each table.</summary>
public static class Tables
{
    private static readonly string[][] Names =
    [
        ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"],
        ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"],
        ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"],
        ["CHILD", "SEX", "DOB", "DUC"],
        [
            "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT",
            "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
        ],
        ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"],
        ["CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"],
        ["CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"],
        ["CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"],
        ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"],
        ["CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"],
        ["CHILD", "DOB", "DOLO_START", "DOLO_END"],
    ];

    /// <summary>Every table, in the order in which findings are listed.</summary>
    public static IReadOnlyList<Table> All { get; } = Enum.GetValues<Table>();

    /// <summary>The table of a name, such as Episodes; null when there is none.</summary>
    public static Table? Named(string name) => Enum.TryParse<Table>(name, out var table) && table.ToString() == name ? table : null;

    /// <summary>The table's columns, CHILD first, in the order of the published layout.</summary>
    public static IReadOnlyList<string> ColumnsOf(Table table) => Names[(int)table];

    /// <summary>Whether any table has a column of this name.</summary>
    public static bool HaveColumn(string name) => Array.Exists(Names, columns => columns.Contains(name));

    /// <summary>The table's columns with those that the XML form alone has, which come last.</summary>
    public static IReadOnlyList<string> ColumnsOfAnyForm(Table table) => table == Table.Header ? [.. ColumnsOf(table), "UASC"] : ColumnsOf(table);

    /// <summary>Room for rows of a table, in an array of their own type.</summary>
    internal static ReturnRow[] NewRows(Table table, int length) => table switch
    {
        Table.Header => new HeaderRow[length],
        Table.Episodes => new EpisodeRow[length],
        Table.Reviews => new ReviewRow[length],
        Table.UASC => new UascRow[length],
        Table.OC2 => new Oc2Row[length],
        Table.OC3 => new Oc3Row[length],
        Table.AD1 => new Ad1Row[length],
        Table.PlacedAdoption => new PlacedAdoptionRow[length],
        Table.PrevPerm => new PrevPermRow[length],
        Table.Missing => new MissingRow[length],
        Table.SWEpisodes => new SwEpisodeRow[length],
        Table.DoLo => new DoloRow[length],
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "No rows are known for this table."),
    };
}
