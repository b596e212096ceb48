using Partnership.Contracts.LocalityHub;

namespace Partnership.LocalityHub.Children;

/// <summary>
/// A child whom the council looks or looked after, by the council's own identifier. An adopted child who comes back into care has
/// another identifier and is another row: nothing here joins the two.
/// </summary>
internal sealed class Child
{
    /// <summary>The hub's own opaque id, the only one that appears in an address.</summary>
    public Guid Id { get; init; }

    /// <summary>CHILD of the returns.</summary>
    public required string LocalId { get; init; }

    public string? GivenName { get; private set; }

    public string? FamilyName { get; private set; }

    /// <summary>Names that it went by before, its birth name among them: what is written for the support fund must not say these either.</summary>
    public string[] FormerNames { get; private set; } = [];

    public DateOnly? DateOfBirth { get; set; }

    public string? Sex { get; set; }

    public string? Ethnicity { get; set; }

    public string? Upn { get; set; }

    /// <summary>Ten digits, their check digit right; the returns do not carry it.</summary>
    public string? NhsNumber { get; set; }

    /// <summary>Some year's return waits for a person to mend it; the region keeps what it was told before.</summary>
    public bool Held { get; set; }

    /// <summary>Where the plan for adoption stands; null when there never was one, or the council's returns are held from the start.</summary>
    public ChildStage? Stage { get; set; }

    /// <summary>Rises with each change of the child, its milestones or its returns; the ETag.</summary>
    public long Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The number of the transaction that changed the row last; the database sets it.</summary>
    public ulong ChangedIn { get; private set; }

    /// <summary>Gives it a name, and remembers what that takes the place of.</summary>
    public void Rename(string? given, string? family)
    {
        string?[] before = [GivenName, FamilyName];
        FormerNames = [.. FormerNames.Concat(before.OfType<string>().Where(name => name != given && name != family)).Distinct(StringComparer.Ordinal)];
        (GivenName, FamilyName) = (given, family);
    }

    /// <summary>Takes back every name that it had: nothing of them is remembered.</summary>
    public void ForgetNames() => (GivenName, FamilyName, FormerNames) = (null, null, []);
}
