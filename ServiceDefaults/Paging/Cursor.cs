using System.Buffers.Text;
using System.Text.Json;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Paging;

/// <summary>
/// Opaque positions in a list. They travel in addresses, so a position may hold ids, numbers and states, never personal data.
/// </summary>
public static class Cursor
{
    /// <summary>Makes a cursor of a position.</summary>
    public static string Encode<TPosition>(TPosition position) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position, JsonSerializerOptions.Web));

    /// <summary>Reads a cursor; the type's default when there is none.</summary>
    /// <exception cref="InvalidRequestException">It is not one that this list gave: answered 400.</exception>
    public static TPosition? Decode<TPosition>(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize<TPosition>(Base64Url.DecodeFromChars(cursor), JsonSerializerOptions.Web);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new InvalidRequestException("page.cursor", "The cursor is not one that this list gave: start again without it.", "cursor");
        }
    }
}
