using System.Buffers.Binary;

namespace Partnership.LocalityHub.Documents;

/// <summary>What a file is by its own bytes, whatever its name and its sender say.</summary>
internal enum SniffedType : short
{
    /// <summary>Nothing that panel papers may be.</summary>
    Other = 0,

    /// <summary>PDF.</summary>
    Pdf = 1,

    /// <summary>JPEG.</summary>
    Jpeg = 2,

    /// <summary>PNG.</summary>
    Png = 3,
}

internal static class FileSniffing
{
    /// <summary>A picture with more dots than this is a scan at a useless resolution, or a trap for whoever unpacks it.</summary>
    private const long MostDots = 60_000_000;

    /// <summary>Looks at the beginning of a file.</summary>
    public static SniffedType Of(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) ? SniffedType.Pdf
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && DotsOfJpeg(bytes) <= MostDots ? SniffedType.Jpeg
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) && DotsOfPng(bytes) <= MostDots ? SniffedType.Png
        : SniffedType.Other;

    private static long DotsOfPng(ReadOnlySpan<byte> bytes) => bytes.Length < 24
        ? long.MaxValue
        : (long)BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]) * BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]);

    /// <summary>Width times height as the frame header says; more than any picture where there is none.</summary>
    private static long DotsOfJpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                return (long)BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]) * BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]);
            }

            at += marker == 0xFF ? 1 : marker is >= 0xD0 and <= 0xD9 ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return long.MaxValue;
    }
}
