using Microsoft.EntityFrameworkCore;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>The audit trail in a service's own database.</summary>
public static class AuditTables
{
    /// <summary>
    /// What a migration runs after it made or widened the table: the function that seals entries. It belongs to the table's owner and is the
    /// only thing that ever writes a sequence or a hash; the service may call it, and can neither choose an order nor change an entry.
    /// </summary>
    public const string CreateSeal = """
        create or replace function audit_field(value text) returns text language sql immutable
        as $$ select coalesce(octet_length(convert_to(value, 'UTF8'))::text || ':' || value, '-') $$;

        create or replace function audit_seal(at_most integer) returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        declare
            entry public.audit_entry;
            place bigint;
            before bytea;
            sealed bigint := 0;
        begin
            -- One at a time; whoever comes second leaves the work to the first.
            if not pg_try_advisory_xact_lock(4707182361954640945) then
                return 0;
            end if;
            for entry in select * from public.audit_entry where sequence is null order by id limit at_most loop
                select e.sequence, e.hash into place, before
                from public.audit_entry e where e.council = entry.council and e.sequence is not null order by e.sequence desc limit 1;
                place := coalesce(place, 0) + 1;
                update public.audit_entry
                set sequence = place,
                    hash = sha256(coalesce(before, ''::bytea) || convert_to(concat(
                        public.audit_field(entry.id::text),
                        public.audit_field(entry.council::text),
                        public.audit_field(place::text),
                        public.audit_field((extract(epoch from entry.at) * 1000000)::bigint::text),
                        public.audit_field(entry.subject),
                        public.audit_field(entry.client),
                        public.audit_field(array_to_string(entry.roles, ' ')),
                        public.audit_field(entry.operation),
                        public.audit_field(array_to_string(entry.ids, ' ')),
                        public.audit_field(entry.outcome),
                        public.audit_field(entry.reason),
                        public.audit_field(entry.trace_id),
                        -- Not in entries from before they named councils: those hold as they were sealed.
                        case when entry.councils is not null then public.audit_field(array_to_string(entry.councils, ' ')) end), 'UTF8'))
                where id = entry.id;
                sealed := sealed + 1;
            end loop;
            return sealed;
        end $$;
        """;

    /// <summary>The ids of an entry that a council's guardian reads, as SQL in which <c>{0}</c> is the council's number: of an entry that concerns others too, not theirs.</summary>
    internal const string IdsForReader = "case when cardinality(councils) > 1 then audit_ids_for(ids, {0}) else ids end";

    /// <summary>What takes the function away again.</summary>
    public const string DropSeal = "drop function audit_seal(integer); drop function audit_field(text);";

    /// <summary>Adds <c>audit_entry</c> to the model. The migration that creates it must run <see cref="CreateSeal"/>.</summary>
    public static ModelBuilder AddAuditTable(this ModelBuilder model)
    {
        model.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entry");
            entry.HasKey(row => row.Id);
            entry.Property(row => row.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            entry.Property(row => row.Council).HasColumnName("council");
            entry.Property(row => row.At).HasColumnName("at").HasDefaultValueSql("clock_timestamp()");
            entry.Property(row => row.Subject).HasColumnName("subject");
            entry.Property(row => row.Client).HasColumnName("client");
            entry.Property(row => row.Roles).HasColumnName("roles");
            entry.Property(row => row.Operation).HasColumnName("operation");
            entry.Property(row => row.Ids).HasColumnName("ids");
            entry.Property(row => row.Outcome).HasColumnName("outcome");
            entry.Property(row => row.Reason).HasColumnName("reason");
            entry.Property(row => row.TraceId).HasColumnName("trace_id");
            entry.Property(row => row.Sequence).HasColumnName("sequence");
            entry.Property(row => row.Hash).HasColumnName("hash");
            entry.Property(row => row.Councils).HasColumnName("councils");
            entry.HasIndex(row => new { row.Council, row.Sequence }).IsUnique().HasDatabaseName("audit_entry_chain");
            entry.HasIndex(row => row.Id).HasFilter("sequence is null").HasDatabaseName("audit_entry_unsealed");
            entry.HasIndex(row => new { row.Subject, row.Id }).HasDatabaseName("audit_entry_subject");
            entry.HasIndex(row => row.Ids).HasMethod("gin").HasDatabaseName("audit_entry_ids");
            entry.HasIndex(row => row.Councils).HasMethod("gin").HasFilter("councils is not null").HasDatabaseName("audit_entry_councils");
        });
        return model;
    }

    /// <summary>The rights that make the trail append-only for a service: said by <c>migrate</c> after whatever else it grants.</summary>
    /// <param name="role">The service's role, or the group of such roles.</param>
    public static string AppendOnly(string role) => $"""
        revoke all on audit_entry from {role};
        grant select, insert (council, subject, client, roles, operation, ids, outcome, reason, trace_id, councils) on audit_entry to {role};
        """;
}

/// <summary>Who did what to whose record, when, and what came of it. Written once; sealed soon after.</summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }

    /// <summary>The council whose trail it is in; 0 for the region's.</summary>
    public required short Council { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Subject { get; init; }

    public required string Client { get; init; }

    public required string[] Roles { get; init; }

    public required string Operation { get; init; }

    public required Guid[] Ids { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    public string? TraceId { get; init; }

    /// <summary>Its place in the trail; null until it is sealed.</summary>
    public long? Sequence { get; init; }

    public byte[]? Hash { get; init; }

    /// <summary>Whose records it concerns, in a service that councils share; null in a council's own trail, and in entries from before.</summary>
    public short[]? Councils { get; init; }
}
