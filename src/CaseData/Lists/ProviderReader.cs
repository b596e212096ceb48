using System.Globalization;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Partnership.CaseData.AnnexA;

namespace Partnership.CaseData.Lists;

/// <summary>
/// Reads Ofsted's list as it is published: one sheet or several, each with its headings below rows of explanation, their wording other from
/// year to year. Sheets saved as text may stand one below the other in one file, each with its headings.
/// </summary>
internal static class ProviderReader
{
    /// <summary>What to do about a file that is none.</summary>
    internal const string Mend =
        "give Ofsted's list of children's homes and other providers for this return, as xlsx or CSV, with its columns URN, Local authority, Placement code, Placement provider code, Setting address postcode and Deregistration date.";

    private const int RowsOfJunk = 25;
    private static readonly char[] Between = [',', '/', ';', ' ', '\n', '\r'];

    static ProviderReader() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    internal static ProviderList Read(Stream stream, string name, string edition)
    {
        var sheets = new Sheets(name);
        try
        {
            using var reader = IsWorkbook(stream)
                ? ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { LeaveOpen = true })
                : ExcelReaderFactory.CreateCsvReader(stream, new ExcelReaderConfiguration { LeaveOpen = true, AutodetectSeparators = [','] });
            do
            {
                sheets.Read(reader);
            }
            while (reader.NextResult());
        }
        catch (Exception broken) when (broken is ExcelReaderException or InvalidDataException or System.Xml.XmlException or EndOfStreamException or IndexOutOfRangeException
            or ArgumentException or NullReferenceException or NotSupportedException or FormatException or KeyNotFoundException)
        {
            // The library tells a broken workbook by whatever it stumbles over.
            throw new UnreadableListException($"{name} cannot be read: {Mend}", broken);
        }

        return sheets.Providers.Count > 0 ? new ProviderList(sheets.Providers, sheets.Councils, edition) : throw new UnreadableListException($"{name} has no row with a URN: {Mend}");
    }

    private static bool IsWorkbook(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        stream.Position = 0;
        stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return start is [(byte)'P', (byte)'K'] or [0xD0, 0xCF];
    }

    /// <summary>Where the columns of a sheet stand; -1 where it has none of the two that a sheet may lack.</summary>
    private sealed record Columns(int Urn, int Council, int Places, int Kinds, int Postcode, int Until);

    /// <summary>What has been read of the sheets.</summary>
    private sealed class Sheets(string name)
    {
        internal Dictionary<string, Provider> Providers { get; } = new(StringComparer.Ordinal);

        internal HashSet<string> Councils { get; } = new(StringComparer.Ordinal);

        internal void Read(IExcelDataReader reader)
        {
            Columns? columns = null;
            for (var row = 1; reader.Read() && (columns is not null || row <= RowsOfJunk); row++)
            {
                var cells = new object?[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = reader.GetValue(i);
                }

                if (Array.Exists(cells, cell => cell is string text && HeadingText.Normalised(text) == "urn"))
                {
                    columns = ColumnsOf(cells);
                }
                else if (columns is not null)
                {
                    Take(columns, cells, row);
                }
            }
        }

        private void Take(Columns columns, object?[] cells, int row)
        {
            if (Text(cells, columns.Urn)?.ToUpperInvariant() is not { } urn)
            {
                return;
            }

            DateOnly? until = null;
            if (columns.Until >= 0 && !AnnexCells.TryDate(Cell(cells, columns.Until), out until))
            {
                throw new UnreadableListException(string.Create(CultureInfo.InvariantCulture, $"{name} has a day of deregistration in row {row} that is no date: write it as 31/03/2025, or leave it blank."));
            }

            if (!Providers.TryGetValue(urn, out var provider))
            {
                Providers.Add(urn, provider = new Provider());
            }

            var council = CouncilName.Plain(Text(cells, columns.Council) ?? string.Empty);
            Councils.Add(council);
            provider.Add(Codes(cells, columns.Places), columns.Kinds < 0 ? null : Codes(cells, columns.Kinds), Text(cells, columns.Postcode), council, until);
        }

        private Columns ColumnsOf(object?[] cells)
        {
            var headings = Array.ConvertAll(cells, cell => cell is string text ? HeadingText.Normalised(text) : string.Empty);
            return new Columns(
                Find("urn"),
                Demand("the council (Local authority)", "localauthority", "providerlocalauthority"),
                Demand("the kinds of placement (Placement code), which for supported accommodation is K3", "placementcode", "providerplacementcode"),
                Find("placementprovidercode", "providercode"),
                Demand("where it is (Setting address postcode)", "settingaddresspostcode", "settingpostcode", "providerpostcode"),
                Find("deregistrationdate", "closeddate"));

            int Find(params string[] known)
            {
                foreach (var heading in known)
                {
                    if (Array.IndexOf(headings, heading) is var at and >= 0)
                    {
                        return at;
                    }
                }

                return -1;
            }

            int Demand(string what, params string[] known) => Find(known) is var at and >= 0 ? at : throw new UnreadableListException($"{name} has no column for {what}: {Mend}");
        }

        private static object? Cell(object?[] cells, int column) => column >= 0 && column < cells.Length ? cells[column] : null;

        private static string? Text(object?[] cells, int column) => AnnexCells.Text(Cell(cells, column));

        private static string[] Codes(object?[] cells, int column) =>
            Text(cells, column)?.ToUpperInvariant().Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
