using System.Text.Json.Serialization;

namespace Partnership.Contracts;

/// <summary>
/// How far the audit trail of a service that councils share is sealed, told to each council's hub, which keeps every one of them: where the trail was cut off, or written anew from some
/// entry on by whoever owns the service's database, it no longer fits what was said of it to so many others.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The hub that is told.</param>
/// <param name="Trail">Whose trail it is.</param>
/// <param name="Sequence">The number of the newest sealed entry.</param>
/// <param name="Hash">The hash of that entry.</param>
/// <param name="Epoch">One more than the times that the service was restored from a backup.</param>
public sealed record KeepAnchor(Guid RequestId, CouncilCode Council, SharedTrail Trail, long Sequence, AuditHash Hash, int Epoch) : IHubCommand;

/// <summary>The trail of a service that councils share.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SharedTrail>))]
public enum SharedTrail
{
    /// <summary>The central hub's.</summary>
    Region = 1,

    /// <summary>The support fund's.</summary>
    Fund = 2,

    /// <summary>Panel scheduling's.</summary>
    Panels = 3,
}
