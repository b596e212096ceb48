using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Duties;

/// <summary>Which duties stand in whose worklist.</summary>
internal static class WorkRoles
{
    private static readonly Duty[] EveryChilds =
    [
        Duty.PermanencePlan, Duty.WaitingReview, Duty.MatchInTime, Duty.PlacementVisit, Duty.PlacementReview, Duty.LifeStory, Duty.DisruptionMeeting, Duty.TogetherSearch, Duty.PauseOrHold,
        Duty.PlacementNotices, Duty.ConnectedPerson, Duty.GuardianshipReport, Duty.GuardianshipPlan, Duty.GuardianshipSupport, Duty.StayingPut,
        Duty.SearchNotBegun, Duty.MatchNotMovedIn, Duty.TemporaryApproval, Duty.ReversalNotRecorded,
    ];

    private static readonly Duty[] EveryHouseholds = [Duty.StageOne, Duty.StageTwo, Duty.AdoptersReview, Duty.PauseOrHold];

    private static readonly Dictionary<string, Duty[]> Childs = new()
    {
        [Roles.SocialWorker] = EveryChilds,
        [Roles.FamilyFinder] = [Duty.WaitingReview, Duty.MatchInTime, Duty.TogetherSearch, Duty.PauseOrHold, Duty.PlacementNotices, Duty.SearchNotBegun, Duty.MatchNotMovedIn, Duty.TemporaryApproval],
        [Roles.SupportWorker] = [Duty.LifeStory, Duty.GuardianshipPlan, Duty.GuardianshipSupport, Duty.StayingPut],
        [Roles.PanelAdviser] = [Duty.MatchInTime, Duty.DisruptionMeeting, Duty.ConnectedPerson],
        [Roles.CaldicottGuardian] = EveryChilds,
    };

    private static readonly Dictionary<string, Duty[]> Households = new()
    {
        [Roles.Recruitment] = EveryHouseholds,
        [Roles.PanelAdviser] = [Duty.StageTwo, Duty.AdoptersReview],
        [Roles.CaldicottGuardian] = EveryHouseholds,
    };

    /// <summary>The duties to children that somebody with these roles works on.</summary>
    public static IReadOnlySet<Duty> OfChildren(IEnumerable<string> roles) => Of(roles, Childs);

    /// <summary>The duties to households.</summary>
    public static IReadOnlySet<Duty> OfHouseholds(IEnumerable<string> roles) => Of(roles, Households);

    private static HashSet<Duty> Of(IEnumerable<string> roles, Dictionary<string, Duty[]> duties) => [.. roles.SelectMany(role => duties.GetValueOrDefault(role, []))];
}
