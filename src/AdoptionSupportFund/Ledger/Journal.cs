using Partnership.AdoptionSupportFund.Checks;

namespace Partnership.AdoptionSupportFund.Ledger;

/// <summary>What money is at a moment. A debit adds to what we have or may ask for, a credit to what we owe.</summary>
internal enum Account
{
    /// <summary>What a funder has agreed to pay and was not asked for yet.</summary>
    Entitlement = 1,

    /// <summary>What is set apart for a package and not invoiced yet.</summary>
    Commitment = 2,

    /// <summary>What a provider has invoiced and was not paid yet.</summary>
    Payable = 3,

    /// <summary>What was claimed and not received yet.</summary>
    Receivable = 4,

    /// <summary>What funders have paid us.</summary>
    Received = 5,

    /// <summary>What was asked for or received, not spent, and is to be given back.</summary>
    Returnable = 6,

    /// <summary>What we have paid to providers.</summary>
    Paid = 7,

    /// <summary>What we have given back.</summary>
    Returned = 8,
}

/// <summary>What happened.</summary>
internal enum JournalKind
{
    /// <summary>A funder has agreed.</summary>
    Award = 1,

    /// <summary>A provider has invoiced.</summary>
    Invoice = 2,

    /// <summary>A provider was paid.</summary>
    Payment = 3,

    /// <summary>The fund was asked for money.</summary>
    Claim = 4,

    /// <summary>The fund has paid.</summary>
    Receipt = 5,

    /// <summary>What is not going to be spent was given up.</summary>
    Unspent = 6,

    /// <summary>Unspent money was given back.</summary>
    Return = 7,

    /// <summary>Another entry was taken back, whole.</summary>
    Reversal = 8,

    /// <summary>Another funder has paid its part.</summary>
    Contribution = 9,
}

/// <summary>An entry of the ledger: written once, never changed; a mistake is taken back by a reversal.</summary>
internal sealed class Journal
{
    public Guid Id { get; init; }

    /// <summary>Counts entries; how people name one.</summary>
    public long Number { get; init; }

    public short Council { get; init; }

    public JournalKind Kind { get; init; }

    /// <summary>The day on which it happened.</summary>
    public DateOnly OccurredOn { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public required string RecordedBy { get; init; }

    public Guid ApplicationId { get; init; }

    /// <summary>The invoice, claim or line of a statement that it is about; null when it is about the application alone.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>The entry that it takes back; an entry is taken back once.</summary>
    public Guid? ReversesId { get; init; }

    /// <summary>Why it was taken back, as a code.</summary>
    public string? Reason { get; init; }

    public List<Posting> Postings { get; } = [];
}

/// <summary>One side of an entry: pence on an account, more when positive (debit), less when negative (credit).</summary>
internal sealed class Posting
{
    public Guid JournalId { get; init; }

    public short Ordinal { get; init; }

    public short Council { get; init; }

    public Account Account { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid LineId { get; init; }

    public Guid ChildId { get; init; }

    public Funder Funder { get; init; }

    /// <summary>The financial year to whose limits the money counts.</summary>
    public short Year { get; init; }

    public Guid? ProviderId { get; init; }

    public long Pence { get; init; }
}
