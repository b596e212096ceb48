using System.IO.Compression;
using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Watch;

/// <summary>A folder that is watched, as nightly jobs fill it.</summary>
internal sealed class DropFolder : IDisposable
{
    public DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("partnership-watch-");

    public void Dispose() => Root.Delete(recursive: true);

    /// <summary>Runs the verb until nothing is left to hand in.</summary>
    public Task<(int Code, string Output, string Errors)> WatchAsync(StandInGateway gateway, params string[] more) =>
        CommandLine.RunAsync(gateway.Address, ["watch", Root.FullName, "--council", "860", "--quiet", "60", "--once", .. more]);

    /// <summary>Drops a folder with one file of Header, an hour ago.</summary>
    public void Drop(string name, string child, DateTime? written = null, string heading = "CHILD", string more = "") => Drop(
        name, "header.csv", $"{heading},SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n{child},F,01/05/2020,WBRI,UN1,,\r\n{more}", written ?? DateTime.UtcNow.AddHours(-1));

    public void Drop(string name, string file, string text, DateTime time)
    {
        var folder = Directory.CreateDirectory(Path(name));
        var path = System.IO.Path.Combine(folder.FullName, file);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time);
        Directory.SetLastWriteTimeUtc(folder.FullName, time);
    }

    public string Path(params string[] parts) => System.IO.Path.Combine([Root.FullName, .. parts]);

    /// <summary>The folders of <c>done</c>, <c>failed</c> or <c>working</c>, by name.</summary>
    public IReadOnlyList<string> In(string where) => Directory.Exists(Path(where)) ? [.. Directory.GetDirectories(Path(where)).Order(StringComparer.Ordinal)] : [];

    /// <summary>What each sheet of a workbook holds, in order.</summary>
    public static async Task<List<string>> WorkbookAsync(string path)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
        var sheets = new List<string>();
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.Contains("worksheets/sheet", StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            sheets.Add(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return sheets;
    }
}
