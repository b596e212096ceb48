namespace Partnership.CaseData.CodeSets;

/// <summary>A year of the return, named by the year in which it ends: 2025 is 1 April 2024 to 31 March 2025.</summary>
/// <param name="Ending">The calendar year of its 31 March.</param>
public readonly record struct CensusYear(int Ending)
{
    /// <summary>The first year whose codes are known; an earlier return is read by them too.</summary>
    public const int FirstKnown = 2017;

    /// <summary>The last year whose codes are known; a later return is read by them too.</summary>
    public const int LastKnown = 2027;

    /// <summary>The year by whose codes and rules this one is checked: itself, where it is known.</summary>
    public int CheckedBy => Math.Clamp(Ending, FirstKnown, LastKnown);

    /// <summary>The year that a day is of.</summary>
    public static CensusYear Of(DateOnly day) => new(day.Year + (day.Month > 3 ? 1 : 0));

    /// <summary>1 April, the first day.</summary>
    public DateOnly Start => new(Ending - 1, 4, 1);

    /// <summary>31 March, the last day.</summary>
    public DateOnly End => new(Ending, 3, 31);

    /// <summary>Whether a day falls in the year; false for no day.</summary>
    public bool Contains(DateOnly? day) => day >= Start && day <= End;
}
