using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// The authority's issuer and signing keys, from its discovery document; read anew every few minutes, so that a key which it
/// withdraws is soon believed no more, and when a token names an unknown key.
/// </summary>
internal sealed class AuthorityKeys(string? authority)
{
    /// <summary>As often as the reader allows: no longer than a token lives.</summary>
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How soon after a reading an unknown key may cause another. The reader's own five minutes refuse every token for so long when an
    /// authority changes its key twice; with no wait at all, tokens with invented keys would have us ask the authority all the time.
    /// </summary>
    private static readonly TimeSpan ReadAgainForUnknownKey = TimeSpan.FromSeconds(2);

    private volatile bool _wereRead;

    /// <summary>What token validation asks; null when no authority is configured: then every token is refused.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration>? Manager { get; } = authority is null
        ? null
        : new ConfigurationManager<OpenIdConnectConfiguration>(
            authority + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !new Uri(authority).IsLoopback })
        {
            AutomaticRefreshInterval = ReadAgain,
            RefreshInterval = ReadAgainForUnknownKey,

            // Otherwise a token under a withdrawn key would pass for another hour by the keys of before.
            UseLastKnownGoodConfiguration = false,
        };

    /// <summary>
    /// The keys as last read: another object whenever they were read anew. Null while that needs waiting. Asking is what makes
    /// the reader look again when it is time, so every request asks, its token known or not.
    /// </summary>
    public OpenIdConnectConfiguration? Current =>
        _wereRead && Manager!.GetConfigurationAsync(CancellationToken.None) is { IsCompletedSuccessfully: true } read ? read.Result : null;

    /// <summary>The keys, read now if they never were.</summary>
    /// <exception cref="IdentityUnavailableException">They never were, and the authority cannot be reached.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken ct)
    {
        if (Manager is null)
        {
            throw new IdentityUnavailableException(new InvalidOperationException("Authentication:Authority is not configured."));
        }

        try
        {
            var read = await Manager.GetConfigurationAsync(ct);
            _wereRead = true;
            return read;
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
                await keys.ReadAsync(stoppingToken);
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
