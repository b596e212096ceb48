using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>What the services that councils share are told of a restriction: the listed roles that read anything of the record there, without the reason.</summary>
internal static class ToldRestriction
{
    /// <summary>What of it the support fund needs.</summary>
    public const RestrictedTo ToFund = RestrictedTo.CaldicottGuardian | RestrictedTo.SupportWorker | RestrictedTo.SupportFund;

    private static readonly (string Role, RestrictedTo Flag)[] Readers =
    [
        (Roles.SupportWorker, RestrictedTo.SupportWorker), (Roles.SupportFund, RestrictedTo.SupportFund), (Roles.SocialWorker, RestrictedTo.SocialWorker), (Roles.FamilyFinder, RestrictedTo.FamilyFinder),
        (Roles.Recruitment, RestrictedTo.Recruitment), (Roles.PanelAdviser, RestrictedTo.PanelAdviser), (Roles.PanelMember, RestrictedTo.PanelMember), (Roles.PanelChair, RestrictedTo.PanelChair),
        (Roles.DecisionMaker, RestrictedTo.DecisionMaker), (Roles.CaseSystem, RestrictedTo.CaseSystem),
    ];

    /// <summary>Of children together: who may not see one of them sees none.</summary>
    public static async Task<RestrictedTo> OfChildrenAsync(LocalityHubDbContext db, IReadOnlyCollection<Guid> children, CancellationToken ct) => Of(
        await db.ChildRestrictions.AsNoTracking().Where(restriction => children.Contains(restriction.ChildId)).Select(restriction => restriction.Roles).ToListAsync(ct));

    /// <summary>Of those of the children whose records are restricted, each by itself and whatever the caller sees.</summary>
    public static async Task<Dictionary<Guid, RestrictedTo>> OfEachAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, CancellationToken ct)
    {
        var told = new Dictionary<Guid, RestrictedTo>();
        if (children.Length == 0)
        {
            return told;
        }

        await using var command = new NpgsqlCommand("select child_id, roles from child_restriction where child_id = any($1)", connection, transaction) { Parameters = { new() { Value = children } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            told.Add(reader.GetGuid(0), Of([reader.GetFieldValue<string[]>(1)]));
        }

        return told;
    }

    public static async Task<RestrictedTo> OfHouseholdAsync(LocalityHubDbContext db, Guid householdId, CancellationToken ct) => Of(
        await db.HouseholdRestrictions.AsNoTracking().Where(restriction => restriction.HouseholdId == householdId).Select(restriction => restriction.Roles).ToListAsync(ct));

    /// <summary>Of what two records have a part in: who may not see one of them does not see it.</summary>
    public static RestrictedTo Both(RestrictedTo one, RestrictedTo other) => one == RestrictedTo.None ? other : other == RestrictedTo.None ? one : one & other;

    private static RestrictedTo Of(List<string[]> lists) => lists.Count == 0
        ? RestrictedTo.None
        : Readers.Where(reader => lists.TrueForAll(roles => roles.Contains(reader.Role))).Aggregate(RestrictedTo.CaldicottGuardian, (to, reader) => to | reader.Flag);
}
