using System.IO.Compression;
using System.Text.Json;
using System.Xml;
using Partnership.Cli.Changes;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Watch;

/// <summary>
/// Deletes the workbooks that name a child whom the hub has forgotten, by what the way back tells. Up to where that has been read is kept in the folder, and moved on only
/// when nothing of it is left to do, so that a restart misses nobody.
/// </summary>
internal sealed class ForgottenChildren(GatewayClient council, string code, DirectoryInfo directory, WatchedFolder folder, Notices notices, TimeProvider clock)
{
    // Every reading stands in the council's audit trail, and a workbook is no worse for a few minutes.
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    private readonly FileInfo _place = new(Path.Combine(directory.FullName, $".changes-{code}"));
    private DateTimeOffset _next;

    public async Task LookAsync(CancellationToken ct)
    {
        if (clock.GetUtcNow() < _next || !folder.Workbooks.Any())
        {
            return;
        }

        _next = clock.GetUtcNow() + Between;
        try
        {
            var after = await ChangesPage.PlaceAsync(_place, ct) ?? string.Empty;
            for (var more = true; more;)
            {
                var page = await ChangesPage.ReadAsync(council, code, after, ct);
                if (!Forget([.. page.Items.Select(item => item.Deserialize<Change>(JsonSerializerOptions.Web)!).Where(change => change.Gone)]))
                {
                    return;
                }

                (after, more) = (page.After, page.More);
                await ChangesPage.KeepAsync(_place, after, ct);
            }
        }
        catch (CommandFailedException failure)
        {
            notices.Say($"Whether the hub has forgotten a child could not be read, and is asked again: {failure.Message}");
        }
        catch (Exception fault) when (Notices.IsOfAFile(fault))
        {
            notices.Say($"{_place.Name}: {fault.Message}");
        }
    }

    /// <summary>Whether no workbook names any of them any more.</summary>
    private bool Forget(List<Change> gone)
    {
        if (gone.Count == 0)
        {
            return true;
        }

        // A held child of whom no row is at hand stands there under the hub's id.
        var names = gone.SelectMany(child => (string[])[child.LocalId, child.ChildId.ToString()]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isDone = true;
        foreach (var workbook in folder.Workbooks.ToList())
        {
            var path = Path.GetRelativePath(directory.FullName, workbook.FullName);
            isDone &= notices.Try(path, () =>
            {
                if (Names(workbook, names))
                {
                    workbook.Delete();
                    Terminal.Say($"{path}: deleted, for it names a child whom the hub has forgotten.");
                }
            });
        }

        return isDone;
    }

    /// <summary>Whether a text of the workbook is one of these: in a cell, or among those that are shared, as they are once somebody has saved it.</summary>
    private static bool Names(FileInfo workbook, HashSet<string> names)
    {
        try
        {
            using var archive = ZipFile.OpenRead(workbook.FullName);
            return archive.Entries.Where(entry => entry.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) && entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                .Any(entry => Names(entry, names));
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException)
        {
            // No workbook, and nobody can read a name in it.
            return false;
        }
    }

    private static bool Names(ZipArchiveEntry entry, HashSet<string> names)
    {
        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream);
        for (var isText = false; reader.Read();)
        {
            if (isText && reader.NodeType == XmlNodeType.Text && names.Contains(reader.Value))
            {
                return true;
            }

            isText = reader is { NodeType: XmlNodeType.Element, LocalName: "t" };
        }

        return false;
    }

    private sealed record Change(Guid ChildId, string LocalId, bool Gone = false);
}
