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
/// <param name="Column">The heading of the cell at fault; null when it is the row.</param>
/// <param name="Reason">What is wrong; never quotes a cell.</param>
public sealed record RejectedAnnexRow(AnnexList List, int Row, string? Id, string? Column, string Reason);

/// <summary>A prospective household: the adopters of one family identifier.</summary>
/// <param name="Family">The family identifier; an adopter without one is a household alone, under the adopter's own.</param>
/// <param name="Adopters">One or two, mostly.</param>
public sealed record AnnexHousehold(string Family, IReadOnlyList<AnnexRow> Adopters);

/// <summary>What a workbook says.</summary>
/// <param name="Rows">The rows of every list that was found, in the workbook's order.</param>
/// <param name="Rejected">The rows that cannot be read.</param>
/// <param name="Suggestions">Headings that are not known.</param>
/// <param name="Lists">The lists that were found.</param>
public sealed record AnnexReturn(
    IReadOnlyList<AnnexRow> Rows, IReadOnlyList<RejectedAnnexRow> Rejected, IReadOnlyList<HeadingSuggestion> Suggestions, IReadOnlySet<AnnexList> Lists)
{
    /// <summary>The prospective households of List 11.</summary>
    public IReadOnlyList<AnnexHousehold> Households =>
    [
        .. Rows.Where(row => row.List == AnnexList.ProspectiveAdopters).GroupBy(row => row.Family ?? row.Id, StringComparer.Ordinal)
            .Select(family => new AnnexHousehold(family.Key, [.. family])),
    ];
}
