using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Takes in one kind of message. Resolved anew for each batch; the service's DbContext that it is given shares the
/// transaction in which the inbox marks the messages as consumed, so that both happen or neither does.
/// </summary>
/// <typeparam name="TMessage">The message.</typeparam>
public interface IMessageConsumer<TMessage>
    where TMessage : class, IMessage
{
    /// <summary>
    /// Applies messages in the order of their arrival; none was consumed before. Everything is saved afterwards, before messages
    /// of another kind in the same batch are applied, and committed with those. Whatever this throws rolls the whole batch back; its messages then come again in
    /// smaller batches, at last singly, and the one that still fails is tried later, at last parked. A consumer may answer through <c>db.Publish</c>, and does nothing
    /// that a rollback could not undo.
    /// </summary>
    Task ConsumeAsync(IReadOnlyList<TMessage> messages, CancellationToken cancellationToken);
}
