namespace Partnership.CaseData.Rules;

/// <summary>A published rule that is not checked here, and why.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Why">What stands in the way.</param>
public sealed record UncheckedRule(string Number, string Why);

/// <summary>The published rules that are not checked here: no file can break them, or they were taken back.</summary>
public static class UncheckedRules
{
    private const string Always = "Asks whether the placement's location is said to be in the council's area while its council is another; both are worked out from one postcode, so that no return can break it.";
    private const string TakenBack = "Published for 2025 and taken back before it came into force.";

    /// <summary>Every one of them.</summary>
    public static IReadOnlyList<UncheckedRule> All { get; } =
    [
        .. Because(Always, "411"),
        .. Because(TakenBack, "SW15STG2", "SW16aSTG2", "SW16bSTG2", "SW16cSTG2"),
    ];

    private static IEnumerable<UncheckedRule> Because(string why, params string[] numbers) => numbers.Select(number => new UncheckedRule(number, why));
}
