using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Profiles;

/// <summary>Whose versions a request is about: the child or household of its address.</summary>
internal sealed class ProfileSubject(LocalityHubDbContext db, ChildChange children, HouseholdChange households, ReleaseDoor door)
{
    private Guid _id;
    private Child? _child;
    private Household? _household;

    /// <summary>Whether it is a child.</summary>
    public bool IsChild { get; private set; }

    public Guid? ChildId => IsChild ? _id : null;

    public Guid? HouseholdId => IsChild ? null : _id;

    /// <summary>Its versions.</summary>
    public IQueryable<ProfileVersion> Versions =>
        IsChild ? db.ProfileVersions.Where(version => version.ChildId == _id) : db.ProfileVersions.Where(version => version.HouseholdId == _id);

    /// <summary>Takes the child or household of the address; false when the caller has none such.</summary>
    public Task<bool> IsThereAsync(HttpContext context, CancellationToken ct)
    {
        Take(context);
        return IsChild ? db.Children.AnyAsync(child => child.Id == _id, ct) : db.Households.AnyAsync(household => household.Id == _id, ct);
    }

    /// <summary>The same, and locks it.</summary>
    public async Task<bool> LockAsync(HttpContext context, CancellationToken ct)
    {
        Take(context);
        if (IsChild)
        {
            _child = await children.LockAsync(_id, null, ct);
            return _child is not null;
        }

        _household = await households.LockAsync(_id, null, ct);
        return _household is not null;
    }

    public ProblemHttpResult NotFound() => IsChild ? ReadChild.NotFound() : ReadHousehold.NotFound();

    public static ProblemHttpResult VersionNotFound() => Problems.NotFound("profile-version.not-found", "There is no such version.");

    /// <summary>After a locked subject's versions have changed: the region hears of the level, and releases that wait for a version are looked at again.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        if (_child is not null)
        {
            await children.PublishAsync(_child, ct);
        }
        else
        {
            await households.PublishAsync(_household!, ct);
        }

        await door.LookAgainAsync(ChildId, HouseholdId, ct);
    }

    /// <summary>What a text at a level must not tell of it, as far as the record knows.</summary>
    /// <exception cref="RuleBrokenException">A section tells it.</exception>
    public async Task CheckAsync(DisclosureLevel level, IReadOnlyList<KeepProfiles.Section> sections, CancellationToken ct)
    {
        var known = IsChild ? await OfChildAsync(ct) : await OfHouseholdAsync(ct);
        foreach (var (index, section) in sections.Index())
        {
            if (Identifiers.Find(level, section.Title + "\n" + section.Text, known) is { } found)
            {
                throw new RuleBrokenException("profile.identifying", $"The section holds {found}, which a version of this level must not.", $"sections[{index}]");
            }
        }
    }

    private async Task<Identifiers.Known> OfChildAsync(CancellationToken ct)
    {
        // Brothers and sisters whom the caller does not see are not to be named either; that a text holds one of their names is all that is said.
        await using var beside = db.Sight.SeesEverything ? null : await HubContexts.BesideAsync(db, ct);
        var all = beside ?? db;
        var child = await all.Children.AsNoTracking().SingleAsync(known => known.Id == _id, ct);
        var others = await SiblingStanding.OthersAsync(_id, all, ct);
        var siblings = await all.Children.AsNoTracking().Where(known => others.Contains(known.Id)).ToListAsync(ct);
        var kin = await all.PermanenceRecords.AsNoTracking().Where(record => record.ChildId == _id).Select(record => record.KinNames).SingleOrDefaultAsync(ct) ?? [];
        var families = await all.SupportFamilies.AsNoTracking().Where(family => all.SupportChildren.Any(known => known.FamilyId == family.Id && known.ChildId == _id))
            .Select(family => new { family.OtherNames, family.AddressLines }).ToListAsync(ct);
        return new(
            [child.GivenName, .. siblings.Select(sibling => sibling.GivenName)],
            [child.FamilyName, child.LocalId, .. siblings.SelectMany(sibling => new[] { sibling.FamilyName, sibling.LocalId })],
            [.. families.SelectMany(family => family.AddressLines)],
            [child.DateOfBirth, .. siblings.Select(sibling => sibling.DateOfBirth)])
        {
            Kin = [.. kin, .. child.FormerNames, .. siblings.SelectMany(sibling => sibling.FormerNames), .. families.SelectMany(family => family.OtherNames)],
            Areas = await all.ExclusionAreas.AsNoTracking().Where(area => area.ChildId == _id).Select(area => area.District).ToListAsync(ct),
        };
    }

    private async Task<Identifiers.Known> OfHouseholdAsync(CancellationToken ct)
    {
        var household = await db.Households.AsNoTracking().SingleAsync(known => known.Id == _id, ct);
        var members = await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == _id).ToListAsync(ct);
        return new(
            [.. members.Select(member => member.GivenName)],
            [.. members.Select(member => member.FamilyName), household.SourceReference],
            [household.Address],
            [.. members.Select(member => member.DateOfBirth)]);
    }

    private void Take(HttpContext context)
    {
        IsChild = context.GetRouteValue("childId") is not null;
        _id = Guid.Parse((string)context.GetRouteValue(IsChild ? "childId" : "householdId")!);
    }
}
