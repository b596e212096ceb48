namespace Partnership.LocalHosting;

internal static class PostgresBinaries
{
    /// <summary>The folder of the installed programs: of the version that wrote the cluster, or the newest for a new one.</summary>
    public static string For(string? data)
    {
        const string root = "/usr/lib/postgresql";
        var versions = (Directory.Exists(root) ? Directory.GetDirectories(root) : [])
            .Select(folder => (Folder: Path.Combine(folder, "bin"), Version: Path.GetFileName(folder)))
            .Where(installed => File.Exists(Path.Combine(installed.Folder, "postgres")))
            .ToList();
        var versionFile = data is null ? null : Path.Combine(data, "PG_VERSION");
        if (versionFile is not null && File.Exists(versionFile))
        {
            var wanted = File.ReadAllText(versionFile).Trim();
            return versions.FirstOrDefault(installed => installed.Version == wanted).Folder
                ?? throw new InvalidOperationException($"The cluster in {data} was written by PostgreSQL {wanted}, which is not installed under {root}.");
        }

        return versions.OrderByDescending(installed => int.TryParse(installed.Version, out var number) ? number : 0).FirstOrDefault().Folder
            ?? throw new InvalidOperationException($"PostgreSQL is not installed: no {root}/*/bin/postgres. Install the package 'postgresql'.");
    }
}
