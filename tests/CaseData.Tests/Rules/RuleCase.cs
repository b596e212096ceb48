namespace Partnership.CaseData.Tests.Rules;

/// <summary>One case of one rule: rows that break it, with where it is reported, or rows that do not.</summary>
internal sealed record RuleCase(string Rule, string Name, string Now, string Expected)
{
    internal int Year { get; init; } = 2025;

    internal string? Last { get; init; }

    /// <summary>The case breaks the rule: "Table row row; Table row".</summary>
    internal static RuleCase Fails(string rule, string name, string expected, string rows) => new(rule, name, rows, expected);

    /// <summary>The case does not break the rule.</summary>
    internal static RuleCase Passes(string rule, string name, string rows) => new(rule, name, rows, string.Empty);

    internal string Found() => TestReturn.FindingsOf(Rule, Year, TestReturn.Of(Now), Last is null ? null : TestReturn.Of(Last), TestLists.All);

    public override string ToString() => $"{Rule} {Name}";
}
