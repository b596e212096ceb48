using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Partnership.Cli.Machine;

/// <summary>
/// Runs pg_dump or pg_restore against one database. The password goes by the environment, never by the arguments; data go by pipes, never
/// by a file.
/// </summary>
internal sealed class PostgresTool : IDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly Task<string> _errors;

    private PostgresTool(Process process, string name)
    {
        (_process, _name) = (process, name);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Input => _process.StandardInput.BaseStream;

    public static PostgresTool Start(string name, string database, params string[] arguments)
    {
        var address = Servers.Postgres();
        var start = new ProcessStartInfo(Find(name))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
        [
            "--no-password",
            $"--host={address.Host}",
            string.Create(CultureInfo.InvariantCulture, $"--port={address.Port}"),
            $"--username={address.Username}",
            $"--dbname={database}",
            .. arguments,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGPASSWORD"] = address.Password;
        start.Environment["PGSSLMODE"] = address.SslMode == SslMode.VerifyFull ? "verify-full" : "prefer";
        if (address.RootCertificate is { } authority)
        {
            start.Environment["PGSSLROOTCERT"] = authority;
        }

        return new PostgresTool(Process.Start(start)!, name);
    }

    /// <summary>Waits for its end, which must be a good one.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        if (_process.ExitCode != 0)
        {
            throw new CommandFailedException($"{_name} ended with exit code {_process.ExitCode}: {(await _errors).Trim()}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>The newest that is installed: it reads the servers and dumps of the versions before.</summary>
    private static string Find(string name)
    {
        const string Root = "/usr/lib/postgresql";
        var installed = (Directory.Exists(Root) ? Directory.GetDirectories(Root) : [])
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin", name))
            .FirstOrDefault(File.Exists);
        return installed ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new CommandFailedException($"{name} is not installed.", "Install the package postgresql-client.");
    }
}
