using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Partnership.SecureStack.Tests;

/// <summary>
/// A certified OpenID Connect provider of somebody else's making (<c>Provider/provider.js</c>), as a process of its own, with two
/// councils' case systems and invented people. It ends with the test, whichever way that ends.
/// </summary>
public sealed partial class OpenIdProvider : IAsyncDisposable
{
    private const string Secret = "secure-stack-tests-only";
    private const string Application = "partnership-console";
    private const string RedirectUri = "http://localhost:8082/callback";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Provider");

    private readonly Process _process;
    private readonly JsonElement _discovery;

    private OpenIdProvider(Process process, string issuer, JsonElement discovery)
    {
        _process = process;
        Issuer = issuer;
        _discovery = discovery;
    }

    public string Issuer { get; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        await InstallAsync();
        var process = Process.Start(new ProcessStartInfo("node", ["provider.js"])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                Clients = new[]
                {
                    new { Id = "case-system-893", Name = "case-system-893", Secret, Roles = new[] { "case-system" }, Councils = new[] { "893" } },
                    new { Id = "case-system-894", Name = "case-system-894", Secret, Roles = new[] { "case-system" }, Councils = new[] { "894" } },
                },
                People = new[] { new { Id = "social.worker.893", Name = "Wren Oakapple", Roles = new[] { "social-worker" }, Councils = new[] { "893" } } },
                Application = new { Id = Application, RedirectUri },
            },
            JsonSerializerOptions.Web));
        var issuer = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The provider did not start.");
        using var http = new HttpClient();
        return new OpenIdProvider(process, issuer, await http.GetFromJsonAsync<JsonElement>($"{issuer}/.well-known/openid-configuration"));
    }

    /// <summary>A system's token: client credentials.</summary>
    public async Task<string> TokenOfClientAsync(string client)
    {
        using var http = new HttpClient();
        return await TokenAsync(http, ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", Secret));
    }

    /// <summary>A person's token: authorization code with PKCE, through the sign-in form as a browser would fill it in.</summary>
    public async Task<string> TokenOfPersonAsync(string user)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var (verifier, state) = (RandomText(), RandomText());
        var form = await RedirectAsync(await browser.GetAsync(Address(
            Endpoint("authorization_endpoint"),
            ("response_type", "code"), ("client_id", Application), ("redirect_uri", RedirectUri), ("scope", "openid partnership"), ("state", state),
            ("code_challenge", Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256"))));
        var page = await browser.GetStringAsync(form);
        Assert.Contains($"value=\"{user}\"", page, StringComparison.Ordinal);
        using var chosen = new FormUrlEncodedContent([KeyValuePair.Create("user", user)]);
        var signedIn = await RedirectAsync(await browser.PostAsync(new Uri(form, FormAction().Match(page).Groups[1].Value), chosen));
        var returned = HttpUtility.ParseQueryString((await RedirectAsync(await browser.GetAsync(signedIn))).Query);
        Assert.Equal(state, returned["state"]);
        return await TokenAsync(
            browser,
            ("grant_type", "authorization_code"), ("client_id", Application), ("redirect_uri", RedirectUri), ("code", returned["code"]!), ("code_verifier", verifier));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> TokenAsync(HttpClient http, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await http.PostAsync(Endpoint("token_endpoint"), form);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonDocument.Parse(answer).RootElement.GetProperty("access_token").GetString()!;
    }

    private Uri Endpoint(string name) => new(_discovery.GetProperty(name).GetString()!);

    private static Uri Address(Uri endpoint, params (string Name, string Value)[] query) =>
        new($"{endpoint}?{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}");

    private static async Task<Uri> RedirectAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.True(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
            return new Uri(response.RequestMessage!.RequestUri!, response.Headers.Location!);
        }
    }

    /// <summary>The provider's packages, as its lock file pins them; nothing to do when they are there.</summary>
    private static async Task InstallAsync()
    {
        var (installed, wanted) = (Path.Combine(Folder, "node_modules", ".package-lock.json"), Path.Combine(Folder, "package-lock.json"));
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(wanted))
        {
            return;
        }

        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm ci: {await output}{await errors}");
    }

    private static string RandomText() => Base64Url(RandomNumberGenerator.GetBytes(32));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
