using System.Globalization;
using Partnership.Simulator.Care;

namespace Partnership.Simulator.Lists;

/// <summary>
/// A postcode directory of the areas in which simulated children live. They do not exist: their districts go round the councils of the
/// region, near each other, and ZR holds the councils' own homes.
/// </summary>
internal static class InventedPostcodes
{
    /// <summary>Farther from all the others than any place in the country is from another: the grid reference is wrong.</summary>
    internal const string Impossible = "ZQ98 8XX";

    /// <summary>Well over 350 miles from all the others, in Scotland.</summary>
    internal const string Far = "ZQ99 9ZZ";

    /// <summary>In no directory.</summary>
    internal const string Unknown = "ZQ97 7QQ";

    /// <summary>A home, and a place to be placed.</summary>
    internal const string Home = "ZQ41 1AA";

    internal const string Placement = "ZQ1 1AA";

    private const int Districts = 79;
    private const string NoCounty = "E99999999";

    public static void Write(string file, IReadOnlyList<SimulatedCouncil> councils)
    {
        using var writer = new StreamWriter(file) { NewLine = "\r\n" };
        writer.WriteLine("pcds,oscty,oslaua,oseast1m,osnrth1m");
        for (var district = 1; district <= Districts; district++)
        {
            var council = councils[district % councils.Count];
            for (var sector = 1; sector <= 9; sector++)
            {
                WriteUnits(writer, string.Create(CultureInfo.InvariantCulture, $"ZQ{district} {sector}"), council, 380_000 + (district % 9 * 2_000) + (sector * 100), 310_000 + (district / 9 * 2_000));
            }
        }

        foreach (var council in councils)
        {
            WriteUnits(writer, $"ZR{council.Code[..2]} {council.Code[2]}", council, 390_000, 330_000);
        }

        WriteRow(writer, Impossible, NoCounty, councils[0].OnsCode!, 390_000, 2_090_000);
        WriteRow(writer, Far, "S99999999", "S12000017", 390_000, 960_000);
    }

    private static void WriteUnits(StreamWriter writer, string sector, SimulatedCouncil council, int east, int north)
    {
        // A shire's districts have codes of their own, and the shire is the county.
        var (county, district) = council.OnsCode!.StartsWith("E10", StringComparison.Ordinal) ? (council.OnsCode, "E07000999") : (NoCounty, council.OnsCode);
        foreach (var first in Homes.InwardLetters)
        {
            foreach (var second in Homes.InwardLetters)
            {
                WriteRow(writer, $"{sector}{first}{second}", county, district, east + first, north + second);
            }
        }
    }

    private static void WriteRow(StreamWriter writer, string postcode, string county, string district, int east, int north) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{postcode},{county},{district},{east},{north}"));
}
