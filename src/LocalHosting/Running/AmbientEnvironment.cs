using System.Collections;

namespace Partnership.LocalHosting;

/// <summary>The host's own environment, completed from its launch profile: what every project and executable inherits.</summary>
internal sealed class AmbientEnvironment
{
    // Meant for the host alone: a child that read them would listen on the host's address or find other processes' secrets.
    private static readonly string[] HostOnly =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", "DOTNET_HOSTINGSTARTUPASSEMBLIES",
    ];

    private static readonly string[] HostOnlyPrefixes = ["Parameters__", "LocalHosting__", "ASPIRE_", "ConnectionStrings__", "MSBUILD"];

    private readonly Dictionary<string, string> _fromProfile = [];

    public AmbientEnvironment(LaunchProfile? profile)
    {
        foreach (var (name, value) in profile?.EnvironmentVariables ?? [])
        {
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                _fromProfile[name] = Environment.ExpandEnvironmentVariables(value);
            }
        }
    }

    public string? this[string name] => Environment.GetEnvironmentVariable(name) ?? _fromProfile.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string?>> AsConfiguration() =>
        _fromProfile.Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value));

    public Dictionary<string, string> ForChildren()
    {
        var variables = new Dictionary<string, string>(_fromProfile);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string)variable.Value!;
        }

        foreach (var name in variables.Keys.Where(IsHostOnly).ToList())
        {
            variables.Remove(name);
        }

        return variables;
    }

    private static bool IsHostOnly(string name) =>
        HostOnly.Contains(name, StringComparer.OrdinalIgnoreCase)
        || HostOnlyPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
