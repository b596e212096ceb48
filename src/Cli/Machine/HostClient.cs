using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.Cli.Machine;

/// <summary>
/// The host that runs the processes of this machine, asked through its dashboard: starts, stops and restarts them one by one, and has
/// secrets changed. Values of secrets never pass here.
/// </summary>
internal sealed class HostClient : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The dashboard: <c>PARTNERSHIP_DASHBOARD</c>, or where the host serves it unless told otherwise.</summary>
    public static Uri Address => new(Environment.GetEnvironmentVariable("PARTNERSHIP_DASHBOARD") is { Length: > 0 } told ? told : "http://localhost:8090");

    /// <summary>Everything that the host runs; null when no host answers.</summary>
    public async Task<IReadOnlyList<HostResource>?> FindResourcesAsync(CancellationToken ct)
    {
        try
        {
            var answer = await _http.GetFromJsonAsync<ResourceList>("/api/resources", JsonSerializerOptions.Web, ct);
            return answer!.Resources;
        }
        catch (Exception away) when (away is HttpRequestException or JsonException || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<HostResource>> ResourcesAsync(CancellationToken ct) => await FindResourcesAsync(ct)
        ?? throw new CommandFailedException($"No host answers at {Address}.", "Start the system with ./partnership up");

    /// <summary>Every secret by name, and how it is changed.</summary>
    public async Task<IReadOnlyList<HostSecret>> SecretsAsync(CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/secrets", ct);
        return (await response.Content.ReadFromJsonAsync<SecretList>(JsonSerializerOptions.Web, ct))!.Secrets;
    }

    /// <summary>Has a secret changed: <c>rotate</c>, or <c>propose</c> and <c>accept</c>.</summary>
    public async Task ChangeAsync(string secret, string step, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/secrets/{secret}/{step}", ct);
    }

    /// <summary>Ends a process in order; at once when it does not run.</summary>
    public async Task StopAsync(string name, CancellationToken ct)
    {
        if ((await OfAsync(name, ct)).State is "exited" or "finished" or "failed-to-start" or "not-started")
        {
            return;
        }

        await CommandAsync(name, "stop", ct);
        await WaitAsync(name, now => now.State == "exited", ct);
    }

    /// <summary>Starts a process and waits until it is healthy.</summary>
    public Task StartAsync(string name, CancellationToken ct) => BeginAsync(name, "start", now => now is { State: "running", Healthy: true }, ct);

    /// <summary>Restarts a process and waits until the new one is healthy.</summary>
    public Task RestartAsync(string name, CancellationToken ct) => BeginAsync(name, "restart", now => now is { State: "running", Healthy: true }, ct);

    /// <summary>Runs a process that ends by itself once more, to its good end.</summary>
    public Task RunAsync(string name, CancellationToken ct) => BeginAsync(name, "start", now => now is { State: "finished", Healthy: true }, ct);

    public void Dispose() => _http.Dispose();

    private async Task BeginAsync(string name, string verb, Func<HostResource, bool> isThere, CancellationToken ct)
    {
        var starts = (await OfAsync(name, ct)).Starts;
        await CommandAsync(name, verb, ct);
        await WaitAsync(name, now => now.Starts > starts && isThere(now), ct);
    }

    private async Task CommandAsync(string name, string verb, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/resources/{name}/{verb}", ct);
    }

    private async Task WaitAsync(string name, Func<HostResource, bool> isThere, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var now = await OfAsync(name, ct);
            if (isThere(now))
            {
                return;
            }

            if (now.State == "failed-to-start" || now is { State: "finished", Healthy: false } || watch.Elapsed > Patience)
            {
                throw new CommandFailedException(
                    string.Create(CultureInfo.InvariantCulture, $"{name} is {now.State}{(now.Reason is null ? "" : $": {now.Reason}")}."), $"./partnership logs {name}");
            }

            await Task.Delay(Poll, ct);
        }
    }

    private async Task<HostResource> OfAsync(string name, CancellationToken ct) =>
        (await ResourcesAsync(ct)).FirstOrDefault(resource => resource.Name == name)
        ?? throw new CommandFailedException($"The host at {Address} runs no '{name}'.");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KeptParameters.Read("dashboard-token"));
        try
        {
            var response = await _http.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw response.StatusCode == HttpStatusCode.Unauthorized
                    ? new CommandFailedException($"The host at {Address} does not know the token of {KeptParameters.Folder}.", "Name its data folder in PARTNERSHIP_DATA.")
                    : new CommandFailedException($"The host refused {path}: {(await response.Content.ReadAsStringAsync(ct)).Trim()}");
            }
        }
        catch (Exception away) when (away is HttpRequestException || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new CommandFailedException($"The host does not answer at {Address}.", "Is it still up? ./partnership status", away);
        }
    }

    private sealed record ResourceList(IReadOnlyList<HostResource> Resources);

    private sealed record SecretList(IReadOnlyList<HostSecret> Secrets);
}

/// <summary>One thing that the host runs, as it tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">project, executable, postgres, rabbitmq, database or helper.</param>
/// <param name="State">Its state.</param>
/// <param name="Healthy">It runs and passes its checks, or ended as it should.</param>
/// <param name="Starts">How often a process of it was started.</param>
/// <param name="Reason">Why it is not well.</param>
/// <param name="Endpoints">Its addresses; a process that ends by itself has none.</param>
internal sealed record HostResource(string Name, string Type, string State, bool Healthy, int Starts, string? Reason, IReadOnlyList<string> Endpoints)
{
    /// <summary>A service of ours that goes on running.</summary>
    public bool IsService => Type == "project" && Endpoints.Count > 0;
}

/// <summary>A secret by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Change">at-once, proposed or configured.</param>
internal sealed record HostSecret(string Name, string Change);
