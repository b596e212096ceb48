using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Partnership.CaseData.CodeSets;

namespace Partnership.Cli;

/// <summary>A file in which a council says what its own exports call things: suggested by the tool, looked over by a person, handed in with each reading.</summary>
internal static class MapFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="CommandFailedException">It cannot be opened, or is no map.</exception>
    internal static T Read<T>(FileInfo file)
        where T : class
    {
        try
        {
            using var stream = file.OpenRead();
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new JsonException("The file says null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file.Name} is no map of headings and values.", "Let --suggest write one.", exception);
        }
    }

    /// <summary>The entries of a list: the serializer looks at members alone, and lets null into a list.</summary>
    /// <exception cref="CommandFailedException">One of them is null.</exception>
    internal static IEnumerable<T> Entries<T>(IReadOnlyList<T?>? list, string field)
        where T : class
    {
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            yield return list![i] ?? throw new CommandFailedException(
                string.Create(CultureInfo.InvariantCulture, $"The map says null at {field}[{i}], where an entry must stand."), "Take the null out, or write the entry that is missing.");
        }
    }

    /// <summary>What a suggestion left open is nobody's word until somebody has chosen.</summary>
    /// <exception cref="CommandFailedException">Nobody has.</exception>
    internal static void DemandChosen(string heading, string column, IReadOnlyList<string>? alternatives)
    {
        if (column.Length == 0 && alternatives is { Count: > 0 })
        {
            throw new CommandFailedException(
                $"The map leaves open what '{heading}' stands for: {string.Join(", ", alternatives)}, or nothing.", "Write one of them as its column, or take its alternatives out to have it read past.");
        }
    }

    /// <summary>A value that a suggestion left open would stand for nothing, unseen: every cell that holds it would be read as a blank one.</summary>
    /// <exception cref="CommandFailedException">Nobody has said what it stands for.</exception>
    internal static void DemandChosen(string column, string value, string means, IReadOnlyList<string>? alternatives)
    {
        if (means.Length == 0 && alternatives is not null)
        {
            throw new CommandFailedException(
                $"The map leaves open what '{value}' of {column} stands for{(alternatives.Count > 0 ? $": {string.Join(", ", alternatives)}, or another code" : "")}.",
                "Write a code as what it means; take its alternatives out to have it stand for nothing, or the whole entry to have it found as it is.");
        }
    }

    /// <summary>Says which columns hold what no map repeats.</summary>
    internal static void SayWhatIsNotListed(ValueSuggestions suggested)
    {
        foreach (var column in suggested.Unlisted)
        {
            Terminal.Say($"{column} holds cells that are no codes and are not written down: numbers, days, addresses, or words of too many kinds. Does its heading stand for something else?");
        }
    }

    internal static string Write<T>(T map) => JsonSerializer.Serialize(map, Json);
}
