namespace Partnership.LocalHosting;

/// <summary>
/// Where a cluster's files lie: in the data folder. PostgreSQL refuses to run as root, so a host that is root runs it as
/// the user <c>postgres</c> and lets that user's group through the data folder. Into a clone that only root may enter (such
/// as one below /root) that user cannot come at all: the files then lie below /var/lib, in a folder named after the data
/// folder, which holds a note of where they are.
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
        var path = Signals.IsRoot
            ? await ReachablePathAsync(state, name, cancellationToken)
            : System.IO.Path.Combine(state.DataDirectory, name);
        if (firstStart && volume is null && Directory.Exists(path))
        {
            await Run("rm", ["-rf", "--", path], cancellationToken);
        }

        if (!Signals.IsRoot)
        {
            return new ClusterFolder(state.Folder(name), null);
        }

        await Run("install", ["-d", "-m", "700", "-o", ServerUser, "-g", ServerUser, path], cancellationToken);
        return new ClusterFolder(path, ServerUser);
    }

    private static async Task<string> ReachablePathAsync(LocalState state, string name, CancellationToken cancellationToken)
    {
        if (!File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{ServerUser}:", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"PostgreSQL does not run as root, and there is no user '{ServerUser}' to run it as.");
        }

        var note = System.IO.Path.Combine(state.DataDirectory, $"{name}.location");
        if (File.Exists(note))
        {
            return (await File.ReadAllTextAsync(note, cancellationToken)).Trim();
        }

        var (exitCode, _) = await Tool.TryRunAsync(
            new ProcessLaunch("test", "/") { Arguments = ["-x", System.IO.Path.GetDirectoryName(state.DataDirectory)!], User = ServerUser }, cancellationToken);
        if (exitCode == 0)
        {
            await Run("chgrp", [ServerUser, state.DataDirectory], cancellationToken);
            await Run("chmod", ["710", state.DataDirectory], cancellationToken);
            return System.IO.Path.Combine(state.DataDirectory, name);
        }

        var path = System.IO.Path.Combine(state.ClusterDirectory, name);
        SetAside(path);
        await Run("install", ["-d", "-m", "711", state.ClusterDirectory], cancellationToken);
        await File.WriteAllTextAsync(note, path + "\n", cancellationToken);
        return path;
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
    private static void SetAside(string path)
    {
        for (var number = 1; Directory.Exists(path); number++)
        {
            var aside = $"{path}.set-aside-{number}";
            if (!Directory.Exists(aside))
            {
                Directory.Move(path, aside);
            }
        }
    }

    private static Task<string> Run(string program, string[] arguments, CancellationToken cancellationToken) =>
        Tool.RunAsync(new ProcessLaunch(program, "/") { Arguments = arguments }, cancellationToken);
}
