using System.Diagnostics;

namespace Partnership.TestSupport;

/// <summary>Waits for something to become true, by looking again until a deadline: never for a fixed time.</summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Repeats an assertion until it passes; after the deadline its last failure is thrown.</summary>
    public static async Task AssertAsync(Func<Task> assertion, TimeSpan? deadline = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (watch.Elapsed < (deadline ?? DefaultDeadline))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25));
            }
        }
    }

    /// <summary>Repeats a question until the answer is yes; after the deadline throws with what was waited for.</summary>
    public static Task TrueAsync(Func<Task<bool>> question, string waitedFor, TimeSpan? deadline = null) =>
        AssertAsync(
            async () =>
            {
                if (!await question())
                {
                    throw new TimeoutException($"Waited in vain for: {waitedFor}.");
                }
            },
            deadline);
}
