using Partnership.Contracts.SupportFund;

namespace Partnership.AdoptionSupportFund.Worklists;

/// <summary>What a council's hub was told last of something that is to be done: so that each step is told once.</summary>
internal sealed class Chase
{
    public Guid Id { get; init; }

    public short Council { get; init; }

    public SupportTask Task { get; init; }

    /// <summary>The application or assessment, as in the worklist.</summary>
    public Guid About { get; init; }

    /// <summary>The assessment that it rests on: what the hub knows it by.</summary>
    public Guid AssessmentId { get; init; }

    public DateOnly DueOn { get; set; }

    public ChaseStep Step { get; set; }

    public long Version { get; set; }
}
