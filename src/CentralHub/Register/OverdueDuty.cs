using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Register;

/// <summary>The newest snapshot of a duty that was overdue at some time.</summary>
internal sealed class OverdueDuty
{
    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Epoch { get; init; }

    public long Version { get; init; }

    /// <summary>Whether it is not settled.</summary>
    public bool Live { get; init; }

    public required DutyOverdue Snapshot { get; init; }

    public DateTimeOffset FirstSeenAt { get; init; }
}
