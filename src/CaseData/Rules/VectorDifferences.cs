namespace Partnership.CaseData.Rules;

/// <summary>A published vector of a rule with which we do not agree.</summary>
/// <param name="Rule">Its number.</param>
/// <param name="Rows">The rows that differ, each as its table and its number from 1; none when the vector is not compared at all.</param>
/// <param name="Why">Why they differ.</param>
public sealed record VectorDifference(string Rule, IReadOnlyList<string> Rows, string Why);

/// <summary>Where the findings of our rules differ from the vectors that others have published: what the comparison excepts, and what the page of the rules says.</summary>
public static class VectorDifferences
{
    /// <summary>The vectors that differ for a reason of their own.</summary>
    public static IReadOnlyList<VectorDifference> All { get; } =
    [
        new("354", ["Episodes 5"], "The vector's year ends on 1 April: an episode that begins on that day is in it, and in ours begins after it."),
        new("571", [], "The vector's year ends on the day before it begins, so that no time can lie in it."),
        new("702", ["DoLo 1"], "The vector reports an order of one day too."),
    ];

    /// <summary>The rules whose vectors differ in rows alone that the reader would have put right: lower case, and empty cells for blanks.</summary>
    public static IReadOnlyList<string> Untidy { get; } = ["1009", "103", "131", "132", "133", "143", "144", "145", "146", "149", "178", "196", "SW02STG1"];

    /// <summary>The rules whose vectors have columns that their table does not have.</summary>
    public static IReadOnlyList<string> ForeignColumns { get; } =
        ["INT01", "INT02", "INT03", "INT04", "INT11", "INT12", "INT16", "INT31", "INT35", "SW01aSTG1"];
}
