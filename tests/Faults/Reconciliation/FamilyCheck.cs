using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether family finding's two sides agree: the centre's profiles and offers with what the hubs' own records make of them, and the hubs' links and
/// releases with the centre's. Neither an outbox nor what a snapshot once said is asked.
/// </summary>
internal static class FamilyCheck
{
    private const string Check = "families";

    // The region's own key is known to its hubs alone: whether there is a home area is compared, and not which.
    private static readonly AreaKey NobodysKey = new("known-to-nobody-else");

    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource central, IReadOnlyDictionary<string, NpgsqlDataSource> hubs)
    {
        var profiles = await SnapshotsAsync<ChildProfiled>(central, "child_profile");
        var offers = await SnapshotsAsync<HouseholdOffered>(central, "household_offer");
        var links = await RowsAsync(central, "select l.id, p.council, l.version, l.state, l.reasons from link l join link_party p on p.link = l.id");
        var releases = await RowsAsync(central, "select id, council, version, level, \"end\" from disclosure");
        var found = new List<Disagreement>();
        foreach (var (code, hub) in hubs)
        {
            var council = short.Parse(code, CultureInfo.InvariantCulture);
            await using var connection = await hub.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await using var db = await HubContexts.OverAsync(connection, transaction, CancellationToken.None);
            var references = await db.RegionalReferences.AsNoTracking().ToListAsync();
            await ChildrenAsync(db, new CouncilCode(council), references, profiles, found);
            await HouseholdsAsync(db, new CouncilCode(council), references, offers, found);
            Compare("link", code, await RowsAsync(hub, $"select id, {code}::smallint, link_version, state, reasons from family_link"), links, council, found);
            Compare("release", code, await RowsAsync(hub, $"select id, {code}::smallint, disclosure_version, level, asked_end from disclosure"), releases, council, found);
        }

        found.AddRange(profiles.Keys.Concat(offers.Keys).Select(reference => new Disagreement(Check, Effect.Twice, $"{reference} is nobody's")));
        return found;
    }

    private static async Task ChildrenAsync(
        LocalityHubDbContext db, CouncilCode council, List<RegionalReference> references, Dictionary<Guid, ChildProfiled> profiles, List<Disagreement> found)
    {
        await using var change = new ChildChange(db, new Council(council, "of the reckoning"), NobodysKey, TimeProvider.System);
        var searched = await db.ChildSearches.AsNoTracking().Where(search => search.EndedOn == null).Select(search => search.ChildId).ToHashSetAsync();
        var known = references.Where(reference => reference.Purpose == ReferencePurpose.ChildProfile).ToList();
        found.AddRange(searched.Except(known.Select(reference => reference.ChildId ?? Guid.Empty)).Select(_ => new Disagreement(Check, Effect.Lost, $"a child of {council} was never told of")));
        foreach (var reference in known)
        {
            ChildProfiled? ought = null;
            if (reference.ChildId is { } id)
            {
                var child = await db.Children.AsNoTracking().SingleAsync(each => each.Id == id);
                var register = references.Find(each => each.ChildId == id && each.Purpose == ReferencePurpose.Register);
                ought = ChildSnapshot.Of(
                    await change.FactsAsync(child, CancellationToken.None), reference.Reference, council, register is null ? null : (ChildStageChanged)RegionalLedger.LastOf(register),
                    await ProfileVersion.HighestOfChildAsync(id, db, CancellationToken.None), await ToldRestriction.OfChildrenAsync(db, [id], CancellationToken.None)) with { Epoch = reference.Epoch, Version = reference.Version };
            }

            if (!profiles.Remove(reference.Reference, out var shown))
            {
                found.Add(new Disagreement(Check, Effect.Lost, $"the profile {reference.Reference} of {council}"));
            }
            else if (ought is null ? shown.Standing != Contracts.FamilyFinding.SearchStanding.Ended : !IsSame(ought, shown))
            {
                found.Add(new Disagreement(Check, Effect.Wrong, $"the profile {reference.Reference} of {council}"));
            }
        }
    }

    private static async Task HouseholdsAsync(
        LocalityHubDbContext db, CouncilCode council, List<RegionalReference> references, Dictionary<Guid, HouseholdOffered> offers, List<Disagreement> found)
    {
        var known = references.Where(reference => reference.Purpose == ReferencePurpose.Household).ToDictionary(reference => reference.HouseholdId!.Value);
        foreach (var household in await db.Households.AsNoTracking().ToListAsync())
        {
            var ought = HouseholdSnapshot.Of(await HouseholdChange.FactsAsync(household, db, CancellationToken.None), council, NobodysKey, LondonCalendar.Today(TimeProvider.System));
            if (!known.TryGetValue(household.Id, out var reference))
            {
                if (ought is not null and not { Approval: Contracts.FamilyFinding.ApprovalState.Ended })
                {
                    found.Add(new Disagreement(Check, Effect.Lost, $"a household of {council} was never told of"));
                }
            }
            else if (!offers.Remove(reference.Reference, out var shown))
            {
                found.Add(new Disagreement(Check, Effect.Lost, $"the offer {reference.Reference} of {council}"));
            }
            else if (ought is null
                ? shown.Approval != Contracts.FamilyFinding.ApprovalState.Ended
                : !IsSame(
                    ought with
                    {
                        Reference = reference.Reference, Epoch = reference.Epoch, Version = reference.Version, HomeArea = ought.HomeArea is null ? null : Guid.Empty,
                        RestrictedTo = await ToldRestriction.OfHouseholdAsync(db, household.Id, CancellationToken.None),
                    },
                    shown with { HomeArea = shown.HomeArea is null ? null : Guid.Empty }))
            {
                found.Add(new Disagreement(Check, Effect.Wrong, $"the offer {reference.Reference} of {council}"));
            }
        }
    }

    /// <summary>What a hub holds of the centre's own, beside the centre.</summary>
    private static void Compare(string what, string code, Dictionary<(Guid, short), string> held, Dictionary<(Guid, short), string> told, short council, List<Disagreement> found)
    {
        foreach (var ((id, _), row) in told.Where(each => each.Key.Item2 == council))
        {
            if (!held.Remove((id, council), out var own))
            {
                found.Add(new Disagreement(Check, Effect.Lost, $"the {what} {id} in {code}"));
            }
            else if (own != row)
            {
                found.Add(new Disagreement(Check, Effect.Wrong, $"the {what} {id} in {code}: {own} instead of {row}"));
            }
        }

        found.AddRange(held.Keys.Select(each => new Disagreement(Check, Effect.Twice, $"the {what} {each.Item1} in {code} is nobody's")));
    }

    private static bool IsSame<T>(T one, T other) => JsonSerializer.Serialize(one, MessageJson.Options) == JsonSerializer.Serialize(other, MessageJson.Options);

    private static async Task<Dictionary<Guid, T>> SnapshotsAsync<T>(NpgsqlDataSource central, string table)
    {
        await using var command = central.CreateCommand($"select reference, snapshot from {table}");
        await using var reader = await command.ExecuteReaderAsync();
        var snapshots = new Dictionary<Guid, T>();
        while (await reader.ReadAsync())
        {
            snapshots.Add(reader.GetGuid(0), JsonSerializer.Deserialize<T>(reader.GetString(1), MessageJson.Options)!);
        }

        return snapshots;
    }

    /// <summary>Rows of numbers, by id and council.</summary>
    private static async Task<Dictionary<(Guid, short), string>> RowsAsync(NpgsqlDataSource database, string query)
    {
        await using var command = database.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<(Guid, short), string>();
        while (await reader.ReadAsync())
        {
            rows.Add(
                (reader.GetGuid(0), reader.GetInt16(1)),
                string.Join(' ', Enumerable.Range(2, reader.FieldCount - 2).Select(column => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
