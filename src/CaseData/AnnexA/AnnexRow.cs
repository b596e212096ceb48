namespace Partnership.CaseData.AnnexA;

/// <summary>A row of a list: its cells by the keys of <see cref="AnnexColumns"/>; blank ones are not there.</summary>
/// <param name="List">The list.</param>
/// <param name="Row">The row of the sheet, from 1, as the workbook numbers it.</param>
/// <param name="Id">The child, or the adopter, in upper case.</param>
/// <param name="Texts">The cells that hold text: genders as M or F, ethnic origins and reasons as their codes, yes and no as Y and N.</param>
/// <param name="Dates">The cells that hold dates.</param>
public sealed record AnnexRow(AnnexList List, int Row, string Id, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, DateOnly> Dates)
{
    /// <summary>The family: children who are placed together and their adopters share one.</summary>
    public string? Family => Texts.GetValueOrDefault("family");
}

/// <summary>A row of a list that cannot be read.</summary>
/// <param name="List">The list.</param>
/// <param name="Row">The row of the sheet, from 1.</param>
/// <param name="Id">The child or the adopter, when that could be read.</param>
/// <param name="Family">The family identifier, in upper case, when the row has one that could be read.</param>
/// <param name="Column">The heading of the cell at fault; null when it is the row.</param>
/// <param name="Reason">What is wrong; never quotes a cell.</param>
public sealed record RejectedAnnexRow(AnnexList List, int Row, string? Id, string? Family, string? Column, string Reason);

/// <summary>Cells of a column of codes that hold none, nor anything that the map knows. They are left out; the rest of their rows is read.</summary>
/// <param name="List">The list.</param>
/// <param name="Column">The column's heading.</param>
/// <param name="Cells">How many.</param>
public sealed record UnreadValues(AnnexList List, string Column, int Cells);

/// <summary>A prospective household: the adopters of one family identifier.</summary>
/// <param name="Family">The family identifier; an adopter without one is a household alone, under the adopter's own.</param>
/// <param name="Adopters">One or two, mostly.</param>
public sealed record AnnexHousehold(string Family, IReadOnlyList<AnnexRow> Adopters);

/// <summary>What a workbook says.</summary>
/// <param name="Rows">The rows of every list that was found, in the workbook's order.</param>
/// <param name="Rejected">The rows that cannot be read.</param>
/// <param name="Suggestions">Headings that are not known.</param>
/// <param name="Lists">The lists that were found.</param>
/// <param name="Unread">Values that are no codes.</param>
public sealed record AnnexReturn(
    IReadOnlyList<AnnexRow> Rows, IReadOnlyList<RejectedAnnexRow> Rejected, IReadOnlyList<HeadingSuggestion> Suggestions, IReadOnlySet<AnnexList> Lists, IReadOnlyList<UnreadValues> Unread)
{
    /// <summary>
    /// Children of whom a row was given back, in list 8 or 10: what is left of them is half of what the workbook says, and what it does not say would be taken for cleared.
    /// </summary>
    public IReadOnlySet<string> HalfChildren => Rejected.Where(row => row is { Id: not null, List: AnnexList.ChildrenInCare or AnnexList.Adoption }).Select(row => row.Id!).ToHashSet(StringComparer.Ordinal);

    /// <summary>Households of which an adopter's row was given back: the others alone may be approved, or have left, where the household is not or has not.</summary>
    public IReadOnlySet<string> HalfHouseholds =>
        Rejected.Where(row => row.List == AnnexList.ProspectiveAdopters && (row.Family ?? row.Id) is not null).Select(row => row.Family ?? row.Id!).ToHashSet(StringComparer.Ordinal);

    /// <summary>The prospective households of List 11.</summary>
    public IReadOnlyList<AnnexHousehold> Households =>
    [
        .. Rows.Where(row => row.List == AnnexList.ProspectiveAdopters).GroupBy(row => row.Family ?? row.Id, StringComparer.Ordinal)
            .Select(family => new AnnexHousehold(family.Key, [.. family])),
    ];
}
