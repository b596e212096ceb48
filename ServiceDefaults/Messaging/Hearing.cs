using MassTransit;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Whether what other services say reaches this one, for answers that a message unheard would have forbidden. Ask for it as a parameter of a handler.
/// </summary>
public sealed class Hearing
{
    // Many times what an answer takes on a machine that has other things to do; whoever reads waits no longer for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IBusControl _bus;
    private readonly ReceivingConnection _connection;
    private readonly DbContext _db;

    internal Hearing(IBusControl bus, ReceivingConnection connection, DbContext db) => (_bus, _connection, _db) = (bus, connection, db);

    /// <summary>
    /// Whether the receiver is cut off from the broker: it knows so, or the broker does not answer on the very connection on which messages would come. A connection
    /// that takes everything and answers nothing is found out by this question, before its heartbeat is missed.
    /// </summary>
    public async Task<bool> IsDeafAsync(CancellationToken ct) => _bus.CheckHealth().Status != BusHealthStatus.Healthy || !await _connection.AnswersAsync(Patience, ct);

    /// <summary>Whether messages of a kind have come that could not be applied yet: they are tried again, or wait for a person.</summary>
    /// <typeparam name="TMessage">The kind.</typeparam>
    public async Task<bool> HasUnappliedAsync<TMessage>(CancellationToken ct)
        where TMessage : IMessage
    {
        var name = MessageCatalogue.NameOf(typeof(TMessage));
        return await _db.Set<RetryMessage>().AnyAsync(row => row.Name == name, ct) || await _db.Set<ParkedMessage>().AnyAsync(row => row.Name == name, ct);
    }
}
