using System.Text.Json;

/// <summary>A partnership of councils, from <c>Regions/{name}.json</c>: one locality hub is started for each council.</summary>
internal sealed record Region(
    string Name, string Title, IReadOnlyList<Council> Councils, IReadOnlyList<Team> Teams, RegionSettings Settings)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="ArgumentException">There is no such region, or its file is wrong; the message says what.</exception>
    public static Region Read(string folder, string name)
    {
        var files = Directory.GetFiles(folder, "*.json").ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        if (!files.TryGetValue(name, out var file))
        {
            throw new ArgumentException($"There is no region '{name}'; there are {string.Join(", ", files.Keys.Order(StringComparer.Ordinal))}.");
        }

        var region = JsonSerializer.Deserialize<Region>(File.ReadAllText(file), Json)
            ?? throw new ArgumentException($"{file} is empty.");
        var codes = region.Councils.Select(council => council.Code).ToHashSet(StringComparer.Ordinal);
        if (codes.Count != region.Councils.Count || codes.Any(code => code.Length != 3 || !code.All(char.IsAsciiDigit)))
        {
            throw new ArgumentException($"{file}: every council needs a code of three digits of its own.");
        }

        return region.Teams.SelectMany(team => team.Councils).FirstOrDefault(code => !codes.Contains(code)) is { } stranger
            ? throw new ArgumentException($"{file}: a team serves council {stranger}, which is not in the region.")
            : region;
    }
}

/// <param name="Code">The Department for Education's three digits.</param>
/// <param name="Name">As the department writes it.</param>
/// <param name="OnsCode">The Office for National Statistics' nine characters.</param>
internal sealed record Council(string Code, string Name, string? OnsCode);

/// <summary>A team of workers; it may serve several councils, and a council may be served by several teams.</summary>
internal sealed record Team(string Name, IReadOnlyList<string> Councils);

/// <param name="LeanTelemetry">Sample and export less often: for regions of many hubs on one machine.</param>
internal sealed record RegionSettings(bool LeanTelemetry);
