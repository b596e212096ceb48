using Partnership.CaseData.Ssda903;
using Spectre.Console;

namespace Partnership.Cli.Check;

/// <summary>The CSV files of a folder as one return.</summary>
internal static class ReturnFolder
{
    /// <summary>Reads every CSV file; each must be one table of the return, and each table one file.</summary>
    /// <exception cref="CommandFailedException">Names every file that cannot be read and says how to mend it.</exception>
    internal static async Task<ReturnSet> ReadAsync(DirectoryInfo directory, ProgressTask bar, CancellationToken ct)
    {
        if (!directory.Exists)
        {
            throw new CommandFailedException($"There is no folder {directory.FullName}.");
        }

        var files = directory.EnumerateFiles()
            .Where(file => file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw new CommandFailedException($"{directory.FullName} holds no CSV file.");
        }

        bar.MaxValue(Math.Max(1, files.Sum(file => file.Length)));
        var read = new ReturnSet();
        var problems = new List<string>();
        foreach (var file in files)
        {
            try
            {
                await using var stream = file.OpenRead();
                var before = bar.Value;
                await read.ReadFileAsync(stream, file.Name, _ => bar.Value(before + stream.Position), ct);
                bar.Value(before + file.Length);
            }
            catch (UnreadableReturnException unreadable)
            {
                problems.Add(unreadable.Message);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{file.Name} cannot be opened: {unreadable.Message}");
            }
        }

        return problems.Count == 0
            ? read
            : throw new CommandFailedException(
                string.Join(Environment.NewLine, problems), $"Nothing was checked. Mend {directory.FullName} and run the check again.");
    }
}
