using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Partnership.CaseData.Lists;

/// <summary>Postcodes in order, twelve bytes for each: the key, and the place it stands for. In memory, or in a file that all who check share.</summary>
internal interface IPackedPostcodes
{
    /// <summary>The areas that places name by their index; the first is none.</summary>
    IReadOnlyList<string?> Areas { get; }

    int Count { get; }

    uint Key(int index);

    ulong Place(int index);
}

/// <summary>A postcode directory as it was packed, in memory.</summary>
internal sealed class PackedPostcodes(string?[] areas, uint[] keys, ulong[] places, int count) : IPackedPostcodes
{
    internal const int HeaderLength = 40;
    internal const int AreaLength = 12;

    private const int EastBits = 20;
    private const int NorthBits = 21;
    private const int AreaBits = 12;
    private const ulong HasGrid = 1UL << (EastBits + NorthBits + AreaBits);

    /// <summary>Raise the last letter when the layout below changes: a file of the old one is then made anew.</summary>
    internal static ReadOnlySpan<byte> Magic => "PCODES01"u8;

    internal const int MostAreas = 1 << AreaBits;

    public IReadOnlyList<string?> Areas => areas;

    public int Count => count;

    public uint Key(int index) => keys[index];

    public ulong Place(int index) => places[index];

    internal static ulong Pack(int area, int? east, int? north)
    {
        var packed = (ulong)(uint)area << (EastBits + NorthBits);
        return east is >= 0 and < (1 << EastBits) && north is >= 0 and < (1 << NorthBits)
            ? packed | HasGrid | ((ulong)(uint)north.Value << EastBits) | (uint)east.Value
            : packed;
    }

    internal static PostcodePlace Unpack(ulong place, IReadOnlyList<string?> areas)
    {
        var area = areas[(int)(place >> (EastBits + NorthBits)) & (MostAreas - 1)];
        return (place & HasGrid) == 0
            ? new PostcodePlace(area, null, null)
            : new PostcodePlace(area, (int)(place & ((1 << EastBits) - 1)), (int)((place >> EastBits) & ((1 << NorthBits) - 1)));
    }

    /// <summary>Where the keys start in a file.</summary>
    internal static long KeysAt(int areas) => HeaderLength + (AreaLength * (long)areas);

    /// <summary>Where the places start.</summary>
    internal static long PlacesAt(int areas, int count) => (KeysAt(areas) + (sizeof(uint) * (long)count) + 7) & ~7L;

    /// <summary>Writes the file that others then share.</summary>
    /// <param name="output">The file.</param>
    /// <param name="length">The length of the directory that this was packed from.</param>
    /// <param name="ticks">When that was last written.</param>
    internal void Write(Stream output, long length, long ticks)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], length);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], ticks);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], count);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], areas.Length);
        output.Write(header);
        Span<byte> text = stackalloc byte[AreaLength];
        foreach (var area in areas)
        {
            text.Clear();
            Encoding.ASCII.GetBytes(area ?? string.Empty, text);
            output.Write(text);
        }

        // Every machine that this runs on writes numbers with the low byte first; the magic of one that did not would not be read back.
        output.Write(MemoryMarshal.AsBytes(keys.AsSpan(0, count)));
        output.SetLength(PlacesAt(areas.Length, count));
        output.Position = PlacesAt(areas.Length, count);
        output.Write(MemoryMarshal.AsBytes(places.AsSpan(0, count)));
    }
}
