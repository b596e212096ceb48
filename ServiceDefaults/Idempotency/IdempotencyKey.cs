using Partnership.ServiceDefaults.Authentication;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>A request done under an <c>Idempotency-Key</c>, and its answer. Written in the transaction of what the request did.</summary>
internal sealed class IdempotencyKey
{
    /// <summary>Longest key accepted, in characters.</summary>
    public const int MaximumLength = 200;

    /// <summary>Client and, for a person, subject.</summary>
    public required string Client { get; init; }

    /// <summary>Whose keys a caller's are: those of <see cref="Client"/>.</summary>
    public static string ClientOf(Caller caller) => caller.Subject == caller.ClientId ? caller.ClientId : $"{caller.ClientId}/{caller.Subject}";

    /// <summary>Method and route pattern.</summary>
    public required string Route { get; init; }

    /// <summary>The key as the client sent it.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of path, query and body; null while the body is being read.</summary>
    public byte[]? Fingerprint { get; init; }

    /// <summary>Status of the answer.</summary>
    public int? Status { get; init; }

    /// <summary>Content-Type, Location and ETag of the answer, and <c>:path</c>, the address that was asked, as a JSON object.</summary>
    public string? Headers { get; init; }

    /// <summary>Body of the answer.</summary>
    public byte[]? Body { get; init; }

    /// <summary>When the request came; the key is forgotten 24 hours later.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
