using System.Globalization;

namespace Partnership.Statutory.Tests;

internal static class Days
{
    /// <summary>A day as tests write it: <c>2025-03-31</c>.</summary>
    internal static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
