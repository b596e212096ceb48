using System.Runtime.InteropServices;

namespace Partnership.LocalHosting;

internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Sends a signal to a process, or with a negative id to every process of a group; false when there is none.</summary>
    public static bool Send(int processId, int signal) => SendSignal(processId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
