using System.Globalization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>Figures as people read them.</summary>
internal static class Words
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public static string Number(double value) => value switch
    {
        0 => "0",
        >= 1_000_000_000 or <= -1_000_000_000 => string.Create(English, $"{value / 1_000_000_000:0.##} bn"),
        >= 1_000_000 or <= -1_000_000 => string.Create(English, $"{value / 1_000_000:0.##} m"),
        >= 1000 or <= -1000 => string.Create(English, $"{value:#,0}"),
        >= 10 or <= -10 => string.Create(English, $"{value:0.#}"),
        >= 0.01 or <= -0.01 => string.Create(English, $"{value:0.##}"),
        _ => string.Create(English, $"{value:0.####}"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        < 1024 => string.Create(English, $"{bytes:0} B"),
        < 1024 * 1024 => string.Create(English, $"{bytes / 1024:0.#} KiB"),
        < 1024.0 * 1024 * 1024 => string.Create(English, $"{bytes / 1024 / 1024:0.#} MiB"),
        _ => string.Create(English, $"{bytes / 1024 / 1024 / 1024:0.##} GiB"),
    };

    /// <summary>A length of time in the unit that suits it: 340 µs, 12.5 ms, 3.2 s, 4 min, 2 h.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        <= 0 => "0 s",
        < 0.001 => string.Create(English, $"{seconds * 1_000_000:0} µs"),
        < 0.1 => string.Create(English, $"{seconds * 1000:0.#} ms"),
        < 1 => string.Create(English, $"{seconds * 1000:0} ms"),
        < 10 => string.Create(English, $"{seconds:0.##} s"),
        < 120 => string.Create(English, $"{seconds:0} s"),
        < 7200 => string.Create(English, $"{seconds / 60:0} min"),
        < 172800 => string.Create(English, $"{seconds / 3600:0} h"),
        _ => string.Create(English, $"{seconds / 86400:0} days"),
    };

    public static string Nanoseconds(long nanoseconds) => Seconds(nanoseconds / 1e9);

    /// <summary>A metric's value in its unit, as the unit's short name says: s, By, {message}.</summary>
    public static string Measured(double value, string unit) => unit switch
    {
        "s" => Seconds(value),
        "ms" => Seconds(value / 1000),
        "By" => Bytes(value),
        "1" or "" or ['{', .., '}'] => Number(value),
        _ => $"{Number(value)} {Unit(unit)}",
    };

    public static string Unit(string unit) => unit.Trim('{', '}') switch
    {
        "1" => "",
        "By" => "bytes",
        var word => word,
    };

    /// <summary>The time of day (UTC) of an instant in nanoseconds since 1970.</summary>
    public static string Time(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string ShortTime(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Count(int count, string one, string? many = null) =>
        string.Create(English, $"{count:#,0} {(count == 1 ? one : many ?? one + "s")}");
}
