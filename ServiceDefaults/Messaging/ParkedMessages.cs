using Microsoft.EntityFrameworkCore;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>A message that waits for a person.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Outgoing">True when it could not be sent, false when it could not be consumed.</param>
/// <param name="Name">The message's name, such as <c>child-stage-changed</c>; empty when it came without.</param>
/// <param name="Attempts">How often it was tried; 0 when it could not be read.</param>
/// <param name="ParkedAt">When it was given up, UTC by the database's clock.</param>
/// <param name="Reason">Why, without any content.</param>
public sealed record ParkedEntry(Guid MessageId, bool Outgoing, string Name, int Attempts, DateTimeOffset ParkedAt, string Reason)
{
    /// <summary>Rises when a message that was replayed is parked again: what is discarded is what somebody looked at.</summary>
    internal long Version => (ParkedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}

/// <summary>
/// What could not be sent or consumed: to be listed, tried again or thrown away, in the transaction of the caller's context, by the
/// functions of <see cref="ParkedRights"/>: a request's role need not be able to do anything else with a message than write its own.
/// </summary>
public sealed class ParkedMessages
{
    private readonly DbContext _db;
    private readonly OutboxSignal _signal;
    private readonly MessagingOptions _options;

    internal ParkedMessages(DbContext db, OutboxSignal signal, MessagingOptions options)
    {
        _db = db;
        _signal = signal;
        _options = options;
    }

    /// <summary>The messages parked longest, at most <paramref name="limit"/>, beyond a position in that order.</summary>
    public async Task<IReadOnlyList<ParkedEntry>> ListAsync(int limit, DateTimeOffset? afterTime = null, Guid? afterMessage = null, CancellationToken ct = default)
    {
        // A cursor is the caller's to spell, with another offset too; the database takes UTC alone.
        var time = (afterTime ?? DateTimeOffset.UnixEpoch).ToUniversalTime();
        var message = afterMessage ?? Guid.Empty;
        return await WithinAsync(
            () => All().Where(entry => entry.ParkedAt > time || (entry.ParkedAt == time && entry.MessageId > message))
                .OrderBy(entry => entry.ParkedAt).ThenBy(entry => entry.MessageId)
                .Take(limit)
                .ToListAsync(ct),
            ct);
    }

    /// <summary>One message; null when it is not parked.</summary>
    public Task<ParkedEntry?> FindAsync(Guid messageId, CancellationToken ct) =>
        WithinAsync(() => All().Where(entry => entry.MessageId == messageId).OrderBy(entry => entry.ParkedAt).FirstOrDefaultAsync(ct), ct);

    /// <summary>Tries a message again from the first attempt; false when it is not parked as it was read. Call <see cref="Wake"/> after the commit.</summary>
    /// <param name="entry">The message as it was looked at: one that was parked anew meanwhile is another.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> ReplayAsync(ParkedEntry entry, CancellationToken ct)
    {
        var at = entry.ParkedAt.ToUniversalTime();
        return await CallAsync($"select replay_parked({entry.MessageId}, {entry.Outgoing}, {at}) as \"Value\"", ct) > 0;
    }

    /// <summary>Tries again everything that was parked until a time; everything without one. Returns how many messages that are.</summary>
    public async Task<int> ReplayAllAsync(DateTimeOffset? parkedUntil, CancellationToken ct)
    {
        var until = parkedUntil?.ToUniversalTime();
        return (int)await CallAsync($"select replay_all_parked({until}::timestamptz) as \"Value\"", ct);
    }

    /// <summary>
    /// Throws a message away; false when it is not parked as it was read. A discarded outgoing message lets the later versions of its
    /// aggregate go. Call <see cref="Wake"/> after the commit.
    /// </summary>
    /// <param name="entry">The message as it was looked at: one that was parked anew meanwhile is another.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> DiscardAsync(ParkedEntry entry, CancellationToken ct)
    {
        var at = entry.ParkedAt.ToUniversalTime();
        return await CallAsync($"select discard_parked({entry.MessageId}, {entry.Outgoing}, {at}) as \"Value\"", ct) > 0;
    }

    /// <summary>Tells this process's relay and retries that there is work.</summary>
    public void Wake()
    {
        _signal.Wake();
        _options.Replays.Wake();
    }

    private IQueryable<ParkedEntry> All() => _db.Database.SqlQuery<ParkedEntry>(
        $"""
        select message_id as "MessageId", outgoing as "Outgoing", name as "Name", attempts as "Attempts", parked_at as "ParkedAt", reason as "Reason" from parked_messages()
        """);

    /// <summary>Who asks is told to the database with a transaction, and ends with it.</summary>
    private async Task<T> WithinAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        if (_db.Database.CurrentTransaction is not null)
        {
            return await ask();
        }

        await using var transaction = await _db.Database.BeginTransactionAsync(ct);
        var answer = await ask();
        await transaction.CommitAsync(ct);
        return answer;
    }

    private async Task<long> CallAsync(FormattableString function, CancellationToken ct) => (await _db.Database.SqlQuery<long>(function).ToListAsync(ct))[0];
}
