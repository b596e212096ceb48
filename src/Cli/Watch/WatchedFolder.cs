using System.Globalization;
using System.Text.RegularExpressions;

namespace Partnership.Cli.Watch;

/// <summary>A return that was dropped, moved aside to be handed in.</summary>
/// <param name="Name">The name of the folder that was dropped.</param>
/// <param name="Year">The year in which its 31 March falls, from the end of the name.</param>
/// <param name="Folder">Where it is now.</param>
internal sealed record Drop(string Name, int Year, DirectoryInfo Folder);

/// <summary>
/// The folder that is watched. A drop is taken when nothing in it has changed for a while, since a job may still be writing; it is moved to
/// <c>working</c> first, so that what is there after a fault was not handed in to the end and is taken again. What was written beside a drop names
/// children: it goes when a later return of that year has taken its place, and after a time in any case. The council's own files stay.
/// </summary>
internal sealed partial class WatchedFolder(DirectoryInfo directory, TimeSpan quiet, TimeSpan keep, TimeProvider clock)
{
    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly string[] Own = ["working", "done", "failed"];
    private static readonly string[] Settled = ["done", "failed"];
    private static readonly string[] Written = [DropImport.Workbook, DropImport.Failure];

    /// <summary>How long to wait before looking again.</summary>
    public TimeSpan LookAgain { get; } = quiet < TimeSpan.FromSeconds(2) ? TimeSpan.FromSeconds(1) : quiet / 2;

    /// <summary>Moves the drops that are still aside, those first that were taken before and not settled.</summary>
    public IEnumerable<Drop> Take()
    {
        var working = directory.CreateSubdirectory("working");
        foreach (var left in working.EnumerateDirectories().OrderBy(folder => folder.Name, StringComparer.Ordinal).ToList())
        {
            if (YearOf(left.Name) is { } year)
            {
                yield return new Drop(left.Name, year, left);
            }
        }

        foreach (var dropped in directory.EnumerateDirectories().Where(folder => !Own.Contains(folder.Name)).OrderBy(folder => folder.Name, StringComparer.Ordinal).ToList())
        {
            // One of the same name that waits is handed in first.
            var aside = Path.Combine(working.FullName, dropped.Name);
            if (YearOf(dropped.Name) is { } year && IsStill(dropped) && !Directory.Exists(aside))
            {
                dropped.MoveTo(aside);
                yield return new Drop(dropped.Name, year, new DirectoryInfo(aside));
            }
        }
    }

    /// <summary>Puts a drop where it belongs; answers where that is.</summary>
    public string Settle(Drop drop, DropResult result)
    {
        var stamp = clock.GetUtcNow().ToString(Stamp, CultureInfo.InvariantCulture);
        var target = directory.CreateSubdirectory(result.IsDone ? "done" : "failed");
        var place = Path.Combine(target.FullName, $"{stamp}-{drop.Name}");
        for (var again = 2; Directory.Exists(place); again++)
        {
            place = Path.Combine(target.FullName, string.Create(CultureInfo.InvariantCulture, $"{stamp}-{again}-{drop.Name}"));
        }

        if (result.IsDone)
        {
            Forget(settled => YearOf(settled.Name) == drop.Year);
        }

        drop.Folder.MoveTo(place);
        return Path.GetRelativePath(directory.FullName, place);
    }

    /// <summary>Deletes what was written beside drops longer ago than it is kept.</summary>
    public void Expire()
    {
        var before = clock.GetUtcNow() - keep;
        Forget(settled => DateTimeOffset.TryParseExact(
            settled.Name.Split('-')[0], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at < before);
    }

    private void Forget(Func<DirectoryInfo, bool> isOver)
    {
        foreach (var settled in Settled.Select(name => new DirectoryInfo(Path.Combine(directory.FullName, name))).Where(target => target.Exists)
            .SelectMany(target => target.EnumerateDirectories()).Where(isOver))
        {
            foreach (var file in Written)
            {
                File.Delete(Path.Combine(settled.FullName, file));
            }
        }
    }

    private static int? YearOf(string name) =>
        EndsInYear().Match(name) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private bool IsStill(DirectoryInfo folder)
    {
        var files = folder.EnumerateFiles().ToList();
        var since = clock.GetUtcNow() - quiet;
        return files.Count > 0 && folder.LastWriteTimeUtc <= since && files.TrueForAll(file => file.LastWriteTimeUtc <= since);
    }

    [GeneratedRegex("(?:^|[^0-9])(20[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex EndsInYear();
}
