using System.Text.Json;

namespace Partnership.Cli.Machine;

/// <summary>What the host generated at its first start and keeps: a file that only its owner may read. Read anew each time, for values change.</summary>
internal static class KeptParameters
{
    /// <summary>The host's data folder: <c>PARTNERSHIP_DATA</c>, or <c>.data</c> of the repository.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("PARTNERSHIP_DATA") is { Length: > 0 } told ? told : Installation.PathOf(".data");

    public static string Read(string name) => Find(name)
        ?? throw new CommandFailedException($"{File} holds no {name}.", "Start the system once with ./partnership up; it makes what is missing.");

    /// <summary>Null when there is no such value.</summary>
    public static string? Find(string name)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(File);
            using var parameters = JsonDocument.Parse(stream);
            return parameters.RootElement.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } found ? found : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException("The system has never been started here.", "Start it with ./partnership up", missing);
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailedException($"{File} cannot be read.", "Run this as the user who started the system.", unreadable);
        }
    }

    private static string File => Path.Combine(Folder, "parameters.json");
}
