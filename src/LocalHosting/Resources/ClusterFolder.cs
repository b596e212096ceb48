namespace Partnership.LocalHosting;

/// <summary>
/// Where a cluster's files lie. PostgreSQL refuses to run as root: a host that is root runs it as the user
/// <c>postgres</c>, who could not reach a data folder inside a clone that only root may enter (such as one below /root).
/// Its files then lie in a folder of their own below /var/lib, named after the data folder.
/// </summary>
internal sealed class ClusterFolder
{
    private const string ServerUser = "postgres";

    private ClusterFolder(string path, string? user)
    {
        Path = path;
        User = user;
    }

    public string Path { get; }

    /// <summary>The user to run as; null for the host's own.</summary>
    public string? User { get; }

    public static async Task<ClusterFolder> PrepareAsync(
        LocalState state, string? volume, string resource, bool firstStart, CancellationToken cancellationToken)
    {
        var name = volume ?? $"{resource}-of-this-run";
        var path = Signals.IsRoot ? System.IO.Path.Combine(state.ClusterDirectory, name) : System.IO.Path.Combine(state.DataDirectory, name);
        var folder = new ClusterFolder(path, Signals.IsRoot ? ServerUser : null);
        if (firstStart && volume is null && Directory.Exists(path))
        {
            await Run("rm", ["-rf", "--", path], cancellationToken);
        }

        if (!Signals.IsRoot)
        {
            state.Folder(name);
            return folder;
        }

        if (!File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{ServerUser}:", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"PostgreSQL does not run as root, and there is no user '{ServerUser}' to run it as.");
        }

        SetStrangersDataAside(state, name, path);
        await Run("install", ["-d", "-m", "711", state.ClusterDirectory], cancellationToken);
        await Run("install", ["-d", "-m", "700", "-o", ServerUser, "-g", ServerUser, path], cancellationToken);
        await File.WriteAllTextAsync(LocationFile(state, name), path + "\n", cancellationToken);
        return folder;
    }

    /// <summary>Writes a file that only the server's user may read.</summary>
    public async Task WriteSecretAsync(string file, string secret, CancellationToken cancellationToken)
    {
        File.Delete(file);
        await using (var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(secret);
        }

        if (User is not null)
        {
            await Run("chown", [$"{User}:", file], cancellationToken);
        }
    }

    // A data folder that was deleted and made anew has new passwords: the old cluster would refuse them. It is kept, under another name.
    private static void SetStrangersDataAside(LocalState state, string name, string path)
    {
        if (!Directory.Exists(path) || File.Exists(LocationFile(state, name)))
        {
            return;
        }

        for (var number = 1; ; number++)
        {
            var aside = $"{path}.set-aside-{number}";
            if (!Directory.Exists(aside))
            {
                Directory.Move(path, aside);
                return;
            }
        }
    }

    private static string LocationFile(LocalState state, string name) => System.IO.Path.Combine(state.DataDirectory, $"{name}.location");

    private static Task<string> Run(string program, string[] arguments, CancellationToken cancellationToken) =>
        Tool.RunAsync(new ProcessLaunch(program, "/") { Arguments = arguments }, cancellationToken);
}
