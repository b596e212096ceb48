using System.Diagnostics;
using System.Text;

namespace Partnership.LocalHosting;

/// <summary>A started process: its lines, its end, and the ways to end it.</summary>
internal sealed class RunningProcess : IDisposable
{
    /// <summary>More than a console keeps of a line, so that a secret that lies across its end is known whole when it is masked.</summary>
    private const int LongestLine = 16 * 1024;

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

    /// <summary>Line by line; of one that has no end its beginning, so that a program gone wild does not fill the host's memory.</summary>
    private static async Task PumpAsync(StreamReader reader, Action<string> onLine)
    {
        try
        {
            var (piece, line, wasReturn) = (new char[4096], new StringBuilder(), false);
            for (var read = await reader.ReadAsync(piece); read > 0; read = await reader.ReadAsync(piece))
            {
                for (var i = 0; i < read; i++)
                {
                    if (piece[i] is not ('\r' or '\n'))
                    {
                        if (line.Length < LongestLine)
                        {
                            line.Append(piece[i]);
                        }
                    }
                    else if (piece[i] == '\r' || !wasReturn)
                    {
                        onLine(line.ToString());
                        line.Clear();
                    }

                    wasReturn = piece[i] == '\r';
                }
            }

            if (line.Length > 0)
            {
                onLine(line.ToString());
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe went with its process.
        }
    }
}
