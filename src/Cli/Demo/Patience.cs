using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Partnership.Cli.Demo;

/// <summary>Waits until what goes from service to service has arrived.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is the one that is wanted, and gives it back.</summary>
    public static async Task<JsonNode> WaitAsync(
        TimeProvider clock,
        string what,
        Func<Task<(HttpStatusCode Status, JsonNode Body, EntityTagHeaderValue? Version)>> ask,
        Func<JsonNode, bool> isThere,
        CancellationToken ct,
        HttpStatusCode expected = HttpStatusCode.OK)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var (status, body, _) = await ask();
            if (status == expected && isThere(body))
            {
                return body;
            }

            if (clock.GetElapsedTime(started) > Limit)
            {
                throw new CommandFailedException($"Waited in vain for {what}: {(int)status} {(string?)body["code"]}.", "./partnership status tells what is not well.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, ct);
        }
    }
}
