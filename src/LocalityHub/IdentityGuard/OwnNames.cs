using System.Text.RegularExpressions;

namespace Partnership.LocalityHub.IdentityGuard;

/// <summary>Finds a family's own names: whole words in whatever case, with an 's, as parts of a double name, and misspelt by one letter.</summary>
internal sealed partial class OwnNames
{
    // Shorter ones differ by one letter from too many other words.
    private const int LeastToBeMisspelt = 6;
    private const int Least = 2;

    /// <summary>Names that are words of every report as well: found only where they are written like a name.</summary>
    private static readonly HashSet<string> AlsoWords =
    [
        .. ("may will grace hope joy faith rose mark grant drew summer autumn april june august sky star dawn eve heather holly ivy olive pearl ruby amber jade daisy lily iris violet victor "
            + "frank ernest earnest miles jack bill bob rob sue pat art gene ray rich dean king knight bishop baker cook carter mason fisher hunter parker taylor turner walker young long short little "
            + "brown black white green gray grey day night winter noble love self wood woods field fields hill hills lake banks brook brooks ford bridge church park parks street lane moss stone marsh "
            + "bell bush case close cross bond price post page read reed best good goodman strong small sharp sweet swift wise worth power savage mercer major minor christian constant patience prudence "
            + "charity felicity harmony melody serenity destiny trinity angel heaven mercy merry precious prince princess royal story true justice chance chase reason sonny sunny buddy junior guy").Split(' '),
    ];

    private readonly HashSet<string> _names;
    private readonly List<string> _longNames;

    public OwnNames(IEnumerable<string> names)
    {
        _names = [.. names.SelectMany(name => Word().Matches(FoldedText.Fold(name)).Select(word => word.Value.ToLowerInvariant())).Where(name => name.Length >= Least)];
        _longNames = [.. _names.Where(name => name.Length >= LeastToBeMisspelt)];
    }

    public IEnumerable<Identifier> In(FoldedText text)
    {
        if (_names.Count == 0)
        {
            yield break;
        }

        foreach (Match word in Word().Matches(text.Text))
        {
            var lower = word.Value.ToLowerInvariant();
            var bare = lower.EndsWith("'s", StringComparison.Ordinal) ? lower[..^2] : lower;
            var isCapital = char.IsUpper(word.Value[0]);
            if (IsOne(bare, isCapital) || (bare.EndsWith('s') && IsOne(bare[..^1], isCapital)) || IsOne(bare.Replace("'", string.Empty, StringComparison.Ordinal), isCapital))
            {
                yield return text.At(IdentifierKind.Name, word.Index, bare.Length);
            }
        }
    }

    private bool IsOne(string word, bool isCapital)
    {
        if (word.Length < Least)
        {
            return false;
        }

        if (_names.Contains(word) || _names.Any(name => name.Contains('\'', StringComparison.Ordinal) && name.Replace("'", string.Empty, StringComparison.Ordinal) == word))
        {
            return isCapital || !AlsoWords.Contains(word);
        }

        return isCapital && word.Length >= LeastToBeMisspelt - 1 && !AlsoWords.Contains(word) && _longNames.Any(name => IsOneLetterOff(name, word));
    }

    /// <summary>One letter more, less or another, or two neighbours the other way round.</summary>
    private static bool IsOneLetterOff(string name, string word)
    {
        if (Math.Abs(name.Length - word.Length) > 1 || name[0] != word[0])
        {
            return false;
        }

        var first = 0;
        while (first < Math.Min(name.Length, word.Length) && name[first] == word[first])
        {
            first++;
        }

        var (n, w) = (name.Length - 1, word.Length - 1);
        while (n >= first && w >= first && name[n] == word[w])
        {
            n--;
            w--;
        }

        return (n - first, w - first) switch
        {
            (0, 0) or (0, -1) or (-1, 0) => true,
            (1, 1) => name[first] == word[first + 1] && name[first + 1] == word[first],
            _ => false,
        };
    }

    [GeneratedRegex(@"[A-Za-z]+(?:'[A-Za-z]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
