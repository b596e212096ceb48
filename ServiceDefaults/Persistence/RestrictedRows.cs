using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>
/// Who sees the rows of restricted records in a shared service's database, as its policies ask it: <c>request_sees(restricted_to)</c>, of a column that holds a <see cref="RestrictedTo"/> as a number.
/// docs/decisions/0019-restrictions-in-shared-services.md says why.
/// </summary>
internal static class RestrictedRows
{
    private static readonly (RestrictedTo Flag, string Role)[] Listed =
    [
        (RestrictedTo.SupportWorker, Roles.SupportWorker), (RestrictedTo.SupportFund, Roles.SupportFund), (RestrictedTo.SocialWorker, Roles.SocialWorker), (RestrictedTo.FamilyFinder, Roles.FamilyFinder),
        (RestrictedTo.Recruitment, Roles.Recruitment), (RestrictedTo.PanelAdviser, Roles.PanelAdviser), (RestrictedTo.PanelMember, Roles.PanelMember), (RestrictedTo.PanelChair, Roles.PanelChair),
        (RestrictedTo.DecisionMaker, Roles.DecisionMaker), (RestrictedTo.CaseSystem, Roles.CaseSystem),
    ];

    /// <summary>The function, for a service in which some roles see such rows whether or not they are listed.</summary>
    public static string Function(IEnumerable<string> unlisted) => $"""
        create or replace function request_sees(restricted_to smallint) returns boolean language sql stable
        as $$
            select restricted_to = 0 or public.request_roles() && (array[{string.Join(", ", unlisted.Prepend(Roles.CaldicottGuardian).Select(role => $"'{role}'"))}]
                {string.Join("\n        ", Listed.Select(listed => $"|| case when restricted_to & {(int)listed.Flag} <> 0 then array['{listed.Role}'] else array[]::text[] end"))})
        $$;
        """;
}
