using Npgsql;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Deletes what imports left behind once nobody needs it: findings, rows given back, previews, what children were before, and who was forgotten. What still holds a
/// child stays until the child is mended.
/// </summary>
internal sealed class ImportExpiry(NpgsqlDataSource database, ImportOptions options, TimeProvider clock, ILogger<ImportExpiry> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(12);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    /// <summary>Deletes what has expired by now; gives how many rows that were.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.CreateBatch();
        foreach (var table in (string[])["import_finding", "import_rejected_row", "import_held_child"])
        {
            Add(
                $"""
                delete from {table} l using import i
                where l.import_id = i.id and i.finished_at < $1
                  and not exists (select from child_year y where y.child_id = l.child_id and y.held_import_id = l.import_id)
                """,
                now - options.KeepFindings);
        }

        Add("delete from import_preview l using import i where l.import_id = i.id and i.finished_at < $1", now - options.KeepPreviews);

        // Of children whom the hub does not know: what a dry run found of them is kept no longer than what it would have done.
        Add("delete from import_finding l using import i where l.import_id = i.id and i.is_dry and i.finished_at < $1", now - options.KeepPreviews);
        Add("delete from import_before l using import i where l.import_id = i.id and i.finished_at < $1", now - options.KeepBefore);

        // Spared for an undo that was under way, of a child who is no more.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            delete from import_before b
            where not exists (select from child c where c.id = b.child_id)
              and not exists (select from import u where u.undoes = b.import_id and u.state in (0, 1))
            """));
        Add("delete from forgotten_child where forgotten_at < $1", now - options.KeepForgotten);
        return await batch.ExecuteNonQueryAsync(ct);

        void Add(string sql, DateTimeOffset before) => batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = before } } });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Between;
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("Expired findings could not be deleted: {ExceptionType}; trying again", exception.GetType().FullName);
                wait = Retry;
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }
}
