using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.LocalityHub;

/// <summary>A duty with a clock is overdue, more overdue, or settled after all. Whose it is, and who owes it, stays in the hub.</summary>
/// <param name="Reference">Minted for this one duty: it cannot be joined to a child or household, nor to another duty of theirs.</param>
/// <param name="Council">The council that owes it.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Duty">Which.</param>
/// <param name="Lateness">How late.</param>
public sealed record DutyOverdue(Guid Reference, CouncilCode Council, int Epoch, long Version, Duty Duty, Lateness Lateness) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}
