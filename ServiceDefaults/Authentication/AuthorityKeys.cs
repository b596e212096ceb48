using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>The authority's issuer and signing keys, from its discovery document; read anew when a token names an unknown key.</summary>
internal sealed class AuthorityKeys(string? authority)
{
    /// <summary>What token validation asks; null when no authority is configured: then every token is refused.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration>? Manager { get; } = authority is null
        ? null
        : new ConfigurationManager<OpenIdConnectConfiguration>(
            authority + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !new Uri(authority).IsLoopback });

    /// <summary>Makes sure that the keys have been read.</summary>
    /// <exception cref="IdentityUnavailableException">They never were, and the authority cannot be reached.</exception>
    public async Task EnsureReadAsync(CancellationToken ct)
    {
        if (Manager is null)
        {
            throw new IdentityUnavailableException(new InvalidOperationException("Authentication:Authority is not configured."));
        }

        try
        {
            await Manager.GetConfigurationAsync(ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            throw new IdentityUnavailableException(exception);
        }
    }
}

/// <summary>Reads the keys in the background from the start on, until they are there.</summary>
internal sealed class AuthorityKeysReader(AuthorityKeys keys, TimeProvider clock, ILogger<AuthorityKeysReader> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var told = false; keys.Manager is not null; told = true)
        {
            try
            {
                await keys.EnsureReadAsync(stoppingToken);
                return;
            }
            catch (IdentityUnavailableException)
            {
                if (!told)
                {
                    logger.LogWarning("The authority {Authority} cannot be reached yet; trying on", keys.Manager.MetadataAddress);
                }
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
