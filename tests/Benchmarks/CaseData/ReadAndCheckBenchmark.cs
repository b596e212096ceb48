using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsvHelper;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.Benchmarks.CaseData;

/// <summary>
/// Rows of a return read and checked per second on one thread, from memory. Beside them, as the yardstick, CsvHelper's reader
/// turning the same bytes into text and doing nothing with it; the two take turns.
/// </summary>
public static class ReadAndCheckBenchmark
{
    private const int Children = 10_000;
    private const int Rounds = 5;

    /// <summary>Runs the benchmark and prints its figures.</summary>
    public static async Task RunAsync()
    {
        var files = Files();
        var rows = 0;
        var (parse, read, check) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            rows = SplitOnly(files);
            var parsed = rows / watch.Elapsed.TotalSeconds;

            watch.Restart();
            var set = new ReturnSet();
            foreach (var (name, bytes) in files)
            {
                using var stream = new MemoryStream(bytes);
                await set.ReadFileAsync(stream, name);
            }

            var done = set.RowCount / watch.Elapsed.TotalSeconds;
            var findings = RuleBook.For(2025).Check(set).Count;
            var whole = set.RowCount / watch.Elapsed.TotalSeconds;
            if (set.RowCount != rows || findings > rows / 10)
            {
                throw new InvalidOperationException($"{set.RowCount} of {rows} rows were read, with {findings} findings.");
            }

            // The first round only warms up.
            if (round > 0)
            {
                parse.Add(parsed);
                read.Add(done);
                check.Add(whole);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Return of {rows:N0} rows, {Children:N0} children; median of {Rounds} rounds, one thread"));
        Show("CsvHelper, splitting into text only", parse);
        Show("read into rows", read);
        Show("read into rows and checked by every rule", check);
    }

    private static void Show(string what, List<double> figures)
    {
        figures.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-42} {figures[figures.Count / 2],12:N0} rows/s"));
    }

    private static int SplitOnly(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        var (rows, cells) = (0, 0);
        foreach (var (_, bytes) in files)
        {
            using var reader = CsvReader.Create(new MemoryStream(bytes), new CsvReaderOptions { PoolStrings = true });
            while (reader.Read())
            {
                rows++;
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    cells += reader.GetString(i).Length > 0 ? 1 : 0;
                }
            }
        }

        return cells > 0 ? rows : throw new InvalidOperationException("Nothing was read.");
    }

    private static List<(string Name, byte[] Bytes)> Files()
    {
        var files = Tables.All.Take(9).ToDictionary(table => table, table => new StringBuilder(string.Join(',', Tables.ColumnsOf(table)) + "\r\n"));
        var start = new DateOnly(2024, 4, 1);
        for (var child = 1; child <= Children; child++)
        {
            var dob = Day(start.AddDays(-200 - (child % 3000)));
            files[Table.Header].Append(CultureInfo.InvariantCulture, $"{child},{"MF"[child % 2]},{dob},WBRI,A{child:D12},,\r\n");
            files[Table.PrevPerm].Append(CultureInfo.InvariantCulture, $"{child},{dob},Z1,,\r\n");
            files[Table.OC2].Append(CultureInfo.InvariantCulture, $"{child},{dob},{child % 40},,0,1,1,1,1,0,0,0\r\n");
            var began = start.AddDays(child % 90);
            for (var episode = 0; episode < 3; episode++)
            {
                var ends = began.AddDays(60);
                var (dec, rec) = episode < 2 ? (Day(ends), "X1") : (string.Empty, string.Empty);
                files[Table.Episodes].Append(
                    CultureInfo.InvariantCulture,
                    $"{child},{Day(began)},{(episode == 0 ? "S" : "P")},C2,N1,U{(episode % 3) + 4},PR1,{dec},{rec},CARPL,ZZ1 {child % 10}AA,ZZ2 {child % 7}BB,1234567\r\n");
                began = ends;
            }

            for (var review = 0; review < 3; review++)
            {
                files[Table.Reviews].Append(CultureInfo.InvariantCulture, $"{child},{dob},{Day(began.AddDays(-30 * review))},PN1\r\n");
            }

            if (child % 10 == 0)
            {
                files[Table.PlacedAdoption].Append(CultureInfo.InvariantCulture, $"{child},{dob},{Day(start.AddDays(200))},,\r\n");
            }
        }

        return [.. files.Select(file => ($"{file.Key}.csv", Encoding.UTF8.GetBytes(file.Value.ToString())))];
    }

    private static string Day(DateOnly day) => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);
}
