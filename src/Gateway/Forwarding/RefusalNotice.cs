using System.Net;
using Microsoft.Net.Http.Headers;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;

namespace Partnership.Gateway.Forwarding;

/// <summary>
/// Tells a council's hub whom the gateway refused the council, so that the refusal stands in that council's trail. What is sent is the
/// caller's own token and the first opaque id in the address, to a place where there is nothing to read or change: should the
/// hub's own check ever fail, the notice opens nothing.
/// </summary>
internal sealed class RefusalNotice(HttpMessageInvoker client, Destinations destinations, ILogger<RefusalNotice> logger) : IRefusalNotice
{
    // The caller waits for it, so that no refusal is lost in a queue; a hub that is away must not hold the gateway's requests.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task SendAsync(HttpContext context)
    {
        if (!CouncilCode.TryParse(context.GetRouteValue("code") as string, null, out var council) || destinations.NextLocalityHub(council) is not { } hub)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{hub}/api/v1/councils/{council}{AuditEndpoints.RefusalNotices}/{FirstIdIn(context.Request.Path)}");
        request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, context.Request.Headers.Authorization.ToString());
        ForwardedRequest.PassTraceOn(request);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await client.SendAsync(request, patience.Token);
            if (answer.StatusCode != HttpStatusCode.NotFound)
            {
                logger.LogWarning("{Destination} answered {Status} to the notice of a refusal, which may be missing in its audit trail.", hub, (int)answer.StatusCode);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning("{Destination} could not be told of a refusal, which is missing in its audit trail.", hub);
        }
    }

    private static Guid FirstIdIn(PathString path) => path.Value!.Split('/')
        .Select(segment => Guid.TryParse(segment, out var id) ? id : Guid.Empty)
        .FirstOrDefault(id => id != Guid.Empty);
}
