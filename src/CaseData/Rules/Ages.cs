namespace Partnership.CaseData.Rules;

/// <summary>Birthdays; those of 29 February fall on the 28th where the year has no 29th.</summary>
internal static class Ages
{
    private const int LastYearWithBirthdays = 9900;

    /// <summary>The day on which somebody reaches an age; null when the date of birth is not known.</summary>
    internal static DateOnly? Birthday(DateOnly? born, int age) =>
        born is { Year: < LastYearWithBirthdays } day ? day.AddYears(age) : null;

    /// <summary>Whether somebody was younger than an age on a day; false when either is not known.</summary>
    internal static bool IsUnder(DateOnly? born, int age, DateOnly? on) => on < Birthday(born, age);

    /// <summary>Whether somebody had reached an age on a day; false when either is not known.</summary>
    internal static bool HasReached(DateOnly? born, int age, DateOnly? on) => on >= Birthday(born, age);
}
