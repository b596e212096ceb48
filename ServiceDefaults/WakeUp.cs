using System.Threading.Channels;

namespace Partnership.ServiceDefaults;

/// <summary>Tells a worker of this process that there is work. Whoever works for others names a kind of its own, so that both ask for the same one.</summary>
public class WakeUp
{
    // One token: a call while the worker is busy is kept for its next turn, and a hundred of them are one.
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the worker. Call it after the commit: woken earlier it would find nothing and sleep again.</summary>
    public void Wake() => _calls.Writer.TryWrite(true);

    /// <summary>Returns true at the next call, at once if there was one since the last wait; false after the time given.</summary>
    /// <param name="atMost">How long to wait when nobody calls.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(atMost);
        try
        {
            return await _calls.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
