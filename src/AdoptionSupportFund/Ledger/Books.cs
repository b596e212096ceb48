using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Ledger;

/// <summary>Whose money: every amount in the ledger belongs to one line, one child and one funder.</summary>
internal sealed record Purse(Guid LineId, Guid ChildId, Funder Funder, short Year, Guid? ProviderId);

/// <summary>An amount moved from one account of a purse to another.</summary>
internal sealed record Movement(Purse Purse, Account Debit, Account Credit, long Pence);

/// <summary>
/// Works out entries from what the accounts hold. Pure: each entry is a list of movements within single purses, so that it is even, and so is
/// every purse, whatever happens.
/// </summary>
internal static class Books
{
    /// <summary>What a purse holds, by account.</summary>
    internal sealed class Holding(IReadOnlyDictionary<Account, long> accounts)
    {
        private readonly Dictionary<Account, long> _accounts = accounts.ToDictionary();

        /// <summary>Owed to us, or had, on an account of that kind.</summary>
        public long Had(Account account) => _accounts.GetValueOrDefault(account);

        /// <summary>Owed by us.</summary>
        public long Owed(Account account) => -_accounts.GetValueOrDefault(account);

        public void Apply(Movement movement)
        {
            _accounts[movement.Debit] = _accounts.GetValueOrDefault(movement.Debit) + movement.Pence;
            _accounts[movement.Credit] = _accounts.GetValueOrDefault(movement.Credit) - movement.Pence;
        }

        /// <summary>No account is on its wrong side: nothing was spent, claimed or given back that was not there.</summary>
        public bool IsSound => _accounts.All(account => account.Key switch
        {
            Account.Entitlement or Account.Receivable or Account.Received => account.Value >= 0,
            _ => account.Value <= 0,
        });

        public bool IsEven => _accounts.Values.Sum() == 0;

        /// <summary>Nothing is open: what came in was paid out or given back, and nothing is to come or to go.</summary>
        public bool IsSettled => _accounts.All(account => account.Value == 0 || account.Key is Account.Received or Account.Paid or Account.Returned);

        public IReadOnlyDictionary<Account, long> Accounts => _accounts;
    }

    public static IReadOnlyList<Movement> Award(IEnumerable<(Purse Purse, long Pence)> awarded) =>
        [.. awarded.Where(each => each.Pence > 0).Select(each => new Movement(each.Purse, Account.Entitlement, Account.Commitment, each.Pence))];

    /// <summary>An invoice takes from what is set apart for its line, from each purse in proportion to what is left in it.</summary>
    /// <exception cref="RuleBrokenException">More than is left.</exception>
    public static IReadOnlyList<Movement> Invoice(IReadOnlyList<(Purse Purse, Holding Holding)> line, long pence)
    {
        var left = line.Select(each => each.Holding.Owed(Account.Commitment)).ToList();
        if (pence > left.Sum())
        {
            throw new RuleBrokenException("invoice.more-than-funded", $"The invoice is £{(pence - left.Sum()) / 100m:0.00} more than is set apart for the line.", "pence");
        }

        return Spread(line, left, pence, Account.Commitment, Account.Payable);
    }

    /// <summary>Paying an invoice: what its entry put on the purses' payables.</summary>
    public static IReadOnlyList<Movement> Payment(IReadOnlyList<Movement> invoiced) =>
        [.. invoiced.Select(movement => new Movement(movement.Purse, Account.Payable, Account.Paid, movement.Pence))];

    /// <summary>Asks the fund for what it has agreed to and was not asked for; when only spend may be claimed, no more than was invoiced.</summary>
    public static IReadOnlyList<Movement> Claim(IReadOnlyList<(Purse Purse, Holding Holding)> purses, bool onlyInvoiced) =>
    [
        .. from each in purses
           where each.Purse.Funder == Funder.Fund
           let open = each.Holding.Had(Account.Entitlement)
           let pence = onlyInvoiced ? Math.Min(open, open - each.Holding.Owed(Account.Commitment)) : open
           where pence > 0
           select new Movement(each.Purse, Account.Receivable, Account.Entitlement, pence),
    ];

    /// <summary>The fund pays, wholly or in part, what was claimed of an application; what is more is given to nobody.</summary>
    public static IReadOnlyList<Movement> Receipt(IReadOnlyList<(Purse Purse, Holding Holding)> purses, long pence)
    {
        var open = purses.Select(each => each.Holding.Had(Account.Receivable)).ToList();
        return Spread(purses, open, Math.Min(pence, open.Sum()), Account.Received, Account.Receivable);
    }

    /// <summary>Another funder than the fund pays what it has agreed to for an application.</summary>
    public static IReadOnlyList<Movement> Contribution(IReadOnlyList<(Purse Purse, Holding Holding)> purses, Funder funder) =>
    [
        .. purses.Where(each => each.Purse.Funder == funder && each.Holding.Had(Account.Entitlement) > 0)
            .Select(each => new Movement(each.Purse, Account.Received, Account.Entitlement, each.Holding.Had(Account.Entitlement))),
    ];

    /// <summary>Gives up what is set apart and will not be spent: what nobody was asked for is not asked for any more, what was is to be given back.</summary>
    public static IReadOnlyList<Movement> Unspent(IReadOnlyList<(Purse Purse, Holding Holding)> purses)
    {
        var movements = new List<Movement>();
        foreach (var (purse, holding) in purses)
        {
            var unspent = holding.Owed(Account.Commitment);
            var unasked = Math.Min(unspent, holding.Had(Account.Entitlement));
            Add(new Movement(purse, Account.Commitment, Account.Entitlement, unasked));
            Add(new Movement(purse, Account.Commitment, Account.Returnable, unspent - unasked));
        }

        return movements;

        void Add(Movement movement)
        {
            if (movement.Pence > 0)
            {
                movements.Add(movement);
            }
        }
    }

    /// <summary>Gives back unspent money, wholly or in part.</summary>
    public static IReadOnlyList<Movement> Return(IReadOnlyList<(Purse Purse, Holding Holding)> purses, long pence)
    {
        var open = purses.Select(each => each.Holding.Owed(Account.Returnable)).ToList();
        return Spread(purses, open, Math.Min(pence, open.Sum()), Account.Returnable, Account.Returned);
    }

    /// <summary>The opposite of an entry.</summary>
    public static IReadOnlyList<Movement> Reverse(IEnumerable<Movement> movements) =>
        [.. movements.Select(movement => new Movement(movement.Purse, movement.Credit, movement.Debit, movement.Pence))];

    private static List<Movement> Spread(IReadOnlyList<(Purse Purse, Holding Holding)> purses, IReadOnlyList<long> weights, long pence, Account debit, Account credit) =>
    [
        .. purses.Zip(Split.ByWeight(pence, weights), (each, part) => new Movement(each.Purse, debit, credit, part)).Where(movement => movement.Pence > 0),
    ];
}
