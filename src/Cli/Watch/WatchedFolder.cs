using System.Globalization;
using System.Text.RegularExpressions;
using Partnership.Cli.Import;

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
internal sealed partial class WatchedFolder(DirectoryInfo directory, TimeSpan quiet, TimeSpan keep, int? year, Notices notices, TimeProvider clock)
{
    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Ends the name of a folder into which the files that lie flat are moved, one by one: a drop it is once it has them all.</summary>
    private const string Taking = ".taking";
    private static readonly string[] Own = ["working", "done", "failed"];
    private static readonly string[] Settled = ["done", "failed"];
    private static readonly string[] Written = [DropImport.Workbook, DropImport.Failure];

    private readonly HashSet<string> _leftAside = new(StringComparer.Ordinal);

    /// <summary>How long to wait before looking again.</summary>
    public TimeSpan LookAgain { get; } = quiet < TimeSpan.FromSeconds(2) ? TimeSpan.FromSeconds(1) : quiet / 2;

    /// <summary>The workbooks that were written and are still there.</summary>
    public IEnumerable<FileInfo> Workbooks => Own.SelectMany(In)
        .Select(folder => new FileInfo(Path.Combine(folder.FullName, DropImport.Workbook))).Where(workbook => workbook.Exists);

    /// <summary>Moves the drops that are still aside, those first that were taken before and not settled.</summary>
    public IEnumerable<Drop> Take()
    {
        var working = directory.CreateSubdirectory("working");
        foreach (var left in In("working"))
        {
            if (YearOf(left.Name) is { } ofLeft && !_leftAside.Contains(left.Name))
            {
                yield return new Drop(left.Name, ofLeft, left);
            }
        }

        foreach (var dropped in Dropped().ToList())
        {
            if (YearOf(dropped.Name) is { } ofDrop && notices.Try(dropped.Name, () => MoveAside(dropped, working)) is { } aside)
            {
                yield return new Drop(dropped.Name, ofDrop, aside);
            }
        }

        if (year is { } ofFiles && notices.Try(directory.Name, () => Gather(working, string.Create(CultureInfo.InvariantCulture, $"dropped-{ofFiles}"))) is { } flat)
        {
            yield return new Drop(flat.Name, ofFiles, flat);
        }
    }

    /// <summary>Says of everything that is not taken, and that nobody is still writing, why not.</summary>
    public void SayWhatStays(string code)
    {
        foreach (var file in Files(directory).Where(file => !(year is not null && ReturnUpload.IsOfAReturn(file)) && file.LastWriteTimeUtc <= StillSince))
        {
            notices.Say(NotTaken.File(file.Name, file, code));
        }

        foreach (var folder in Dropped())
        {
            notices.Try(folder.Name, () =>
            {
                var isEmpty = !folder.EnumerateFiles().Any();
                if (isEmpty ? folder.LastWriteTimeUtc <= StillSince : YearOf(folder.Name) is null && IsStill(folder))
                {
                    notices.Say(YearOf(folder.Name) is null ? NotTaken.Folder(folder.Name) : NotTaken.Empty(folder.Name));
                }
            });
        }

        foreach (var half in In("working").Where(folder => folder.Name.EndsWith(Taking, StringComparison.Ordinal) && YearOf(folder.Name[..^Taking.Length]) != year))
        {
            notices.Say(NotTaken.HalfTaken(Path.GetRelativePath(directory.FullName, half.FullName)));
        }
    }

    /// <summary>Says of what else lies in a drop that it is not handed in.</summary>
    public void SayWhatStaysIn(Drop drop, string code) => notices.Try(drop.Name, () =>
    {
        foreach (var file in Files(drop.Folder).Where(file => !ReturnUpload.IsOfAReturn(file) && file.Name is not (DropImport.Key or DropImport.Workbook or DropImport.Failure)))
        {
            notices.Say(NotTaken.File(Path.Combine(drop.Name, file.Name), file, code));
        }
    });

    /// <summary>Puts a drop where it belongs and answers where that is; null when it cannot be moved, and stays aside for as long as this process lives.</summary>
    public string? Settle(Drop drop, DropResult result)
    {
        var settled = notices.Try(drop.Name, () => Move(drop, result));
        if (settled is null)
        {
            _leftAside.Add(drop.Name);
        }

        return settled;
    }

    /// <summary>Deletes what was written beside drops longer ago than it is kept.</summary>
    public void Expire()
    {
        var before = clock.GetUtcNow() - keep;
        Forget(settled => DateTimeOffset.TryParseExact(
            settled.Name.Split('-')[0], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at < before);
    }

    private DateTime StillSince => (clock.GetUtcNow() - quiet).UtcDateTime;

    private IEnumerable<DirectoryInfo> Dropped() =>
        directory.EnumerateDirectories().Where(folder => !Own.Contains(folder.Name) && folder.Name[0] != '.').OrderBy(folder => folder.Name, StringComparer.Ordinal);

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) => folder.EnumerateFiles().Where(file => file.Name[0] != '.').OrderBy(file => file.Name, StringComparer.Ordinal);

    private IEnumerable<DirectoryInfo> In(string own)
    {
        var folder = new DirectoryInfo(Path.Combine(directory.FullName, own));
        return folder.Exists ? folder.EnumerateDirectories().OrderBy(each => each.Name, StringComparer.Ordinal).ToList() : [];
    }

    /// <summary>Moves a drop aside; null while it is being written, or one of its name waits, which is handed in first.</summary>
    private DirectoryInfo? MoveAside(DirectoryInfo dropped, DirectoryInfo working)
    {
        var aside = Path.Combine(working.FullName, dropped.Name);
        if (!IsStill(dropped) || Directory.Exists(aside))
        {
            return null;
        }

        dropped.MoveTo(aside);
        return new DirectoryInfo(aside);
    }

    private string Move(Drop drop, DropResult result)
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

    /// <summary>Makes a drop of the files that lie flat. Cut short, it goes on where it was: half of a return must not be taken for all of it.</summary>
    private DirectoryInfo? Gather(DirectoryInfo working, string name)
    {
        var files = Files(directory).Where(ReturnUpload.IsOfAReturn).ToList();
        var (aside, taking) = (Path.Combine(working.FullName, name), new DirectoryInfo(Path.Combine(working.FullName, name + Taking)));
        if (Directory.Exists(aside) || (files.Count == 0 && !taking.Exists) || files.Exists(file => file.LastWriteTimeUtc > StillSince))
        {
            return null;
        }

        taking.Create();
        foreach (var file in files)
        {
            file.MoveTo(Path.Combine(taking.FullName, file.Name), overwrite: true);
        }

        taking.MoveTo(aside);
        return new DirectoryInfo(aside);
    }

    private void Forget(Func<DirectoryInfo, bool> isOver)
    {
        foreach (var settled in Settled.SelectMany(In).Where(isOver))
        {
            foreach (var file in Written)
            {
                var path = Path.Combine(settled.FullName, file);
                notices.Try(Path.GetRelativePath(directory.FullName, path), () => File.Delete(path));
            }
        }
    }

    private static int? YearOf(string name) =>
        EndsInYear().Match(name) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private bool IsStill(DirectoryInfo folder)
    {
        var files = folder.EnumerateFiles().ToList();
        return files.Count > 0 && folder.LastWriteTimeUtc <= StillSince && files.TrueForAll(file => file.LastWriteTimeUtc <= StillSince);
    }

    [GeneratedRegex("(?:^|[^0-9])(20[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex EndsInYear();
}
