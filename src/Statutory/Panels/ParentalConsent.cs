namespace Partnership.Statutory.Panels;

/// <summary>
/// Consent of the mother that is given less than six weeks after the birth is ineffective (Adoption and Children Act 2002, section 52(3)): no authority to
/// place a child rests on it. Since the Act came into force, 30 December 2005.
/// </summary>
public static class ParentalConsent
{
    private const int Weeks = 6;

    /// <summary>Where the rule is written.</summary>
    public static LegalSource Source { get; } = new(Instruments.AdoptionAct, "section 52(3)");

    /// <summary>The first day on which consent is effective.</summary>
    /// <param name="born">The child's day of birth.</param>
    public static DateOnly EffectiveFrom(DateOnly born) => born.AddDays(7 * Weeks);

    /// <summary>Whether consent that was given on a day is effective; of a child whose day of birth nobody knows it is taken to be.</summary>
    /// <param name="given">When it was given.</param>
    /// <param name="born">The child's day of birth.</param>
    public static bool Counts(DateOnly given, DateOnly? born) => born is not { } day || given >= EffectiveFrom(day);
}
