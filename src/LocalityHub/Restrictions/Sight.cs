using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>
/// Which restricted records the work at hand sees. The context asks it in every query of whatever is of a child or household
/// (<see cref="Persistence.SightFilter"/>), so that no endpoint has to think of it.
/// </summary>
internal sealed class Sight
{
    private Sight(bool everything, string[] roles) => (SeesEverything, Roles) = (everything, roles);

    /// <summary>Whether restrictions hide nothing: for what is nobody's request, and for the Caldicott guardian.</summary>
    public bool SeesEverything { get; }

    /// <summary>The caller's roles that a restriction may name.</summary>
    public string[] Roles { get; }

    /// <summary>The one record that a break-glass grant, or a release to the caller, has opened for this request; empty when none has.</summary>
    public Guid Opened { get; private set; }

    /// <summary>For consumers, migrations and tests.</summary>
    public static Sight Everything() => new(true, []);

    /// <summary>For a request; who has no roles sees no restricted record.</summary>
    public static Sight Of(Caller caller) => new(
        caller.Roles.Contains(ServiceDefaults.Authentication.Roles.CaldicottGuardian),
        [.. ChildRestriction.Listable.Union(HouseholdRestriction.Listable).Where(caller.Roles.Contains)]);

    /// <summary>Lets this request see one record more.</summary>
    public void Open(Guid recordId) => Opened = recordId;
}
