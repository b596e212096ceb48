using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Import;

/// <summary>Hands in the files of a council's return, of one year or of several, and follows the jobs to their end.</summary>
internal static class ReturnUpload
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    public static async Task<ImportJob> RunAsync(
        GatewayClient council, string code, int year, DirectoryInfo directory, Action<ImportJob> progress, TimeProvider clock, CancellationToken ct, string? key = null, bool dryRun = false)
    {
        var files = FilesIn(directory);
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/councils/{code}/imports?year={year}{(dryRun ? "&dryRun=true" : "")}");
        return await FollowAsync(council, await council.StartAsync(path, () => Content([.. files.Select(file => ("files", file))]), ct, key), progress, clock, ct);
    }

    /// <summary>Hands in the returns of several years as one upload, each year's files in a folder of its own; answers the jobs, in the order in which they run.</summary>
    public static async Task<IReadOnlyList<(int Year, string Job)>> StartAsync(
        GatewayClient council, string code, IReadOnlyList<(int Year, DirectoryInfo Directory)> years, CancellationToken ct)
    {
        var files = years.SelectMany(year => FilesIn(year.Directory).Select(file => (year.Year.ToString(CultureInfo.InvariantCulture), file))).ToList();
        using var answer = await council.PostAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/councils/{code}/imports?year={years[^1].Year}"), () => Content(files), null, ct);
        var started = (await answer.Content.ReadFromJsonAsync<Started>(JsonSerializerOptions.Web, ct))!;
        return [.. started.Years.Select(year => (year.Year, $"/api/v1/councils/{code}/imports/{year.Id}"))];
    }

    /// <summary>Follows a job to its end.</summary>
    public static async Task<ImportJob> FollowAsync(GatewayClient council, string job, Action<ImportJob> progress, TimeProvider clock, CancellationToken ct)
    {
        while (true)
        {
            var import = await council.GetAsync<ImportJob>(job, ct);
            progress(import);
            if (import.IsOver)
            {
                return import;
            }

            await Task.Delay(Poll, clock, ct);
        }
    }

    /// <summary>Whether a file is one to hand in: a table as CSV, or the whole return as XML.</summary>
    public static bool IsOfAReturn(FileInfo file) =>
        file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) || file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase);

    private static List<FileInfo> FilesIn(DirectoryInfo directory)
    {
        if (!directory.Exists)
        {
            throw new CommandFailedException($"There is no folder {directory.FullName}.");
        }

        var files = directory.EnumerateFiles().Where(IsOfAReturn).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new CommandFailedException($"{directory.FullName} holds no CSV or XML file.");
    }

    /// <summary>A part for each file. One that is named after a year is of that year.</summary>
    private static MultipartFormDataContent Content(List<(string Part, FileInfo File)> files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, file) in files)
        {
            var part = new StreamContent(file.OpenRead());
            part.Headers.ContentType = new MediaTypeHeaderValue(file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase) ? "application/xml" : "text/csv");
            content.Add(part, name, file.Name);
        }

        return content;
    }

    private sealed record Started(IReadOnlyList<StartedYear> Years);

    private sealed record StartedYear(int Year, Guid Id);
}
