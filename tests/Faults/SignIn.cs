using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Partnership.Faults;

/// <summary>Signs one of the development identity's people in as a browser would: authorization code with PKCE, without a page in between.</summary>
internal static class SignIn
{
    private const string Client = "partnership-cli";
    private const string RedirectUri = "http://localhost:8082/callback";

    // The other clients' ids have hyphens, which no person's has.
    private static readonly string[] Clients = ["auditor", "board", "operator"];

    /// <summary>Whether an id is a person's: not that of a client that has a secret.</summary>
    public static bool IsPerson(string id) => !id.Contains('-', StringComparison.Ordinal) && !Clients.Contains(id);

    /// <summary>The answer with the token; null when the provider gave no code for one.</summary>
    /// <param name="identity">The identity provider, by a client that follows no redirects.</param>
    /// <param name="person">Such as <c>support.worker.860</c>.</param>
    public static async Task<HttpResponseMessage?> AskAsync(HttpClient identity, string person)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["response_type"] = "code", ["client_id"] = Client, ["redirect_uri"] = RedirectUri, ["scope"] = "openid partnership", ["user"] = person,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), ["code_challenge_method"] = "S256",
        });
        using var signedIn = await identity.PostAsync(new Uri("connect/authorize", UriKind.Relative), form);
        if (HttpUtility.ParseQueryString(signedIn.Headers.Location?.Query ?? "")["code"] is not { } code)
        {
            return null;
        }

        using var exchange = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = Client, ["redirect_uri"] = RedirectUri, ["code"] = code, ["code_verifier"] = verifier,
        });
        return await identity.PostAsync(new Uri("connect/token", UriKind.Relative), exchange);
    }
}
