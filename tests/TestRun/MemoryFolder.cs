using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace Partnership.TestRun;

/// <summary>
/// A folder for all that the tests keep for a while, in memory where there is plenty and programs may run from it: their clusters and brokers
/// come and go by the hundred, and a file system need have no part in that.
/// </summary>
internal sealed class MemoryFolder : IDisposable
{
    private const string Shared = "/dev/shm";
    private const string Prefix = "partnership-test-";
    private const string Variable = "TMPDIR";
    private const long Gibibyte = 1L << 30;
    private readonly string _path;

    private MemoryFolder(string path) => _path = path;

    /// <summary>Makes the folder and has this process and those that it starts keep their files there; null where it cannot be, or somebody has chosen another.</summary>
    public static MemoryFolder? Take()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || !Directory.Exists(Shared))
        {
            return null;
        }

        RemoveThoseOfTheDead();
        if (new DriveInfo(Shared).AvailableFreeSpace < 6 * Gibibyte || AvailableMemory() < 12 * Gibibyte)
        {
            return null;
        }

        // Only the folders within are private: as root, the database's user must get through to its own.
        var folder = new MemoryFolder(Path.Combine(Shared, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}")));
        Directory.CreateDirectory(folder._path, (UnixFileMode)0b111_001_001);
        if (!folder.RunsPrograms())
        {
            folder.Dispose();
            return null;
        }

        Environment.SetEnvironmentVariable(Variable, folder._path);
        return folder;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>A run that was killed has left its folder behind, and memory with it.</summary>
    private static void RemoveThoseOfTheDead()
    {
        foreach (var left in Directory.GetDirectories(Shared, Prefix + "*"))
        {
            if (!Directory.Exists($"/proc/{Path.GetFileName(left)[Prefix.Length..]}"))
            {
                try
                {
                    Directory.Delete(left, recursive: true);
                }
                catch (UnauthorizedAccessException)
                {
                    // Somebody else's.
                }
            }
        }
    }

    private static long AvailableMemory() => File.ReadLines("/proc/meminfo")
        .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .FirstOrDefault();

    /// <summary>Tests put programs of their own into their folders; what is mounted for shared memory may forbid that.</summary>
    [UnsupportedOSPlatform("windows")]
    private bool RunsPrograms()
    {
        var program = Path.Combine(_path, "program");
        File.WriteAllText(program, "#!/bin/sh\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        try
        {
            using var process = Process.Start(program);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
