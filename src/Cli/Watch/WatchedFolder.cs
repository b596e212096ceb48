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
/// <c>working</c> first, so that what is there after a fault was not handed in to the end and is taken again.
/// </summary>
internal sealed partial class WatchedFolder(DirectoryInfo directory, TimeSpan quiet, TimeProvider clock)
{
    private static readonly string[] Own = ["working", "done", "failed"];

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
            if (YearOf(dropped.Name) is { } year && IsStill(dropped))
            {
                var aside = new DirectoryInfo(Path.Combine(working.FullName, dropped.Name));
                dropped.MoveTo(aside.FullName);
                yield return new Drop(aside.Name, year, aside);
            }
        }
    }

    /// <summary>Puts a drop where it belongs; answers where that is.</summary>
    public string Settle(Drop drop, DropResult result)
    {
        var stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var target = directory.CreateSubdirectory(result.IsDone ? "done" : "failed");
        var place = Path.Combine(target.FullName, $"{stamp}-{drop.Name}");
        for (var again = 2; Directory.Exists(place); again++)
        {
            place = Path.Combine(target.FullName, string.Create(CultureInfo.InvariantCulture, $"{stamp}-{again}-{drop.Name}"));
        }

        drop.Folder.MoveTo(place);
        return Path.GetRelativePath(directory.FullName, place);
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
