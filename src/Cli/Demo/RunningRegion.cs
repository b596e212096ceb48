using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.Cli.Regions;

namespace Partnership.Cli.Demo;

/// <summary>Which region the running system serves: told by the locality hubs on its dashboard.</summary>
internal static partial class RunningRegion
{
    private static readonly Uri Status = new("http://localhost:8090/api/resources");

    public static async Task<string?> FindAsync(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            var answer = await http.GetFromJsonAsync<JsonElement>(Status, ct);
            var running = HubPattern().Matches(answer.GetRawText()).Select(match => match.Groups["code"].Value).ToHashSet();
            return RegionFile.Names().FirstOrDefault(name => RegionFile.Read(name).Councils.Select(council => council.Code).ToHashSet().SetEquals(running));
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException && !ct.IsCancellationRequested)
        {
            // No dashboard, as when the services run elsewhere: the caller has a default.
            return null;
        }
    }

    [GeneratedRegex("\"locality-hub-(?<code>[0-9]{3})\"", RegexOptions.CultureInvariant)]
    private static partial Regex HubPattern();
}
