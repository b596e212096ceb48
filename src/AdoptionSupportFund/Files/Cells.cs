using System.Globalization;

namespace Partnership.AdoptionSupportFund.Files;

/// <summary>Why a row is given back: the column at fault and what to mend, never what stood there.</summary>
internal sealed record RejectedRow(int Row, string? Column, string Reason);

/// <summary>A cell that cannot be what its column asks for.</summary>
internal sealed class CellException(string? column, string reason) : Exception(reason)
{
    public string? Column { get; } = column;
}

/// <summary>Reads cells as people write them.</summary>
internal static class Cells
{
    private static readonly string[] Days = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"];

    public static string Text(TableRow row, string column) => row[column] ?? throw new CellException(column, "is empty");

    public static DateOnly Day(TableRow row, string column) =>
        DateOnly.TryParseExact(Text(row, column), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2010 and <= 2060
            ? day
            : throw new CellException(column, "is not a day such as 2025-06-03 or 03/06/2025");

    /// <summary>Pounds, with or without a pound sign and thousands' commas, as pence.</summary>
    public static long Pence(TableRow row, string column)
    {
        var text = Text(row, column).Replace("£", string.Empty, StringComparison.Ordinal).Replace(",", string.Empty, StringComparison.Ordinal).Trim();
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pounds) && decimal.Round(pounds, 2) == pounds && pounds <= 1_000_000
            ? (long)(pounds * 100)
            : throw new CellException(column, "is not an amount in pounds such as 1250.00");
    }

    public static decimal Number(TableRow row, string column) =>
        decimal.TryParse(Text(row, column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000 ? number : throw new CellException(column, "is not a number");

    public static Guid Reference(TableRow row, string column) =>
        Guid.TryParse(Text(row, column), out var reference) ? reference : throw new CellException(column, "is not a reference of this service; ask the hub for it");

    public static T Code<T>(TableRow row, string column, IReadOnlyDictionary<string, T> codes) =>
        codes.TryGetValue(Text(row, column).ToLowerInvariant().Replace(' ', '-'), out var code) ? code : throw new CellException(column, $"is none of {string.Join(", ", codes.Keys)}");
}
