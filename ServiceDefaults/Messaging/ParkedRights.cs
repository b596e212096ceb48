namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// What a service's own role may do with parked messages, as functions that run with their owner's rights: it lists, replays and discards what waits for a person, and touches no other message. No function
/// hands out a body.
/// </summary>
public static class ParkedRights
{
    /// <summary>Whoever asks: in a hub, whose database holds one council's messages and lets nobody else in.</summary>
    public const string Anybody = "true";

    /// <summary>An operator's request: in a database that councils share.</summary>
    internal const string Operators = "'operator' = any (public.request_roles())";

    private const string Names = "parked_messages(), replay_parked(uuid, boolean, timestamptz), replay_all_parked(timestamptz), discard_parked(uuid, boolean, timestamptz)";

    /// <summary>The statements that set the functions anew, as the owner of the tables.</summary>
    /// <param name="condition">For whom they find anything, as an SQL condition.</param>
    public static string Functions(string condition) => $"""
        create or replace function parked_messages() returns table (message_id uuid, outgoing boolean, name text, attempts integer, parked_at timestamptz, reason text)
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select message_id, true, name, attempts, parked_at, parked_reason from public.outbox where parked_at is not null and {condition}
            union all
            select message_id, false, name, attempts, parked_at, reason from public.parked where replay_at is null and {condition}
        $$;
        create or replace function replay_parked(which uuid, is_outgoing boolean, at timestamptz) returns bigint
        language sql volatile security definer set search_path = pg_catalog, pg_temp
        as $$
            with sent as (
                    update public.outbox set parked_at = null, parked_reason = null, attempts = 0, next_at = null
                    where is_outgoing and message_id = which and parked_at = at and {condition} returning 1),
                heard as (
                    update public.parked set replay_at = clock_timestamp()
                    where not is_outgoing and replay_at is null and message_id = which and parked_at = at and {condition} returning 1)
            select (select count(*) from sent) + (select count(*) from heard)
        $$;
        create or replace function replay_all_parked(until timestamptz) returns bigint
        language sql volatile security definer set search_path = pg_catalog, pg_temp
        as $$
            with sent as (
                    update public.outbox set parked_at = null, parked_reason = null, attempts = 0, next_at = null
                    where parked_at <= coalesce(until, 'infinity') and {condition} returning 1),
                heard as (update public.parked set replay_at = clock_timestamp() where replay_at is null and parked_at <= coalesce(until, 'infinity') and {condition} returning 1)
            select (select count(*) from sent) + (select count(*) from heard)
        $$;
        create or replace function discard_parked(which uuid, is_outgoing boolean, at timestamptz) returns bigint
        language sql volatile security definer set search_path = pg_catalog, pg_temp
        as $$
            with sent as (delete from public.outbox where is_outgoing and message_id = which and parked_at = at and {condition} returning 1),
                heard as (delete from public.parked where not is_outgoing and replay_at is null and message_id = which and parked_at = at and {condition} returning 1)
            select (select count(*) from sent) + (select count(*) from heard)
        $$;
        """;

    /// <summary>The statement that lets these roles alone call them.</summary>
    internal static string Grant(string roles) => $"""
        revoke all on function {Names} from public;
        grant execute on function {Names} to {roles};
        """;
}
