using System.Text.Json;

namespace Partnership.LocalityHub;

/// <summary>The entries of a council's map as they are kept: a list, as JSON.</summary>
internal static class MapEntries
{
    public static string Write<T>(IReadOnlyList<T> entries) => JsonSerializer.Serialize(entries, JsonSerializerOptions.Web);

    public static IReadOnlyList<T> Read<T>(string entries) => JsonSerializer.Deserialize<IReadOnlyList<T>>(entries, JsonSerializerOptions.Web)!;
}
