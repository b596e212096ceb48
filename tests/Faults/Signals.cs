using System.Runtime.InteropServices;

namespace Partnership.Faults;

internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal to a process of this run.</summary>
    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0)
        {
            throw new InvalidOperationException($"Process {process} did not take signal {signal}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
