namespace Partnership.Simulator;

/// <summary>A council whose returns are made: its three-digit number, its name, and the code of its area where postcodes are told.</summary>
public sealed record SimulatedCouncil(string Code, string Name, string? OnsCode = null);

/// <summary>What to make. One set of options gives the same files for ever.</summary>
public sealed record SimulationOptions
{
    public required string Region { get; init; }

    public required IReadOnlyList<SimulatedCouncil> Councils { get; init; }

    /// <summary>The first and last collection years, named by the year in which they end.</summary>
    public required int FirstYear { get; init; }

    public required int LastYear { get; init; }

    public required long Seed { get; init; }

    public required string Directory { get; init; }

    /// <summary>Multiplies every count; the published counts are met only at 1.</summary>
    public decimal Scale { get; init; } = 1m;

    /// <summary>The share of children in each return in whose rows one rule break is planted.</summary>
    public decimal Errors { get; init; }

    /// <summary>
    /// Whether to write a postcode directory and a list of providers that go with the returns, and to plant breaks of the rules that look
    /// things up there too. Each council then needs the code of its area.
    /// </summary>
    public bool Lists { get; init; }

    /// <summary>
    /// The share of children adopted without ever having been placed for adoption. Such a return breaks rule 390, so it is nought
    /// unless asked for.
    /// </summary>
    public decimal NeverPlaced { get; init; }
}

/// <summary>How far one council has come: years written of years to write.</summary>
public readonly record struct SimulationProgress(string Council, int Done, int Total);

/// <summary>What one council's files hold in one year.</summary>
public sealed record SimulatedReturn(
    string Council, int Year, int Children, int Rows, int Adopted, int LookedAfterAtYearEnd, int Planted, bool Invented);
