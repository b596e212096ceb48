using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Letters;

/// <summary>A letter that a decision calls for.</summary>
internal enum LetterKind : short
{
    /// <summary>Adopters: approved (Adoption Agencies Regulations 2005, reg. 30B(4)).</summary>
    AdoptersApproved = 1,

    /// <summary>Adopters: a qualifying determination, with its reasons and what they may do in forty working days (regs. 30B(5), 30D).</summary>
    AdoptersDetermination = 2,

    /// <summary>Adopters: not approved, or no longer, in the end.</summary>
    AdoptersRefused = 3,

    /// <summary>Adopters: the match was agreed, or not (reg. 33(3)).</summary>
    AdoptersMatch = 4,

    /// <summary>Parents and guardians: whether the child should be placed for adoption (reg. 19(3)).</summary>
    ParentsShouldBePlaced = 5,

    /// <summary>Parents and guardians: the child is to be placed (reg. 33(3)).</summary>
    ParentsPlacing = 6,

    /// <summary>Foster carers: what was decided (Fostering Services Regulations 2011, regs. 27 and 28).</summary>
    Carers = 7,

    /// <summary>Foster carers: a qualifying determination.</summary>
    CarersDetermination = 8,

    /// <summary>Adopters: after a review their approval goes on (reg. 30D).</summary>
    AdoptersContinue = 9,

    /// <summary>Foster carers: approved, or approved still, on terms (Fostering Services (England) Regulations 2011, regs. 27 and 28).</summary>
    CarersApproved = 10,
}

internal static class LetterKinds
{
    /// <summary>Whom a letter goes to.</summary>
    public static NoticeRecipient RecipientOf(LetterKind kind) => kind switch
    {
        LetterKind.ParentsShouldBePlaced or LetterKind.ParentsPlacing => NoticeRecipient.BirthParents,
        LetterKind.Carers or LetterKind.CarersDetermination or LetterKind.CarersApproved => NoticeRecipient.Carers,
        _ => NoticeRecipient.Adopters,
    };

    /// <summary>Whether a letter says until when somebody may answer, counted from the day on which it is sent.</summary>
    public static bool CountsFromSending(LetterKind kind) => kind is LetterKind.AdoptersDetermination or LetterKind.CarersDetermination;
}
