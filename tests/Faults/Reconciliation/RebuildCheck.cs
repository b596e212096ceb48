using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>Whether the projection, and the figures that were released from it, are what a rebuild from the log makes of them.</summary>
internal static class RebuildCheck
{
    private static readonly string[] Projections =
    [
        "regional_state", "released_figure", "released_tracker", "child_profile", "household_offer", "overdue_duty", "published_child", "published_household", "published_to",
        "candidate_question", "search_child", "search_candidate", "search_overview", "duty_count",
    ];

    /// <summary>What a rebuild leaves as it is, and why. A table that stands in neither list is a finding.</summary>
    private static readonly Dictionary<string, string[]> Excepted = new()
    {
        ["the logs themselves"] = ["received_event", "family_event"],
        ["the centre's own truth, which no event of a hub repeats"] =
        [
            "link", "link_child", "link_party", "link_step", "link_worker", "worker", "disclosure", "disclosure_step", "agreement", "agreement_council", "transfer", "interest",
            "weights", "rate", "outside_search", "campaign", "campaign_child",
        ],
        ["when things were first seen, moved or told of: history, which making a list anew does not repeat"] = ["search", "search_change", "search_escalation", "search_alarm"],
        ["figures as they were shown: moved by many at once or not at all"] = ["outcome_cell", "sufficiency", "edition", "edition_child", "edition_council", "release_state"],
        ["what hubs state of identities: the newest alone is kept, in no log, and what people said to it"] = ["child_identity", "identity_match", "identity_match_side"],
        ["what is under way"] = ["register_due", "register_state", "projection_job"],
        ["trails and messages: other checks read them"] = ["audit_anchor", "audit_entry", "outbox", "inbox", "parked", "retry", "idempotency_key"],
        ["which migrations there are"] = ["__EFMigrationsHistory"],
    };

    /// <summary>Whether no release is due and no list: they would change the figures by themselves.</summary>
    public static async Task<bool> IsSettledAsync(NpgsqlDataSource central) => await IsAsync(
        central, "select not exists (select from received_event where id > coalesce((select last_event_id from release_state), 0))") && await IsFollowedAsync(central);

    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource central, CarefulClient client)
    {
        // Figures are written when somebody first asks for them.
        foreach (var figures in (string[])["tracker", "indicators"])
        {
            await AskAsync(client, "hub-operations", HttpMethod.Get, figures, _ => { });
        }

        var before = await RowsAsync(central);
        await RebuildAsync(client);

        // A rebuild's lists are made soon after it.
        while (!await IsFollowedAsync(central))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        var after = await RowsAsync(central);
        return
        [
            .. Projections.Where(table => !before[table].SetEquals(after[table]))
                .Select(table => new Disagreement("rebuild", Effect.Wrong, $"{table} is unlike a rebuild")),
            .. (await TablesAsync(central)).Except(Projections).Except(Excepted.Values.SelectMany(tables => tables))
                .Select(table => new Disagreement("rebuild", Effect.Wrong, $"nobody has said whether a rebuild makes {table}")),
        ];
    }

    private static Task<bool> IsFollowedAsync(NpgsqlDataSource central) => IsAsync(central, "select not exists (select from register_due)");

    private static async Task<bool> IsAsync(NpgsqlDataSource central, string query)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = central.CreateCommand(query);
#pragma warning restore CA2100
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<string>> TablesAsync(NpgsqlDataSource central)
    {
        await using var command = central.CreateCommand("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'");
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static async Task<Dictionary<string, HashSet<string>>> RowsAsync(NpgsqlDataSource central)
    {
        var rows = new Dictionary<string, HashSet<string>>();
        foreach (var table in Projections)
        {
            await using var command = central.CreateCommand($"select each::text from {table} each");
            await using var reader = await command.ExecuteReaderAsync();
            rows[table] = [];
            while (await reader.ReadAsync())
            {
                rows[table].Add(reader.GetString(0));
            }
        }

        return rows;
    }

    private static async Task RebuildAsync(CarefulClient client)
    {
        var key = Guid.NewGuid().ToString();
        var job = await AskAsync(client, "operator", HttpMethod.Post, "projection/rebuild", request => request.Headers.Add("Idempotency-Key", key));
        while (job.GetProperty("state").GetString() != "done")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            job = await AskAsync(client, "operator", HttpMethod.Get, $"projection/jobs/{job.GetProperty("id").GetString()}", _ => { });
        }
    }

    private static async Task<JsonElement> AskAsync(CarefulClient client, string role, HttpMethod method, string path, Action<HttpRequestMessage> with)
    {
        using var response = await client.SendAsync(role, method, $"/api/v1/region/{path}", with, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
