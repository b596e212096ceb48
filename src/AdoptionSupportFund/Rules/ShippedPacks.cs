using System.Reflection;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Rules;

/// <summary>
/// The packs that come with the product: every year from 2016-17 on, as far as its rules are known. Those of a year that is not settled are
/// drafts, which nobody's application is held against before somebody adopts them.
/// </summary>
internal static class ShippedPacks
{
    /// <summary>The first year whose rules are not settled: the fund's reform was put to consultation in February 2026.</summary>
    public static readonly YearEnded FirstDraft = new(2027);

    /// <summary>All of them, in the order of years.</summary>
    public static IReadOnlyList<RulePack> All { get; } = [.. Read().OrderBy(pack => pack.Year)];

    /// <summary>From which day a shipped pack of a settled year holds: the day on which its limit was made known, where that was later than the year's first.</summary>
    public static DateOnly AdoptedFrom(RulePack pack) =>
        pack.Rules.OfType<FairAccessRule>().Where(rule => rule.From == pack.Year.FirstDay).Select(rule => rule.Announced).SingleOrDefault() ?? pack.Year.FirstDay;

    private static IEnumerable<RulePack> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return PackReader.Read(stream);
        }
    }
}
