namespace Partnership.AdoptionSupportFund.HandOvers;

internal enum HandOverState
{
    Proposed = 1,

    /// <summary>The other council applies for the child from then on.</summary>
    Accepted = 2,

    Refused = 3,

    /// <summary>Taken back by who proposed it.</summary>
    Withdrawn = 4,
}

/// <summary>
/// A case that another council has to apply for: three years after the order, or when the family has moved. The child's reference goes over, with its
/// assessments and balances; applications and money stay with the council that made them.
/// </summary>
internal sealed class HandOver
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public short FromCouncil { get; init; }

    public short ToCouncil { get; init; }

    public HandOverState State { get; set; }

    /// <summary>family-moved, three-years-passed or other-council-responsible.</summary>
    public required string Reason { get; init; }

    public required string ProposedBy { get; init; }

    public DateTimeOffset ProposedAt { get; init; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>
/// The only way in which a child comes to another council. It runs as the tables' owner: the council that accepts sees nothing of the child before, and
/// the one that proposed nothing of it afterwards.
/// </summary>
internal static class HandOverFunctions
{
    public const string Create = """
        create or replace function fund_hand_over_accept(p_hand_over uuid) returns boolean
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        declare
            given public.hand_over;
        begin
            select * into given from public.hand_over h where h.id = p_hand_over and h.state = 1 and h.to_council = any (coalesce(public.request_councils(), '{}')) for update;
            if not found then
                raise exception 'no proposal to this council' using errcode = 'insufficient_privilege';
            end if;

            -- Nothing is under way: whoever submits holds the child's balance.
            perform from public.child_balance b where b.child_id = given.child_id for update;
            perform from public.fund_child f where f.id = given.child_id and f.council = given.from_council for update;
            if not found or exists (
                select from public.application_child c join public.application a on a.id = c.application_id
                where c.child_id = given.child_id and a.council = given.from_council and a.status in (1, 2, 3))
            then
                return false;
            end if;

            -- The versions begin anew with the hub that speaks of the child from now on, and so does who may see it: the list was of the other council's people.
            update public.fund_child set council = given.to_council, basis = 5, epoch = 0, version = 0, restricted_to = 0 where id = given.child_id;

            -- The narrative parts stay in the hub that wrote them: who applies from now on cannot put them into the form, and assesses anew.
            update public.needs_assessment set council = given.to_council, narratives_checked = false where child_id = given.child_id;
            update public.child_balance set council = given.to_council where child_id = given.child_id;
            return true;
        end $$;
        """;

    public const string Drop = "drop function fund_hand_over_accept(uuid);";
}
