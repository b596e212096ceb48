using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether the centre holds of each child's identity what its hub said last, and the candidate matches that follow from that, worked out anew. Hubs look at their
/// children's numbers at their start and each night only, so that their records may say more by now than they have stated.
/// </summary>
internal static class IdentityCheck
{
    private const string Check = "identities";

    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource central, IReadOnlyDictionary<string, NpgsqlDataSource> hubs)
    {
        var held = await HeldAsync(central);
        var found = new List<Disagreement>();
        found.AddRange(await MatchesAsync(central, held.Values));
        foreach (var (code, hub) in hubs)
        {
            var council = short.Parse(code, CultureInfo.InvariantCulture);
            await using var connection = await hub.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await using var db = await HubContexts.OverAsync(connection, transaction, CancellationToken.None);
            foreach (var reference in await db.RegionalReferences.AsNoTracking().Where(each => each.Purpose == ReferencePurpose.Identity).ToListAsync())
            {
                var said = (ChildIdentityStated)RegionalLedger.LastOf(reference);
                if (!held.Remove(reference.Reference, out var identity))
                {
                    found.Add(new Disagreement(Check, Effect.Lost, $"{reference.Reference} of {code}"));
                }
                else if (identity != new Identity(reference.Reference, council, reference.Epoch, reference.Version, said.ByNhsNumber, said.ByPupilNumber))
                {
                    found.Add(new Disagreement(Check, Effect.Wrong, $"{reference.Reference} of {code}"));
                }
            }
        }

        found.AddRange(held.Keys.Select(reference => new Disagreement(Check, Effect.Twice, $"{reference} is nobody's")));
        return found;
    }

    /// <summary>Each two records of different councils that share a digest are a match, and no others are.</summary>
    private static async Task<List<Disagreement>> MatchesAsync(NpgsqlDataSource central, IReadOnlyCollection<Identity> identities)
    {
        var ought = Pairs(identities, each => each.ByNhsNumber).Concat(Pairs(identities, each => each.ByPupilNumber)).ToHashSet();
        var matches = new HashSet<(Guid, Guid)>();
        await using var command = central.CreateCommand("select array_agg(reference) from identity_match m left join identity_match_side s on s.match = m.id group by m.id");
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Disagreement>();
        while (await reader.ReadAsync())
        {
            if (reader.GetFieldValue<Guid?[]>(0) is not [{ } one, { } other] || !matches.Add(Ordered(one, other)))
            {
                found.Add(new Disagreement(Check, Effect.Twice, "a match that is not of two records, or there already"));
            }
        }

        found.AddRange(ought.Except(matches).Select(pair => new Disagreement(Check, Effect.Lost, $"the match of {pair.Item1} and {pair.Item2}")));
        found.AddRange(matches.Except(ought).Select(pair => new Disagreement(Check, Effect.Twice, $"the match of {pair.Item1} and {pair.Item2}")));
        return found;
    }

    private static IEnumerable<(Guid, Guid)> Pairs(IEnumerable<Identity> identities, Func<Identity, Guid?> digest) =>
        identities.Where(each => digest(each) is not null).GroupBy(digest).SelectMany(alike =>
            from one in alike from other in alike where one.Council < other.Council select Ordered(one.Reference, other.Reference));

    private static (Guid, Guid) Ordered(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);

    private static async Task<Dictionary<Guid, Identity>> HeldAsync(NpgsqlDataSource central)
    {
        await using var command = central.CreateCommand("select reference, council, epoch, version, by_nhs_number, by_pupil_number from child_identity");
        await using var reader = await command.ExecuteReaderAsync();
        var held = new Dictionary<Guid, Identity>();
        while (await reader.ReadAsync())
        {
            var identity = new Identity(
                reader.GetGuid(0), reader.GetInt16(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetFieldValue<Guid?>(4), reader.GetFieldValue<Guid?>(5));
            held.Add(identity.Reference, identity);
        }

        return held;
    }

    private sealed record Identity(Guid Reference, short Council, int Epoch, long Version, Guid? ByNhsNumber, Guid? ByPupilNumber);
}
