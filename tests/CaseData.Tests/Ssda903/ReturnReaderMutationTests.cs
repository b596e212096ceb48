using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

/// <summary>Whatever happens to a file, reading it ends, keeps the good rows and numbers every row rightly.</summary>
public class ReturnReaderMutationTests
{
    private static readonly string[] Good =
        [.. Enumerable.Range(1, 12).Select(i => $"C{i},0{(i % 9) + 1}/05/2019,\"1{i % 9}/06/2024\",,{(i % 3 == 0 ? "RD1" : string.Empty)}")];

    [Fact]
    public void ReadRows_OneLineReplacedByAnyBytes_KeepsAndNumbersEveryOtherRow()
    {
        var bytes = Gen.Frequency<byte>((3, Gen.Elements("\",\r\n \t\0Cc01/\xFF"u8.ToArray())), (1, Gen.Choose(0, 255).Select(value => (byte)value)))
            .ListOf().Select(list => list.ToArray());
        var cases = bytes.SelectMany(garbage => Gen.Choose(0, Good.Length - 1).Select(at => (Garbage: garbage, At: at))).ToArbitrary();

        Prop.ForAll(cases, one =>
        {
            byte[] file =
            [
                .. Line(CsvText.PlacedAdoption), .. Good[..one.At].SelectMany(Line), .. one.Garbage, (byte)'\n', .. Good[(one.At + 1)..].SelectMany(Line),
            ];
            var read = CsvText.ReadAsync(file).GetAwaiter().GetResult();

            // The lines that the garbage itself makes are rows, good or bad; everything above and below must be untouched.
            var between = Encoding.Latin1.GetString(one.Garbage).Split('\r', '\n').Count(line => line.Trim(' ', '\t').Length > 0);
            var outside = read.Rows.Where(row => row.Row <= one.At || row.Row > one.At + between).ToList();
            var expected = Good.Select((_, i) => i).Where(i => i != one.At).Select(i => (i < one.At ? i + 1 : i + between, $"C{i + 1}"));
            return expected.SequenceEqual(outside.Select(row => (row.Row, row.Child)))
                && read.Rejected.All(row => row.Row > one.At && row.Row <= one.At + between)
                && read.Rows.Count + read.Rejected.Count == Good.Length - 1 + between;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task ReadRows_TenThousandMutatedFiles_NeverFailOtherwiseThanBySayingSo()
    {
        var random = new Random(903);
        var original = Encoding.UTF8.GetBytes(CsvText.PlacedAdoption + "\r\n" + string.Join("\r\n", Good));
        var (whole, refused, rows) = (0, 0, 0);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                // ReadAsync asserts that each row met is either good or given back.
                rows += (await CsvText.ReadAsync(Mutate(original, random))).Rows.Count;
                whole++;
            }
            catch (UnreadableReturnException)
            {
                refused++;
            }
        }

        Assert.Equal(10_000, whole + refused);
        Assert.True(rows > 50_000, $"Only {rows} rows were kept.");
        Assert.True(refused > 100, $"Only {refused} files were refused.");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"Took {watch.Elapsed}.");
    }

    private static byte[] Line(string text) => [.. Encoding.UTF8.GetBytes(text), (byte)'\r', (byte)'\n'];

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(at, "\",\r\n\0;"u8[random.Next(6)]);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(200)));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(0, random.Next(bytes.Count)));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)'x', random.Next(20_000)));
                    break;
            }
        }

        return [.. bytes];
    }
}
