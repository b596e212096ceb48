namespace Partnership.CaseData;

/// <summary>Headings as people and case systems write them.</summary>
public static class HeadingText
{
    /// <summary>A heading without what differs from one export to the next: case, spaces, punctuation and what stands in brackets.</summary>
    public static string Normalised(string heading)
    {
        ArgumentNullException.ThrowIfNull(heading);
        var depth = 0;
        var letters = new List<char>(heading.Length);
        foreach (var letter in heading)
        {
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (depth <= 0 && char.IsLetterOrDigit(letter))
            {
                letters.Add(char.ToLowerInvariant(letter));
            }
        }

        return new string([.. letters]);
    }

    /// <summary>How like two normalised headings are, from 0 to 100: the pairs of letters that they share.</summary>
    internal static int Likeness(string one, string other)
    {
        if (one.Length < 2 || other.Length < 2)
        {
            return 0;
        }

        var pairs = Pairs(one).ToList();
        var rest = Pairs(other).ToList();
        var all = pairs.Count + rest.Count;
        var shared = pairs.Count(rest.Remove);
        return 200 * shared / all;

        static IEnumerable<string> Pairs(string text) => Enumerable.Range(0, text.Length - 1).Select(i => text.Substring(i, 2));
    }
}
