using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Profiles;

/// <summary>
/// A version of what may be released of a child or household at one level, from an early anonymous profile to the full report: written by one
/// person, approved by another in the role that the level asks for.
/// </summary>
internal sealed class ProfileVersion
{
    public Guid Id { get; init; }

    /// <summary>The child; null of a household's.</summary>
    public Guid? ChildId { get; init; }

    /// <summary>The household; null of a child's.</summary>
    public Guid? HouseholdId { get; init; }

    public DisclosureLevel Level { get; init; }

    /// <summary>Counted for each level of a child or household, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The titles of its sections.</summary>
    public required string[] Titles { get; set; }

    /// <summary>Their text, in the same order.</summary>
    public required string[] Texts { get; set; }

    /// <summary>It holds papers of a court or of an expert in proceedings (Family Procedure Rules 2010, r. 12.73).</summary>
    public bool HoldsCourtPapers { get; set; }

    /// <summary>It holds a birth parent's health data.</summary>
    public bool HoldsParentsHealth { get; set; }

    /// <summary>The medical adviser has passed what it holds of a parent's health.</summary>
    public DateOnly? MedicalAdviserPassedOn { get; set; }

    public string? MedicalAdviser { get; set; }

    /// <summary>Everybody who wrote it; the last wrote it as it is.</summary>
    public string[] Writers { get; set; } = [];

    public DateTimeOffset WrittenAt { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>The role in which it was approved.</summary>
    public string? ApprovedAs { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>Not to be released any more; releases of it are closed.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public long Version { get; set; }

    /// <summary>Whether it can be released.</summary>
    public static Expression<Func<ProfileVersion, bool>> IsApproved { get; } = version => version.ApprovedAt != null && version.WithdrawnAt == null;

    public bool IsDraft => ApprovedAt is null && WithdrawnAt is null;

    /// <summary>The role that approves a version of a level.</summary>
    public static string ApproverOf(bool isChilds, DisclosureLevel level) => level == DisclosureLevel.Full ? Roles.PanelAdviser : isChilds ? Roles.FamilyFinder : Roles.Recruitment;

    /// <summary>The highest level of which a version of the child can be released.</summary>
    public static Task<DisclosureLevel> HighestOfChildAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct) =>
        HighestAsync(db.ProfileVersions.Where(version => version.ChildId == childId), ct);

    /// <summary>The same of a household.</summary>
    public static Task<DisclosureLevel> HighestOfHouseholdAsync(Guid householdId, LocalityHubDbContext db, CancellationToken ct) =>
        HighestAsync(db.ProfileVersions.Where(version => version.HouseholdId == householdId), ct);

    private static async Task<DisclosureLevel> HighestAsync(IQueryable<ProfileVersion> versions, CancellationToken ct) =>
        (await versions.Where(IsApproved).Select(version => version.Level).Distinct().ToListAsync(ct)).DefaultIfEmpty().Max();
}

/// <summary>By what right a reader may see papers of a court.</summary>
internal sealed class CourtPermission
{
    public Guid ProfileVersionId { get; init; }

    /// <summary>The reader, by <see cref="PersonReference"/>.</summary>
    public Guid Reader { get; init; }

    public CourtPermissionBasis Basis { get; set; }

    /// <summary>The day of the court's permission, or on which it was found that the rule allows it.</summary>
    public DateOnly On { get; set; }

    public required string RecordedBy { get; set; }
}

/// <summary>What allows papers of a court to be shown.</summary>
internal enum CourtPermissionBasis
{
    /// <summary>Family Procedure Rules 2010, r. 12.73: a person and a purpose that the rule names.</summary>
    Rule1273 = 1,

    /// <summary>The court's own permission.</summary>
    CourtsPermission = 2,
}
