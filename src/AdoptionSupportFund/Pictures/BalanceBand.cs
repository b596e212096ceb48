using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Pictures;

/// <summary>How many children have so much left of the fair access limit, by our applications; null where that is hidden.</summary>
internal sealed record BalanceBand(string Name, int? Children)
{
    /// <summary>The four bands of a year; none where it has no limit.</summary>
    public static IReadOnlyList<BalanceBand> Of(IReadOnlyList<ChildBalance> balances, RulePack? pack, DateOnly today)
    {
        if (pack is null || Limits.FairAccess(pack, today) is not { } limit || limit == 0)
        {
            return [];
        }

        (string Name, Func<long, bool> Is)[] bands =
        [
            ("nothing left", left => left <= 0), ("less than a third", left => left > 0 && left * 3 < limit), ("a third to two thirds", left => left * 3 >= limit && left * 3 < 2 * limit), ("two thirds or more", left => left * 3 >= 2 * limit),
        ];
        var lefts = balances.Select(balance => Limits.Left(pack, today, balance.Use).Therapy ?? 0).ToList();
        return [.. bands.Select(band => new BalanceBand(band.Name, lefts.Count(band.Is)))];
    }

    /// <summary>The bands without those that have one to five children whom the reader does not know, and without what would tell of these.</summary>
    /// <param name="bands">The bands.</param>
    /// <param name="unknown">The same of those children alone.</param>
    public static IReadOnlyList<BalanceBand> Suppressed(IReadOnlyList<BalanceBand> bands, IReadOnlyList<BalanceBand> unknown)
    {
        var hidden = Suppression.Hidden([.. unknown.Select(band => band.Children ?? 0)]);
        return [.. bands.Select((band, index) => hidden.Contains(index) ? band with { Children = null } : band)];
    }
}
