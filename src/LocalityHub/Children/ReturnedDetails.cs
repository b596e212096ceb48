using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Children;

/// <summary>
/// What returns say of who a child is. The daily feed tells the same four details and goes before any return; where it is silent, the newest return holds.
/// </summary>
internal static class ReturnedDetails
{
    public const string DateOfBirth = "date_of_birth";
    public const string Sex = "sex";
    public const string Ethnicity = "ethnicity";
    public const string Upn = "upn";

    /// <summary>Where in Header each detail stands.</summary>
    public static readonly (string Detail, string Column)[] Columns = [(DateOfBirth, "dob"), (Sex, "sex"), (Ethnicity, "ethnic"), (Upn, "upn")];

    /// <summary>The Header of the newest return, one that counts before one that is held; null without any.</summary>
    public static Task<StoredHeader?> NewestAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct) => db.Headers.AsNoTracking()
        .Where(header => header.ChildId == childId).OrderBy(header => header.Held).ThenByDescending(header => header.Year).ThenBy(header => header.SourceRow)
        .FirstOrDefaultAsync(ct);

    /// <summary>What the feed tells otherwise than the newest return that counts: for a person to look at.</summary>
    public static async Task<IReadOnlyList<ReadChild.DetailConflict>> ConflictsAsync(Child child, LocalityHubDbContext db, CancellationToken ct)
    {
        if (child.ToldByFeed.Length == 0 || await NewestAsync(child.Id, db, ct) is not { Held: false } returned)
        {
            return [];
        }

        var conflicts = new List<ReadChild.DetailConflict>();
        Compare(DateOfBirth, "dateOfBirth", Written(child.DateOfBirth), Written(returned.Dob));
        Compare(Sex, "sex", LettersOf(child.Sex), LettersOf(returned.Sex));
        Compare(Ethnicity, "ethnicity", child.Ethnicity, returned.Ethnic);
        Compare(Upn, "upn", child.Upn, returned.Upn);
        return conflicts;

        void Compare(string detail, string name, string? told, string? other)
        {
            if (child.ToldByFeed.Contains(detail) && other is not null && other != told)
            {
                conflicts.Add(new ReadChild.DetailConflict(name, other, "return", returned.Year));
            }
        }

        static string? Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        // Returns until the year ending March 2024 wrote 1 and 2.
        static string? LettersOf(string? sex) => sex switch
        {
            "1" => "M",
            "2" => "F",
            _ => sex,
        };
    }
}
