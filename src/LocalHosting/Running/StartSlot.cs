namespace Partnership.LocalHosting;

/// <summary>One of the few places for processes that are starting; given back once, by whoever is first.</summary>
internal sealed class StartSlot(SemaphoreSlim slots) : IDisposable
{
    private int _released;

    public void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            slots.Release();
        }
    }

    public async Task ReleaseAfterAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(time, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process has ended: its place is free.
        }

        Release();
    }

    public void Dispose() => Release();
}
