using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The only way in which a service sends a message.</summary>
public static class OutboxExtensions
{
    /// <summary>
    /// Sends a message when, and only when, the changes of this context are committed: adds its outbox row, with the
    /// body as it is now and the current trace. The relay is woken by the commit.
    /// </summary>
    /// <remarks>
    /// The same (aggregate, epoch, version) twice breaks the outbox's unique index at <c>SaveChanges</c>: a version
    /// is published once.
    /// </remarks>
    public static void Publish<T>(this DbContext db, T message)
        where T : class, IMessage => db.Add(CreateRow(message));

    internal static OutboxMessage CreateRow(IMessage message)
    {
        var messageId = Guid.CreateVersion7();
        var (aggregateId, epoch, version) = message switch
        {
            IRegionalSnapshot snapshot => (snapshot.AggregateId, snapshot.Epoch, snapshot.Version),
            IHubCommand command => (command.RequestId, 0, 1),
            _ => (messageId, 0, 1),
        };
        return new OutboxMessage
        {
            AggregateId = aggregateId,
            Epoch = epoch,
            Version = version,
            MessageId = messageId,
            Name = MessageCatalogue.NameOf(message.GetType()),
            RoutingKey = MessageCatalogue.RoutingKeyOf(message),
            Body = JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), MessageJson.Options),
            Headers = TraceHeaders.Write(Activity.Current),
        };
    }
}
