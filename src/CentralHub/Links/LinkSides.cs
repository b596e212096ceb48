using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Links;

/// <summary>
/// For which side of a link somebody acts. The council says whose side it is, and the role whether one acts for it: a council may be on both sides, and so may somebody
/// of two councils, and whoever recruits households decides nothing for a child and releases nothing of one.
/// </summary>
internal static class LinkSides
{
    // Who looks for families for a council's own children, as whoever proposes a link does.
    private static readonly IReadOnlyList<string> OfChild = Policies.RolesByPolicy[Policies.FindFamilies];

    // A child's social worker is not among them: a household has a worker of its own.
    private static readonly IReadOnlyList<string> OfHousehold = [Roles.Recruitment, Roles.FamilyFinder];

    /// <summary>Whether one of the caller's roles acts for the side; which council is on it is asked apart.</summary>
    public static bool ActsFor(this Caller caller, LinkSide side) => (side switch
    {
        LinkSide.Child => OfChild,
        LinkSide.Household => OfHousehold,
        _ => [],
    }).Any(caller.Roles.Contains);

    /// <summary>Whether the caller acts for what a council has to do with a link on that side.</summary>
    public static bool ActsFor(this Caller caller, LinkParty party) => caller.Councils.Contains(new CouncilCode(party.Council)) && caller.ActsFor(party.Side);
}
