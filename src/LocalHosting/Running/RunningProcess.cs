using System.Diagnostics;

namespace Partnership.LocalHosting;

/// <summary>A started process: its lines, its end, and the ways to end it.</summary>
internal sealed class RunningProcess : IDisposable
{
    // A grandchild may hold the pipes open for ever after the process itself has ended.
    private static readonly TimeSpan LastLinesWait = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _lines;

    public RunningProcess(Process process, Action<string> onLine)
    {
        _process = process;
        Id = process.Id;
        _process.StandardInput.Close();
        _lines = Task.WhenAll(PumpAsync(_process.StandardOutput, onLine), PumpAsync(_process.StandardError, onLine));
        _process.Exited += (_, _) => _ended.TrySetResult(_process.ExitCode);
        _process.EnableRaisingEvents = true;
        if (_process.HasExited)
        {
            _ended.TrySetResult(_process.ExitCode);
        }
    }

    public int Id { get; }

    /// <summary>Completes with the exit code; 128 and the signal's number when a signal ended it.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>Asks it to end, and ends it by force with all of its process group after the time given.</summary>
    public async Task StopAsync(int signal, TimeSpan patience, TimeProvider clock)
    {
        if (!Ended.IsCompleted)
        {
            Signals.Send(Id, signal);
            await Task.WhenAny(Ended, Task.Delay(patience, clock));
        }

        Kill();
        await Ended;
        await Task.WhenAny(_lines, Task.Delay(LastLinesWait, clock));
    }

    /// <summary>Ends the process and whatever it started in its own group.</summary>
    public void Kill() => Signals.Send(-Id, Signals.Kill);

    public Task LastLinesAsync(TimeProvider clock) => Task.WhenAny(_lines, Task.Delay(LastLinesWait, clock));

    public void Dispose() => _process.Dispose();

    private static async Task PumpAsync(StreamReader reader, Action<string> onLine)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                onLine(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe went with its process.
        }
    }
}
