using System.Diagnostics;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>A message as it came from the queue, or as it waits in the retry table.</summary>
internal sealed record Delivery(Guid MessageId, string Name, byte[] Body, string Headers, ulong Tag)
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the delivery may be acknowledged; fails when it must go back to the queue.</summary>
    public Task Settled => _settled.Task;

    public ActivityContext TraceContext
    {
        get
        {
            var (parent, state) = TraceHeaders.Read(Headers);
            return ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
        }
    }

    public void Acknowledge() => _settled.TrySetResult();

    public void GiveBack() => _settled.TrySetException(new OperationCanceledException("The service stops; the message stays in its queue."));
}
