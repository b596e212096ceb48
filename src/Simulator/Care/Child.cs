namespace Partnership.Simulator.Care;

/// <summary>A child of one council, under the number that its case system gave. No child here ever lived.</summary>
internal sealed class Child(string localId, DateOnly born, bool female, string ethnicity, string upn)
{
    public string LocalId { get; } = localId;

    public DateOnly Born { get; } = born;

    public bool Female { get; } = female;

    public string Ethnicity { get; } = ethnicity;

    public string Upn { get; } = upn;

    public string? SiblingGroup { get; init; }

    /// <summary>An adopted child who comes back into care has a new number; only the truth knows the old one.</summary>
    public string? FormerLocalId { get; init; }

    public List<PeriodOfCare> Periods { get; } = [];

    public DateOnly Birthday(int age) => Born.AddYears(age);

    public int AgeOn(DateOnly day)
    {
        var age = day.Year - Born.Year;
        return Born.AddYears(age) > day ? age - 1 : age;
    }
}
