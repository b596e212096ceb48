namespace Partnership.CaseData.Rules;

/// <summary>A published rule that is not checked here, and why.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Why">What stands in the way.</param>
public sealed record UncheckedRule(string Number, string Why);

/// <summary>The published rules that are not checked here: what they look at is not in the files, or they were taken back.</summary>
public static class UncheckedRules
{
    private const string Directory = "Looks at a distance, a council or a location that the collection works out from the postcodes with a directory of its own; the files do not hold it.";
    private const string Ofsted = "Needs Ofsted's list of registered providers, which is not part of the return.";
    private const string TakenBack = "Published for 2025 and taken back before it came into force.";

    /// <summary>Every one of them.</summary>
    public static IReadOnlyList<UncheckedRule> All { get; } =
    [
        .. Because(Directory, "164", "169", "179", "392a", "406", "411", "420", "452", "453", "454", "503G", "503H", "503J", "1015"),
        .. Because(Ofsted, "219", "221", "224", "227", "228", "229", "1008"),
        .. Because(TakenBack, "SW15STG2", "SW16aSTG2", "SW16bSTG2", "SW16cSTG2"),
    ];

    private static IEnumerable<UncheckedRule> Because(string why, params string[] numbers) => numbers.Select(number => new UncheckedRule(number, why));
}
