using System.Globalization;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Counts;

/// <summary>
/// The counts that the Department for Education published for a council, and invented ones, of a like size, where it published none.
/// Source: Department for Education, Children looked after in England including adoptions, LAIT, Open Government Licence v3.0.
/// </summary>
internal static class PublishedCounts
{
    private const string Suppressed = "-";
    private static readonly Dictionary<(string Council, int Year), string[]> Rows = Read();
    private static readonly int FirstPublished = Rows.Keys.Min(key => key.Year);
    private static readonly int LastPublished = Rows.Keys.Max(key => key.Year);

    /// <summary>Counts for a year; years outside the published ones repeat the nearest and are invented.</summary>
    public static CouncilCounts For(string council, int year, long seed)
    {
        var draw = SeededRandom.For(seed, $"counts/{council}/{year}");
        var nearest = Math.Clamp(year, FirstPublished, LastPublished);
        return Rows.TryGetValue((council, nearest), out var row)
            ? FromRow(row, draw) with { Invented = nearest != year }
            : Invent(council, nearest, draw);
    }

    private static CouncilCounts FromRow(string[] row, SeededRandom draw)
    {
        var adopted = Number(row[2], draw) ?? 0;
        var unopposed = row[3] is Suppressed or "" ? (int?)null : Number(row[3], draw);
        var dispensedWith = row[4] is Suppressed or "" ? (int?)null : Number(row[4], draw);

        // Where both kinds are suppressed, one of them is from 1 to 5 and the other hides it.
        unopposed ??= dispensedWith is { } known ? adopted - known
            : row[3] is Suppressed ? adopted - Math.Min(draw.Between(1, 5), adopted / 2)
            : (adopted * 11) / 20;
        return new CouncilCounts(
            adopted,
            Math.Clamp(unopposed.Value, 0, adopted),
            Number(row[5], draw) ?? 0,
            Number(row[6], draw) ?? 0,
            Number(row[8], draw) ?? 0,
            Number(row[7], draw) ?? 0,
            Invented: false);
    }

    /// <summary>A quarter of what the published councils together had, times a factor of the council's own, the same in every year.</summary>
    private static CouncilCounts Invent(string council, int year, SeededRandom draw)
    {
        var published = Rows.Where(entry => entry.Key.Year == year).Select(entry => FromRow(entry.Value, draw)).ToList();
        var factor = SeededRandom.For(0, $"size/{council}").Between(50, 150);
        int Share(Func<CouncilCounts, int> of) => (published.Sum(of) * factor) / (100 * published.Count);

        var adopted = Math.Max(1, Share(counts => counts.Adopted) + draw.Between(-2, 2));
        return new CouncilCounts(
            adopted,
            (adopted * draw.Between(50, 65)) / 100,
            Share(counts => counts.SpecialGuardianship),
            Share(counts => counts.LookedAfter),
            Share(counts => counts.Ceased),
            Share(counts => counts.Started),
            Invented: true);
    }

    private static int? Number(string cell, SeededRandom draw) => cell switch
    {
        "" => null,
        Suppressed => draw.Between(1, 5),
        _ => int.Parse(cell, CultureInfo.InvariantCulture),
    };

    private static Dictionary<(string Council, int Year), string[]> Read()
    {
        using var stream = typeof(PublishedCounts).Assembly.GetManifestResourceStream("published-counts.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => char.IsDigit(line[0]))
            .Select(line => line.TrimEnd('\r').Split(','))
            .ToDictionary(cells => (cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture)));
    }
}
