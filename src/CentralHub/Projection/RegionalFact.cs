using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Projection;

/// <summary>Which snapshot it was. Numbers are stored: never reuse one.</summary>
internal enum FactKind : short
{
    Stage = 1,
    Adoption = 2,
    Wait = 3,
}

/// <summary>
/// A snapshot of one reference as received. All kinds share one row of numbers: no column of the central hub's own tables could
/// hold a name.
/// </summary>
internal record RegionalFact
{
    public FactKind Kind { get; init; }

    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Epoch { get; init; }

    public long Version { get; init; }

    public bool Withdrawn { get; init; }

    public short? Year { get; init; }

    public int? EntryToPlacedDays { get; init; }

    public int? EntryToMovedInDays { get; init; }

    public int? OrderToMatchDays { get; init; }

    public bool? Within { get; init; }

    public MeasureExclusions Exclusions { get; init; }

    public WaitAtYearEnd? Wait { get; init; }

    public ChildStage? Stage { get; init; }

    public WaitBand? Band { get; init; }

    public short? Definition { get; init; }

    /// <summary>Who of the council's people count the child in its own figures; see docs/decisions/0019-restrictions-in-shared-services.md.</summary>
    public RestrictedTo RestrictedTo { get; init; }

    internal static RegionalFact From(ChildStageChanged message) => new()
    {
        Kind = FactKind.Stage,
        Reference = message.Reference,
        Council = (short)message.Council.Number,
        Epoch = message.Epoch,
        Version = message.Version,
        Stage = message.Stage,
        Band = message.Wait,
        RestrictedTo = message.RestrictedTo,
    };

    internal static RegionalFact From(AdoptionMeasured message) => new()
    {
        Kind = FactKind.Adoption,
        Reference = message.Reference,
        Council = (short)message.Council.Number,
        Epoch = message.Epoch,
        Version = message.Version,
        Withdrawn = message.Withdrawn,
        Year = (short)message.Year.Year,
        EntryToPlacedDays = message.EntryToPlacedDays,
        EntryToMovedInDays = message.EntryToMovedInDays,
        OrderToMatchDays = message.OrderToMatchDays,
        Within = message.WithinThreshold,
        Exclusions = message.Exclusions,
        Definition = (short)message.Definition,
        RestrictedTo = message.RestrictedTo,
    };

    internal static RegionalFact From(WaitMeasured message) => new()
    {
        Kind = FactKind.Wait,
        Reference = message.Reference,
        Council = (short)message.Council.Number,
        Epoch = message.Epoch,
        Version = message.Version,
        Withdrawn = message.Withdrawn,
        Year = (short)message.Year.Year,
        Wait = message.Wait,
        Definition = (short)message.Definition,
        RestrictedTo = message.RestrictedTo,
    };
}

/// <summary>One row of the log of everything received, in the order of arrival; rows are only ever added.</summary>
internal sealed record ReceivedEvent : RegionalFact
{
    public long Id { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>The newest snapshot of each reference: what the log comes to.</summary>
internal sealed record RegionalState : RegionalFact;
