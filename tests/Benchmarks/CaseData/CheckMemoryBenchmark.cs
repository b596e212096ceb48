using System.Globalization;
using System.Reflection;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.Benchmarks.CaseData;

/// <summary>
/// What the memory of a large check consists of: the return of the larger <see cref="CheckCommandBenchmark"/> read in this process, step by step, with what is alive after each.
/// Rows are counted at the size that one of their kind takes, texts once each, however many cells share them.
/// </summary>
public static class CheckMemoryBenchmark
{
    private const int Sampled = 1_000;

    /// <summary>Runs the measurement and prints its figures.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("partnership-check-memory-");
        try
        {
            var files = (await CheckReturns.MakeAsync(folder, errors: 0, large: true)).Large.EnumerateFiles("*.csv").OrderByDescending(file => file.Length).ToList();
            var before = Alive();
            var set = new ReturnSet();
            foreach (var file in files)
            {
                using var stream = file.OpenRead();
                set.ReadFile(stream, file.Name);
            }

            var garbage = GC.GetGCMemoryInfo();
            var read = Alive();
            var (rows, texts, distinct) = RowsAndTexts(set);
            var gathered = set.ByChild();
            var children = Alive();
            var count = gathered.All.Count;
            GC.KeepAlive(gathered);
            gathered = null;
            var findings = RuleBook.For(CheckReturns.Year).Check(set);
            var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set.RowCount:N0} rows, {count:N0} children, {distinct:N0} texts, {findings.Count:N0} findings"));
            Show("rows", rows);
            Show("texts", texts);
            Show("places of rows in their tables", read - before - rows - texts);
            Show("children", children - read);
            Show("alive in all", children - before);
            Show("committed when all was read", garbage.TotalCommittedBytes);
            Show("peak of this process", long.Parse(peak, CultureInfo.InvariantCulture) * 1024);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Show(string what, long bytes) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-34} {bytes / 1024d / 1024,8:N0} MiB"));

    private static long Alive()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static (long Rows, long Texts, int Distinct) RowsAndTexts(ReturnSet set)
    {
        var (rows, texts) = (0L, new HashSet<string>(ReferenceEqualityComparer.Instance));
        foreach (var table in Tables.All.Where(set.Has))
        {
            rows += set.Rows(table).Count * SizeOf(table);
            if (set.Rows(table) is not [var first, ..])
            {
                continue;
            }

            var columns = first.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(column => column.PropertyType == typeof(string) && column.CanWrite)
                .Select(column => column.GetMethod!.CreateDelegate(typeof(Func<,>).MakeGenericType(first.GetType(), typeof(string)))).ToList();
            foreach (var row in set.Rows(table))
            {
                columns.ForEach(column => texts.UnionWith(((string?)column.DynamicInvoke(row)) is { } text ? [text] : []));
            }
        }

        // A header, a type, a length, the letters and a closing zero, in eights.
        return (rows, texts.Sum(text => (22L + (2 * text.Length) + 7) / 8 * 8), texts.Count);
    }

    private static long SizeOf(Table table)
    {
        var cells = new string?[Tables.ColumnsOf(table).Count - 1];
        var kept = new ReturnRow[Sampled];
        RowCells.Build(table, 0, "A", cells);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var row = 0; row < Sampled; row++)
        {
            kept[row] = RowCells.Build(table, row, "A", cells);
        }

        var after = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(kept);
        return (after - before) / Sampled;
    }
}
