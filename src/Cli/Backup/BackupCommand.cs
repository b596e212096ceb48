using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Partnership.Cli.Machine;
using Partnership.Cli.Sealing;
using Spectre.Console;

namespace Partnership.Cli.Backup;

/// <summary><c>partnership backup OUT</c>: every database, or one council's, sealed into a folder while the system works.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var council = new Option<string?>("--council") { Description = "Only this council's hub, by its three digits; everything when left out" };
        var output = new Argument<DirectoryInfo>("OUT") { Description = "A folder that is not there yet" };
        var command = new Command("backup", "Back the databases up while the system works, sealed with a passphrase") { council, Passphrase.FileOption, output };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(output)!, parsed.GetValue(council), parsed.GetValue(Passphrase.FileOption), ct));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo output, string? council, FileInfo? passphraseFile, CancellationToken ct)
    {
        var folder = NewFolder.At(output);
        var all = await ServiceDatabase.AllAsync(ct);

        // The region's first: it then knows nothing of a hub, its trail's end included, that the hub's own backup does not.
        IReadOnlyList<ServiceDatabase> chosen = [.. all.Where(database => council is null || database.Council == council).OrderBy(database => database.Council is not null)];
        if (chosen.Count == 0)
        {
            throw new CommandFailedException(council is null ? "There is nothing to back up: no service's database is here." : $"There is no hub of council {council} here.");
        }

        var watch = Stopwatch.StartNew();
        var key = SealKey.New(Passphrase.ForSealing(passphraseFile));
        var manifest = await folder.FillAsync(async partial =>
        {
            var made = await Terminal.Progress().StartAsync(async context =>
            {
                var bar = context.AddTask("Backing up", maxValue: chosen.Count);
                return await TakeAsync(chosen, key, partial, bar, ct);
            });
            await WriteAsync(made, key, partial, ct);
            return made;
        });
        Terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", manifest.Databases.Select(database => database.Database.Service))}: {manifest.Databases.SelectMany(database => database.Tables).Sum(table => table.Rows):N0} rows as of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC, in {watch.Elapsed.TotalSeconds:0.0} s."));
        Terminal.Print($"Backup {manifest.Id}: {output.FullName}");
        return Verb.Done;
    }

    private static async Task<BackupManifest> TakeAsync(IReadOnlyList<ServiceDatabase> chosen, SealKey key, string folder, ProgressTask bar, CancellationToken ct)
    {
        string server;
        await using (var connection = await Servers.OpenAsync("postgres", ct))
        {
            server = connection.ServerVersion;
        }

        var madeAt = TimeProvider.System.GetUtcNow();
        var databases = new List<BackedUpDatabase>(chosen.Count);
        foreach (var database in chosen)
        {
            bar.Description = database.Service;
            databases.Add(await DatabaseDump.TakeAsync(database, key.Set, key, folder, ct));
            bar.Increment(1);
        }

        return new BackupManifest(BackupManifest.PresentFormat, key.Set, madeAt, server, databases);
    }

    private static async Task WriteAsync(BackupManifest manifest, SealKey key, string folder, CancellationToken ct)
    {
        await using (var file = NewFolder.CreateFile(BackupFolder.FileOf(folder, BackupManifest.FileName)))
        {
            await using var sealing = new SealedWriter(file, key, BackupManifest.FileName);
            await manifest.WriteAsync(sealing, ct);
            await sealing.CompleteAsync(ct);
            file.Flush(flushToDisk: true);
        }

        await using var about = NewFolder.CreateFile(Path.Combine(folder, "README.txt"));
        await using var text = new StreamWriter(about);
        await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            A backup of Partnership, begun {manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC: {string.Join(", ", manifest.Databases.Select(database => database.Database.Service))}.
            Everything in it is encrypted. It opens with the passphrase that it was made with, and with nothing else.

                ./partnership restore FOLDER                  everything
                ./partnership restore FOLDER --council 860    one council's hub, while the others work on

            docs/running.md in Partnership's repository tells the rest, docs/decisions/0012-sealed-backups.md the format of the files.

            """));
    }
}
