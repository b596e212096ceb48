using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Web;

namespace Partnership.Cli.Stack;

/// <summary>Tokens of one client or one person, kept until shortly before they end and then asked for anew.</summary>
internal sealed class TokenSource : IDisposable
{
    private const string CommandLineClient = "partnership-cli";
    private const string RedirectUri = "http://localhost:8082/callback";
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(100);

    private readonly TimeProvider _clock;
    private readonly Func<CancellationToken, Task<Answer>> _ask;
    private readonly HttpClient? _identity;
    private readonly SemaphoreSlim _asking = new(1, 1);
    private string? _token;
    private DateTimeOffset _renewAt;

    private TokenSource(Uri identity, TimeProvider clock, string who, Func<HttpClient, CancellationToken, Task<HttpResponseMessage>> ask, TimeSpan? patience = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = identity, Timeout = patience ?? LongestAnswer };
        _identity = http;
        _clock = clock;
        _ask = ct => AskAsync(http, ask, ct);
        Who = who;
    }

    private TokenSource(GivenToken token, TimeProvider clock)
    {
        _clock = clock;
        _ask = _ => Task.FromResult(new Answer(token.Read(), 0));
        Who = "whoever the token given is of";
    }

    /// <summary>The client or person, for messages.</summary>
    public string Who { get; }

    public static TokenSource OfClient(Uri identity, string client, string secret, TimeProvider clock, TimeSpan? patience = null) =>
        new(
            identity,
            clock,
            client,
            (http, ct) => http.PostAsync(
                "connect/token",
                Form(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret)),
                ct),
            patience);

    /// <summary>Signs a seeded person in as a browser would: authorization code with PKCE, without a page in between.</summary>
    public static TokenSource OfPerson(Uri identity, string user, TimeProvider clock) =>
        new(identity, clock, user, (http, ct) => SignInAsync(http, user, ct));

    /// <summary>What somebody brought: looked up for each request, as nobody says how long it lasts.</summary>
    public static TokenSource Given(GivenToken token, TimeProvider clock) => new(token, clock);

    public async Task<string> GetAsync(CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (_token is null || _clock.GetUtcNow() >= _renewAt)
            {
                var answer = await _ask(ct);
                _token = answer.AccessToken;
                _renewAt = _clock.GetUtcNow().AddSeconds(answer.ExpiresIn) - RenewBefore;
            }

            return _token;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Forgets the token, when a service refused it before its time.</summary>
    public void Forget() => _renewAt = DateTimeOffset.MinValue;

    public void Dispose()
    {
        _identity?.Dispose();
        _asking.Dispose();
    }

    private async Task<Answer> AskAsync(HttpClient http, Func<HttpClient, CancellationToken, Task<HttpResponseMessage>> ask, CancellationToken ct)
    {
        try
        {
            using var response = await ask(http, ct);
            if (response.IsSuccessStatusCode)
            {
                return (await response.Content.ReadFromJsonAsync<Answer>(ct))!;
            }

            var refusal = response.Content.Headers.ContentType?.MediaType == "application/json"
                ? await response.Content.ReadFromJsonAsync<Refusal>(ct)
                : null;
            throw new CommandFailedException(
                $"No token for '{Who}': {refusal?.Description ?? $"the identity service answered {(int)response.StatusCode}"}",
                refusal?.Error == "invalid_client" ? "Is the system up with the region that has this client? ./partnership status tells." : null) { MayPass = GatewayClient.MayPass(response.StatusCode) };
        }
        catch (HttpRequestException away)
        {
            throw new CommandFailedException(
                $"The identity service does not answer at {http.BaseAddress}.", "Start the system with ./partnership up", away) { MayPass = true };
        }
        catch (TaskCanceledException slow) when (!ct.IsCancellationRequested)
        {
            throw new CommandFailedException($"The identity service took too long at {http.BaseAddress}.", cause: slow) { MayPass = true };
        }
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient http, string user, CancellationToken ct)
    {
        var verifier = RandomText();
        var state = RandomText();
        using var signedIn = await http.PostAsync(
            "connect/authorize",
            Form(
                ("response_type", "code"), ("client_id", CommandLineClient), ("redirect_uri", RedirectUri),
                ("scope", "openid partnership"), ("state", state),
                ("code_challenge", Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256"),
                ("user", user)),
            ct);
        if (signedIn.StatusCode == HttpStatusCode.BadRequest)
        {
            throw new CommandFailedException(
                $"Nobody called '{user}' may sign in here.", "The people are listed on the sign-in page; such as social.worker.860 or hub.operations.");
        }

        var returned = HttpUtility.ParseQueryString(signedIn.Headers.Location?.Query ?? "");
        if (returned["code"] is not { } code || returned["state"] != state)
        {
            throw new CommandFailedException($"Signing in as '{user}' failed: {returned["error_description"] ?? $"status {(int)signedIn.StatusCode}"}");
        }

        return await http.PostAsync(
            "connect/token",
            Form(
                ("grant_type", "authorization_code"), ("client_id", CommandLineClient), ("redirect_uri", RedirectUri),
                ("code", code), ("code_verifier", verifier)),
            ct);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string RandomText() => Base64Url(RandomNumberGenerator.GetBytes(32));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);

    private sealed record Refusal(
        [property: JsonPropertyName("error")] string? Error, [property: JsonPropertyName("error_description")] string? Description);
}
