using System.Collections.Concurrent;
using Partnership.CaseData.Ssda903;
using Partnership.Cli.Import;
using Spectre.Console;

namespace Partnership.Cli.Check;

/// <summary>The files of a folder as one return.</summary>
internal static class ReturnFolder
{
    private const int StepOfProgress = 1 << 20;

    /// <summary>Reads every CSV and XML file; each must be one table of the return, or the whole of it, and each table come once.</summary>
    /// <exception cref="CommandFailedException">Names every file that cannot be read and says how to mend it.</exception>
    internal static ReturnSet Read(DirectoryInfo directory, ProgressTask? bar)
    {
        if (!directory.Exists)
        {
            throw new CommandFailedException($"There is no folder {directory.FullName}.");
        }

        var files = directory.EnumerateFiles()
            .Where(ReturnUpload.IsOfAReturn)
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw new CommandFailedException($"{directory.FullName} holds no CSV or XML file.");
        }

        bar?.MaxValue(Math.Max(1, files.Sum(file => file.Length)));
        var read = new ReturnSet();
        var problems = new ConcurrentDictionary<string, string>();
        files.Sort((one, other) => other.Length.CompareTo(one.Length));
        var next = -1;
        var readers = new Task[Math.Min(Environment.ProcessorCount, files.Count)];
        for (var i = 0; i < readers.Length; i++)
        {
            readers[i] = Task.Run(ReadOn);
        }

        Task.WaitAll(readers);
        return problems.IsEmpty
            ? read
            : throw new CommandFailedException(
                string.Join(Environment.NewLine, problems.OrderBy(problem => problem.Key, StringComparer.Ordinal).Select(problem => problem.Value)),
                $"Nothing was checked. Mend {directory.FullName} and run the check again.");

        // The longest file first, so that none is left over at the end.
        void ReadOn()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < files.Count;)
            {
                if (Read(files[i], read, bar) is { } problem)
                {
                    problems.TryAdd(files[i].Name, problem);
                }
            }
        }
    }

    /// <summary>Reads a file; answers what is wrong with it.</summary>
    private static string? Read(FileInfo file, ReturnSet read, ProgressTask? bar)
    {
        try
        {
            // The reader has a buffer of its own.
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var seen = 0L;
            read.ReadFile(
                stream,
                file.Name,
                _ =>
                {
                    if (stream.Position - seen > StepOfProgress)
                    {
                        bar?.Increment(stream.Position - seen);
                        seen = stream.Position;
                    }
                });
            bar?.Increment(file.Length - seen);
            return null;
        }
        catch (UnreadableReturnException unreadable)
        {
            return unreadable.Message;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"{file.Name} cannot be opened: {unreadable.Message}";
        }
    }
}
