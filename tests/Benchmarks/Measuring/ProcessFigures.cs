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
    public static TimeSpan ProcessorTime(int pid) => Stat(pid).Used;

    /// <summary>Processor time used so far by a process and all that it started, be they running or gone.</summary>
    public static TimeSpan ProcessorTimeOfFamily(int pid)
    {
        var (_, used, ofGone) = Stat(pid);
        return Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var other) ? other : 0)
            .Where(other => other != 0)
            .Aggregate(used + ofGone, (sum, other) => sum + OfChild(other, pid));
    }

    private static TimeSpan OfChild(int pid, int parent)
    {
        try
        {
            var (itsParent, used, ofGone) = Stat(pid);
            return itsParent == parent ? used + ofGone : TimeSpan.Zero;
        }
        catch (IOException)
        {
            // Ended between the list and the look: counted with its parent's from now on.
            return TimeSpan.Zero;
        }
    }

    private static (int Parent, TimeSpan Used, TimeSpan OfGone) Stat(int pid)
    {
        // After the name, which may hold spaces, in parentheses: the parent is the 2nd, utime and stime the 12th and 13th, those of children
        // that have ended the next two, in hundredths of a second.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        TimeSpan Ticks(int field) => TimeSpan.FromMilliseconds(long.Parse(fields[field], CultureInfo.InvariantCulture) * 10);
        return (int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(11) + Ticks(12), Ticks(13) + Ticks(14));
    }
}
