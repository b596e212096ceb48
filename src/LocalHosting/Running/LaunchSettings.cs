using System.Text.Json;

namespace Partnership.LocalHosting;

/// <summary>A project's <c>Properties/launchSettings.json</c>.</summary>
internal sealed class LaunchSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public Dictionary<string, LaunchProfile> Profiles { get; init; } = [];

    public static LaunchSettings? Read(string projectDirectory)
    {
        var file = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(file))
        {
            return null;
        }

        var settings = JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(file), Json);
        foreach (var (name, profile) in settings?.Profiles ?? [])
        {
            profile.Name = name;
        }

        return settings;
    }

    /// <summary>The profile of that name, or else the first that runs the project.</summary>
    public LaunchProfile? Choose(string? name) => name is not null && Profiles.TryGetValue(name, out var named)
        ? named
        : Profiles.Values.FirstOrDefault(profile => profile.CommandName == "Project");
}

internal sealed class LaunchProfile
{
    public string Name { get; set; } = "";

    public string? CommandName { get; set; }

    public string? ApplicationUrl { get; set; }

    public string? CommandLineArgs { get; set; }

    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];
}
