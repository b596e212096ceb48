using System.Collections.Frozen;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Rules;

/// <summary>A pack that somebody adopted, and the day from which it holds.</summary>
internal sealed record AdoptedPack(RulePack Pack, DateOnly From);

/// <summary>The adopted packs of all years: which one holds for an application made on a day.</summary>
internal sealed class Rulebook(IEnumerable<AdoptedPack> adopted)
{
    private readonly FrozenDictionary<YearEnded, AdoptedPack[]> _packs = adopted
        .GroupBy(pack => pack.Pack.Year)
        .ToFrozenDictionary(year => year.Key, year => year.OrderBy(pack => pack.From).ThenBy(pack => pack.Pack.Revision).ToArray());

    /// <summary>
    /// The pack of a year as it holds on a day; null when none of that year was adopted by then. Before the first day of a year that is
    /// ahead, what is adopted for it holds already: applications for it are made then.
    /// </summary>
    public RulePack? Of(YearEnded year, DateOnly day) => _packs.GetValueOrDefault(year)?.LastOrDefault(pack => pack.From <= day || pack.From == year.FirstDay)?.Pack;

    /// <summary>Whether the pack of any year knows a therapy or assessment by this code, in scope or not: a code that none knows might be anybody's name, and is not kept.</summary>
    public bool Knows(string therapy) => _packs.Values.Any(packs => packs.Any(pack => pack.Pack.KnownTherapies.Contains(therapy)));

    /// <summary>A rulebook in which a pack that is not adopted yet takes its year's place from a day on: to see what it would change.</summary>
    public Rulebook With(RulePack pack, DateOnly from) => new(_packs.Values.SelectMany(packs => packs).Append(new AdoptedPack(pack, from)));

    /// <summary>The rulebook of the shipped packs of settled years.</summary>
    public static Rulebook Shipped { get; } =
        new(ShippedPacks.All.Where(pack => pack.Year.CompareTo(ShippedPacks.FirstDraft) < 0).Select(pack => new AdoptedPack(pack, ShippedPacks.AdoptedFrom(pack))));
}
