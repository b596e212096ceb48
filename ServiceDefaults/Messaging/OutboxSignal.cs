using System.Threading.Channels;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Tells the relay of this process that committed rows wait in the outbox.</summary>
public sealed class OutboxSignal
{
    // One token: a wake-up while the relay is busy is kept for its next turn, and a hundred of them are one.
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the relay. Call it after the commit; <c>db.Publish</c> does so by itself.</summary>
    public void Wake() => _wakeUps.Writer.TryWrite(true);

    /// <summary>Returns true at the next wake-up, at once if there was one since the last call; false after the time given.</summary>
    internal async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(atMost);
        try
        {
            return await _wakeUps.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
