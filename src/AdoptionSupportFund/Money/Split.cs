namespace Partnership.AdoptionSupportFund.Money;

/// <summary>Divides pence so that not one is lost.</summary>
internal static class Split
{
    /// <summary>Into equal parts; the first ones get the pence that are left over.</summary>
    public static long[] Evenly(long pence, int parts) => ByWeight(pence, [.. Enumerable.Repeat(1L, parts)]);

    /// <summary>
    /// By weights, rounded down, and a penny more for each of those with the largest remainders until all is given out; the earlier one of two alike. No
    /// part is larger than its weight when the whole is not larger than all weights together.
    /// </summary>
    /// <param name="pence">0 or more.</param>
    /// <param name="weights">0 or more each, not all 0 unless there is nothing to divide.</param>
    public static long[] ByWeight(long pence, IReadOnlyList<long> weights)
    {
        var whole = weights.Sum();
        if (whole == 0)
        {
            return pence == 0 ? new long[weights.Count] : throw new ArgumentException("There is nobody to give it to.", nameof(weights));
        }

        var parts = weights.Select(weight => (long)((Int128)pence * weight / whole)).ToArray();
        var left = pence - parts.Sum();
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(index => (Int128)pence * weights[index] % whole).ThenBy(index => index).Take((int)left))
        {
            parts[index]++;
        }

        return parts;
    }
}
