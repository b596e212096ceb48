namespace Partnership.Benchmarks.Measuring;

/// <summary>Order statistics of a few measurements.</summary>
internal static class Series
{
    public static double Median(IEnumerable<double> values) => Percentile([.. values], 0.5);

    /// <summary>The smallest value that is not below the given share of all.</summary>
    public static double Percentile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
