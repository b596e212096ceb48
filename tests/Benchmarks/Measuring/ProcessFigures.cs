using System.Globalization;

namespace Partnership.Benchmarks.Measuring;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>Proportional set size: shared pages counted once among those who share them. MiB.</summary>
    public static double PssMiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time used so far, user and system.</summary>
    public static TimeSpan ProcessorTime(int pid)
    {
        // After the name, which may hold spaces, in parentheses: utime and stime are the 12th and 13th, in hundredths of a second.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromMilliseconds(ticks * 10);
    }
}
