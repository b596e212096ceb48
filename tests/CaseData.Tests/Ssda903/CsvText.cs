using System.Text;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

/// <summary>Reads files written in a test, some of them through a stream that gives a byte at a time.</summary>
internal static class CsvText
{
    internal const string PlacedAdoption = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED";

    internal static Task<(Table Table, List<ReturnRow> Rows, IReadOnlyList<RejectedRow> Rejected)> ReadAsync(string text, bool slowly = false) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), slowly);

    internal static async Task<(Table Table, List<ReturnRow> Rows, IReadOnlyList<RejectedRow> Rejected)> ReadAsync(byte[] bytes, bool slowly = false)
    {
        using var stream = slowly ? new OneByteStream(bytes) : new MemoryStream(bytes);
        var reader = await ReturnReader.OpenAsync(stream, "file.csv");
        var rows = new List<ReturnRow>();
        while (await reader.ReadRowsAsync(rows))
        {
        }

        Assert.Equal(reader.RowsMet, rows.Count + reader.Rejected.Count);
        ReadAtOnce(slowly ? new OneByteStream(bytes) : new MemoryStream(bytes), rows, reader.Rejected);
        return (Assert.Single(reader.Tables), rows, reader.Rejected);
    }

    /// <summary>Whoever reads without waiting gets the same.</summary>
    private static void ReadAtOnce(Stream stream, List<ReturnRow> expected, IReadOnlyList<RejectedRow> rejected)
    {
        using (stream)
        {
            var reader = ReturnReader.Open(stream, "file.csv");
            var rows = new List<ReturnRow>();
            while (reader.ReadRows(rows))
            {
            }

            Assert.Equal(expected, rows);
            Assert.Equal(rejected, reader.Rejected);
        }
    }
}

/// <summary>Gives a byte at a time, as the slowest line does.</summary>
internal sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..1], cancellationToken);

    public override int Read(Span<byte> buffer) => base.Read(buffer[..1]);
}
