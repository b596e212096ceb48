using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Partnership.CaseData;

/// <summary>The words of a heading, without what differs from one case system to the next: their order and form, short forms, and words that say nothing.</summary>
internal static partial class HeadingWords
{
    private static readonly FrozenSet<string> Silent = FrozenSet.Create(
        StringComparer.Ordinal, "the", "of", "for", "a", "an", "at", "in", "to", "on", "is", "was", "has", "been", "be", "by", "with", "that", "this", "and", "or", "it", "its", "s", "her", "his", "their", "made",
        "code", "codes", "903", "ssda903", "dfe", "lac", "cla");

    /// <summary>Forms of one word, the one that it is known by first.</summary>
    private static readonly FrozenDictionary<string, string> Forms = new string[][]
    {
        ["date", "dt", "dte", "day"],
        ["start", "started", "starts", "starting", "commence", "commenced", "commences", "commencement", "begin", "began", "begins", "begun"],
        ["end", "ended", "ends", "ending", "cease", "ceased", "ceases", "ceasing", "finish", "finished", "closed", "terminated", "stopped"],
        ["reason", "rsn", "why"],
        ["place", "placed", "places", "placing", "placement", "placements", "pl", "plc"],
        ["sex", "gender"],
        ["ethnic", "ethnicity"],
        ["identifier", "id", "ref", "reference", "identity"],
        ["number", "no", "num", "nr", "nb", "count"],
        ["child", "childs", "children", "client", "clients", "person", "yp"],
        ["adopter", "adopters", "adoptr", "adoptive"],
        ["adoption", "adopt", "adopted"],
        ["match", "matched", "matching"],
        ["authority", "la"],
        ["postcode", "post", "pcode", "postal"],
        ["permanence", "perm", "permanency"],
        ["previous", "prev", "prior"],
        ["missing", "mis", "miss"],
        ["episode", "episodes", "epi", "ep"],
        ["teeth", "tooth", "dental", "dentist"],
        ["immunisation", "immunisations", "immunised", "imms", "vaccination", "vaccinations"],
        ["check", "checks", "checked"],
        ["convicted", "conviction", "convictions"],
        ["received", "receive"],
        ["offered", "offer"],
        ["decision", "decided"],
        ["change", "changed", "changes"],
        ["mother", "mothers"],
        ["birth", "born"],
        ["category", "cat"],
        ["seeking", "seeker"],
    }.SelectMany(forms => forms.Select(form => (form, known: forms[0]))).ToFrozenDictionary(each => each.form, each => each.known, StringComparer.Ordinal);

    /// <summary>What short forms stand for.</summary>
    private static readonly FrozenDictionary<string, string[]> ShortForms = new Dictionary<string, string[]>
    {
        ["dob"] = ["date", "birth"],
        ["sw"] = ["social", "worker"],
        ["mc"] = ["mother", "child"],
        ["sdq"] = ["strengths", "difficulties", "questionnaire"],
        ["uasc"] = ["unaccompanied", "asylum", "seeking"],
        ["dol"] = ["deprivation", "liberty", "order"],
        ["dolo"] = ["deprivation", "liberty", "order"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words of a heading, each once; what stands in brackets is of it, or is not.</summary>
    public static IReadOnlySet<string> Of(string heading, bool withBrackets = false)
    {
        var text = heading.ToLowerInvariant().Replace("no longer", "longer", StringComparison.Ordinal).Replace("d.o.b", "dob", StringComparison.Ordinal);
        text = Owner().Replace(withBrackets ? text : Bracketed().Replace(text, " "), string.Empty);
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in Word().EnumerateMatches(text))
        {
            var written = text.Substring(word.Index, word.Length);
            if (ShortForms.TryGetValue(written, out var whole))
            {
                words.UnionWith(whole);
            }
            else if (!Silent.Contains(written))
            {
                words.Add(Forms.GetValueOrDefault(written, written));
            }
        }

        return words;
    }

    /// <summary>How many of their words two headings share, from 0 to 100: two that say the same have 100.</summary>
    public static int Likeness(IReadOnlySet<string> one, IReadOnlySet<string> other) =>
        one.Count == 0 || other.Count == 0 ? 0 : 200 * one.Count(other.Contains) / (one.Count + other.Count);

    /// <summary>What stands in brackets: often the column's own code.</summary>
    public static IEnumerable<string> InBrackets(string heading) => Bracketed().Matches(heading).Select(match => match.Value[1..^1]);

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex("['’]s\\b", RegexOptions.CultureInvariant)]
    private static partial Regex Owner();

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
