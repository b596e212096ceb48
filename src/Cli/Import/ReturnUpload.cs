using System.Globalization;
using System.Net.Http.Headers;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Import;

/// <summary>Hands in one year's files for one council and follows the job to its end.</summary>
internal static class ReturnUpload
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    public static async Task<ImportJob> RunAsync(
        GatewayClient council, string code, int year, DirectoryInfo directory, Action<ImportJob> progress, TimeProvider clock, CancellationToken ct, string? key = null, bool dryRun = false)
    {
        var files = FilesIn(directory);
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/councils/{code}/imports?year={year}{(dryRun ? "&dryRun=true" : "")}");
        return await FollowAsync(council, await council.StartAsync(path, () => Content(files), ct, key), progress, clock, ct);
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

    private static MultipartFormDataContent Content(List<FileInfo> files)
    {
        var content = new MultipartFormDataContent();
        foreach (var file in files)
        {
            var part = new StreamContent(file.OpenRead());
            part.Headers.ContentType = new MediaTypeHeaderValue(file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase) ? "application/xml" : "text/csv");
            content.Add(part, "files", file.Name);
        }

        return content;
    }
}
