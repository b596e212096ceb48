using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>
/// Restricts a child's record to some of the roles that otherwise read children, such as when a colleague or a councillor adopts.
/// For everybody else the child does not exist (<see cref="Sight"/>).
/// </summary>
internal sealed class ChildRestriction
{
    /// <summary>
    /// The roles that a restriction may leave a record open to, each as far as it goes: those that read children, families that ask for support, links, cases for panel or their papers. A case of a record that
    /// is open to no decision maker is decided by none. The Caldicott guardian always sees it.
    /// </summary>
    public static readonly string[] Listable =
    [
        .. new[] { Policies.ReadChildren, Policies.ReadSupport, Policies.ReadLinks, Policies.ReadCases, Policies.ReadPanelPapers }
            .SelectMany(policy => Policies.RolesByPolicy[policy]).Distinct().Where(role => role != ServiceDefaults.Authentication.Roles.CaldicottGuardian),
    ];

    /// <summary>Why a record is restricted. Codes, no text: a sentence would tell what the restriction hides.</summary>
    public static readonly string[] Reasons = ["staff-or-relative", "elected-member", "court-direction", "police-request", "safety-of-placement", "third-party-request"];

    /// <summary>Why a restriction is lifted.</summary>
    public static readonly string[] ReasonsToLift = ["no-longer-needed", "set-in-error", "court-direction"];

    public Guid ChildId { get; init; }

    /// <summary>Who may still see the record; empty for the guardian alone.</summary>
    public required string[] Roles { get; set; }

    public required string Reason { get; set; }

    /// <summary>The subject of the token that it was set with.</summary>
    public required string SetBy { get; set; }

    public DateTimeOffset SetAt { get; set; }
}
