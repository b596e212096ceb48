using Partnership.Contracts;

namespace Partnership.CentralHub.Identities;

/// <summary>
/// The newest that a hub stated of a record's identity. The newest alone: a log of digests could be held against one another for ever, also those of before and
/// after an adoption. A record that is withdrawn keeps its row, without digests, so that what comes late does not bring them back.
/// </summary>
internal sealed class ChildIdentity
{
    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Epoch { get; init; }

    public long Version { get; init; }

    public Guid? ByNhsNumber { get; init; }

    public Guid? ByPupilNumber { get; init; }
}

/// <summary>Two councils' records that may be of one child. Gone with either record's digest: then it looks as if it had never been.</summary>
internal sealed class IdentityMatch
{
    public Guid Id { get; init; }

    /// <summary>The two councils.</summary>
    public required short[] Councils { get; init; }

    public DateTimeOffset FoundAt { get; init; }

    /// <summary>By which numbers it was found.</summary>
    public SharedNumbers By { get; init; }

    /// <summary>Rises with each answer; the ETag.</summary>
    public long Version { get; set; }
}

/// <summary>One council's record in a candidate match, and what its own named person has said.</summary>
internal sealed class IdentityMatchSide
{
    public Guid Match { get; init; }

    public short Council { get; init; }

    /// <summary>The record, by the reference minted for identity alone: its own hub tells whose it is.</summary>
    public Guid Reference { get; init; }

    public IdentityAnswer? Answer { get; set; }

    public Guid? AnsweredBy { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}

/// <summary>Which numbers two records share, each with the date of birth. Numbers are stored: never reuse one.</summary>
[Flags]
internal enum SharedNumbers : short
{
    None = 0,
    NhsNumber = 1,
    PupilNumber = 2,
}

/// <summary>What a council's person says. Numbers are stored.</summary>
internal enum IdentityAnswer : short
{
    /// <summary>Both records are of one child.</summary>
    SameChild = 1,

    /// <summary>They are of two.</summary>
    DifferentChildren = 2,
}

/// <summary>How far a candidate match has come.</summary>
internal enum IdentityMatchState
{
    /// <summary>Not everybody has answered.</summary>
    Candidate,

    /// <summary>A person of each council has said that both are of one child.</summary>
    Confirmed,

    /// <summary>Somebody has said that they are not.</summary>
    DifferentChildren,
}

/// <summary>A candidate match as one of its councils sees it.</summary>
/// <param name="Match">The match.</param>
/// <param name="State">candidate, confirmed or different-children.</param>
/// <param name="By">nhs-number, pupil-number: which of them the two records share, with the date of birth.</param>
/// <param name="FoundAt">When.</param>
/// <param name="Version">The ETag.</param>
/// <param name="Own">The record of the caller's council; both, for somebody who works for both.</param>
/// <param name="Others">The other council's: not which record it is.</param>
internal sealed record ShownIdentityMatch(
    Guid Match,
    IdentityMatchState State,
    IReadOnlyList<SharedNumbers> By,
    DateTimeOffset FoundAt,
    long Version,
    IReadOnlyList<ShownIdentityMatch.OwnSide> Own,
    IReadOnlyList<ShownIdentityMatch.OtherSide> Others)
{
    /// <param name="Council">The council.</param>
    /// <param name="Reference">For the council's own hub, which tells whose record it is.</param>
    /// <param name="Answer">same-child or different-children; null while nobody has answered.</param>
    /// <param name="AnsweredBy">Who.</param>
    /// <param name="AnsweredAt">When.</param>
    internal sealed record OwnSide(CouncilCode Council, Guid Reference, IdentityAnswer? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt);

    /// <param name="Council">The council.</param>
    /// <param name="Answer">same-child or different-children; null while nobody has answered.</param>
    /// <param name="AnsweredBy">Who, once the match is confirmed: with whom to talk.</param>
    internal sealed record OtherSide(CouncilCode Council, IdentityAnswer? Answer, string? AnsweredBy);
}
