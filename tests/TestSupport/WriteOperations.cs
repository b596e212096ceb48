using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.TestSupport;

/// <summary>A write of the API, ready to be tried.</summary>
/// <param name="Path">Where it is sent.</param>
/// <param name="Body">Makes its body anew for each attempt.</param>
/// <param name="Effects">Counts what it has done so far: one more for each time that it takes effect.</param>
/// <param name="ETagFrom">Where its version is read.</param>
public sealed record WriteSample(string Path, Func<HttpContent?> Body, Func<Task<long>> Effects, string? ETagFrom = null);

/// <summary>One answer to a write.</summary>
public sealed record WriteAnswer(HttpStatusCode Status, bool IsRepeat, string Body);

/// <summary>The operations of a service that change something, and the two ways in which they are sent at once.</summary>
public static class WriteOperations
{
    /// <summary>How often at once one write is sent under one key.</summary>
    public const int Repeats = 50;

    /// <summary>How many at once change one version.</summary>
    public const int Editors = 3;

    /// <summary>One editor's change was made, and each other was told that what they read has changed: not that it is a conflict, and not that it is our fault.</summary>
    /// <param name="operation">What they asked for.</param>
    /// <param name="answers">What each was answered.</param>
    public static void DemandOneEditor(string operation, IReadOnlyList<WriteAnswer> answers)
    {
        // A message that was dealt with, or what was removed, is no longer there for whoever comes so late that it looks after the commit.
        var isGone = operation.Contains("parked-messages", StringComparison.Ordinal) || operation.StartsWith("DELETE", StringComparison.Ordinal);
        var told = answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed || (isGone && answer.Status == HttpStatusCode.NotFound));
        TakenPack.Demand(
            answers.Count(answer => (int)answer.Status is >= 200 and < 300) == 1 && told == answers.Count - 1,
            string.Join("; ", answers.Select(answer => $"{(int)answer.Status} {answer.Body}")));
    }

    /// <summary>Every operation that is not a read, as <c>PUT /api/v1/…</c>, with whether it demands <c>If-Match</c>.</summary>
    /// <param name="services">The service's.</param>
    /// <param name="readsByPost">Operations that only read, and are sent by <c>POST</c> for the sake of their body.</param>
    public static IReadOnlyDictionary<string, bool> Of(IServiceProvider services, params string[] readsByPost) =>
        Writes(services)
            .Where(operation => !readsByPost.Contains(operation.Name))
            .ToDictionary(operation => operation.Name, operation => HttpMethods.IsPut(operation.Method) || operation.Metadata.GetMetadata<IfMatchRequired>() is not null);

    /// <summary>Those that take no <c>Idempotency-Key</c>.</summary>
    public static IReadOnlyList<string> WithoutKey(IServiceProvider services) =>
        [.. Writes(services).Where(operation => operation.Metadata.GetMetadata<AcceptsIdempotencyKey>() is null).Select(operation => operation.Name).Order(StringComparer.Ordinal)];

    /// <summary>Sends one write so many times at once, each time under the same key or under keys of their own; all of the version that is there now.</summary>
    public static async Task<IReadOnlyList<WriteAnswer>> SendAtOnceAsync(HttpClient client, string operation, WriteSample sample, int times, bool sameKey)
    {
        EntityTagHeaderValue? tag = null;
        if (sample.ETagFrom is not null)
        {
            using var read = await client.GetAsync(sample.ETagFrom);
            tag = read.Headers.ETag;
        }

        var key = Guid.NewGuid();
        return await Task.WhenAll(Enumerable.Range(0, times).Select(async _ =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Split(' ')[0]), sample.Path) { Content = sample.Body() };
            request.Headers.Add("Idempotency-Key", (sameKey ? key : Guid.NewGuid()).ToString());
            if (tag is not null)
            {
                request.Headers.IfMatch.Add(tag);
            }

            using var response = await client.SendAsync(request);
            return new WriteAnswer(response.StatusCode, response.Headers.Contains("Idempotent-Replay"), await response.Content.ReadAsStringAsync());
        }));
    }

    private static IEnumerable<(string Method, string Name, EndpointMetadataCollection Metadata)> Writes(IServiceProvider services) =>
        services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Where(method => !HttpMethods.IsGet(method))
                .Select(method => (method, $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}", endpoint.Metadata)));
}
