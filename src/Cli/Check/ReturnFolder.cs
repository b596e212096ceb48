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
    internal static ReturnSet Read(DirectoryInfo directory, ReturnMap map, ProgressTask? bar)
    {
        var files = FilesOf(directory);
        bar?.MaxValue(Math.Max(1, files.Sum(file => file.Length)));
        var read = new ReturnSet(map);
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
                $"Nothing was checked. Mend {directory.FullName} and run the check again, or let --suggest write a map of its headings.");

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

    /// <summary>What the headings of the folder's files may stand for that neither the return nor the map knows, and the values that are no codes.</summary>
    /// <exception cref="CommandFailedException">A file is not text, or cannot be opened.</exception>
    internal static ReturnSuggestions Suggest(DirectoryInfo directory, ReturnMap map, int year)
    {
        var suggestions = new ReturnSuggestions(map, year);
        foreach (var file in FilesOf(directory))
        {
            try
            {
                using var stream = file.OpenRead();
                suggestions.Read(stream, file.Name);
            }
            catch (Exception unreadable) when (unreadable is UnreadableReturnException or IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException(unreadable.Message, "Nothing was suggested.", unreadable);
            }
        }

        return suggestions;
    }

    private static List<FileInfo> FilesOf(DirectoryInfo directory)
    {
        if (!directory.Exists)
        {
            throw new CommandFailedException($"There is no folder {directory.FullName}.");
        }

        List<FileInfo> files = [.. directory.EnumerateFiles().Where(ReturnUpload.IsOfAReturn).OrderBy(file => file.Name, StringComparer.Ordinal)];
        return files.Count > 0 ? files : throw new CommandFailedException($"{directory.FullName} holds no CSV or XML file.");
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
