using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.IdentityGuard;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Support;

/// <summary>What a family's texts must not say, and the look through them again when more of it becomes known.</summary>
internal static class FamilyTexts
{
    /// <summary>What is known of the family now: its own record, and the names that its children have or had in care.</summary>
    public static async Task<KnownFamily> KnownAsync(SupportFamily family, LocalityHubDbContext db, CancellationToken ct)
    {
        var inCare = await db.Children.AsNoTracking().Where(child => family.ChildIds.Contains(child.Id)).Select(child => new { child.GivenName, child.FamilyName, child.FormerNames }).ToListAsync(ct);
        return new KnownFamily(
            [
                .. family.OtherNames,
                .. family.Children.SelectMany(child => new[] { child.GivenName, child.FamilyName }),
                .. inCare.SelectMany(child => child.FormerNames.Append(child.GivenName).Append(child.FamilyName)).OfType<string>(),
            ],
            [.. family.Children.Select(child => child.DateOfBirth)],
            family.AddressLines);
    }

    /// <summary>Looks through everything that was written of a locked family by what is known now. Nothing is saved here.</summary>
    public static async Task LookAgainAsync(SupportFamily family, LocalityHubDbContext db, CancellationToken ct)
    {
        var known = await KnownAsync(family, db, ct);
        foreach (var assessment in await db.SupportAssessments.Include(each => each.Narratives).Include(each => each.Children).AsSplitQuery().Where(each => each.FamilyId == family.Id).ToListAsync(ct))
        {
            assessment.ChildIds = family.ChildIds;
            foreach (var narrative in assessment.Narratives)
            {
                narrative.ChildIds = family.ChildIds;
                narrative.IsClean = Guard.Find(narrative.Text, known).Count == 0;
            }

            foreach (var chase in await db.SupportChases.Where(each => each.AssessmentId == assessment.Id).ToListAsync(ct))
            {
                chase.ChildIds = family.ChildIds;
            }

            foreach (var assessed in assessment.Children)
            {
                assessed.ChildId = family.Children.Find(child => child.Id == assessed.SupportChildId)?.ChildId;
            }
        }
    }

    /// <summary>
    /// The same for the family, if there is one, of a child who has just been named in care: the child's row is locked and saved. The context sees
    /// everything, for what a text says hangs on nobody's sight.
    /// </summary>
    public static async Task ChildNamedAsync(Guid childId, Council council, LocalityHubDbContext everything, DateOnly today, CancellationToken ct)
    {
        if (await everything.SupportChildren.Where(child => child.ChildId == childId).Select(child => (Guid?)child.FamilyId).SingleOrDefaultAsync(ct) is not { } familyId
            || await SupportLedger.LockAsync(everything, familyId, ct) is not { } family)
        {
            return;
        }

        await LookAgainAsync(family, everything, ct);
        await everything.SaveChangesAsync(ct);
        await SupportLedger.SettleAsync(everything, council.Code, family, today, ct);
    }
}
