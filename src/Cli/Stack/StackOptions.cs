using System.CommandLine;

namespace Partnership.Cli.Stack;

/// <summary>Where the running system answers: options of every verb that talks to it, or the environment.</summary>
internal static class StackOptions
{
    public static Option<Uri> Gateway { get; } = Address("--gateway", "PARTNERSHIP_GATEWAY", "http://localhost:8080", "The gateway's address");

    public static Option<Uri> Identity { get; } = Address("--identity", "PARTNERSHIP_IDENTITY", "http://localhost:8081", "The identity service's address");

    private static Option<Uri> Address(string name, string variable, string usual, string description) => new(name)
    {
        Description = $"{description} (or {variable} in the environment)",
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : usual),
    };
}
