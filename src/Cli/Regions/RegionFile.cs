using System.Text.Json;
using Partnership.Simulator;

namespace Partnership.Cli.Regions;

/// <summary>A region and its councils, as <c>AppHost/Regions/{name}.json</c> lists them.</summary>
internal sealed record RegionFile(string Name, IReadOnlyList<SimulatedCouncil> Councils)
{
    public const string Default = "together4children";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Folder => Installation.PathOf("AppHost", "Regions");

    public static IReadOnlyList<string> Names() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    public static RegionFile Read(string name)
    {
        var file = Path.Combine(Folder, $"{name}.json");
        if (Path.GetFileName(name) != name || !File.Exists(file))
        {
            throw new CommandFailedException($"There is no region called '{name}'.", $"Regions known here: {string.Join(", ", Names())}.");
        }

        using var stream = File.OpenRead(file);
        var contents = JsonSerializer.Deserialize<Contents>(stream, Json);
        return contents is { Councils.Count: > 0 }
            ? new RegionFile(name, contents.Councils)
            : throw new CommandFailedException($"{file} lists no councils.");
    }

    private sealed record Contents(IReadOnlyList<SimulatedCouncil> Councils);
}
