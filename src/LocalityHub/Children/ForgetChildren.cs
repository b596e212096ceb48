using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Children;

/// <summary>
/// Forgets children of whom the hub is to know nothing any more: whom only an import brought that is undone, or only a feed that is purged, and
/// whose record is erased. The caller holds their locks.
/// </summary>
internal static class ForgetChildren
{
    /// <summary>What people and other systems keep of one child alone.</summary>
    public static readonly string[] OwnTables =
    [
        "given_milestone", "feed_record", "child_restriction", "break_glass_grant", "permanence", "plan_change", "child_need", "child_background",
        "exclusion_area", "ruled_out", "case_event", "duty_reason",
    ];

    /// <summary>What is kept by law, was released, or is of others too: whoever stands in one of these is not forgotten.</summary>
    public static readonly string[] SharedTables =
    [
        "support_child", "assessed_child", "sibling_group_member", "child_search", "search_pause", "search_escalation", "placement", "child_move", "court_order", "temporary_approval",
        "candidate_question", "profile_version", "disclosure", "family_link_child", "match_decision", "case_transfer_child", "case_paper", "case_decision",
    ];

    /// <summary>Likewise, where one row is of several children.</summary>
    public static readonly string[] SharedLists = ["panel_case"];

    /// <summary>What imports and the reckoning that follows them write of a child. What a child was before an import goes too, unless the import is being undone.</summary>
    public static readonly string[] ImportedTables =
        [.. ChildWrites.RowTables, "child_year", "milestone", "priority_flag", "import_finding", "import_rejected_row", "import_held_child"];

    /// <summary>
    /// Of children whom an import brought, those of whom nobody else says anything: whoever has entered, restricted or opened anything has a row of their own,
    /// and what was named stands in the child's. A feed that was purged since has raised the version and left neither.
    /// </summary>
    public static Task<List<Guid>> UntouchedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] brought, CancellationToken ct) => FindAsync(
        $"""
        (version = 1 or (given_name is null and family_name is null and former_names = '{"{}"}' and nhs_number is null))
            and {StandsInNone([.. OwnTables, .. SharedTables, "child_year"])}
        """,
        connection,
        transaction,
        brought,
        ct);

    /// <summary>Of these children, those whom the daily feed alone has told of.</summary>
    public static Task<List<Guid>> FedAloneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, CancellationToken ct) => FindAsync(
        $"""
        {StandsInNone([.. OwnTables.Except(["given_milestone", "feed_record"]), .. SharedTables, "child_year"])}
            and not exists (select from given_milestone t where t.child_id = c.id and t.source = {(short)MilestoneSource.Hand})
        """,
        connection,
        transaction,
        children,
        ct);

    /// <summary>Whether a child stands in nothing that is kept by law, was released, or is of others too.</summary>
    public static async Task<bool> StandsAloneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid child, CancellationToken ct) =>
        (await FindAsync(StandsInNone(SharedTables), connection, transaction, [child], ct)).Count == 1;

    /// <summary>Forgets one child, and tells the region the last of it.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid child, Council council, DateTimeOffset now, CancellationToken ct)
    {
        await using (var hold = new NpgsqlCommand("select from import i where exists (select from import_before b where b.import_id = i.id and b.child_id = $1) order by i.id for share", connection, transaction))
        {
            // Whoever asks to undo one of them locks it too: an undo is there before the child goes, and spares its rows, or after, and finds none.
            hold.Parameters.Add(new() { Value = child });
            await hold.ExecuteNonQueryAsync(ct);
        }

        // In the order of every writer: the epoch before references.
        var epoch = await RegionalStore.EpochAsync(connection, transaction, ct);
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, [child], ct);
        var ledger = new RegionalLedger(council.Code, epoch, now);
        await ForgetAsync(connection, transaction, [child], references, ledger, now, ct);
        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
    }

    /// <summary>
    /// Deletes the children with all that the hub has of them; what imports and dry runs have found of them, and what the next undo would put back, too. What the
    /// region was told of them is ended in a ledger that the caller saves with whatever else it says: last words side by side would tell that they belong together.
    /// </summary>
    public static async Task ForgetAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, ILookup<Guid, RegionalReference> references, RegionalLedger ledger, DateTimeOffset now, CancellationToken ct)
    {
        if (children.Length == 0)
        {
            return;
        }

        foreach (var child in children)
        {
            ledger.Forget(child, [.. references[child]]);
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        void Run(string sql) => batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Ids(children) } });

        // Who reads changes is told that the child is gone; of a restricted record nobody is, who may not have known of it.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into forgotten_child (child_id, local_id, version, forgotten_at)
            select id, local_id, version + 1, $2 from child
            where id = any($1) and not exists (select from child_restriction r where r.child_id = child.id)
            """)
        {
            Parameters = { Ids(children), new() { Value = now } },
        });

        // A dry run before the import knew the child by the council's number alone. Two statements: one that takes either number looks at every preview for every child.
        Run("delete from import_preview where child_id = any($1)");
        Run("delete from import_preview p using child c where c.id = any($1) and p.local_id = c.local_id");
        Run("delete from import_finding f using child c where c.id = any($1) and f.local_id = c.local_id");

        // A job that goes on after a crash counts the rows that it has dealt with.
        Run("delete from import_before b where b.child_id = any($1) and not exists (select from import u where u.undoes = b.import_id and u.state in (0, 1))");
        foreach (var table in ImportedTables.Concat(OwnTables))
        {
            Run($"delete from {table} where child_id = any($1)");
        }

        Run("delete from child where id = any($1)");
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Deletes the answers that were kept for a repetition and describe forgotten children, whether or not they name them: then the address that was asked does.
    /// Every answer of a day is looked through, so call it once for all whom a transaction forgets.
    /// </summary>
    public static async Task ForgetAnswersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, CancellationToken ct)
    {
        if (children.Length == 0)
        {
            return;
        }

        // Any byte of a body that is no ASCII is escaped.
        await using var command = new NpgsqlCommand(
            """
            delete from idempotency_key k where k.body is not null and exists (
                select from regexp_matches(concat(k.headers, encode(k.body, 'escape')), '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'gi') named (id)
                where named.id[1]::uuid = any($1))
            """,
            connection,
            transaction)
        {
            Parameters = { Ids(children) },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string StandsInNone(string[] tables) => string.Join(
        " and ",
        tables.Select(table => $"not exists (select from {table} t where t.child_id = c.id)")
            .Concat(SharedLists.Select(table => $"not exists (select from {table} t where t.child_ids @> array[c.id])")));

    private static async Task<List<Guid>> FindAsync(string condition, NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, CancellationToken ct)
    {
        var found = new List<Guid>();
        if (children.Length == 0)
        {
            return found;
        }

#pragma warning disable CA2100 // Names of tables of this file.
        await using var command = new NpgsqlCommand($"select id from child c where id = any($1) and {condition} order by id", connection, transaction) { Parameters = { Ids(children) } };
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }

    private static NpgsqlParameter Ids(Guid[] ids) => new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
}
