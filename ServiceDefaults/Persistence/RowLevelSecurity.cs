using Npgsql;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>
/// Rights within a shared service's database: two roles, neither of which owns a table or passes by its policies. Requests see rows
/// of their caller's councils, and what was cut for release; the system sees all. What is not granted here is not allowed.
/// </summary>
/// <param name="RequestRole">The role that requests connect as.</param>
/// <param name="SystemRole">The role of consumers, releases and jobs.</param>
/// <param name="ByCouncil">Tables whose rows belong to the council in their column <c>council</c>: requests read their own.</param>
/// <param name="Released">Tables of rows that were made to be read by everybody with the policy.</param>
/// <param name="AppendOnly">Those of the tables whose rows nobody changes or removes; <c>audit_entry</c> is always one.</param>
/// <param name="Others">Further rights of requests by table, as in a grant: <c>("projection_job", "select, insert")</c>.</param>
public sealed record RowLevelSecurity(
    string RequestRole,
    string SystemRole,
    IReadOnlyList<string> ByCouncil,
    IReadOnlyList<string> Released,
    IReadOnlyList<string> AppendOnly,
    IReadOnlyList<(string Table, string Rights)> Others)
{
    /// <summary>Tables by council whose rows requests write too: rows of their own councils, and no others.</summary>
    public IReadOnlyList<WrittenTable> Written { get; init; } = [];

    /// <summary>Tables whose rows requests see, and write, by a rule of their own.</summary>
    public IReadOnlyList<TableRule> Rules { get; init; } = [];

    /// <summary>Functions that those rules call, as statements that may be run again: they run with their owner's rights.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>
    /// Whose each id is that an entry of the audit trail may be about: from these the database itself names the councils that the entry
    /// concerns, whatever the code that wrote it forgot to say.
    /// </summary>
    public IReadOnlyList<TrailSubject> Subjects { get; init; } = [];

    /// <summary>
    /// Tables of which some rows are of records that their owner has restricted to roles: which rows a request sees besides what its councils allow, as an SQL condition. Both must hold.
    /// <c>request_roles()</c> are the caller's, and <c>request_sees(restricted_to)</c> is what they come to.
    /// </summary>
    public IReadOnlyList<(string Table, string Visible)> Restricted { get; init; } = [];

    /// <summary>Roles that see the rows of restricted records here whether or not they are listed, for what the record is for needs them.</summary>
    public IReadOnlyList<string> Unlisted { get; init; } = [];

    internal const string Setting = "partnership.councils";
    internal const string AuditorSetting = "partnership.auditor";
    internal const string ClientSetting = "partnership.client";
    internal const string RolesSetting = "partnership.roles";

    private const string OwnCouncils = TableRule.Own;

    // Messages hold other councils' facts: a request writes its own and hears what the database gave each; of others it sees numbers and times, and not whose or what they are. The rest is for functions: row-level security
    // would end COPY into the table.
    private static readonly (string Table, string Rights)[] OfMessaging = [("outbox", "insert, select (id, attempts, created_at)")];

    // Whole answers, kept for a day: each for the client who got it.
    private static readonly TableRule OfKeptAnswers = new(
        "idempotency_key", $"client = current_setting('{ClientSetting}', true)", "select, insert, update, delete",
        Addable: $"client = current_setting('{ClientSetting}', true)", Changeable: $"client = current_setting('{ClientSetting}', true)");

    /// <summary>Sets every right and policy anew, as the role that owns the tables. Part of <c>migrate</c>, after the migrations.</summary>
    public async Task ApplyAsync(string ownerConnectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
#pragma warning disable CA2100 // Names of tables and roles are constants of the services.
        await using var command = new NpgsqlCommand(Statements(), connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    // '' is what a setting of an ended transaction reads as.
    private string Statements() => string.Join('\n', (IEnumerable<string>)
    [
        $"""
        create or replace function request_councils() returns smallint[] language sql stable
        as $$ select string_to_array(nullif(current_setting('{Setting}', true), ''), ',')::smallint[] $$;
        create or replace function request_roles() returns text[] language sql stable
        as $$ select coalesce(string_to_array(nullif(current_setting('{RolesSetting}', true), ''), ','), array[]::text[]) $$;
        {RestrictedRows.Function(Unlisted)}
        grant usage on schema public to {RequestRole}, {SystemRole};
        revoke all on all tables in schema public from {RequestRole}, {SystemRole};
        grant select, insert, update, delete on all tables in schema public to {SystemRole};
        grant usage, select on all sequences in schema public to {SystemRole};
        """,
        .. ByCouncil.Select(table => Policies(table, OwnCouncils)),
        .. Released.Select(table => Policies(table, "true")),
        .. Functions,
        .. Rules.Concat(Written.Select(table => table.Rule)).Append(OfKeptAnswers).Select(Policies),
        .. Restricted.Select(table => $"""
        drop policy if exists restricted on {table.Table};
        create policy restricted on {table.Table} as restrictive for select to {RequestRole} using ({table.Visible});
        """),
        $"""
        create or replace function forget_idempotency_keys(before timestamptz) returns void language sql security definer set search_path = public
        as $$
            delete from idempotency_key where (client, route, key) in (
                select client, route, key from idempotency_key where created_at < least(before, now() - interval '1 day') order by created_at limit 4 for update skip locked)
        $$;
        revoke all on function forget_idempotency_keys from public;
        grant execute on function forget_idempotency_keys to {RequestRole}, {SystemRole};
        """,
        .. AppendOnly.Select(table => $"revoke update, delete on {table} from {RequestRole}, {SystemRole};"),

        // The region's own trail: to its auditor all of it, to anybody else what concerns their councils. A council's own lies in its hub.
        OfTrail(),
        Policies("audit_entry", $"council = 0 and (councils && (select request_councils()) or (select current_setting('{AuditorSetting}', true)) = 'true')"),
        $"""
        drop policy if exists entry on audit_entry;
        create policy entry on audit_entry for insert to {RequestRole} with check (true);
        """,
        AuditTables.AppendOnly(RequestRole),
        AuditTables.AppendOnly(SystemRole),
        ParkedRights.Functions(ParkedRights.Operators),
        ParkedRights.Grant($"{RequestRole}, {SystemRole}"),
        .. OfMessaging.Concat(Others).Select(other => $"grant {other.Rights} on {other.Table} to {RequestRole};"),
    ]);

    private string OfTrail() => $"""
        create or replace function audit_whose(asked uuid[]) returns table (id uuid, council smallint) language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            {string.Join("\n            union ", Subjects.Select(subject => subject.Query).DefaultIfEmpty("select null::uuid, null::smallint where false"))}
        $$;
        create or replace function audit_concern() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        begin
            new.councils := array(
                select distinct whose.council from (
                    select unnest(new.councils) as council
                    union select known.council from public.audit_whose(new.ids) known) whose
                where whose.council is not null order by whose.council);
            return new;
        end $$;
        create or replace function audit_ids_for(asked uuid[], reader smallint) returns uuid[] language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select coalesce(array_agg(each.id order by each.place), array[]::uuid[])
            from unnest(asked) with ordinality each (id, place)
            left join (select known.id, bool_or(known.council = reader) as own from public.audit_whose(asked) known group by known.id) whose on whose.id = each.id
            where reader = any (public.request_councils()) and coalesce(whose.own, true)
        $$;
        revoke all on function audit_whose(uuid[]), audit_concern(), audit_ids_for(uuid[], smallint) from public;
        grant execute on function audit_ids_for(uuid[], smallint) to {RequestRole};
        create or replace trigger audit_concern before insert on audit_entry for each row execute function audit_concern();
        """;

    private string Policies(string table, string visible) => $"""
        alter table {table} enable row level security;
        drop policy if exists request on {table};
        drop policy if exists system on {table};
        create policy request on {table} for select to {RequestRole} using ({visible});
        create policy system on {table} to {SystemRole} using (true) with check (true);
        grant select on {table} to {RequestRole};
        """;

    private string Policies(TableRule rule) => $"""
        {Policies(rule.Table, rule.Visible)}
        revoke select on {rule.Table} from {RequestRole};
        drop policy if exists request_insert on {rule.Table};
        drop policy if exists request_update on {rule.Table};
        drop policy if exists request_delete on {rule.Table};
        {(rule.Addable is null ? "" : $"create policy request_insert on {rule.Table} for insert to {RequestRole} with check ({rule.Addable});")}
        {(rule.Changeable is null ? "" : $"create policy request_update on {rule.Table} for update to {RequestRole} using ({rule.Changeable}) with check ({rule.Changeable});")}
        {(rule.Changeable is null ? "" : $"create policy request_delete on {rule.Table} for delete to {RequestRole} using ({rule.Changeable});")}
        {(rule.Rights.Length == 0 ? "" : $"grant {rule.Rights} on {rule.Table} to {RequestRole};")}
        """;
}

/// <summary>A table whose rows requests see, and write, by a rule of its own.</summary>
/// <param name="Table">The table.</param>
/// <param name="Visible">Which rows a request sees, as an SQL condition; <c>false</c> for those of the system alone.</param>
/// <param name="Rights">What requests are granted, as in a grant; empty for nothing.</param>
/// <param name="Addable">Which rows a request may add, as an SQL condition; null for none.</param>
/// <param name="Changeable">Which rows a request may change, before and after the change, or remove, as an SQL condition; null for none.</param>
public sealed record TableRule(string Table, string Visible, string Rights = "select", string? Addable = null, string? Changeable = null)
{
    /// <summary>Rows whose column <c>council</c> names a council of the request.</summary>
    public const string Own = "council = any ((select request_councils())::smallint[])";

    /// <summary>A table that requests have nothing to do with.</summary>
    /// <param name="table">The table.</param>
    public static TableRule SystemOnly(string table) => new(table, "false", Rights: "");
}

/// <summary>A table whose rows an entry of the audit trail may be about.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">The column that such an entry names a row by; an index leads with it.</param>
/// <param name="Councils">The row's councils: an SQL expression over its columns that gives one or an array of them.</param>
public sealed record TrailSubject(string Table, string Id = "id", string Councils = "array[council]")
{
    internal string Query => $"select {Table}.{Id}, unnest({Councils}) from public.{Table} where {Table}.{Id} = any (asked)";

    /// <summary>A table whose rows belong to the council in their column <c>council</c>.</summary>
    public static implicit operator TrailSubject(string table) => new(table);

    /// <summary>A table whose rows belong to each of the councils that their column <c>councils</c> lists.</summary>
    public static TrailSubject OfSeveral(string table) => new(table, Councils: "councils");
}

/// <summary>A table that requests write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns that name a council; a row belongs to each of the councils that it names.</param>
public sealed record WrittenTable(string Name, params IReadOnlyList<string> Columns)
{
    /// <summary>The column that lists the councils of a row that several share, such as a joint panel's; null where columns name one council each.</summary>
    public string? Shared { get; private init; }

    /// <summary>A table whose rows belong to each of the councils that their column <c>councils</c> lists.</summary>
    public static WrittenTable OfSeveral(string name) => new(name) { Shared = "councils" };

    /// <summary>A table whose rows belong to the council in their column <c>council</c>.</summary>
    public static implicit operator WrittenTable(string name) => new(name, "council");

    internal TableRule Rule
    {
        get
        {
            var own = Shared is { } shared
                ? $"{shared} && (select request_councils())"
                : string.Join(" or ", Columns.Select(column => TableRule.Own.Replace("council =", $"{column} =", StringComparison.Ordinal)));
            return new TableRule(Name, own, "select, insert, update, delete", Addable: own, Changeable: own);
        }
    }
}
