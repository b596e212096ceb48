using System.Diagnostics;

namespace Partnership.TestSupport;

/// <summary>Waits for something to become true, by looking again until a deadline: never for a fixed time.</summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Repeats an assertion until it passes; after the deadline its last failure is thrown.</summary>
    /// <param name="assertion">What is to become true.</param>
    /// <param name="deadline">How long it may take: <see cref="DefaultDeadline"/> where nothing is said.</param>
    /// <param name="pause">Between two looks; more than a blink where a look itself is work.</param>
    public static async Task AssertAsync(Func<Task> assertion, TimeSpan? deadline = null, TimeSpan? pause = null)
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
                await Task.Delay(pause ?? Pause);
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
