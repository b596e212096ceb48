using FsCheck;
using FsCheck.Fluent;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Tests.Ledger;

/// <summary>Whatever happens to a package, in whatever order and by whatever amounts: the ledger sums to zero and no account is on its wrong side.</summary>
public sealed class BooksPropertyTests
{
    private static readonly Guid Line = Guid.NewGuid();

    [Fact]
    public void Books_AfterAnyEvents_SumToZeroInEveryPurse() => Prop.ForAll(Histories(), history => Play(history).All(holding => holding.IsEven)).QuickCheckThrowOnFailure();

    [Fact]
    public void Books_AfterAnyEvents_HaveNoAccountOnItsWrongSide() => Prop.ForAll(Histories(), history => Play(history).All(holding => holding.IsSound)).QuickCheckThrowOnFailure();

    /// <summary>However it went: when all is invoiced, paid, claimed and received, what is left given up and given back, nothing is open.</summary>
    [Fact]
    public void Books_BroughtToTheirEnd_AreSettled() => Prop.ForAll(Histories(), history =>
    {
        var purses = Purses(history.Awards);
        var entered = new List<IReadOnlyList<Movement>>();
        Run(history, purses, entered);
        foreach (var invoice in entered.Where(entry => entry is [{ Credit: Account.Payable }, ..]).ToList())
        {
            // Those that were paid before are paid by an entry of their own.
            if (!entered.Exists(entry => entry is [{ Debit: Account.Payable }, ..] && entry.SequenceEqual(Books.Payment(invoice))))
            {
                Apply(purses, Books.Payment(invoice));
            }
        }

        Apply(purses, Books.Unspent(purses));
        Apply(purses, Books.Claim(purses, onlyInvoiced: false));
        Apply(purses, Books.Receipt(purses, long.MaxValue / 4));
        foreach (var funder in Enum.GetValues<Funder>())
        {
            Apply(purses, Books.Contribution([.. purses.Where(each => each.Purse.Funder == funder)], funder));
        }

        Apply(purses, Books.Return(purses, long.MaxValue / 4));
        return purses.All(each => each.Holding.IsSettled && each.Holding.IsEven);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reverse_OfAnyEntry_PutsEveryPurseBack() => Prop.ForAll(Histories(), history =>
    {
        var purses = Purses(history.Awards);
        var entered = new List<IReadOnlyList<Movement>>();
        Run(history, purses, entered);
        foreach (var entry in entered.AsEnumerable().Reverse())
        {
            Apply(purses, Books.Reverse(entry));
        }

        return purses.All(each => each.Holding.Accounts.Values.All(pence => pence == 0));
    }).QuickCheckThrowOnFailure();

    /// <summary>Planted: an entry between two purses would be noticed.</summary>
    [Fact]
    public void IsEven_OfAnEntryWithOneSide_IsFalse() => Assert.False(new Books.Holding(new Dictionary<Account, long> { [Account.Received] = 1 }).IsEven);

    private sealed record History(IReadOnlyList<int> Awards, IReadOnlyList<(int What, int Pence)> Events);

    private static Arbitrary<History> Histories() => (
        from awards in Gen.Choose(0, 500_000).ListOf(6)
        from events in Gen.Choose(0, 6).Zip(Gen.Choose(1, 400_000)).ListOf()
        select new History([.. awards], [.. events])).ToArbitrary();

    private static List<Books.Holding> Play(History history)
    {
        var purses = Purses(history.Awards);
        Run(history, purses, []);
        return [.. purses.Select(each => each.Holding)];
    }

    private static List<(Purse Purse, Books.Holding Holding)> Purses(IReadOnlyList<int> awards) =>
        [.. awards.Select((_, index) => (new Purse(Line, new Guid(index / 3, 0, 0, new byte[8]), (Funder)((index % 3) + 1), 2026, null), new Books.Holding(new Dictionary<Account, long>())))];

    private static void Run(History history, List<(Purse Purse, Books.Holding Holding)> purses, List<IReadOnlyList<Movement>> entered)
    {
        Enter(Books.Award(purses.Zip(history.Awards, (each, pence) => (each.Purse, (long)pence))));
        var unpaid = new Queue<IReadOnlyList<Movement>>();
        foreach (var (what, pence) in history.Events)
        {
            switch (what)
            {
                case 0:
                    try
                    {
                        unpaid.Enqueue(Enter(Books.Invoice(purses, pence)));
                    }
                    catch (RuleBrokenException refusal)
                    {
                        Assert.Equal("invoice.more-than-funded", refusal.Code);
                    }

                    break;
                case 1 when unpaid.TryDequeue(out var invoice):
                    Enter(Books.Payment(invoice));
                    break;
                case 2:
                    Enter(Books.Claim(purses, onlyInvoiced: pence % 2 == 0));
                    break;
                case 3:
                    Enter(Books.Receipt(purses, pence));
                    break;
                case 4:
                    Enter(Books.Contribution(purses, (Funder)((pence % 2) + 2)));
                    break;
                case 5:
                    Enter(Books.Return(purses, pence));
                    break;
                case 6 when pence < 40_000:
                    Enter(Books.Unspent(purses));
                    break;
            }
        }

        IReadOnlyList<Movement> Enter(IReadOnlyList<Movement> movements)
        {
            Apply(purses, movements);
            entered.Add(movements);
            return movements;
        }
    }

    private static void Apply(List<(Purse Purse, Books.Holding Holding)> purses, IReadOnlyList<Movement> movements)
    {
        foreach (var movement in movements)
        {
            purses.Single(each => each.Purse == movement.Purse).Holding.Apply(movement);
        }
    }
}
