using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Letters;

/// <summary>
/// What a template may merge, by whom the letter goes to. Parents' letters have a list of their own, without anything of a household: a field that is
/// not on the list cannot be saved, and what is merged is built from a type that has no household.
/// </summary>
internal static partial class LetterFields
{
    private static readonly FrozenSet<string> s_everybody = ["date", "council", "recipient", "address", "matter", "decision", "decided-on", "signed-by"];

    private static readonly FrozenSet<string> s_parents = [.. s_everybody, "child", "child-born"];

    private static readonly FrozenSet<string> s_household = [.. s_everybody, "household", "terms", "reasons", "answer-by", "child"];

    public static FrozenSet<string> Of(LetterKind kind) => LetterKinds.RecipientOf(kind) == NoticeRecipient.BirthParents ? s_parents : s_household;

    /// <summary>The fields that a text names, in their order.</summary>
    public static IEnumerable<string> In(string text) => Field().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Demands that a template merges nothing but what its kind may.</summary>
    /// <exception cref="RuleBrokenException">It does; the field is named.</exception>
    public static void Check(LetterKind kind, string text)
    {
        if (In(text).FirstOrDefault(field => !Of(kind).Contains(field)) is { } wrong)
        {
            throw new RuleBrokenException("template.field", $"{{{{{wrong}}}}} is no field of this letter. It may merge: {string.Join(", ", Of(kind).Order())}.", "text");
        }

        if (Field().Replace(text, string.Empty).Contains("{{", StringComparison.Ordinal))
        {
            throw new RuleBrokenException("template.braces", "A field is two braces, its name, two braces: {{child}}.", "text");
        }
    }

    /// <summary>Puts the values in. A field without a value is left out.</summary>
    public static string Merge(string text, IReadOnlyDictionary<string, string?> values) => Field().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value) ?? string.Empty);

    [GeneratedRegex(@"\{\{([a-z-]{1,40})\}\}")]
    private static partial Regex Field();
}

/// <summary>What every letter is made from.</summary>
internal record LetterFacts(
    DateOnly Date, string Council, string Recipient, string Address, string Matter, string Decision, DateOnly DecidedOn, string SignedBy)
{
    /// <summary>Values by the fields' names.</summary>
    public virtual Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["date"] = Day(Date), ["council"] = Council, ["recipient"] = Recipient, ["address"] = Address, ["matter"] = Matter, ["decision"] = Decision, ["decided-on"] = Day(DecidedOn), ["signed-by"] = SignedBy,
    };

    protected static string Day(DateOnly day) => day.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a letter to parents is made from: the child, and no household.</summary>
internal sealed record ParentsLetterFacts(LetterFacts Common, string Child, DateOnly? ChildBorn) : LetterFacts(Common)
{
    public override Dictionary<string, string?> Values() => new(base.Values(), StringComparer.Ordinal) { ["child"] = Child, ["child-born"] = ChildBorn is { } born ? Day(born) : null };
}

/// <summary>What a letter to adopters or carers is made from.</summary>
internal sealed record HouseholdLetterFacts(LetterFacts Common, string Household, string? Terms, string? Reasons, DateOnly? AnswerBy, string? Child) : LetterFacts(Common)
{
    public override Dictionary<string, string?> Values() => new(base.Values(), StringComparer.Ordinal)
    {
        ["household"] = Household, ["terms"] = Terms, ["reasons"] = Reasons, ["answer-by"] = AnswerBy is { } day ? Day(day) : null, ["child"] = Child,
    };
}
