using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Tests.Ledger;

/// <summary>
/// Each event's entry by itself, as the table of docs/support-fund.md has it. The order of events is the fund's: it decides on an application, is claimed from
/// each month, and is given back what was not spent (Adoption and Special Guardianship Support Fund guide, 2025-26: decisions, claims, confirming spend).
/// </summary>
public sealed class BooksTests
{
    private static readonly Purse Ours = PurseOf(Funder.Fund, 1);
    private static readonly Purse Councils = PurseOf(Funder.Council, 1);

    [Fact]
    public void Award_SetsApartWhatTheFunderHasAgreedTo() => AssertEntry(Account.Entitlement, Account.Commitment, 60_000, Books.Award([(Ours, 60_000), (Councils, 0)]));

    [Fact]
    public void Invoice_TakesFromWhatIsSetApart() => AssertEntry(Account.Commitment, Account.Payable, 20_000, Books.Invoice([Awarded(Ours, 60_000)], 20_000));

    /// <summary>£100 of £600 of the fund's and £200 of the council's: three quarters and one quarter, no penny lost.</summary>
    [Fact]
    public void Invoice_OfALineWithTwoFunders_IsDividedByWhatIsLeft() =>
        Assert.Equal([(Funder.Fund, 7_501L), (Funder.Council, 2_500L)], Books.Invoice([Awarded(Ours, 60_000), Awarded(Councils, 20_000)], 10_001).Select(each => (each.Purse.Funder, each.Pence)));

    [Fact]
    public void Invoice_OfMoreThanIsSetApart_IsRefused() =>
        Assert.Equal("invoice.more-than-funded", Assert.Throws<RuleBrokenException>(() => Books.Invoice([Awarded(Ours, 60_000)], 60_001)).Code);

    [Fact]
    public void Payment_SettlesWhatItsInvoiceOwed() => AssertEntry(Account.Payable, Account.Paid, 20_000, Books.Payment(Books.Invoice([Awarded(Ours, 60_000)], 20_000)));

    [Fact]
    public void Claim_AsksForWhatWasNotAskedFor() => AssertEntry(Account.Receivable, Account.Entitlement, 60_000, Books.Claim([Awarded(Ours, 60_000)], onlyInvoiced: false));

    /// <summary>Where the year's rules say that spend is claimed: no more than providers have invoiced.</summary>
    [Fact]
    public void Claim_OfSpendAlone_AsksForWhatWasInvoiced()
    {
        var purse = Awarded(Ours, 60_000);
        Apply([purse], Books.Invoice([purse], 20_000));

        AssertEntry(Account.Receivable, Account.Entitlement, 20_000, Books.Claim([purse], onlyInvoiced: true));
    }

    [Fact]
    public void Claim_OfAnotherFundersPart_IsNotMade() => Assert.Empty(Books.Claim([Awarded(Councils, 60_000)], onlyInvoiced: false));

    [Fact]
    public void Receipt_TakesInNoMoreThanWasClaimed()
    {
        var purse = Awarded(Ours, 60_000);
        Apply([purse], Books.Claim([purse], onlyInvoiced: false));

        AssertEntry(Account.Received, Account.Receivable, 60_000, Books.Receipt([purse], 75_000));
    }

    [Fact]
    public void Contribution_IsWhatTheOtherFunderHasAgreedTo() =>
        AssertEntry(Account.Received, Account.Entitlement, 15_000, Books.Contribution([Awarded(Ours, 60_000), Awarded(Councils, 15_000)], Funder.Council));

    [Fact]
    public void Unspent_NotAskedFor_IsNotAskedForAnyMore() => AssertEntry(Account.Commitment, Account.Entitlement, 60_000, Books.Unspent([Awarded(Ours, 60_000)]));

    [Fact]
    public void Unspent_AskedFor_IsToBeGivenBack()
    {
        var purse = Awarded(Ours, 60_000);
        Apply([purse], Books.Claim([purse], onlyInvoiced: false));

        AssertEntry(Account.Commitment, Account.Returnable, 60_000, Books.Unspent([purse]));
    }

    [Fact]
    public void Return_GivesBackNoMoreThanIsToBeGivenBack()
    {
        var purse = Awarded(Ours, 60_000);
        Apply([purse], Books.Claim([purse], onlyInvoiced: false));
        Apply([purse], Books.Unspent([purse]));

        AssertEntry(Account.Returnable, Account.Returned, 60_000, Books.Return([purse], 99_999));
    }

    [Fact]
    public void Reversal_IsTheOpposite() => AssertEntry(Account.Payable, Account.Commitment, 20_000, Books.Reverse(Books.Invoice([Awarded(Ours, 60_000)], 20_000)));

    private static Purse PurseOf(Funder funder, int child) => new(new Guid(1, 0, 0, new byte[8]), new Guid(child, 0, 0, new byte[8]), funder, 2026, null);

    private static (Purse Purse, Books.Holding Holding) Awarded(Purse purse, long pence)
    {
        (Purse Purse, Books.Holding Holding) awarded = (purse, new Books.Holding(new Dictionary<Account, long>()));
        Apply([awarded], Books.Award([(purse, pence)]));
        return awarded;
    }

    private static void Apply((Purse Purse, Books.Holding Holding)[] purses, IReadOnlyList<Movement> movements)
    {
        foreach (var movement in movements)
        {
            purses.Single(each => each.Purse == movement.Purse).Holding.Apply(movement);
        }
    }

    private static void AssertEntry(Account debit, Account credit, long pence, IReadOnlyList<Movement> movements)
    {
        var movement = Assert.Single(movements);
        Assert.Equal((debit, credit, pence), (movement.Debit, movement.Credit, movement.Pence));
    }
}
