namespace Partnership.AdoptionSupportFund.Money;

/// <summary>
/// The only way in which requests change a balance. They run as the tables' owner, because a child's balance counts every council's applications
/// and a request sees its own councils' rows only: a council from which the child has moved on may give back what it does not spend, and neither
/// read the balance nor take from it.
/// </summary>
internal static class BalanceFunctions
{
    public const string Create = """
        create function fund_balance_lock(p_children uuid[], p_years smallint[])
        returns table (child_id uuid, year smallint, therapy bigint, assessment bigint, local bigint)
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        #variable_conflict use_column
        begin
            if exists (
                select from unnest(p_children) asked(id) left join public.fund_child f on f.id = asked.id
                where f.id is null or not (f.council = any (coalesce(public.request_councils(), '{}'))))
            then
                raise exception 'not a child of these councils' using errcode = 'insufficient_privilege';
            end if;

            -- In one order always: two applications that share children must not wait for one another.
            insert into public.child_balance (child_id, year, council, therapy, assessment, local)
            select distinct asked.id, asked.year, f.council, 0, 0, 0
            from unnest(p_children, p_years) asked(id, year) join public.fund_child f on f.id = asked.id
            order by asked.id, asked.year
            on conflict do nothing;
            return query
                select b.child_id, b.year, b.therapy, b.assessment, b.local from public.child_balance b
                where (b.child_id, b.year) in (select * from unnest(p_children, p_years))
                order by b.child_id, b.year for update;
        end $$;

        create function fund_balance_add(p_application uuid, p_child uuid, p_year smallint, p_therapy bigint, p_assessment bigint, p_local bigint)
        returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        declare
            own smallint[] := coalesce(public.request_councils(), '{}');
        begin
            if not exists (select from public.application a where a.id = p_application and a.council = any (own))
                or not (exists (select from public.fund_child f where f.id = p_child and f.council = any (own))
                    or (p_therapy <= 0 and p_assessment <= 0 and p_local <= 0
                        and exists (select from public.balance_use u where u.application_id = p_application and u.child_id = p_child and u.year = p_year)))
            then
                raise exception 'not a child of these councils' using errcode = 'insufficient_privilege';
            end if;
            update public.child_balance set therapy = therapy + p_therapy, assessment = assessment + p_assessment, local = local + p_local
            where child_id = p_child and year = p_year;
            if not found then
                raise exception 'no balance to change' using errcode = 'no_data_found';
            end if;
        end $$;
        """;

    public const string Drop = "drop function fund_balance_add(uuid, uuid, smallint, bigint, bigint, bigint); drop function fund_balance_lock(uuid[], smallint[]);";
}
