namespace Partnership.CaseData.AnnexA;

/// <summary>The lists of Ofsted's Annex A that tell of adoption, by their numbers there.</summary>
public enum AnnexList
{
    /// <summary>List 8: children in care.</summary>
    ChildrenInCare = 8,

    /// <summary>List 10: children with a plan for adoption, one row for each.</summary>
    Adoption = 10,

    /// <summary>List 11: prospective adopters, one row for each person; a household is the rows of one family identifier.</summary>
    ProspectiveAdopters = 11,
}

/// <summary>A column of a list that is read; the others are read past.</summary>
/// <param name="Key">Our name of it.</param>
/// <param name="Heading">The heading of the published workbook.</param>
/// <param name="IsDate">Whether it holds a date.</param>
/// <param name="IsRequired">Whether a list without it cannot be read.</param>
/// <param name="Aliases">Other headings that are met for it, of older layouts or of case systems.</param>
public sealed record AnnexColumn(string Key, string Heading, bool IsDate, bool IsRequired, IReadOnlyList<string> Aliases);

/// <summary>The columns of each list: those of the layouts until 2023 and of 2024.</summary>
public static class AnnexColumns
{
    private static readonly AnnexColumn Child = Text("child", "Child Unique ID", isRequired: true, "Child ID", "Unique ID", "Person ID", "Child Unique Identifier");
    private static readonly AnnexColumn Family = Text("family", "Family identifier", isRequired: false, "Family ID", "Family unique ID");
    private static readonly AnnexColumn Gender = Text("gender", "Gender", isRequired: false, "Sex");
    private static readonly AnnexColumn Ethnicity = Text("ethnicity", "Ethnicity", isRequired: false, "Ethnic origin");
    private static readonly AnnexColumn Born = Date("born", "Date of Birth", isRequired: false, "DOB", "D.O.B.");

    // Columns are looked up by themselves, so there is one of each.
    private static readonly Dictionary<AnnexList, IReadOnlyList<AnnexColumn>> Known = Enum.GetValues<AnnexList>().ToDictionary(list => list, Columns);

    private static readonly Dictionary<AnnexList, IReadOnlyList<NamedColumn>> Names =
        Known.ToDictionary(list => list.Key, list => (IReadOnlyList<NamedColumn>)[.. list.Value.Select(column => new NamedColumn(column.Key, [column.Heading, .. column.Aliases]))]);

    /// <summary>The columns of a list.</summary>
    public static IReadOnlyList<AnnexColumn> Of(AnnexList list) => Known[list];

    /// <summary>The same with what they are called.</summary>
    internal static IReadOnlyList<NamedColumn> NamesOf(AnnexList list) => Names[list];

    private static IReadOnlyList<AnnexColumn> Columns(AnnexList list) => list switch
    {
        AnnexList.ChildrenInCare =>
        [
            Child, Gender, Ethnicity, Born,
            Date("entered-care", "Date Started to be Looked After", isRequired: true, "Date became looked after", "LAC start date"),
            Date("legal-status-since", "Start date of current legal status", isRequired: false),
            Text("legal-status", "Child's Legal Status", isRequired: false, "Legal status"),
            Date("ceased", "Date Ceased to be Looked After", isRequired: false, "LAC end date"),
            Text("reason-ceased", "Reason Ceased to be Looked After", isRequired: false),
            Text("permanence-plan", "What is the permanence plan for this child?", isRequired: false, "Permanence plan"),
        ],
        AnnexList.Adoption =>
        [
            Child, Family, Gender, Ethnicity, Born,
            Date("entered-care", "Date the Child Entered Care", isRequired: true, "Date entered care"),
            Date("should-be-placed", "Date of Decision that Child Should be Placed for Adoption", isRequired: true, "Date of ADM decision", "Date of should be placed decision"),
            Date("placement-order", "Date of Placement Order", isRequired: false, "Placement order date"),
            Date("matched", "Date of Matching Child and Prospective Adopters", isRequired: false, "Date matched", "Date of match"),
            Date("placed", "Date Placed for Adoption", isRequired: false, "Date of placement for adoption"),
            Date("adoption-order", "Date of Adoption Order", isRequired: false, "Adoption order date"),
            Date("reversed", "Date of Decision that Child Should No Longer be Placed for Adoption", isRequired: false, "Date decision reversed"),
            Text("reversal-reason", "Reason Why Child No Longer Placed for Adoption", isRequired: false, "Reason no longer placed for adoption"),
            Date("early-permanence", "Date the child was placed for fostering in FFA or concurrent planning placement", isRequired: false, "Date placed in FFA or concurrent planning placement"),
        ],
        AnnexList.ProspectiveAdopters =>
        [
            Text("adopter", "Individual adopter identifier", isRequired: true, "Adopter ID", "Adopter identifier"),
            Family, Gender, Ethnicity,
            Text("fostering-for-adoption", "Is the (prospective) adopter fostering for adoption?", isRequired: false, "Is the prospective adopter fostering for adoption"),
            Date("enquired", "Date enquiry received", isRequired: true),
            Date("stage-1-started", "Date Stage 1 started", isRequired: false),
            Date("stage-1-ended", "Date Stage 1 ended", isRequired: false),
            Date("stage-2-started", "Date Stage 2 started", isRequired: false),
            Date("stage-2-ended", "Date Stage 2 ended", isRequired: false),
            Date("applied", "Date application submitted", isRequired: false),
            Date("approved", "Date application approved", isRequired: false),
            Date("matched", "Date adopter matched with child(ren)", isRequired: false, "Date adopter matched with children"),
            Date("placed", "Date child/children placed with adopter(s)", isRequired: false, "Date child placed with adopters"),
            Text("children-placed", "No. of children placed", isRequired: false, "Number of children placed"),
            Date("adoption-order", "Date of Adoption Order", isRequired: false),
            Date("left", "Date of leaving adoption process", isRequired: false),
            Text("left-reason", "Reason for leaving adoption process", isRequired: false),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(list), list, "This list is not read."),
    };

    private static AnnexColumn Text(string key, string heading, bool isRequired, params string[] aliases) => new(key, heading, IsDate: false, isRequired, aliases);

    private static AnnexColumn Date(string key, string heading, bool isRequired, params string[] aliases) => new(key, heading, IsDate: true, isRequired, aliases);
}
