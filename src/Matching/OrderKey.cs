using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching;

/// <summary>
/// The order of one household for one search as a number that factors are added up in: the weighted sum, then conflicts, then factors
/// without recent evidence. Above them a place where each refused need adds one, so that a key of <see cref="Refused"/> or more is no candidate.
/// </summary>
internal static class OrderKey
{
    public const int SumShift = 12;
    public const uint Conflict = 1u << 6;
    public const uint WithoutEvidence = 1;

    /// <summary>The two lowest parts hold 63 each.</summary>
    public const uint EvidenceMask = 63;
    public const uint Refused = 1u << 27;

    private const int NeedsThatFit = 31;

    static OrderKey()
    {
        if (NeedVocabulary.All.Count > NeedsThatFit)
        {
            throw new InvalidOperationException($"With more than {NeedsThatFit} needs the parts of a key run over into one another.");
        }
    }

    /// <summary>A factor's part.</summary>
    public static uint Of(int weight, Fit fit) => ((uint)(weight * (int)fit) << SumShift) + (fit == Fit.Conflict ? Conflict : 0);

    /// <summary>The weighted sum.</summary>
    public static int SumOf(uint key) => (int)(key >> SumShift);

    /// <summary>
    /// What decides between equals: a fixed number for each pair of references, so that no household is first among equals for every child.
    /// </summary>
    public static ulong Mix(ulong search, ulong household)
    {
        var z = search + (household * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A reference as one word.</summary>
    public static ulong Fold(Guid reference)
    {
        Span<byte> bytes = stackalloc byte[16];
        reference.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return Mix(high, low);
    }
}
