using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>A child with what its hub has answered: one bit for each place of a household. Never changed once made.</summary>
internal sealed record ChildOfRegion(ChildProfiled Profile, ulong[] Possible, ulong[] Impossible);

/// <summary>Bits in words, a word for each block; words that are missing are zero.</summary>
internal static class BitWords
{
    public static ulong At(this ulong[] words, int block) => block < words.Length ? words[block] : 0;

    public static bool Has(this ulong[] words, int place) => (words.At(place / HouseholdBlock.Size) >> (place % HouseholdBlock.Size) & 1) != 0;

    /// <summary>Sets a bit in words that nobody else has.</summary>
    public static void Set(ref ulong[] words, int place, bool on)
    {
        var block = place / HouseholdBlock.Size;
        if (block >= words.Length)
        {
            Array.Resize(ref words, block + 1);
        }

        var bit = 1UL << (place % HouseholdBlock.Size);
        words[block] = on ? words[block] | bit : words[block] & ~bit;
    }

    public static ulong[] All(List<ulong[]> sets) => sets.Count == 1 ? sets[0] : Combined(sets, sets.Min(words => words.Length), (one, other) => one & other);

    public static ulong[] Any(List<ulong[]> sets) => sets.Count == 1 ? sets[0] : Combined(sets, sets.Max(words => words.Length), (one, other) => one | other);

    private static ulong[] Combined(List<ulong[]> sets, int length, Func<ulong, ulong, ulong> join)
    {
        var words = new ulong[length];
        for (var block = 0; block < length; block++)
        {
            words[block] = sets.Select(set => set.At(block)).Aggregate(join);
        }

        return words;
    }
}
