using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.Faults;

/// <summary>Tokens of the development identity's clients and people, asked for anew before they are three minutes old.</summary>
/// <param name="identity">The identity provider; by a client that follows no redirects where people sign in.</param>
/// <param name="secret">The clients' secret, as it is when a token is asked for.</param>
internal sealed class ClientTokens(HttpClient identity, Func<string> secret)
{
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, (string Token, long Since)> _tokens = new(StringComparer.Ordinal);

    /// <summary>A token of a client or of a person; null while the identity provider is away or refuses.</summary>
    public async Task<string?> FindAsync(string client)
    {
        if (_tokens.TryGetValue(client, out var known) && Stopwatch.GetElapsedTime(known.Since) < Oldest)
        {
            return known.Token;
        }

        try
        {
            using var response = SignIn.IsPerson(client) ? await SignIn.AskAsync(identity, client) : await AskAsync(client);
            if (response is not { IsSuccessStatusCode: true })
            {
                return null;
            }

            var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
            _tokens[client] = (token, Stopwatch.GetTimestamp());
            return token;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>After a restart of the identity provider its old tokens are worth nothing.</summary>
    public void Forget(string client) => _tokens.TryRemove(client, out _);

    /// <summary>Makes every client ask for a new token.</summary>
    public void ForgetAll() => _tokens.Clear();

    private async Task<HttpResponseMessage> AskAsync(string client)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret(),
        });
        return await identity.PostAsync(new Uri("connect/token", UriKind.Relative), form);
    }
}
