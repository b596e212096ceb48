using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>Restricts a household's record to some of the roles that otherwise read households, as <see cref="ChildRestriction"/> does a child's.</summary>
internal sealed class HouseholdRestriction
{
    /// <summary>The roles that a restriction may leave a record open to, as of a child's: those that read households, links, cases for panel or their papers. The Caldicott guardian always sees it.</summary>
    public static readonly string[] Listable =
    [
        .. new[] { Policies.ReadHouseholds, Policies.ReadLinks, Policies.ReadCases, Policies.ReadPanelPapers }
            .SelectMany(policy => Policies.RolesByPolicy[policy]).Distinct().Where(role => role != ServiceDefaults.Authentication.Roles.CaldicottGuardian),
    ];

    public Guid HouseholdId { get; init; }

    /// <summary>Who may still see the record; empty for the guardian alone.</summary>
    public required string[] Roles { get; set; }

    /// <summary>One of <see cref="ChildRestriction.Reasons"/>.</summary>
    public required string Reason { get; set; }

    /// <summary>The subject of the token that it was set with.</summary>
    public required string SetBy { get; set; }

    public DateTimeOffset SetAt { get; set; }
}
