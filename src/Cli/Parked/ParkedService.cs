using System.CommandLine;
using Partnership.Cli.Demo;
using Partnership.Cli.Regions;

namespace Partnership.Cli.Parked;

/// <summary>A service that may have parked messages: a council's hub or the central hub.</summary>
/// <param name="Name">The council's three digits, or <c>region</c>.</param>
internal sealed record ParkedService(string Name)
{
    private const string Region = "region";

    public static Option<string?> At { get; } = new("--at")
    {
        Description = "Only here: a council's three digits, or region for the central hub; everywhere when left out",
    };

    public string Path => Name == Region ? "/api/v1/region/parked-messages" : $"/api/v1/councils/{Name}/parked-messages";

    /// <summary>The one that was named, or all of the running region.</summary>
    public static async Task<IReadOnlyList<ParkedService>> ChosenAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(At) is { } named)
        {
            return named == Region || (named.Length == 3 && named.All(char.IsAsciiDigit))
                ? [new ParkedService(named)]
                : throw new CommandFailedException($"'{named}' is neither a council's three digits nor {Region}.");
        }

        var region = RegionFile.Read(await RunningRegion.FindAsync(ct) ?? RegionFile.Default);
        return [new ParkedService(Region), .. region.Councils.Select(council => new ParkedService(council.Code))];
    }
}

/// <summary>A parked message as its service tells of it.</summary>
internal sealed record ParkedMessage(Guid MessageId, bool Outgoing, string Name, int Attempts, DateTimeOffset ParkedAt, string Reason);
