namespace Partnership.Faults;

/// <summary>Waits for what other services hear, however long that takes.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    /// <summary>False when told to stop before it was so.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isSo, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await isSo())
            {
                return true;
            }

            await Task.Delay(Poll, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
