using System.Text.Json;

namespace Partnership.Cli.Stack;

/// <summary>The one secret of a developer's machine that every client of DevIdentity shares; the host made it at its first start.</summary>
internal static class ClientSecret
{
    private const string Parameter = "dev-client-secret";

    public static string Read()
    {
        if (Environment.GetEnvironmentVariable("PARTNERSHIP_CLIENT_SECRET") is { Length: > 0 } given)
        {
            return given;
        }

        var file = Installation.PathOf(".data", "parameters.json");
        try
        {
            using var stream = File.OpenRead(file);
            using var parameters = JsonDocument.Parse(stream);
            return parameters.RootElement.TryGetProperty(Parameter, out var secret) && secret.GetString() is { Length: > 0 } found
                ? found
                : throw new CommandFailedException($"{file} holds no {Parameter}.", "Start the system once with ./partnership up; it makes what is missing.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException("The system has never been started here.", "Start it with ./partnership up", missing);
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailedException($"{file} cannot be read.", "Run this as the user who started the system.", unreadable);
        }
    }
}
