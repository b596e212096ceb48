using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// <see cref="HubRestored"/> for the support fund: the hub has stated, before this message and under this epoch, every assessed child whom it still
/// knows. What the fund holds of the council under an earlier epoch was minted after the backup was made, and is no longer said by anybody.
/// </summary>
/// <param name="Hub">The hub, the same in each of its messages.</param>
/// <param name="Council">The council whose hub it is.</param>
/// <param name="Epoch">The epoch that the restore began; see <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">Always 1: an epoch begins once.</param>
public sealed record SupportRestated(Guid Hub, CouncilCode Council, int Epoch, long Version) : IFundSnapshot, ISaidOnce
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Hub;
}
