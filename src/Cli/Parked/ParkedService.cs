using System.CommandLine;
using Partnership.Cli.Demo;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Parked;

/// <summary>A service that may have parked messages: a council's hub or one that all councils share.</summary>
/// <param name="Name">The council's three digits, or the first segment of a shared service's addresses.</param>
internal sealed record ParkedService(string Name)
{
    public static Option<string?> At { get; } = new("--at")
    {
        Description = "Only here: a council's three digits, region for the central hub, fund for the support fund, panels for panel scheduling; everywhere when left out",
    };

    public string Path => SharedServices.All.Contains(Name) ? $"/api/v1/{Name}/parked-messages" : $"/api/v1/councils/{Name}/parked-messages";

    /// <summary>The one that was named, or all of the running region.</summary>
    public static async Task<IReadOnlyList<ParkedService>> ChosenAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(At) is { } named)
        {
            return SharedServices.All.Contains(named) || (named.Length == 3 && named.All(char.IsAsciiDigit))
                ? [new ParkedService(named)]
                : throw new CommandFailedException($"'{named}' is neither a council's three digits nor {string.Join(" or ", SharedServices.All)}.");
        }

        var region = RegionFile.Read(await RunningRegion.FindAsync(ct) ?? RegionFile.Default);
        return [.. SharedServices.All.Select(name => new ParkedService(name)), .. region.Councils.Select(council => new ParkedService(council.Code))];
    }
}

/// <summary>A parked message as its service tells of it.</summary>
internal sealed record ParkedMessage(Guid MessageId, bool Outgoing, string Name, int Attempts, DateTimeOffset ParkedAt, string Reason);
