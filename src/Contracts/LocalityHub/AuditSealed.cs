using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// How far a hub's audit trail is sealed. The central hub keeps every one of them, so that a trail whose end was cut off, or that
/// was written anew from some entry on, no longer fits what was said of it before.
/// </summary>
/// <param name="Trail">The trail, the same in each of its messages.</param>
/// <param name="Council">The council whose trail it is.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">The number of the newest sealed entry.</param>
/// <param name="Hash">The hash of that entry.</param>
public sealed record AuditSealed(Guid Trail, CouncilCode Council, int Epoch, long Version, AuditHash Hash) : ISaidOnce
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Trail;
}
