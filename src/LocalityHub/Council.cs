using Partnership.Contracts;

namespace Partnership.LocalityHub;

/// <summary>The one council that this hub serves; section <c>Council</c>.</summary>
internal sealed record Council(CouncilCode Code, string Name)
{
    public static Council From(IConfiguration configuration) => new(
        CouncilCode.TryParse(configuration["Council:Code"], null, out var code)
            ? code
            : throw new InvalidOperationException("Council:Code must be the council's three digits."),
        configuration["Council:Name"] ?? throw new InvalidOperationException("Council:Name is not set."));
}
