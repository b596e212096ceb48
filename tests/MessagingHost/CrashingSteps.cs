using System.Diagnostics;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.MessagingHost;

/// <summary>Kills its own process, as kill -9 does, the n-th time that it comes to a step.</summary>
internal sealed class CrashingSteps(string step, int time) : MessagingSteps
{
    private int _times;

    public override void ConfirmedNotDeleted() => At(nameof(ConfirmedNotDeleted));

    public override void SendingBatch() => At(nameof(SendingBatch));

    public override void AppliedNotCommitted() => At(nameof(AppliedNotCommitted));

    public override void CommittedNotAcknowledged() => At(nameof(CommittedNotAcknowledged));

    private void At(string here)
    {
        if (here == step && Interlocked.Increment(ref _times) == time)
        {
            Process.GetCurrentProcess().Kill();
            new ManualResetEvent(false).WaitOne();
        }
    }
}
