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
/// What could not be sent or consumed: to be listed, tried again or thrown away, in the transaction of the caller's context. No
/// statement here reads a body: a service's own role need not be able to.
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
        return await All().Where(entry => entry.ParkedAt > time || (entry.ParkedAt == time && entry.MessageId > message))
            .OrderBy(entry => entry.ParkedAt).ThenBy(entry => entry.MessageId)
            .Take(limit)
            .ToListAsync(ct);
    }

    /// <summary>One message; null when it is not parked.</summary>
    public Task<ParkedEntry?> FindAsync(Guid messageId, CancellationToken ct) =>
        All().Where(entry => entry.MessageId == messageId).OrderBy(entry => entry.ParkedAt).FirstOrDefaultAsync(ct);

    /// <summary>Tries a message again from the first attempt; false when it is not parked as it was read. Call <see cref="Wake"/> after the commit.</summary>
    /// <param name="entry">The message as it was looked at: one that was parked anew meanwhile is another.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> ReplayAsync(ParkedEntry entry, CancellationToken ct)
    {
        var at = entry.ParkedAt.ToUniversalTime();
        return await (entry.Outgoing
            ? _db.Database.ExecuteSqlAsync(
                $"update outbox set parked_at = null, parked_reason = null, attempts = 0, next_at = null where message_id = {entry.MessageId} and parked_at = {at}", ct)
            : _db.Database.ExecuteSqlAsync(
                $"update parked set replay_at = clock_timestamp() where replay_at is null and message_id = {entry.MessageId} and parked_at = {at}", ct)) > 0;
    }

    /// <summary>Tries again everything that was parked until a time; everything without one. Returns how many messages that are.</summary>
    public async Task<int> ReplayAllAsync(DateTimeOffset? parkedUntil, CancellationToken ct)
    {
        var until = parkedUntil?.ToUniversalTime();
        return await _db.Database.ExecuteSqlAsync(
                $"update outbox set parked_at = null, parked_reason = null, attempts = 0, next_at = null where parked_at <= coalesce({until}::timestamptz, 'infinity')", ct)
            + await _db.Database.ExecuteSqlAsync($"update parked set replay_at = clock_timestamp() where replay_at is null and parked_at <= coalesce({until}::timestamptz, 'infinity')", ct);
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
        return await (entry.Outgoing
            ? _db.Database.ExecuteSqlAsync($"delete from outbox where message_id = {entry.MessageId} and parked_at = {at}", ct)
            : _db.Database.ExecuteSqlAsync($"delete from parked where replay_at is null and message_id = {entry.MessageId} and parked_at = {at}", ct)) > 0;
    }

    /// <summary>Tells this process's relay and retries that there is work.</summary>
    public void Wake()
    {
        _signal.Wake();
        _options.Replays.Wake();
    }

    private IQueryable<ParkedEntry> All() => _db.Database.SqlQuery<ParkedEntry>(
        $"""
        select message_id as "MessageId", true as "Outgoing", name as "Name", attempts as "Attempts", parked_at as "ParkedAt", parked_reason as "Reason"
        from outbox where parked_at is not null
        union all
        select message_id, false, name, attempts, parked_at, reason from parked where replay_at is null
        """);
}
