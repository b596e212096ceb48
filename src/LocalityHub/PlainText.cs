using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub;

/// <summary>Words that people write into a record. They stay in this hub.</summary>
internal static class PlainText
{
    /// <summary>One line, trimmed; null when nothing is left.</summary>
    /// <exception cref="InvalidRequestException">It is too long, or no line of plain text.</exception>
    public static string? Line(string? text, string field, int longest = 120) => Checked(text, field, longest, letter => char.IsControl(letter));

    /// <summary>Paragraphs, trimmed; null when nothing is left.</summary>
    /// <exception cref="InvalidRequestException">They are too long, or hold control characters other than line breaks and tabs.</exception>
    public static string? Paragraphs(string? text, string field, int longest = 20_000) =>
        Checked(text, field, longest, letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));

    /// <summary>The same, but something must be said.</summary>
    public static string Required(string? text, string field, int longest = 2_000) =>
        Paragraphs(text, field, longest) ?? throw new InvalidRequestException("text.required", "Say it in a few words.", field);

    private static string? Checked(string? text, string field, int longest, Predicate<char> isWrong)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        if (trimmed.Length > longest)
        {
            throw new InvalidRequestException("text.too-long", $"At most {longest} characters.", field);
        }

        return trimmed.Any(letter => isWrong(letter)) ? throw new InvalidRequestException("text.control-character", "Plain text, without control characters.", field) : trimmed;
    }
}
