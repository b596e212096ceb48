using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// A hub was restored from a backup and has stated, before this message and under this epoch, all that it still knows. What the region
/// holds of the council under an earlier epoch is no longer said by anybody: references that were minted after the backup was made.
/// </summary>
/// <param name="Hub">The hub, the same in each of its messages.</param>
/// <param name="Council">The council whose hub it is.</param>
/// <param name="Epoch">The epoch that the restore began; see <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">Always 1: an epoch begins once.</param>
public sealed record HubRestored(Guid Hub, CouncilCode Council, int Epoch, long Version) : ISaidOnce
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Hub;
}
