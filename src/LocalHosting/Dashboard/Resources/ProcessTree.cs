using System.Globalization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>A process as the kernel shows it; the start tells two apart that had the same id.</summary>
internal readonly record struct ProcessFacts(int Id, int Parent, long CpuTicks, long Start);

/// <summary>The machine's processes at one moment, read from <c>/proc</c>.</summary>
internal sealed class ProcessTree
{
    private const int ParentField = 1;
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;
    private const int StartField = 19;
    private readonly Dictionary<int, ProcessFacts> _processes = [];
    private readonly ILookup<int, int> _children;

    private ProcessTree(IEnumerable<ProcessFacts> processes)
    {
        foreach (var process in processes)
        {
            _processes[process.Id] = process;
        }

        _children = _processes.Values.ToLookup(process => process.Parent, process => process.Id);
    }

    public static ProcessTree Read() => new(Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Stat(id) : null)
        .OfType<ProcessFacts>());

    /// <summary>A process and all that it started: a server's workers are its own.</summary>
    public IEnumerable<ProcessFacts> Of(int id)
    {
        var next = new Queue<int>([id]);
        while (next.TryDequeue(out var current))
        {
            if (_processes.TryGetValue(current, out var process))
            {
                yield return process;
                foreach (var child in _children[current])
                {
                    next.Enqueue(child);
                }
            }
        }
    }

    /// <summary>
    /// The memory that the process would free by ending (PSS: what it shares counts in part), in bytes; what is resident when the
    /// kernel does not tell that of another user's process.
    /// </summary>
    public static long Memory(int id) => Kilobytes($"/proc/{id}/smaps_rollup", "Pss:") ?? Kilobytes($"/proc/{id}/status", "VmRSS:") ?? 0;

    private static ProcessFacts? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");

            // The name, in brackets, may hold anything.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessFacts(id, (int)Number(ParentField), Number(UserTimeField) + Number(SystemTimeField), Number(StartField));

            long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Kilobytes(string file, string name)
    {
        try
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - " kB".Length).Trim(), CultureInfo.InvariantCulture) * 1024;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
        }

        return null;
    }
}
