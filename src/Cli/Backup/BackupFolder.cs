using Partnership.Cli.Sealing;

namespace Partnership.Cli.Backup;

/// <summary>A backup is a folder: a sealed file for each database, the sealed manifest, and a few lines for whoever finds it.</summary>
internal static class BackupFolder
{
    public static string FileOf(string folder, string name) => Path.Combine(folder, $"{name}.sealed");

    /// <summary>Opens one of its files.</summary>
    /// <exception cref="CommandFailedException">It is not there.</exception>
    public static FileStream Open(string folder, string name)
    {
        try
        {
            return new FileStream(FileOf(folder, name), new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException($"{FileOf(folder, name)} is not there: {folder} is no backup, or not all of one.", cause: missing);
        }
    }

    /// <summary>The key of the backup in a folder, and its manifest.</summary>
    public static async Task<(SealKey Key, BackupManifest Manifest)> OpenAsync(string folder, string passphrase, CancellationToken ct)
    {
        SealKey key;
        await using (var first = Open(folder, BackupManifest.FileName))
        {
            key = SealKey.Of((await SealHeader.ReadAsync(first, ct)).Header, passphrase);
        }

        await using var manifest = await SealedReader.OpenAsync(Open(folder, BackupManifest.FileName), key, BackupManifest.FileName, ct);
        return (key, await BackupManifest.ReadAsync(manifest, ct));
    }
}
