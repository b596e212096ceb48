using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// The product's own API for operators, asked as one. That can be done where the identity service of this machine gives out tokens for
/// the secret that all of its clients share; with another authority there is none to be had, and operators use their own.
/// </summary>
internal sealed class OperatorApi(IReadOnlyList<IResource> resources, LocalState state, TimeProvider clock) : IDisposable
{
    private const string Client = "operator";
    private const string HubPrefix = "locality-hub-";
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(60);

    private readonly Lazy<HttpClient> _http = new(() => new HttpClient(LocalCertificates.NewHandler(state.Certificates)) { Timeout = TimeSpan.FromSeconds(5) });
    private readonly SemaphoreSlim _asking = new(1, 1);
    private string? _token;
    private DateTimeOffset _renewAt;

    /// <summary>Whether this system has an identity service that gives the operator a token.</summary>
    public bool IsThere => Address("identity") is not null && Address("gateway") is not null && Secret is not null;

    private ParameterResource? Secret => resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == "dev-client-secret");

    /// <summary>The first page of what a service has parked, the oldest first.</summary>
    /// <exception cref="OperatorApiException">It was refused, or nobody answered.</exception>
    public async Task<IReadOnlyList<ParkedMessage>> ListAsync(string service, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Get, PathOf(service), _ => { }, ct);
        return (await answer.Content.ReadFromJsonAsync<ListPage>(JsonSerializerOptions.Web, ct))!.Items;
    }

    /// <summary>Has one message tried again, if it is still the one that was looked at.</summary>
    /// <param name="service">The service that parked it.</param>
    /// <param name="id">The message.</param>
    /// <param name="parkedAt">When it was parked, as the page showed it.</param>
    /// <param name="key">The same for a repeat of the same request.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OperatorApiException">It was refused, or nobody answered.</exception>
    public async Task ReplayAsync(string service, Guid id, DateTimeOffset parkedAt, string key, CancellationToken ct)
    {
        var path = $"{PathOf(service)}/{id}";
        using var found = await SendAsync(HttpMethod.Get, path, _ => { }, ct);
        if ((await found.Content.ReadFromJsonAsync<ParkedMessage>(JsonSerializerOptions.Web, ct))!.ParkedAt != parkedAt)
        {
            throw new OperatorApiException("It was tried and parked again meanwhile: look at its reason once more.");
        }

        using var done = await SendAsync(
            HttpMethod.Post,
            $"{path}/replay",
            request =>
            {
                request.Headers.Add("Idempotency-Key", key);
                request.Headers.IfMatch.Add(found.Headers.ETag!);
            },
            ct);
    }

    /// <summary>Has everything tried again that was parked until then, and tells how many.</summary>
    /// <exception cref="OperatorApiException">It was refused, or nobody answered.</exception>
    public async Task<int> ReplayAllAsync(string service, DateTimeOffset until, string key, CancellationToken ct)
    {
        using var answer = await SendAsync(
            HttpMethod.Post,
            $"{PathOf(service)}/replay",
            request =>
            {
                request.Headers.Add("Idempotency-Key", key);
                request.Content = JsonContent.Create(new { parkedUntil = until });
            },
            ct);
        return (await answer.Content.ReadFromJsonAsync<Replayed>(JsonSerializerOptions.Web, ct))!.Count;
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }

        _asking.Dispose();
    }

    /// <summary>Whether it is one of the product's services, each of which sends, takes in and parks messages.</summary>
    public static bool Knows(string service) => Find(service) is not null;

    /// <summary>The council whose hub it is; null for any other service.</summary>
    public static string? CouncilOf(string service) =>
        service.StartsWith(HubPrefix, StringComparison.Ordinal) && service[HubPrefix.Length..] is { Length: 3 } code && code.All(char.IsAsciiDigit) ? code : null;

    private static string? Find(string service) => service switch
    {
        "central-hub" => "/api/v1/region/parked-messages",
        "support-fund" => "/api/v1/fund/parked-messages",
        "panel-scheduling" => "/api/v1/panels/parked-messages",
        _ => CouncilOf(service) is { } code ? $"/api/v1/councils/{code}/parked-messages" : null,
    };

    private static string PathOf(string service) => Find(service) ?? throw new OperatorApiException($"'{service}' has no API for parked messages.");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage> with, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Address("gateway") ?? throw Nobody(), path));
            with(request);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(ct));
            var response = await _http.Value.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                _token = response.StatusCode == HttpStatusCode.Unauthorized ? null : _token;
                throw new OperatorApiException(response.StatusCode switch
                {
                    HttpStatusCode.NotFound => "It is no longer parked.",
                    HttpStatusCode.PreconditionFailed => "It was tried and parked again meanwhile: look at its reason once more.",
                    var status => $"The gateway answered {(int)status}.",
                });
            }
        }
        catch (Exception away) when (away is HttpRequestException or JsonException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new OperatorApiException("The gateway or the identity service does not answer.", away);
        }
    }

    private async Task<string> TokenAsync(CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (_token is null || clock.GetUtcNow() >= _renewAt)
            {
                var secret = await (Secret ?? throw Nobody()).GetValueAsync(ct);
                using var form = new FormUrlEncodedContent(
                    [new("grant_type", "client_credentials"), new("client_id", Client), new("client_secret", secret)]);
                using var response = await _http.Value.PostAsync(new Uri(Address("identity") ?? throw Nobody(), "/connect/token"), form, ct);
                response.EnsureSuccessStatusCode();
                var answer = (await response.Content.ReadFromJsonAsync<TokenAnswer>(ct))!;
                (_token, _renewAt) = (answer.AccessToken, clock.GetUtcNow().AddSeconds(answer.ExpiresIn) - RenewBefore);
            }

            return _token;
        }
        finally
        {
            _asking.Release();
        }
    }

    private Uri? Address(string name) =>
        resources.FirstOrDefault(resource => resource.Name == name) is IResourceWithEndpoints owner
        && owner.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(endpoint => endpoint.AllocatedPort is not null && endpoint.UriScheme is "http" or "https") is { } endpoint
            ? new Uri(new EndpointReference(owner, endpoint.Name).Url)
            : null;

    private static OperatorApiException Nobody() => new("There is no identity service here that gives an operator a token.");

    private sealed record ListPage(IReadOnlyList<ParkedMessage> Items);

    private sealed record Replayed([property: JsonPropertyName("replayed")] int Count);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
