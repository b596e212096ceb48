namespace Partnership.ServiceDefaults.Problems;

/// <summary>A request that cannot be understood as it stands: answered 400.</summary>
/// <param name="code">Stable code, such as <c>year.not-a-year-end</c>.</param>
/// <param name="detail">A sentence for the person who asked; never repeats the value, which could be personal.</param>
/// <param name="field">The field, parameter or header at fault, where there is one.</param>
public sealed class InvalidRequestException(string code, string detail, string? field) : Exception(detail), IMayNameNothingThere
{
    /// <summary>Stable code of the fault.</summary>
    public string Code { get; } = code;

    /// <summary>The field, parameter or header at fault, where there is one.</summary>
    public string? Field { get; } = field;

    /// <summary><inheritdoc/> So it is by itself where the code ends with <c>.not-found</c>.</summary>
    public bool NamesNothingThere { get; init; } = code.EndsWith(".not-found", StringComparison.Ordinal);
}
