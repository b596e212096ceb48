using System.Collections.Frozen;
using Partnership.CaseData.CodeSets;

namespace Partnership.CaseData.AnnexA;

/// <summary>The columns of the lists that hold codes, as <see cref="AnnexCells"/> reads them; the others hold words of their own, dates and numbers.</summary>
internal static class AnnexCodes
{
    private static readonly FrozenDictionary<string, IReadOnlyList<NamedColumn>> ByKey = new Dictionary<string, IReadOnlyList<NamedColumn>>
    {
        ["gender"] = [new("M", ["male", "boy", "man"], "M"), new("F", ["female", "girl", "woman"], "F")],
        ["ethnicity"] = CodeNames.Of("ETHNIC"),
        ["legal-status"] = CodeNames.Of("LS"),
        ["reason-ceased"] = CodeNames.Of("REC"),
        ["reversal-reason"] = CodeNames.Of("REASON_PLACED_CEASED"),
        ["fostering-for-adoption"] = [new("Y", ["yes", "true"], "Y"), new("N", ["no", "false"], "N")],

        // What the letters stand for differs from one layout to the next.
        ["left-reason"] = [new("A", [], "A"), new("B", [], "B"), new("C", [], "C")],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a column holds codes, by its key.</summary>
    public static bool Are(string key) => ByKey.ContainsKey(key);

    /// <summary>Whether a cell of such a column says one of its codes.</summary>
    public static bool Knows(string key, object? cell) => AnnexCells.Code(key, cell) is { } code && ByKey[key].Any(known => known.Key == code);

    /// <summary>What a value of such a column may stand for.</summary>
    public static ValueMeaning Suggest(string key, string value) => CodeNames.Suggest(ByKey[key], value);
}
