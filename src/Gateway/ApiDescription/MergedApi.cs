using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Partnership.Gateway.Docs;
using Partnership.Gateway.Forwarding;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.Gateway.ApiDescription;

/// <summary>The whole API's description: as JSON for programs and as a page for people.</summary>
internal sealed record ApiDocument(byte[] Json, string Page);

/// <summary>
/// Reads the services' descriptions (one locality hub stands for all: they are one program), merges them and keeps the result;
/// reads them again every few minutes, and every second while a service has not yet answered.
/// </summary>
internal sealed class MergedApi(HttpMessageInvoker client, Destinations destinations, IOptions<RegionOptions> region, TimeProvider clock, ILogger<MergedApi> logger)
    : BackgroundService
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile ApiDocument? _current;

    /// <summary>The description; null when it has never been complete and cannot be made so now.</summary>
    public async Task<ApiDocument?> FindAsync(CancellationToken ct) => _current ?? await ReadAsync(ct);

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Describing itself is a service's dearest answer, and all are still starting. Who asks earlier is not kept waiting for this.
        await Task.Delay(Settling, clock, stoppingToken);
        while (true)
        {
            ApiDocument? read = null;
            try
            {
                read = await ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A description that cannot be merged, of a service newer than this gateway perhaps: requests are forwarded all the same.
                logger.LogError("The services' descriptions cannot be merged: {ExceptionType}", exception.GetType().Name);
            }

            await Task.Delay(read is null ? Retry : Fresh, clock, stoppingToken);
        }
    }

    private async Task<ApiDocument?> ReadAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            var parts = new List<(string Service, JsonObject Document)>();
            foreach (var (service, copies) in Destinations.SharedServices.Select(shared => (shared.Service, Copies: (IReadOnlyList<string>)[destinations.NextShared(shared.Service)]))
                .Prepend(("locality-hub", destinations.LocalityHubs)))
            {
                if (await FirstAsync(copies, ct) is not { } description)
                {
                    return null;
                }

                parts.Add((service, description));
            }

            var merged = ApiMerge.Merge(region.Value.Name, parts);
            return _current = new ApiDocument(
                System.Text.Encoding.UTF8.GetBytes(merged.ToJsonString(Formatting)), DocsPage.Render(merged, region.Value.Councils[0].Code));
        }
        finally
        {
            _reading.Release();
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions Formatting = new() { WriteIndented = true };

    private async Task<JsonObject?> FirstAsync(IEnumerable<string> addresses, CancellationToken ct)
    {
        foreach (var address in addresses)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address + "/openapi/v1.json");
                using var response = await client.SendAsync(request, patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return (await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(patience.Token), cancellationToken: patience.Token))?.AsObject();
                }
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                logger.LogDebug("No description from {Address}: {ExceptionType}", address, exception.GetType().Name);
            }
        }

        return null;
    }
}

internal static class MergedApiExtensions
{
    public static void AddMergedApi(this IServiceCollection services)
    {
        services.AddSingleton<MergedApi>();
        services.AddHostedService(provider => provider.GetRequiredService<MergedApi>());
    }

    public static void MapMergedApi(this WebApplication app) =>
        app.MapGet("/openapi/v1.json", async (HttpContext context, MergedApi api) =>
        {
            if (await api.FindAsync(context.RequestAborted) is not { } document)
            {
                await ProblemWriter.WriteAsync(context, Unavailable());
                return;
            }

            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = document.Json.Length;
            await context.Response.Body.WriteAsync(document.Json, context.RequestAborted);
        }).AllowAnonymous();

    public static Microsoft.AspNetCore.Mvc.ProblemDetails Unavailable() =>
        ProblemTypes.Unavailable("description.unavailable", "The services' descriptions are not all there yet.");
}
