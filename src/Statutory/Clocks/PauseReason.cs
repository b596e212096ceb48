namespace Partnership.Statutory.Clocks;

/// <summary>Why a clock stands still. A rule names those that the law accepts for it; no other pauses it.</summary>
public enum PauseReason
{
    /// <summary>The prospective adopter asked for more time.</summary>
    ApplicantRequest,

    /// <summary>The agency is satisfied that there are good reasons, which it records (stage one).</summary>
    GoodReason,

    /// <summary>Exceptional circumstances, which the agency records (stage two and the fast track).</summary>
    ExceptionalCircumstances,

    /// <summary>A refused carer has asked for an independent review, whose outcome is awaited.</summary>
    IndependentReview,
}

/// <summary>A stretch during which a clock stands still.</summary>
/// <param name="Reason">Why.</param>
/// <param name="From">The first day that is not counted (Europe/London).</param>
/// <param name="Until">The first day that is counted again; null while the pause lasts.</param>
public sealed record ClockPause(PauseReason Reason, DateOnly From, DateOnly? Until)
{
    /// <summary>Whether the clock stands still on a day.</summary>
    public bool Covers(DateOnly day) => day >= From && (Until is not { } until || day < until);
}
