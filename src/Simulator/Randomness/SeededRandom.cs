using System.Numerics;

namespace Partnership.Simulator.Randomness;

/// <summary>
/// xoshiro256**, seeded by SplitMix64. Our own, so that one seed gives the same bytes on every runtime for ever:
/// System.Random makes no such promise. Only integers are drawn; floating point functions differ between machines.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SeededRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>An independent stream per name, so that one council's or child's draws never shift another's.</summary>
    public static SeededRandom For(long seed, string stream)
    {
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var letter in stream)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new SeededRandom(hash);
    }

    /// <summary>A whole number from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Between(int from, int to)
    {
        if (to <= from)
        {
            return from;
        }

        var range = (ulong)((long)to - from + 1);
        return (int)(from + (long)Math.BigMul(Next(), range, out _));
    }

    /// <summary>Like <see cref="Between"/>, but the middle is likelier than the ends.</summary>
    public int Around(int from, int to) => (Between(from, to) + Between(from, to)) / 2;

    public bool Chance(int inAThousand) => Between(1, 1000) <= inAThousand;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    /// <summary>An index, each as likely as its weight.</summary>
    public int Weighted(params ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var drawn = Between(1, total);
        var index = 0;
        while (drawn > weights[index])
        {
            drawn -= weights[index++];
        }

        return index;
    }

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Between(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
