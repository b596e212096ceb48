using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.TestSupport;

/// <summary>
/// Holds the pack of one of two councils against the database that they share, byte by byte: by what the owner of the tables sees, and not by the
/// conditions that the pack was made by.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="own">
/// By table an SQL condition, in which <c>{0}</c> is a council's number, for tables whose rows are not told apart by a column <c>council</c>
/// or <c>councils</c>.
/// </param>
/// <param name="notFacts">Columns whose content in a council's own rows may be of the other's making, and so proves nothing: <c>table.column</c>.</param>
public sealed class PackedCouncils(TestDatabase database, IReadOnlyDictionary<string, string> own, params string[] notFacts)
{
    private static readonly string[] OfMachinery = ["outbox", "inbox", "retry", "parked", "idempotency_key", "__EFMigrationsHistory"];

    /// <summary>Tables with a column <c>council</c> that the service computes anew whenever it likes: their rows are only held to be the council's.</summary>
    public IReadOnlyList<string> Recomputed { get; init; } = [];

    /// <summary>Each table is in the pack or named as left out, and has every row of the council's.</summary>
    public async Task DemandThatItHoldsAllOfAsync(TakenPack pack, int council)
    {
        pack.DemandThatItIsAsItsManifestSays();
        var tables = (await database.ScalarAsync<string>("select string_agg(table_name, ',') from information_schema.tables where table_schema = 'public' and table_name <> '__EFMigrationsHistory'")).Split(',');
        var known = pack.Names("data/", ".json").Concat(pack.LeftOut.Where(name => !name.Contains('.', StringComparison.Ordinal))).ToList();
        TakenPack.Demand(known.Order().SequenceEqual(tables.Order()), $"neither packed nor left out, or there no more: {string.Join(", ", tables.Except(known).Concat(known.Except(tables)))}");
        foreach (var (table, condition) in (await ConditionsAsync()).Where(each => pack.Files.ContainsKey($"data/{each.Key}.csv")))
        {
            if (Recomputed.Contains(table))
            {
                TakenPack.Demand(pack.Rows(table).TrueForAll(row => row["council"] == $"{council}"), $"{table} has rows of others");
                continue;
            }

            // The trail grows with the very requests for packs.
            var rows = await database.ScalarAsync<long>($"select count(*) from {table} where {Of(condition, council)}");
            var packed = pack.Rows(table).Count;
            TakenPack.Demand(packed == rows || (table == "audit_entry" && packed <= rows), $"{table}: {packed} of {rows} rows");
            TakenPack.Demand(rows > 0, $"{table} has no rows of {council}: this test shows nothing of it.");
        }
    }

    /// <summary>No reference, text or fact is in the pack that is in rows of the other council alone.</summary>
    public async Task DemandThatItHoldsNothingOfAsync(TakenPack pack, int council, int other)
    {
        var (mine, others) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (table, condition) in await ConditionsAsync())
        {
            var known = notFacts.Where(column => column.StartsWith(table + ".", StringComparison.Ordinal)).Aggregate("to_jsonb(t)", (row, column) => $"{row} - '{column[(table.Length + 1)..]}'");
            mine.UnionWith(await ValuesAsync($"select {known} as row from {table} t where {Of(condition, council)}"));
            foreach (var value in await ValuesAsync($"select to_jsonb(t) as row from {table} t where ({Of(condition, other)}) and not coalesce(({Of(condition, council)}), false)"))
            {
                others.TryAdd(value, table);
            }
        }

        // A role's name is nobody's fact, and part of the names of operations.
        var foreign = others.Where(value => !mine.Contains(value.Key) && !Roles.All.Contains(value.Key)).ToList();
        TakenPack.Demand(foreign.Count > 20, $"only {foreign.Count} values are {other}'s alone: this test shows nothing.");
        var texts = pack.Files.ToDictionary(file => file.Key, file => System.Text.Encoding.UTF8.GetString(file.Value));
        var leaks = foreign.SelectMany(value => texts.Where(text => text.Value.Contains(value.Key, StringComparison.Ordinal)).Select(text => $"{text.Key} holds {value.Key} of {value.Value}")).ToList();
        TakenPack.Demand(leaks.Count == 0, $"{leaks.Count} of {foreign.Count}:\n{string.Join('\n', leaks.Take(20))}");
    }

    private async Task<IReadOnlyDictionary<string, string>> ConditionsAsync()
    {
        var columns = (await database.ScalarAsync<string>(
            """
            select string_agg(c.relname || '.' || a.attname, ',') from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname in ('council', 'councils') and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
            """)).Split(',').Select(name => name.Split('.')).ToLookup(name => name[0], name => name[1]);
        return columns.ToDictionary(table => table.Key, table => table.Contains("councils") ? "councils @> array[{0}]::smallint[]" : "council = {0}")
            .Where(table => !own.ContainsKey(table.Key)).Concat(own).Where(table => !OfMachinery.Contains(table.Key)).ToDictionary();
    }

    /// <summary>References and texts in the rows, however deep; nothing so short or so common that it stands elsewhere by chance.</summary>
    private async Task<IReadOnlySet<string>> ValuesAsync(string query)
    {
        var rows = JsonDocument.Parse(await database.ScalarAsync<string>($"select coalesce(json_agg(row), '[]')::text from ({query}) rows")).RootElement;
        return Leaves(rows).Where(value => Guid.TryParse(value, out _) || (value.Length >= 8 && value.Any(char.IsLetter) && !DateTimeOffset.TryParse(value, null, out _))).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    private static string Of(string condition, int council) => condition.Replace("{0}", $"{council}", StringComparison.Ordinal);
}
