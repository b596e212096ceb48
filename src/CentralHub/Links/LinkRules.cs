using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Links;

/// <summary>Which step leads where, and whose it is: docs/family-finding.md has the table. Steps of the children's hubs are elsewhere.</summary>
internal static class LinkRules
{
    private static readonly Dictionary<LinkState, (LinkState[] From, LinkSide Side)> Steps = new()
    {
        [LinkState.Considered] = ([LinkState.Proposed], LinkSide.Household),
        [LinkState.Interest] = ([LinkState.Considered], LinkSide.Household),
        [LinkState.Shortlisted] = ([LinkState.Interest], LinkSide.Child),
        [LinkState.Visited] = ([LinkState.Shortlisted], LinkSide.Child),
        [LinkState.Preferred] = ([LinkState.Shortlisted, LinkState.Visited], LinkSide.Child),
    };

    private const NotProgressedReasons OfHousehold =
        NotProgressedReasons.NumberOfChildren | NotProgressedReasons.ChildsAge | NotProgressedReasons.DisabilityAndHealth
        | NotProgressedReasons.DevelopmentalUncertainty | NotProgressedReasons.AttachmentAndTrauma | NotProgressedReasons.Behaviour
        | NotProgressedReasons.Learning | NotProgressedReasons.ContactPlan | NotProgressedReasons.HouseholdsTiming
        | NotProgressedReasons.HouseholdsCircumstances | NotProgressedReasons.HouseholdPrefersAnother;

    private const NotProgressedReasons OfChild =
        NotProgressedReasons.AnotherFamilyPreferred | NotProgressedReasons.ChildsNeedsNotMet | NotProgressedReasons.SupportNotAvailable
        | NotProgressedReasons.ChildsPlanChanged;

    /// <summary>Whose step it is to a state from where the link stands; null when it does not lead there.</summary>
    public static LinkSide? SideOf(LinkState from, LinkState to) =>
        Steps.TryGetValue(to, out var step) && step.From.Contains(from) ? step.Side : null;

    /// <summary>The reasons that a side may give for not progressing.</summary>
    public static NotProgressedReasons ReasonsOf(LinkSide side) => side switch
    {
        LinkSide.Child => OfChild,
        LinkSide.Household => OfHousehold,
        _ => NotProgressedReasons.None,
    };
}
