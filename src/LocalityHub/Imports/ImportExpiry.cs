using Npgsql;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Deletes what imports left behind once nobody needs it: findings, rows given back, previews, what children were before, and who was forgotten. What still holds a
/// child stays until the child is mended, and how often each rule was broken as long as the import.
/// </summary>
internal sealed class ImportExpiry(NpgsqlDataSource database, ImportOptions options, TimeProvider clock, ILogger<ImportExpiry> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(12);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    /// <summary>Counts what has expired by now, and deletes it, in one transaction.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.CreateBatch();
        Add(
            """
            with expired as (
                update import set findings_kept = 1
                where findings_kept = 0 and state = 2 and not is_dry and undoes is null and finished_at < $1
                returning id)
            insert into import_rule_count (import_id, rule, rows, children)
            select f.import_id, f.rule, count(*), count(distinct f.child_id)
            from import_finding f join expired e on e.id = f.import_id
            where not exists (select from child_restriction r where r.child_id = f.child_id)
            group by f.import_id, f.rule
            """,
            now - options.KeepFindings);
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
        await batch.ExecuteNonQueryAsync(ct);

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
