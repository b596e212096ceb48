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
        return (Assert.Single(reader.Tables), rows, reader.Rejected);
    }
}

/// <summary>Gives a byte at a time, as the slowest line does.</summary>
internal sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..1], cancellationToken);
}
