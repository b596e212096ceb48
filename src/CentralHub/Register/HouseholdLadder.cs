using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Register;

/// <summary>What somebody who knows a household could know of it; null where it is not shown.</summary>
internal readonly record struct HouseholdKey(
    short? Council,
    bool ShowsHome,
    short? LivesIn,
    Parents? Parents,
    ChildCounts? ChildrenAtHome,
    ApprovalState? Approval,
    short? ApprovalExpected,
    ChildCounts? Numbers,
    AgeBands? Ages,
    HouseholdRoutes? Routes);

/// <summary>Which households are published, and which facts are left out first.</summary>
internal static class HouseholdLadder
{
    private static readonly Func<HouseholdKey, HouseholdKey>[] Rungs =
    [
        key => key with { ApprovalExpected = null },
        key => key with { ShowsHome = false, LivesIn = null },
        key => key with { Ages = null },
        key => key with { Council = null },
        key => key with { ChildrenAtHome = null },
        key => key with { Numbers = null },
        key => key with { Routes = null },
        key => key with { Parents = null },
    ];

    /// <summary>The rows of all households that can be asked now, as far as each reader's own view allows.</summary>
    public static IEnumerable<PublishedHousehold> Publish(IEnumerable<HouseholdOffered> households, RegisterReaders readers)
    {
        var open = households.Where(household => household is { Approval: ApprovalState.StageTwo or ApprovalState.Approved, Availability: Availability.Available })
            .ToDictionary(household => household.Reference);
        var rows = open.Values.Select(household => new PublishableRow<HouseholdKey>(household.Reference, household.Reference, (short)household.Council.Number, KeyOf(household)));
        return Publication.Of(rows, Rungs, readers).Select(row => new PublishedHousehold
        {
            Reference = row.Key,
            Rung = row.Value.Rung,
            Council = row.Value.Shown.Council,
            ShowsHome = row.Value.Shown.ShowsHome,
            LivesIn = row.Value.Shown.LivesIn,
            Parents = row.Value.Shown.Parents,
            ChildrenAtHome = row.Value.Shown.ChildrenAtHome,
            Approval = row.Value.Shown.Approval,
            ApprovalExpected = row.Value.Shown.ApprovalExpected,
            Numbers = row.Value.Shown.Numbers,
            Ages = row.Value.Shown.Ages,
            Routes = row.Value.Shown.Routes,
            Offers = AreaLevels.Of(open[row.Key].Offers),
        });
    }

    private static HouseholdKey KeyOf(HouseholdOffered household) => new(
        (short)household.Council.Number,
        ShowsHome: true,
        (short?)household.LivesIn?.Number,
        household.Parents,
        household.ChildrenAtHome,
        household.Approval,
        (short?)household.ApprovalExpected?.Index,
        household.NumbersYes | household.NumbersCouldConsider,
        BroadAges.Of(household.AgesYes | household.AgesCouldConsider),
        household.Routes);
}
