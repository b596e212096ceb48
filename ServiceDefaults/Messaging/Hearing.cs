using MassTransit;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Whether what other services say reaches this one, for answers that a message unheard would have forbidden. Ask for it as a parameter of a handler.
/// </summary>
public sealed class Hearing
{
    private readonly IBusControl _bus;
    private readonly DbContext _db;

    internal Hearing(IBusControl bus, DbContext db) => (_bus, _db) = (bus, db);

    /// <summary>
    /// Whether the receiver is known to be cut off from the broker. A connection that takes everything and answers nothing is not known to be
    /// cut off before its heartbeat is missed.
    /// </summary>
    public bool IsDeaf => _bus.CheckHealth().Status != BusHealthStatus.Healthy;

    /// <summary>Whether messages of a kind have come that could not be applied yet: they are tried again, or wait for a person.</summary>
    /// <typeparam name="TMessage">The kind.</typeparam>
    public async Task<bool> HasUnappliedAsync<TMessage>(CancellationToken ct)
        where TMessage : IMessage
    {
        var name = MessageCatalogue.NameOf(typeof(TMessage));
        return await _db.Set<RetryMessage>().AnyAsync(row => row.Name == name, ct) || await _db.Set<ParkedMessage>().AnyAsync(row => row.Name == name, ct);
    }
}
