using System.Globalization;
using System.Text;

namespace Partnership.Simulator.Returns;

/// <summary>One row of a return; which child it is about is kept apart from what it says.</summary>
internal sealed record ReturnRow(string Child, string[] Cells);

/// <summary>One table of one council's return for one year.</summary>
internal sealed class ReturnTable(string name, string file, params string[] columns)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public string Name { get; } = name;

    public string File { get; } = file;

    public List<ReturnRow> Rows { get; } = [];

    public void Add(string child, params string[] cells) => Rows.Add(new ReturnRow(child, cells));

    public int Column(string column) => Array.IndexOf(columns, column);

    public string Get(ReturnRow row, string column) => row.Cells[Column(column)];

    public void Set(ReturnRow row, string column, string value) => row.Cells[Column(column)] = value;

    public void Write(string directory)
    {
        using var stream = new FileStream(Path.Combine(directory, File), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        using var writer = new StreamWriter(stream, Utf8, 1 << 16) { NewLine = "\r\n" };
        WriteLine(writer, columns);
        foreach (var row in Rows)
        {
            WriteLine(writer, row.Cells);
        }
    }

    private static void WriteLine(StreamWriter writer, string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(',');
            }

            // Nothing that the simulator writes holds a comma, a quote or a line break.
            writer.Write(cells[i]);
        }

        writer.WriteLine();
    }
}

/// <summary>Dates as returns write them.</summary>
internal static class ReturnDate
{
    public static string Write(DateOnly? date) => date?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "";
}
