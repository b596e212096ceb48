using Partnership.AdoptionSupportFund.Ledger;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Region;

/// <summary>
/// What the fund's money of a year stands at; null and suppressed where it stands for fewer than six children whom the reader does not know.
/// <c>AwardedPence</c>: agreed to, less what was given back; it is the sum of the three that follow.
/// <c>SpentPence</c>: paid to providers or invoiced by them.
/// <c>SetApartPence</c>: not invoiced yet.
/// The three are null together where one of them is of one to five children, or would tell of a council's that is.
/// </summary>
internal sealed record CouncilMoney(CouncilCode? Council, string Name, int? Children, long? AwardedPence, long? SpentPence, long? SetApartPence, long? ToReturnPence, bool Suppressed);

/// <summary>
/// The region's money by council, as somebody sees it who knows some councils already and takes them off every sum: their own figures are whole,
/// and what is told of the others, and of the region, stands for nobody else or for six and more. Pure.
/// </summary>
internal static class RegionalMoney
{
    /// <summary>What one account holds for one child of a council.</summary>
    internal sealed record Holding(short Council, Guid Child, Account Account, long Pence);

    /// <summary>Each council, and the region last.</summary>
    /// <param name="holdings">The fund's money of the year.</param>
    /// <param name="names">The region's councils.</param>
    /// <param name="known">The reader's own; none for regional staff.</param>
    public static IReadOnlyList<CouncilMoney> Of(IEnumerable<Holding> holdings, IReadOnlyDictionary<short, string> names, IReadOnlySet<short> known)
    {
        var byCouncil = holdings.GroupBy(holding => holding.Council).ToDictionary(council => council.Key, council => Sums.Of(council));
        var councils = names.Keys.Order().ToList();
        var others = councils.Where(council => !known.Contains(council)).ToList();
        List<Sums> rest = [.. others.Select(OfCouncil)];
        var hidden = Among(sums => sums.Children, sums => sums.Awarded.Children);
        var undivided = Among(sums => sums.Spent.Children, sums => sums.SetApart.Children, sums => sums.ToReturn.Children);
        var region = Sums.Together([.. councils.Select(OfCouncil)]);
        var without = Sums.Together(rest);
        return
        [
            .. councils.Select(council => Row(new CouncilCode(council), names[council], OfCouncil(council), hidden.Contains(council), undivided.Contains(council))),
            Row(null, "Region", region, !AreTold(without.Children, without.Awarded.Children), !AreTold(without.Spent.Children, without.SetApart.Children, without.ToReturn.Children)),
        ];

        Sums OfCouncil(short council) => byCouncil.GetValueOrDefault(council) ?? Sums.None;

        HashSet<short> Among(params Func<Sums, int>[] counts) =>
            [.. counts.SelectMany(count => Suppression.Hidden([.. rest.Select(count)])).Select(index => others[index])];

        static bool AreTold(params int[] counts) => counts.All(count => count is 0 or >= Suppression.Threshold);
    }

    private static CouncilMoney Row(CouncilCode? council, string name, Sums sums, bool isHidden, bool isUndivided) => isHidden
        ? new CouncilMoney(council, name, null, null, null, null, null, true)
        : new CouncilMoney(
            council, name, sums.Children, sums.Awarded.Pence, isUndivided ? null : sums.Spent.Pence, isUndivided ? null : sums.SetApart.Pence, isUndivided ? null : sums.ToReturn.Pence, false);

    /// <summary>An amount, and of how many children it is.</summary>
    private readonly record struct Part(int Children, long Pence)
    {
        public static Part operator +(Part one, Part other) => new(one.Children + other.Children, one.Pence + other.Pence);
    }

    private sealed record Sums(int Children, Part Awarded, Part Spent, Part SetApart, Part ToReturn)
    {
        public static Sums None { get; } = new(0, default, default, default, default);

        public static Sums Of(IEnumerable<Holding> holdings)
        {
            var children = holdings.GroupBy(holding => holding.Child).ToList();
            return new Sums(
                children.Count,
                Total(child => On(child, Account.Entitlement, Account.Receivable, Account.Received) - On(child, Account.Returned)),
                Total(child => On(child, Account.Paid, Account.Payable)),
                Total(child => On(child, Account.Commitment)),
                Total(child => On(child, Account.Returnable)));

            Part Total(Func<IEnumerable<Holding>, long> of)
            {
                var amounts = children.Select(of).Where(pence => pence != 0).ToList();
                return new Part(amounts.Count, amounts.Sum());
            }
        }

        public static Sums Together(IReadOnlyList<Sums> all) => all.Aggregate(None, (one, other) => new Sums(
            one.Children + other.Children, one.Awarded + other.Awarded, one.Spent + other.Spent, one.SetApart + other.SetApart, one.ToReturn + other.ToReturn));

        // Each account has its side of the books; here every amount is told as what it is.
        private static long On(IEnumerable<Holding> child, params Account[] accounts) => Math.Abs(child.Where(holding => accounts.Contains(holding.Account)).Sum(holding => holding.Pence));
    }
}
