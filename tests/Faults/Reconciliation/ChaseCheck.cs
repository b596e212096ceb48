using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>Whether each council's hub has put before its people what the fund has asked for last, and nothing that the fund does not know of.</summary>
internal static class ChaseCheck
{
    private const string Check = "chases";

    private const string OfFund = "select id::text, concat_ws(' ', council, assessment_id, task, step, due_on, version) from chase";

    // An assessment that the hub has made it knows by an id of its own.
    private const string OfHub = """
        select c.id::text, concat_ws(' ', coalesce(c.fund_reference, r.reference), c.task, c.step, c.due, c.version)
        from support_chase c left join sealed.support_reference r on r.kind = 3 and r.about_id = c.assessment_id
        """;

    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource fund, IReadOnlyDictionary<string, NpgsqlDataSource> hubs)
    {
        var told = new Dictionary<string, string>();
        foreach (var (code, hub) in hubs)
        {
            foreach (var (chase, record) in await Records.ReadAsync(hub, OfHub))
            {
                told.Add(chase, Records.Of(code, record));
            }
        }

        return [.. Records.Compare(Check, "chase", await Records.ReadAsync(fund, OfFund), told, new HashSet<string>())];
    }
}
