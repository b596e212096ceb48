using System.Data;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Npgsql;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>
/// Runs one request under its <c>Idempotency-Key</c>. The key's row is inserted first and commits with the handler's changes;
/// its primary key makes a second request, of whatever process, wait for that commit and then find the answer.
/// </summary>
internal static class IdempotentRequest
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Beside the headers, under a name that no header has: of whom an answer is, its body need not say.</summary>
    private const string AskedPath = ":path";

    private static readonly string[] KeptHeaders = [HeaderNames.ContentType, HeaderNames.Location, HeaderNames.ETag];

    /// <summary>Within this process waiters queue here, so that fifty repeats do not hold fifty connections.</summary>
    private static readonly Dictionary<(string Client, string Route, string Key), Turn> Turns = new();

    public static async Task InvokeAsync<TContext>(HttpContext context, string pattern, RequestDelegate handler)
        where TContext : DbContext
    {
        if (!context.Request.Headers.TryGetValue("Idempotency-Key", out var header))
        {
            await handler(context);
            return;
        }

        var key = header.ToString();
        if (string.IsNullOrWhiteSpace(key) || key.Length > IdempotencyKey.MaximumLength || key.Any(c => c is < ' ' or > '~'))
        {
            throw new InvalidRequestException("idempotency-key.invalid", "Idempotency-Key must be 1 to 200 printable ASCII characters, such as a UUID.", "Idempotency-Key");
        }

        var id = (IdempotencyKey.ClientOf(Caller.From(context.User)), $"{context.Request.Method} {pattern}", key);
        using var turn = await Turn.TakeAsync(id, context.RequestAborted);
        await RunAsync(context, context.RequestServices.GetRequiredService<TContext>(), id, handler);
    }

    private static async Task RunAsync(HttpContext context, DbContext db, (string Client, string Route, string Key) id, RequestDelegate handler)
    {
        var ct = context.RequestAborted;
        using var fingerprint = RequestFingerprint.Start(context);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        await ForgetExpiredAsync(db, now, seesItsOwnAlone: context.RequestServices.GetService<RequestTenancy>() is not null, ct);
        if (!await TryInsertAsync(db, transaction, id, now, ct))
        {
            var answer = await ReadAsync(db, transaction, id, ct);
            await transaction.RollbackAsync(ct);
            if (context.RequestServices.GetService<IReplayGuard>() is { } guard && await guard.RefuseAsync(context, answer.Headers.GetValueOrDefault(HeaderNames.Location), ct) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            var asked = await fingerprint.CompleteAsync(ct);
            if (!asked.AsSpan().SequenceEqual(answer.Fingerprint))
            {
                throw new KeyReusedException();
            }

            if (context.GetEndpoint()?.Metadata.GetMetadata<AuditedOperation>() is { } audited)
            {
                // What was told then is told again.
                await context.RequestServices.GetRequiredService<AuditTrail>().WriteAsync(audited.Code, AuditExtensions.AddressedIn(context), AuditOutcome.Repeated, ct);
            }

            await answer.WriteAsync(context);
            return;
        }

        var body = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await handler(context);
            if (context.Response.StatusCode < 400)
            {
                var headers = KeptHeaders
                    .Where(name => context.Response.Headers.ContainsKey(name))
                    .ToDictionary(name => name, name => context.Response.Headers[name].ToString());
                headers[AskedPath] = context.Request.Path.ToString();
                var answer = new Answer(await fingerprint.CompleteAsync(ct), context.Response.StatusCode, headers, kept.ToArray());
                await SaveAsync(db, transaction, id, answer, ct);
                await transaction.CommitAsync(CancellationToken.None);
            }
        }
        finally
        {
            context.Response.Body = body;
        }

        kept.Position = 0;
        await kept.CopyToAsync(body, ct);
    }

    /// <summary>
    /// Each new key clears a few that have expired: no sweep is needed, and none grows long. Where a request sees its own client's keys alone, a function
    /// with its owner's rights does it: those of a client who never comes again would stay for ever.
    /// </summary>
    private static Task<int> ForgetExpiredAsync(DbContext db, DateTimeOffset now, bool seesItsOwnAlone, CancellationToken ct) => seesItsOwnAlone
        ? db.Database.ExecuteSqlAsync($"select forget_idempotency_keys({now - Kept})", ct)
        : db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM idempotency_key WHERE (client, route, key) IN (
                SELECT client, route, key FROM idempotency_key WHERE created_at < {now - Kept} ORDER BY created_at LIMIT 4 FOR UPDATE SKIP LOCKED)
            """,
            ct);

    private static async Task<bool> TryInsertAsync(DbContext db, IDbContextTransaction transaction, (string Client, string Route, string Key) id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = Command(
            db,
            transaction,
            """
            INSERT INTO idempotency_key AS k (client, route, key, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (client, route, key) DO UPDATE
                SET created_at = $4, fingerprint = NULL, status = NULL, headers = NULL, body = NULL
                WHERE k.created_at < $5
            """,
            id);
        command.Parameters.Add(new NpgsqlParameter { Value = now });
        command.Parameters.Add(new NpgsqlParameter { Value = now - Kept });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task<Answer> ReadAsync(DbContext db, IDbContextTransaction transaction, (string Client, string Route, string Key) id, CancellationToken ct)
    {
        await using var command = Command(
            db, transaction, "SELECT fingerprint, status, headers::text, body FROM idempotency_key WHERE client = $1 AND route = $2 AND key = $3", id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            throw new InvalidOperationException("An idempotency key vanished while it was read.");
        }

        return new Answer(
            reader.GetFieldValue<byte[]>(0),
            reader.GetInt32(1),
            JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!,
            reader.GetFieldValue<byte[]>(3));
    }

    private static async Task SaveAsync(DbContext db, IDbContextTransaction transaction, (string Client, string Route, string Key) id, Answer answer, CancellationToken ct)
    {
        await using var command = Command(
            db,
            transaction,
            "UPDATE idempotency_key SET fingerprint = $4, status = $5, headers = $6::jsonb, body = $7 WHERE client = $1 AND route = $2 AND key = $3",
            id);
        command.Parameters.Add(new NpgsqlParameter { Value = answer.Fingerprint });
        command.Parameters.Add(new NpgsqlParameter { Value = answer.Status });
        command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(answer.Headers) });
        command.Parameters.Add(new NpgsqlParameter { Value = answer.Body });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(DbContext db, IDbContextTransaction transaction, string text, (string Client, string Route, string Key) id) =>
        new(text, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction())
        {
            Parameters = { new NpgsqlParameter { Value = id.Client }, new NpgsqlParameter { Value = id.Route }, new NpgsqlParameter { Value = id.Key } },
        };

    private sealed record Answer(byte[] Fingerprint, int Status, Dictionary<string, string> Headers, byte[] Body)
    {
        public async Task WriteAsync(HttpContext context)
        {
            context.Response.StatusCode = Status;
            foreach (var (name, value) in Headers.Where(header => header.Key != AskedPath))
            {
                context.Response.Headers[name] = value;
            }

            context.Response.Headers["Idempotent-Replay"] = "true";
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }

    /// <summary>The right to work on one key in this process; the next waiter gets it when it is disposed.</summary>
    private sealed class Turn((string Client, string Route, string Key) id) : IDisposable
    {
        private readonly SemaphoreSlim _semaphore = new(1, 1);
        private int _holders;

        public static async Task<Turn> TakeAsync((string Client, string Route, string Key) id, CancellationToken ct)
        {
            Turn turn;
            lock (Turns)
            {
                turn = Turns.TryGetValue(id, out var taken) ? taken : Turns[id] = new Turn(id);
                turn._holders++;
            }

            try
            {
                await turn._semaphore.WaitAsync(ct);
                return turn;
            }
            catch (OperationCanceledException)
            {
                turn.Leave();
                throw;
            }
        }

        public void Dispose()
        {
            _semaphore.Release();
            Leave();
        }

        private void Leave()
        {
            lock (Turns)
            {
                if (--_holders == 0)
                {
                    Turns.Remove(id);
                    _semaphore.Dispose();
                }
            }
        }
    }
}
