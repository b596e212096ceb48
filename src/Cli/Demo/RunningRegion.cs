using System.Text.RegularExpressions;
using Partnership.Cli.Machine;
using Partnership.Cli.Regions;

namespace Partnership.Cli.Demo;

/// <summary>Which region the running system serves: told by the locality hubs on its dashboard.</summary>
internal static partial class RunningRegion
{
    public static async Task<string?> FindAsync(CancellationToken ct)
    {
        using var host = new HostClient();
        if (await host.FindResourcesAsync(ct) is not { } resources)
        {
            // No dashboard, as when the services run elsewhere: the caller has a default.
            return null;
        }

        var running = resources.Select(resource => HubPattern().Match(resource.Name)).Where(match => match.Success).Select(match => match.Groups["code"].Value).ToHashSet();
        return RegionFile.Names().FirstOrDefault(name => RegionFile.Read(name).Councils.Select(council => council.Code).ToHashSet().SetEquals(running));
    }

    [GeneratedRegex("^locality-hub-(?<code>[0-9]{3})$", RegexOptions.CultureInvariant)]
    private static partial Regex HubPattern();
}
