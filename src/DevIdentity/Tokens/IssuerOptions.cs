using System.ComponentModel.DataAnnotations;

namespace Partnership.DevIdentity.Tokens;

/// <summary>Settings under <c>DevIdentity</c>.</summary>
internal sealed class IssuerOptions
{
    /// <summary>The address that tokens name as their issuer: what the services have as <c>Authentication:Authority</c>.</summary>
    public string Issuer { get; init; } = "http://localhost:8081";

    /// <summary>The one secret that every client shares on a developer's machine.</summary>
    [Required, MinLength(16)]
    public string ClientSecret { get; init; } = string.Empty;

    /// <summary>Where the signing key is kept, so that tokens outlive a restart; null keeps it in memory.</summary>
    public string? DataFolder { get; init; }
}
