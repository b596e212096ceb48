using System.Collections.Frozen;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// What the columns of the return are called in words. Source: the names of the data items in the Department for Education's guide to the SSDA903 collection
/// ("Children looked after by local authorities in England"), in our own short wording, with the ways in which exports put the same words. Words that several
/// columns share, such as "start date", are no column's name: who writes those is asked.
/// </summary>
internal static class ColumnNames
{
    private static readonly string[] ShouldBePlaced =
    [
        "date of decision that the child should be placed for adoption", "date of decision should be placed for adoption", "date should be placed for adoption", "date of decision should be placed",
        "date should be placed", "date of ADM decision",
    ];

    private static readonly FrozenDictionary<string, string[]> Names = new Dictionary<string, string[]>
    {
        ["CHILD"] = ["child identifier", "child unique identifier"],
        ["SEX"] = ["sex", "sex of the child"],
        ["DOB"] = ["date of birth", "child's date of birth"],
        ["ETHNIC"] = ["ethnicity", "ethnic origin", "ethnic group", "ethnicity of the child"],
        ["UPN"] = ["UPN", "unique pupil number", "pupil number"],
        ["MOTHER"] = ["child is a mother", "motherhood status"],
        ["MC_DOB"] = ["mother's child's date of birth"],
        ["DECOM"] = ["DECOM", "date episode commenced", "episode commenced"],
        ["RNE"] = ["RNE", "reason for new episode", "reason episode commenced"],
        ["LS"] = ["LS", "legal status"],
        ["CIN"] = ["CIN", "category of need", "primary category of need", "primary need"],
        ["PLACE"] = ["placement type"],
        ["PLACE_PROVIDER"] = ["placement provider", "placement provider type"],
        ["DEC"] = ["DEC", "date episode ceased"],
        ["REC"] = ["REC", "reason episode ceased"],
        ["REASON_PLACE_CHANGE"] = ["reason for placement change"],
        ["HOME_POST"] = ["home postcode", "home address postcode"],
        ["PL_POST"] = ["placement postcode", "placement address postcode"],
        ["URN"] = ["URN", "Ofsted URN", "placement URN", "Ofsted unique reference number", "placement unique reference number"],
        ["REVIEW"] = ["date of review"],
        ["REVIEW_CODE"] = ["participation", "review participation", "child's participation", "child's participation in the review", "participation method", "review participation method"],
        ["DUC"] = ["DUC", "date UASC status ceased", "date UASC ceased"],
        ["SDQ_SCORE"] = ["SDQ score"],
        ["SDQ_REASON"] = ["SDQ reason", "reason for no SDQ", "reason for no SDQ score", "reason SDQ not submitted"],
        ["CONVICTED"] = ["convicted", "convicted in the year"],
        ["HEALTH_CHECK"] = ["health checks", "health checks up to date", "health surveillance checks", "health surveillance checks up to date"],
        ["IMMUNISATIONS"] = ["immunisations", "immunisations up to date"],
        ["TEETH_CHECK"] = ["teeth check"],
        ["HEALTH_ASSESSMENT"] = ["health assessment", "annual health assessment"],
        ["SUBSTANCE_MISUSE"] = ["substance misuse", "substance misuse problem"],
        ["INTERVENTION_RECEIVED"] = ["intervention received", "substance misuse intervention received", "substance misuse problem intervention received"],
        ["INTERVENTION_OFFERED"] = ["intervention offered", "substance misuse intervention offered", "substance misuse problem intervention offered"],
        ["IN_TOUCH"] = ["local authority in touch"],
        ["ACTIV"] = ["activity", "main activity"],
        ["ACCOM"] = ["accommodation", "accommodation type"],
        ["DATE_INT"] = ShouldBePlaced,
        ["DATE_MATCH"] = ["date matched", "date of matching child and prospective adopters", "date of matching child and adopters", "date matched with adopters"],
        ["FOSTER_CARE"] = ["adopted by the current foster carer", "adopted by the foster carer"],
        ["NB_ADOPTR"] = ["number of adopters"],
        ["SEX_ADOPTR"] = ["sex of adopters"],
        ["LS_ADOPTR"] = ["legal status of adopters"],

        // Not the day on which a child moves in, whatever its code says: the decision that the child should be placed.
        ["DATE_PLACED"] = ShouldBePlaced,
        ["DATE_PLACED_CEASED"] =
        [
            "date of decision that the child should no longer be placed for adoption", "date of decision no longer be placed for adoption", "date should no longer be placed for adoption",
            "date no longer placed for adoption", "date no longer placed", "date of decision no longer placed", "date should no longer be placed",
        ],
        ["REASON_PLACED_CEASED"] =
        [
            "reason the child should no longer be placed for adoption", "reason the child is no longer placed for adoption", "reason no longer placed for adoption", "reason no longer placed",
        ],
        ["PREV_PERM"] = ["previous permanence", "previous permanence option", "previous permanence type", "previous permanence arrangement"],
        ["LA_PERM"] = ["authority of previous permanence", "local authority of previous permanence", "local authority that arranged the previous permanence"],
        ["DATE_PERM"] = ["date of previous permanence", "date of previous permanence order"],
        ["MISSING"] = ["missing or absent", "missing or away", "missing or away from placement without authorisation"],
        ["MIS_START"] = ["missing started", "date missing started", "date missing episode started", "date went missing"],
        ["MIS_END"] = ["missing ended", "date missing ended", "date missing episode ended", "date returned from missing"],
        ["SW_ID"] = ["social worker identifier", "social worker registration number"],
        ["SW_DECOM"] = ["date social worker episode commenced", "date social worker commenced"],
        ["SW_DEC"] = ["date social worker episode ceased", "date social worker ceased"],
        ["SW_REASON"] = ["reason for social worker change"],
        ["DOLO_START"] = ["DoLO started", "date DoLO started"],
        ["DOLO_END"] = ["DoLO ended", "date DoLO ended"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Table, IReadOnlyList<NamedColumn>> ByTable = Tables.All.ToFrozenDictionary(
        table => table,
        table => (IReadOnlyList<NamedColumn>)
        [
            // "Mother's child's" and "child's mother's" date of birth are the same words of two people.
            .. Tables.ColumnsOf(table).Select(column => new NamedColumn(column, Names[column], column, IsTold: column != "MC_DOB")),
        ]);

    /// <summary>A table's columns with what they are called.</summary>
    public static IReadOnlyList<NamedColumn> Of(Table table) => ByTable[table];

    /// <summary>Whether a column tells its table: those of the child's person stand in many.</summary>
    public static bool TellsTable(string column) => column is not ("CHILD" or "DOB" or "SEX");
}
