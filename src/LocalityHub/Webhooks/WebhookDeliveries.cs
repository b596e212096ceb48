using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>
/// The calls that are to be made, in the hub's database: written in the transaction of what they tell of, taken by one worker at a time under
/// a lease, so that neither a restart nor a second process loses one. A receiver may get a call twice and knows it by its id.
/// </summary>
internal sealed class WebhookDeliveries(NpgsqlDataSource database, Council council, WebhookOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>The first wait after a failed call; each further one is twice as long.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>The body of a call: what to do, never whom it is about.</summary>
    public static string BodyOf(Guid delivery, string council, string name, DateTimeOffset now, Guid? import = null) =>
        JsonSerializer.Serialize(new { id = delivery, @event = name, council, createdAt = now, importId = import }, JsonSerializerOptions.Web);

    /// <summary>Whether there is a webhook at all.</summary>
    public async Task<bool> HasWebhooksAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select from webhook)");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Notes a call for each webhook that has not been told of the latest changes. One call tells of all that has changed since the last: it
    /// says that there is something to fetch, and <c>GET /changes</c> says what.
    /// </summary>
    public async Task NoteChangesAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var due = new List<(Guid Webhook, string Mark)>();
        await using (var command = new NpgsqlCommand(
            """
            select w.id, latest.mark::text
            from webhook w, (
                select greatest(
                    (select changed_in from child where changed_in < pg_snapshot_xmin(pg_current_snapshot()) order by changed_in desc limit 1),
                    (select changed_in from forgotten_child where changed_in < pg_snapshot_xmin(pg_current_snapshot()) order by changed_in desc limit 1)) as mark) latest
            where latest.mark > w.told_up_to
                and not exists (select from webhook_delivery d where d.webhook_id = w.id and d.event = 'changes.available' and d.state = 0)
            for update of w skip locked
            """,
            connection,
            transaction))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                due.Add((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        foreach (var (webhook, mark) in due)
        {
            await using var told = new NpgsqlCommand("update webhook set told_up_to = $2::xid8 where id = $1", connection, transaction)
            {
                Parameters = { new() { Value = webhook }, new() { Value = mark } },
            };
            await told.ExecuteNonQueryAsync(ct);
            await NoteAsync(connection, transaction, webhook, "changes.available", null, ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Notes a call for every webhook that an import has ended, within the transaction that ends it.</summary>
    public async Task NoteImportAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid import, CancellationToken ct)
    {
        var webhooks = new List<Guid>();
        await using (var command = new NpgsqlCommand("select id from webhook", connection, transaction))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                webhooks.Add(reader.GetGuid(0));
            }
        }

        foreach (var webhook in webhooks)
        {
            await NoteAsync(connection, transaction, webhook, "import.ended", import, ct);
        }
    }

    /// <summary>Takes the oldest call that is due; null when there is none.</summary>
    /// <param name="busy">The webhooks that are being called already: their next call waits for the end of this one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(Webhook Webhook, WebhookDelivery Delivery)?> TakeAsync(Guid[] busy, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update webhook_delivery d set next_at = $1 + $2, attempts = attempts + 1
            from webhook w
            where w.id = d.webhook_id
                and d.id = (select id from webhook_delivery where state = 0 and next_at <= $1 and webhook_id <> all($3) order by next_at limit 1 for update skip locked)
            returning w.id, w.url, w.secret, d.id, d.event, d.body, d.attempts, d.deadline
            """);
        command.Parameters.Add(new() { Value = clock.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = Lease });
        command.Parameters.Add(new() { Value = busy, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var webhook = new Webhook { Id = reader.GetGuid(0), Url = reader.GetString(1), Secret = reader.GetFieldValue<byte[]>(2), CreatedBy = string.Empty };
        return (webhook, new WebhookDelivery
        {
            Id = reader.GetGuid(3),
            WebhookId = webhook.Id,
            Event = reader.GetString(4),
            Body = reader.GetString(5),
            Attempts = reader.GetInt32(6),
            Deadline = reader.GetFieldValue<DateTimeOffset>(7),
        });
    }

    /// <summary>
    /// Notes how a call went: done, to be made again later, or given up. Of one that was asked for anew, or was taken by another worker, meanwhile nothing is noted: the outcome
    /// is of a try that no longer counts.
    /// </summary>
    public async Task SettleAsync(WebhookDelivery delivery, CallOutcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var next = now + WaitAfter(delivery.Attempts);
        var state = outcome.IsDelivered ? DeliveryState.Delivered : next > delivery.Deadline ? DeliveryState.GivenUp : DeliveryState.Waiting;
        await using var command = database.CreateCommand(
            """
            update webhook_delivery set state = $2, next_at = $3, last_status = $4, last_fault = $5, delivered_at = $6
            where id = $1 and state = 0 and attempts = $7 and deadline = $8
            """);
        command.Parameters.Add(new() { Value = delivery.Id });
        command.Parameters.Add(new() { Value = (short)state });
        command.Parameters.Add(new() { Value = next });
        command.Parameters.Add(new() { Value = (object?)outcome.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)outcome.Fault ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = outcome.IsDelivered ? now : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = delivery.Attempts });
        command.Parameters.Add(new() { Value = delivery.Deadline });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Forgets calls that are long over.</summary>
    public async Task ForgetAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from webhook_delivery where state <> 0 and created_at < $1");
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - options.KeepLog });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Twice as long each time, up to six hours, and a little more or less, so that many that failed together do not come back together.</summary>
    internal static TimeSpan WaitAfter(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 20));
        return (wait < LongestWait ? wait : LongestWait) * (0.9 + (Random.Shared.NextDouble() * 0.2));
    }

    private async Task NoteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid webhook, string name, Guid? import, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7();
        await using var command = new NpgsqlCommand(
            "insert into webhook_delivery (id, webhook_id, event, body, created_at, state, attempts, next_at, deadline) values ($1, $2, $3, $4, $5, 0, 0, $5, $6)",
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = webhook },
                new() { Value = name },
                new() { Value = BodyOf(id, council.Code.ToString(), name, now, import) },
                new() { Value = now },
                new() { Value = now + options.GiveUpAfter },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
