using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// <see cref="HubRestored"/> for panel scheduling: the hub has stated, before this message and under this epoch, every case that it still knows, with its
/// children, minutes, records and notices. What panel scheduling holds of the council under an earlier epoch was made after the backup, and is no
/// longer said by anybody; and what panel scheduling has told the hub since then, the hub has forgotten.
/// </summary>
/// <param name="Hub">The hub, the same in each of its messages.</param>
/// <param name="Council">The council whose hub it is.</param>
/// <param name="Epoch">The epoch that the restore began; see <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">Always 1: an epoch begins once.</param>
public sealed record PanelCasesRestated(Guid Hub, CouncilCode Council, int Epoch, long Version) : IPanelSnapshot, ISaidOnce
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Hub;
}
