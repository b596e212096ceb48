using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Lists;

/// <summary>Packs a postcode directory (ONSPD or NSPL) as it is published, whatever the year in its headings and however many other columns it has.</summary>
internal static partial class PostcodeReader
{
    /// <summary>What to do about a file that is none.</summary>
    internal const string Mend =
        "download the ONS Postcode Directory from geoportal.statistics.gov.uk and give the CSV file of the whole United Kingdom in its folder Data.";

    private const int StepOfProgress = 1 << 22;
    private const int FirstRoom = 1 << 16;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <param name="csv">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    internal static PackedPostcodes Read(Stream csv, string name, Action<long>? progress)
    {
        var lines = new LineReader(csv);
        if (!TryTake(lines, out var first))
        {
            throw new UnreadableListException($"{name} is empty: {Mend}");
        }

        var columns = Columns.Of(first.StartsWith(ByteOrderMark) ? first[3..] : first, name);
        var cells = new CellSplitter(columns.Last + 1);
        var areas = new AreaNames(name);
        var (keys, places, count) = (new uint[FirstRoom], new ulong[FirstRoom], 0);
        var (read, told) = ((long)first.Length, 0L);
        while (TryTake(lines, out var line))
        {
            read += line.Length + 2;
            if (read - told > StepOfProgress)
            {
                progress?.Invoke(told = read);
            }

            if (!cells.TrySplit(line, out var text) || cells.Count <= columns.Last || !PostcodeKey.TryPack(cells.Cell(text, columns.Postcode), out var key))
            {
                continue;
            }

            if (count == keys.Length)
            {
                Array.Resize(ref keys, count * 2);
                Array.Resize(ref places, count * 2);
            }

            var area = areas.IndexOf(cells.Cell(text, columns.District), cells.Cell(text, columns.County));
            keys[count] = key;

            // Those of Northern Ireland are on a grid of their own, and would seem to lie in the Irish Sea.
            places[count++] = areas.IsOnAnotherGrid(area)
                ? PackedPostcodes.Pack(area, null, null)
                : PackedPostcodes.Pack(area, Metres(cells.Cell(text, columns.East)), Metres(cells.Cell(text, columns.North)));
        }

        if (count == 0)
        {
            throw new UnreadableListException($"{name} has no postcode: {Mend}");
        }

        Array.Sort(keys, places, 0, count);
        return new PackedPostcodes(areas.All, keys, places, WithoutDoubles(keys, places, count));
    }

    private static int WithoutDoubles(uint[] keys, ulong[] places, int count)
    {
        var kept = 1;
        for (var i = 1; i < count; i++)
        {
            if (keys[i] != keys[kept - 1])
            {
                (keys[kept], places[kept]) = (keys[i], places[i]);
                kept++;
            }
        }

        return kept;
    }

    private static bool TryTake(LineReader lines, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            switch (lines.TryTake(out line))
            {
                case LineReader.Found.Line when !line.IsEmpty:
                    return true;
                case LineReader.Found.NeedsMore:
                    lines.Fill();
                    break;
                case LineReader.Found.End:
                    return false;
                default:
                    break;
            }
        }
    }

    // A postcode without a grid reference has a blank there, or a nought.
    private static int? Metres(ReadOnlySpan<byte> cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var metres) && metres > 0 ? metres : null;

    [GeneratedRegex("^(os)?(laua|lad)([0-9]{2}(cd)?)?$")]
    private static partial Regex DistrictHeading();

    [GeneratedRegex("^(os)?cty([0-9]{2}(cd)?)?$")]
    private static partial Regex CountyHeading();

    /// <summary>Where the columns stand that are read.</summary>
    private sealed record Columns(int Postcode, int East, int North, int District, int County)
    {
        internal int Last { get; } = Math.Max(Math.Max(Math.Max(Postcode, East), Math.Max(North, District)), County);

        internal static Columns Of(ReadOnlySpan<byte> line, string name)
        {
            var cells = new CellSplitter(1000);
            if (!cells.TrySplit(line, out var text))
            {
                throw new UnreadableListException($"{name} does not start with a line of headings: {Mend}");
            }

            var headings = new string[Math.Min(cells.Count, 1000)];
            for (var i = 0; i < headings.Length; i++)
            {
                headings[i] = HeadingText.Normalised(Encoding.UTF8.GetString(cells.Cell(text, i)));
            }

            return new Columns(
                Find("the postcode", "pcds or pcd", "pcds", "pcd8", "pcd7", "pcd", "postcode"),
                Find("how far east it lies", "oseast1m or east1m", "oseast1m", "east1m"),
                Find("how far north it lies", "osnrth1m or north1m", "osnrth1m", "north1m"),
                Like("the district or council", "oslaua, laua or lad25cd", DistrictHeading()),
                Like("the county, which in the shires is the council that looks after children", "oscty, cty or cty25cd", CountyHeading()));

            int Find(string what, string called, params string[] known)
            {
                foreach (var heading in known)
                {
                    if (Array.IndexOf(headings, heading) is var at and >= 0)
                    {
                        return at;
                    }
                }

                throw Lacks(what, called);
            }

            int Like(string what, string called, Regex known) => Array.FindIndex(headings, known.IsMatch) is var at and >= 0 ? at : throw Lacks(what, called);

            UnreadableListException Lacks(string what, string called) => new($"{name} has no column for {what} ({called}): {Mend}");
        }
    }

    /// <summary>The areas met, each once.</summary>
    private sealed class AreaNames(string name)
    {
        private const int LongestCode = PackedPostcodes.AreaLength;
        private readonly List<string?> _areas = [null];
        private readonly List<byte[]> _codes = [[]];
        private int _lastIndex;
        private int _northernIreland = -1;

        internal string?[] All => [.. _areas];

        internal bool IsOnAnotherGrid(int area) => area == _northernIreland;

        /// <summary>The council with children's services: the county where the district is one of a shire, or else the district itself.</summary>
        internal int IndexOf(ReadOnlySpan<byte> district, ReadOnlySpan<byte> county)
        {
            var code = district.StartsWith("E07"u8) ? county : district;
            if (code.IsEmpty || code.Length > LongestCode)
            {
                return 0;
            }

            var shown = code[0] switch
            {
                (byte)'W' => "WAL"u8,
                (byte)'S' => "SCO"u8,
                (byte)'N' => "NIR"u8,
                (byte)'L' or (byte)'M' => "NUK"u8,
                _ => code,
            };

            // Neighbours stand together.
            if (shown.SequenceEqual(_codes[_lastIndex]))
            {
                return _lastIndex;
            }

            for (var i = 1; i < _codes.Count; i++)
            {
                if (shown.SequenceEqual(_codes[i]))
                {
                    return _lastIndex = i;
                }
            }

            if (_codes.Count == PackedPostcodes.MostAreas)
            {
                throw new UnreadableListException($"{name} names more than {PackedPostcodes.MostAreas} districts: {Mend}");
            }

            _codes.Add(shown.ToArray());
            _areas.Add(Encoding.ASCII.GetString(shown));
            _northernIreland = code[0] == 'N' ? _codes.Count - 1 : _northernIreland;
            return _lastIndex = _codes.Count - 1;
        }
    }
}
