using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>The council's households, a page at a time.</summary>
internal static class ListHouseholds
{
    /// <param name="Id">The household.</param>
    /// <param name="Reference">How the council's own case system calls it.</param>
    /// <param name="Parents">The names of its parents to be.</param>
    /// <param name="Approval">ended, stage-two, approved or under-review; null before stage two.</param>
    /// <param name="Availability">unavailable, on-hold or available.</param>
    /// <param name="ReviewDue">By when the approval is to be reviewed.</param>
    /// <param name="Worker">Who works with it, by name.</param>
    public sealed record Entry(
        Guid Id, string? Reference, IReadOnlyList<string> Parents, ApprovalState? Approval, Availability Availability, DateOnly? ReviewDue, string? Worker);

    public static async Task<Ok<Page<Entry>>> HandleAsync(
        [AsParameters] PageRequest page, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct, bool? closed = null, bool? mine = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var households = db.Households.AsNoTracking().Where(household => household.Id > after);
        if (closed is { } wanted)
        {
            households = households.Where(household => household.ClosedOn != null == wanted);
        }

        if (mine == true)
        {
            households = households.Where(household => household.WorkerSubject == caller.Subject);
        }

        var found = Page.Of(await households.OrderBy(household => household.Id).Take(page.Take).ToListAsync(ct), page, household => household.Id);
        var ids = found.Items.Select(household => household.Id).ToArray();
        var members = (await db.HouseholdMembers.AsNoTracking().Where(member => ids.Contains(member.HouseholdId)).OrderBy(member => member.Ordinal).ToListAsync(ct))
            .ToLookup(member => member.HouseholdId);
        var decisions = (await db.ApprovalDecisions.AsNoTracking().Where(decision => ids.Contains(decision.HouseholdId)).ToListAsync(ct)).ToLookup(decision => decision.HouseholdId);
        var carers = (await db.CarerDecisions.AsNoTracking().Where(decision => ids.Contains(decision.HouseholdId)).ToListAsync(ct)).ToLookup(decision => decision.HouseholdId);
        var holds = (await db.HouseholdHolds.AsNoTracking().Where(hold => ids.Contains(hold.HouseholdId)).ToListAsync(ct)).ToLookup(hold => hold.HouseholdId);
        var reviews = (await db.HouseholdReviews.AsNoTracking().Where(review => ids.Contains(review.HouseholdId)).ToListAsync(ct)).ToLookup(review => review.HouseholdId);
        var links = (await db.FamilyLinks.AsNoTracking().Where(link => ids.Contains(link.HouseholdId!.Value)).ToListAsync(ct)).ToLookup(link => link.HouseholdId);
        var fostering = await HiddenRecords.FosteringAsync(db, ids, ct);
        var today = LondonCalendar.Today(clock);
        audit.About(ids);
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));

        Entry Describe(Household household)
        {
            var facts = new HouseholdFacts(
                household, [.. members[household.Id]], [], [.. decisions[household.Id]], [.. carers[household.Id]], [.. holds[household.Id]], [.. reviews[household.Id]], [.. links[household.Id]],
                DisclosureLevel.None) { HasChildPlaced = fostering.Contains(household.Id) };
            return new Entry(
                household.Id,
                household.SourceReference,
                [.. facts.Members.Where(member => member.Role == MemberRole.Parent).Select(member => $"{member.GivenName} {member.FamilyName}")],
                facts.Approval.State,
                facts.AvailabilityOn(today),
                facts.ReviewDue,
                household.WorkerName);
        }
    }
}
