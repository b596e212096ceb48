using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Partnership.CaseData.CodeSets;

/// <summary>
/// What the codes of a column are called in words, to suggest which of them a value of a case system stands for. Source: the code sets of the Department for Education's guide
/// to the SSDA903 collection, in our own short wording with the ways in which exports put it. Words that several codes share, such as "adopted" or "semi-independent", are no
/// code's name: who writes those is asked.
/// </summary>
internal static partial class CodeNames
{
    /// <summary>What is hardly like a name is not offered for it.</summary>
    private const int LikeEnough = 60;
    private const int MostAlternatives = 3;

    private static readonly (string, string[])[] YesNo = [("0", ["no", "N", "false"]), ("1", ["yes", "Y", "true"])];

    private static readonly FrozenDictionary<string, IReadOnlyList<NamedColumn>> ByColumn = new Dictionary<string, (string Code, string[] Names)[]>
    {
        ["SEX"] = [("1", ["male", "boy", "M"]), ("2", ["female", "girl", "F"]), ("M", ["male", "boy"]), ("F", ["female", "girl"]), ("U", ["unknown", "not known", "indeterminate"])],
        ["RNE"] =
        [
            ("S", ["started to be looked after", "start of a period of care"]), ("L", ["change of legal status only", "legal status change"]), ("P", ["change of placement and carer", "placement and carer change"]),
            ("T", ["change of placement but same carer", "placement change same carer"]), ("B", ["change of legal status and placement and carer", "legal status placement and carer change"]),
            ("U", ["change of legal status and placement but same carer", "legal status and placement change same carer"]),
        ],
        ["LS"] =
        [
            ("C1", ["interim care order", "ICO"]), ("C2", ["full care order", "FCO"]), ("D1", ["freeing order", "freeing order granted"]), ("E1", ["placement order", "placement order granted"]),
            ("V2", ["section 20", "s20", "single period of accommodation under section 20", "accommodated under section 20"]), ("V3", ["agreed series of short breaks individual episodes", "short breaks individual episodes"]),
            ("V4", ["agreed series of short breaks agreement", "short breaks agreement"]), ("L1", ["police protection", "under police protection", "police powers of protection"]), ("L2", ["emergency protection order", "EPO"]),
            ("L3", ["child assessment order", "CAO"]), ("J1", ["on remand", "remanded to local authority accommodation", "remanded to youth detention accommodation"]), ("J2", ["PACE", "detained under PACE"]),
            ("J3", ["youth rehabilitation order", "YRO", "youth rehabilitation order with residence requirement"]),
        ],
        ["CIN"] =
        [
            ("N1", ["abuse or neglect", "abuse", "neglect"]), ("N2", ["child's disability", "child's disability or illness"]), ("N3", ["parental illness or disability", "parents' illness or disability"]),
            ("N4", ["family in acute stress", "acute family stress"]), ("N5", ["family dysfunction"]), ("N6", ["socially unacceptable behaviour"]), ("N7", ["low income"]), ("N8", ["absent parenting"]),
        ],
        ["PLACE"] =
        [
            ("A3", ["placed for adoption with consent with current foster carer"]), ("A4", ["placed for adoption with consent not with current foster carer"]),
            ("A5", ["placed for adoption with placement order with current foster carer"]), ("A6", ["placed for adoption with placement order not with current foster carer"]),
            ("K1", ["secure children's home", "secure home"]), ("K2", ["children's home"]), ("K3", ["supported accommodation", "supported accommodation registered with Ofsted"]),
            ("P1", ["placed with parents", "with parents", "placed with own parents", "placed with parents or other person with parental responsibility"]), ("P2", ["independent living"]), ("P3", ["residential employment"]),
            ("R1", ["residential care home", "care home"]), ("R2", ["NHS or health trust"]), ("R3", ["family centre", "mother and baby unit", "family centre or mother and baby unit"]),
            ("R5", ["young offender institution", "YOI", "young offender institution or prison"]), ("S1", ["residential school"]),
            ("T1", ["temporary period in hospital"]), ("T2", ["temporary absence on holiday"]), ("T3", ["temporary accommodation while carer is on holiday"]),
            ("U1", ["foster placement with relative or friend long term", "connected person long term fostering"]), ("U2", ["foster placement with relative or friend who is also an approved adopter", "foster placement with relative or friend FFA"]),
            ("U3", ["foster placement with relative or friend not long term or FFA"]), ("U4", ["foster placement with other foster carer long term", "long term fostering"]),
            ("U5", ["foster placement with other foster carer who is also an approved adopter", "fostering for adoption", "foster to adopt", "concurrent planning placement"]),
            ("U6", ["foster placement with other foster carer not long term or FFA"]),
        ],
        ["PLACE_PROVIDER"] =
        [
            ("PR0", ["parent", "parents", "parents or other person with parental responsibility"]), ("PR1", ["own provision", "own local authority", "own authority provision"]),
            ("PR2", ["other local authority provision", "other local authority"]), ("PR3", ["other public provision", "other public"]), ("PR4", ["private provision", "private"]),
            ("PR5", ["voluntary", "third sector", "voluntary or third sector provision", "voluntary provision"]),
        ],
        ["REC"] =
        [
            ("X1", ["episode ceases and new episode begins", "new episode starts", "new episode starts same day"]), ("E11", ["adopted application unopposed", "adopted unopposed"]),
            ("E12", ["adopted consent dispensed with", "adopted consent dispensed with by court"]), ("E2", ["died", "death"]), ("E3", ["care taken over by another local authority"]),
            ("E4A", ["returned home planned", "returned home to parents planned"]), ("E4B", ["returned home unplanned", "returned home to parents not planned"]),
            ("E13", ["left care to live with parents or relatives without parental responsibility"]), ("E41", ["residence order", "child arrangements order", "residence order or child arrangements order"]),
            ("E45", ["special guardianship order to former foster carer who is a relative or friend"]), ("E46", ["special guardianship order to former foster carer who is not a relative or friend"]),
            ("E47", ["special guardianship order to relative or friend not former foster carer"]), ("E48", ["special guardianship order to other carer not former foster carer not relative or friend"]),
            ("E5", ["independent living supported", "moved into supported independent living"]), ("E6", ["independent living unsupported", "moved into unsupported independent living"]), ("E7", ["residential care funded by adult services"]),
            ("E9", ["sentenced to custody", "custody"]), ("E14", ["remand ended", "accommodation on remand ended"]), ("E15", ["age assessment 18 or over"]), ("E16", ["moved abroad"]), ("E17", ["aged 18 remained with current carers", "staying put"]),
        ],
        ["REASON_PLACE_CHANGE"] =
        [
            ("CARPL", ["care plan", "change in line with care plan", "change to implementation of care plan"]), ("CLOSE", ["resignation or closure of provision"]), ("ALLEG", ["allegation", "allegation section 47"]),
            ("STAND", ["standards concern", "standards of care concern"]), ("APPRR", ["approval removed"]), ("CREQB", ["carer requests end due to child's behaviour"]), ("CREQO", ["carer requests end other than behaviour"]),
            ("CHILD", ["child requests placement end", "child's request"]), ("LAREQ", ["responsible authority requests end", "local authority requests end"]), ("PLACE", ["change in status of placement only"]),
            ("CUSTOD", ["custody arrangement"]), ("OTHER", ["other", "other reason"]),
        ],
        ["REASON_PLACED_CEASED"] =
        [
            ("RD1", ["child's needs changed", "child's needs have changed", "needs changed"]), ("RD2", ["court made no placement order", "court did not make a placement order"]),
            ("RD3", ["no adopters found", "prospective adopters could not be found", "no adopters could be found"]), ("RD4", ["other", "any other reason", "other reason"]),
        ],
        ["FOSTER_CARE"] = YesNo,
        ["NB_ADOPTR"] = [("1", ["one", "one adopter", "single", "single adopter"]), ("2", ["two", "two adopters", "couple"])],
        ["SEX_ADOPTR"] =
        [
            ("M1", ["single male", "one male", "male"]), ("F1", ["single female", "one female", "female"]), ("MM", ["two males", "male couple"]), ("FF", ["two females", "female couple"]),
            ("MF", ["male and female", "one male and one female"]),
        ],
        ["LS_ADOPTR"] =
        [
            ("L0", ["single", "single adopter"]), ("L11", ["married different gender", "married opposite sex"]), ("L12", ["married same gender", "married same sex"]), ("L2", ["civil partnership"]),
            ("L3", ["unmarried different gender", "unmarried opposite sex"]), ("L4", ["same gender not married or in civil partnership"]),
        ],
        ["PREV_PERM"] =
        [
            ("P1", ["adoption", "adopted"]), ("P2", ["special guardianship order", "SGO", "special guardianship"]), ("P3", ["residence order", "child arrangements order", "residence order or child arrangements order"]),
            ("P4", ["unknown", "not known"]), ("Z1", ["none", "child has not had a previous permanence option"]),
        ],
        ["LA_PERM"] = [("WAL", ["Wales"]), ("SCO", ["Scotland"]), ("NIR", ["Northern Ireland"]), ("NUK", ["outside the UK", "outside UK", "overseas"])],
        ["MISSING"] = [("M", ["missing", "missing from care", "missing from placement"]), ("A", ["away from placement without authorisation", "away without authorisation", "absent", "unauthorised absence"])],
        ["IN_TOUCH"] = [("YES", ["yes", "Y", "in touch"]), ("NO", ["no", "N", "not in touch"]), ("DIED", ["died", "young person died"]), ("REFU", ["refused contact", "young person refuses contact"]), ("NREQ", ["no longer requires services"]), ("RHOM", ["returned home"])],
        ["ACTIV"] =
        [
            ("F1", ["full time in higher education"]), ("P1", ["part time in higher education"]), ("F2", ["full time in education other than higher"]), ("P2", ["part time in education other than higher"]),
            ("F3", ["full time in training or employment"]), ("P3", ["part time in training or employment"]),
            ("G4", ["NEET illness or disability", "not in education employment or training illness or disability"]), ("G5", ["NEET other", "not in education employment or training other"]),
            ("G6", ["NEET pregnancy or parenting", "not in education employment or training pregnancy or parenting"]),
        ],
        ["CONVICTED"] = YesNo,
        ["HEALTH_CHECK"] = YesNo,
        ["IMMUNISATIONS"] = YesNo,
        ["TEETH_CHECK"] = YesNo,
        ["HEALTH_ASSESSMENT"] = YesNo,
        ["SUBSTANCE_MISUSE"] = YesNo,
        ["INTERVENTION_RECEIVED"] = YesNo,
        ["INTERVENTION_OFFERED"] = YesNo,
        ["ETHNIC"] =
        [
            ("WBRI", ["white British"]), ("WIRI", ["white Irish"]), ("WOTH", ["any other white background", "white other"]), ("WIRT", ["traveller of Irish heritage", "Irish traveller"]), ("WROM", ["gypsy or Roma", "gypsy Roma"]),
            ("MWBC", ["white and black Caribbean", "mixed white and black Caribbean"]), ("MWBA", ["white and black African", "mixed white and black African"]), ("MWAS", ["white and Asian", "mixed white and Asian"]),
            ("MOTH", ["any other mixed background", "mixed other"]), ("AIND", ["Indian", "Asian Indian", "Asian or Asian British Indian"]), ("APKN", ["Pakistani", "Asian Pakistani", "Asian or Asian British Pakistani"]),
            ("ABAN", ["Bangladeshi", "Asian Bangladeshi", "Asian or Asian British Bangladeshi"]), ("AOTH", ["any other Asian background", "Asian other"]), ("BCRB", ["Caribbean", "black Caribbean", "black or black British Caribbean"]),
            ("BAFR", ["African", "black African", "black or black British African"]), ("BOTH", ["any other black background", "black other"]), ("CHNE", ["Chinese"]), ("OOTH", ["any other ethnic group"]),
            ("REFU", ["refused", "declined"]), ("NOBT", ["not yet obtained", "information not yet obtained", "not obtained"]),
        ],
    }.ToFrozenDictionary(
        column => column.Key,
        column => (IReadOnlyList<NamedColumn>)[.. CodeSet.Of(column.Key).All.Select(code => new NamedColumn(code, Array.Find(column.Value, each => each.Code == code).Names ?? [], code))],
        StringComparer.Ordinal);

    /// <summary>What a value that is no code of a column stands for.</summary>
    /// <param name="column">A column that has a code set.</param>
    /// <param name="value">The value as it is written.</param>
    /// <param name="year">The year whose codes are suggested.</param>
    public static ValueMeaning Suggest(string column, string value, CensusYear year)
    {
        var codes = CodeSet.Of(column);
        return Suggest([.. Of(column).Where(code => codes.Allows(code.Key, year))], value);
    }

    /// <summary>The codes of a column, of all years, with what they are called.</summary>
    public static IReadOnlyList<NamedColumn> Of(string column) =>
        ByColumn.TryGetValue(column, out var names) ? names : [.. CodeSet.Of(column).All.Select(code => new NamedColumn(code, [], code))];

    /// <summary>The same of codes that have no years.</summary>
    public static ValueMeaning Suggest(IReadOnlyList<NamedColumn> codes, string value)
    {
        // "U6: Foster placement" says its code, unless the words say another; "No: refused" starts with a word that is one.
        var start = Code().Match(value);
        var before = start.Success ? codes.FirstOrDefault(code => string.Equals(code.Key, start.Groups["code"].Value, StringComparison.OrdinalIgnoreCase))?.Key : null;
        var words = before is null ? value : value[start.Length..];
        var ranked = codes.Select(code => (code.Key, Likeness: Math.Max(code.Likeness(value), code.Likeness(words)))).OrderByDescending(code => code.Likeness).ToList();
        List<string> said = [.. ranked.TakeWhile(code => code.Likeness == 100).Select(code => code.Key)];
        var isSaid = before is null || before.Any(char.IsAsciiDigit) || said.Contains(before);
        if (before is not null && !said.Contains(before))
        {
            said.Insert(0, before);
        }

        return said is [var only] && isSaid
            ? new ValueMeaning(only, [])
            : new ValueMeaning(null, [.. said.Concat(ranked.Where(code => said.Count == 0 && code.Likeness >= LikeEnough).Select(code => code.Key)).Take(MostAlternatives)]);
    }

    /// <summary>A code before the words: "U6: …", "PR4 - …", "k) E47: …", "WBRI White British".</summary>
    [GeneratedRegex(@"^\s*(?:[A-Za-z]\)\s*)?(?:(?<code>[A-Za-z0-9]{1,6})\s*[:=.–-]\s*|(?<code>[A-Za-z]{1,5}[0-9]{1,2}[A-Za-z]?)\s+|\((?<code>[A-Za-z0-9]{1,6})\)\s*)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}

/// <summary>What a value stands for.</summary>
/// <param name="Code">The code that it says; null when it says none, or several.</param>
/// <param name="Alternatives">Where it says none for sure, the codes that it is like, the most like first: for a person to choose from.</param>
internal sealed record ValueMeaning(string? Code, IReadOnlyList<string> Alternatives);
