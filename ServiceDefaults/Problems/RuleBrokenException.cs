namespace Partnership.ServiceDefaults.Problems;

/// <summary>A rule of the practice says no to a well-formed request: answered 409 with the rule's stable code.</summary>
/// <param name="code">Stable code of the rule, lower-case kebab with a dot after the noun, such as <c>milestone.before-entry</c>.</param>
/// <param name="detail">A sentence for the person who asked: what is wrong and what to do; never a name, a date of birth or other personal data.</param>
/// <param name="field">The request's field that broke the rule, as written in JSON, where there is one.</param>
public sealed class RuleBrokenException(string code, string detail, string? field = null) : Exception(detail), IMayNameNothingThere
{
    /// <summary>Stable code of the rule.</summary>
    public string Code { get; } = code;

    /// <summary>The request's field that broke the rule, where there is one.</summary>
    public string? Field { get; } = field;

    /// <summary><inheritdoc/> So it is by itself where the code ends with <c>.not-found</c>.</summary>
    public bool NamesNothingThere { get; init; } = code.EndsWith(".not-found", StringComparison.Ordinal);
}
