using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>Whether the projection, and the figures that were released from it, are what a rebuild from the log makes of them.</summary>
internal static class RebuildCheck
{
    private static readonly string[] Projections = ["regional_state", "released_figure", "released_tracker"];

    /// <summary>Whether no release is due: it would change the figures by itself.</summary>
    public static async Task<bool> IsSettledAsync(NpgsqlDataSource central)
    {
        await using var command = central.CreateCommand(
            "select not exists (select from received_event where id > coalesce((select last_event_id from release_state), 0))");
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource central, CarefulClient client)
    {
        // Figures are written when somebody first asks for them.
        foreach (var figures in (string[])["tracker", "indicators"])
        {
            await AskAsync(client, "hub-operations", HttpMethod.Get, figures, _ => { });
        }

        var before = await RowsAsync(central);
        await RebuildAsync(client);
        var after = await RowsAsync(central);
        return [.. Projections.Where(table => !before[table].SetEquals(after[table]))
            .Select(table => new Disagreement("rebuild", Effect.Wrong, $"{table} is unlike a rebuild"))];
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
