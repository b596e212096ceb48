using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Changes;

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

    public string? Sex { get; private set; }

    public string? Ethnicity { get; private set; }

    public string? Upn { get; private set; }

    /// <summary>Which of the four details above the daily feed told, by the names of their columns: a return leaves these as they are.</summary>
    public string[] ToldByFeed { get; private set; } = [];

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

    /// <summary>Takes over the details that the feed sent; what it takes back is as the newest return says.</summary>
    public void TakeOver(ChildChange change, StoredHeader? returned)
    {
        DateOfBirth = Told(ReturnedDetails.DateOfBirth, change.DateOfBirth, DateOfBirth, returned?.Dob);
        Sex = Told(ReturnedDetails.Sex, change.Sex, Sex, returned?.Sex);
        Ethnicity = Told(ReturnedDetails.Ethnicity, change.Ethnicity, Ethnicity, returned?.Ethnic);
        Upn = Told(ReturnedDetails.Upn, change.Upn, Upn, returned?.Upn);
    }

    /// <summary>Is whom the returns tell of, whatever the feed has told.</summary>
    public void BeAsReturned(StoredHeader? returned)
    {
        ToldByFeed = [];
        (DateOfBirth, Sex, Ethnicity, Upn) = (returned?.Dob, returned?.Sex, returned?.Ethnic, returned?.Upn);
    }

    private T? Told<T>(string detail, Sent<T>? sent, T? now, T? returned)
    {
        if (sent is null)
        {
            return now;
        }

        var others = ToldByFeed.Where(told => told != detail);
        ToldByFeed = sent.Value is null ? [.. others] : [.. others.Append(detail).Order(StringComparer.Ordinal)];
        return sent.Value ?? returned;
    }
}
