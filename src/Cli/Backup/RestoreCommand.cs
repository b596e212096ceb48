using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Partnership.Cli.Machine;
using Partnership.Cli.Sealing;

namespace Partnership.Cli.Backup;

/// <summary><c>partnership restore IN</c>: everything of a backup, or one council's hub while the others work on.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var council = new Option<string?>("--council") { Description = "Only this council's hub, by its three digits; all that the backup holds when left out" };
        var check = new Option<bool>("--check") { Description = "Only see whether the backup is whole and opens; nothing is changed" };
        var input = new Argument<DirectoryInfo>("IN") { Description = "The folder that backup made" };
        var command = new Command("restore", "Bring databases back from a backup, compare every table with it, and take them into use") { council, check, Passphrase.FileOption, input };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = parsed.GetValue(input)!.FullName;
            var (key, manifest) = await BackupFolder.OpenAsync(folder, Passphrase.ForOpening(parsed.GetValue(Passphrase.FileOption)), ct);
            var chosen = manifest.Chosen(parsed.GetValue(council));
            return parsed.GetValue(check)
                ? await CheckAsync(folder, key, manifest, chosen, ct)
                : await RestoreAsync(folder, key, manifest, chosen, ct);
        });
        return command;
    }

    private static async Task<int> CheckAsync(string folder, SealKey key, BackupManifest manifest, IReadOnlyList<BackedUpDatabase> chosen, CancellationToken ct)
    {
        foreach (var database in chosen)
        {
            await using var opening = await SealedReader.OpenAsync(BackupFolder.Open(folder, database.Database.Name), key, database.Database.Name, ct);
            await opening.CopyToAsync(Stream.Null, ct);
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{database.Database.Service}: whole, {database.Tables.Count} tables, {database.Tables.Sum(table => table.Rows):N0} rows"));
        }

        Terminal.Print($"Backup {manifest.Id} of {At(manifest.MadeAt)} UTC, from PostgreSQL {manifest.Server}.");
        return Verb.Done;
    }

    private static async Task<int> RestoreAsync(string folder, SealKey key, BackupManifest manifest, IReadOnlyList<BackedUpDatabase> chosen, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var present = await ServiceDatabase.AllAsync(ct);
        foreach (var database in chosen)
        {
            await DatabaseRestore.CheckAsync(database, present, ct);
        }

        IReadOnlyList<string> aside = [];
        TimeSpan? away;
        try
        {
            await PrepareAsync(folder, key, manifest, chosen, present, ct);
            using var host = new HostClient();
            away = await new ServiceStop(host).DuringAsync(chosen, async () => aside = await DatabaseRestore.SwapAsync(chosen, present, ct), ct);
        }
        finally
        {
            foreach (var database in chosen)
            {
                await DatabaseRestore.DropAsync(database.Database, CancellationToken.None);
            }
        }

        Terminal.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", chosen.Select(database => database.Database.Service))}: as on {At(manifest.MadeAt)} UTC, every table compared, in {watch.Elapsed.TotalSeconds:0.0} s{(away is { } time ? $", away for {time.TotalSeconds:0.0} s of them" : "")}."));
        if (aside.Count > 0)
        {
            Terminal.Print($"What was there until now is kept as {string.Join(", ", aside)}. It holds personal data: drop it when nobody misses it.");
        }

        if (away is null)
        {
            Terminal.Print("Run the services' migrate verbs, then start them.");
        }

        return Verb.Done;
    }

    /// <summary>Everything that takes time, while the services work on.</summary>
    private static Task PrepareAsync(
        string folder, SealKey key, BackupManifest manifest, IReadOnlyList<BackedUpDatabase> chosen, IReadOnlyList<ServiceDatabase> present, CancellationToken ct) =>
        Terminal.Progress().StartAsync(async context =>
        {
            foreach (var database in chosen)
            {
                var bar = context.AddTask(database.Database.Service, maxValue: 1);
                await DatabaseRestore.FillAsync(database, key, folder, done => bar.Value = done * 0.9, ct);
                await DatabaseRestore.EnterAsync(database, manifest.Id, ct);
                if (database.Database.Council is not null)
                {
                    await HubEpoch.RaiseAsync(database.Database, await HubEpoch.SeenAsync(database.Database, present, ct), ct);
                }

                bar.Value = 1;
            }
        });

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
