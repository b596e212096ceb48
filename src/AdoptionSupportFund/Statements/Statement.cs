namespace Partnership.AdoptionSupportFund.Statements;

/// <summary>What a line of the fund's statement is, set against our books.</summary>
internal enum StatementOutcome
{
    /// <summary>Exactly what was claimed, or what was to be given back.</summary>
    Matched = 1,

    /// <summary>Less than was claimed: it was entered, and the rest is still to come.</summary>
    Short = 2,

    /// <summary>More than was claimed: what was claimed was entered, the rest belongs to nothing.</summary>
    Over = 3,

    /// <summary>No application of this council has that reference.</summary>
    UnknownReference = 4,

    /// <summary>Nothing of that application was claimed and not received.</summary>
    NotClaimed = 5,

    /// <summary>The same line was on an earlier statement, or is on this one before.</summary>
    Duplicate = 6,

    /// <summary>Taken back although nothing, or less, was to be given back.</summary>
    UnexpectedRecovery = 7,
}

internal enum StatementLineKind
{
    Payment = 1,

    /// <summary>The fund took unspent money back.</summary>
    Recovery = 2,
}

/// <summary>A statement of the fund that a council has handed in.</summary>
internal sealed class Statement
{
    public Guid Id { get; init; }

    public long Number { get; init; }

    public short Council { get; init; }

    public DateOnly HandedInOn { get; init; }

    public required string HandedInBy { get; init; }

    public List<StatementLine> Lines { get; } = [];
}

internal sealed class StatementLine
{
    public Guid StatementId { get; init; }

    /// <summary>The row of the file.</summary>
    public int Row { get; init; }

    public short Council { get; init; }

    /// <summary>How the fund names the line.</summary>
    public required string Reference { get; init; }

    public required string PortalReference { get; init; }

    public StatementLineKind Kind { get; init; }

    public long Pence { get; init; }

    public DateOnly PaidOn { get; init; }

    public Guid? ApplicationId { get; init; }

    public StatementOutcome Outcome { get; init; }

    /// <summary>What was entered into the ledger for it.</summary>
    public long EnteredPence { get; init; }

    /// <summary>What our books expected.</summary>
    public long ExpectedPence { get; init; }

    public Guid? JournalId { get; init; }
}
