using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Register;

/// <summary>The children and households that are published, to everybody alike. A fact that would tell one from the others is left out.</summary>
internal static class ReadRegister
{
    /// <param name="Child">The child, by its family-finding reference.</param>
    /// <param name="Council">The child's council.</param>
    /// <param name="Age">One band, or all bands of a broad one.</param>
    /// <param name="Siblings">How many are to be placed together, the child included.</param>
    /// <param name="Plan">The plan.</param>
    /// <param name="Stage">The stage.</param>
    /// <param name="Authority">What allows the agency to place the child.</param>
    /// <param name="Wait">Months since the decision that the child should be placed, in bands.</param>
    /// <param name="Priority">Priority groups; null when not shown.</param>
    /// <param name="Needs">The highest level in each area of need.</param>
    internal sealed record ChildRow(
        Guid Child,
        CouncilCode? Council,
        IReadOnlyList<AgeBands>? Age,
        ChildCounts? Siblings,
        PermanencePlan? Plan,
        ChildStage? Stage,
        AuthorityToPlace? Authority,
        WaitBand? Wait,
        IReadOnlyList<PriorityFlags>? Priority,
        IReadOnlyDictionary<NeedArea, NeedLevel> Needs);

    /// <param name="Household">The household, by its family-finding reference.</param>
    /// <param name="Council">The council that approves it.</param>
    /// <param name="LivesIn">The council of the region in whose area it lives.</param>
    /// <param name="LivesOutside">Whether it lives outside the region; null when not shown.</param>
    /// <param name="Parents">One or two.</param>
    /// <param name="ChildrenAtHome">Children who live there.</param>
    /// <param name="Approval">How far the approval has come.</param>
    /// <param name="ApprovalExpected">In stage 2 the quarter in which a decision is expected.</param>
    /// <param name="Numbers">Numbers of children that it says yes to or could consider; null when not shown.</param>
    /// <param name="Ages">Broad bands that hold an age that it says yes to or could consider; null when not shown.</param>
    /// <param name="Routes">Ways to permanence; null when not shown.</param>
    /// <param name="Offers">In each area of need the highest level that it says yes to or could consider.</param>
    internal sealed record HouseholdRow(
        Guid Household,
        CouncilCode? Council,
        CouncilCode? LivesIn,
        bool? LivesOutside,
        Parents? Parents,
        ChildCounts? ChildrenAtHome,
        ApprovalState? Approval,
        Quarter? ApprovalExpected,
        IReadOnlyList<ChildCounts>? Numbers,
        IReadOnlyList<AgeBands>? Ages,
        IReadOnlyList<HouseholdRoutes>? Routes,
        IReadOnlyDictionary<NeedArea, NeedLevel> Offers);

    internal static async Task<Ok<Page<ChildRow>>> ChildrenAsync([AsParameters] PageRequest page, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var rows = Page.Of(
            await db.PublishedChildren.AsNoTracking().Where(row => row.Reference > after).OrderBy(row => row.Reference).Take(page.Take).ToListAsync(ct),
            page,
            row => row.Reference);
        audit.About(rows.Items.Select(row => row.Reference));
        return TypedResults.Ok(new Page<ChildRow>([.. rows.Items.Select(Shown)], rows.Next));
    }

    internal static async Task<Ok<Page<HouseholdRow>>> HouseholdsAsync([AsParameters] PageRequest page, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var rows = Page.Of(
            await db.PublishedHouseholds.AsNoTracking().Where(row => row.Reference > after).OrderBy(row => row.Reference).Take(page.Take).ToListAsync(ct),
            page,
            row => row.Reference);
        audit.About(rows.Items.Select(row => row.Reference));
        return TypedResults.Ok(new Page<HouseholdRow>([.. rows.Items.Select(Shown)], rows.Next));
    }

    internal static ChildRow Shown(PublishedChild row) => new(
        row.Reference,
        Council(row.Council),
        Flags.Each(row.Age),
        row.Siblings,
        row.Plan,
        row.Stage,
        row.Authority,
        row.Wait,
        Flags.Each(row.Priority),
        AreaLevels.Read(row.Needs));

    internal static HouseholdRow Shown(PublishedHousehold row) => new(
        row.Reference,
        Council(row.Council),
        Council(row.LivesIn),
        row.ShowsHome ? row.LivesIn is null : null,
        row.Parents,
        row.ChildrenAtHome,
        row.Approval,
        row.ApprovalExpected is { } quarter ? Quarter.FromIndex(quarter) : null,
        Flags.Each(row.Numbers),
        Flags.Each(row.Ages),
        Flags.Each(row.Routes),
        AreaLevels.Read(row.Offers));

    private static CouncilCode? Council(short? council) => council is { } number ? new CouncilCode(number) : null;
}
