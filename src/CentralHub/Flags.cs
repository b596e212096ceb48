namespace Partnership.CentralHub;

/// <summary>Sets of codes, as the API tells them: one by one.</summary>
internal static class Flags
{
    /// <summary>The codes that are set; none is none.</summary>
    internal static IReadOnlyList<T> Each<T>(T flags)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(flag => System.Numerics.BitOperations.IsPow2(Convert.ToInt32(flag, null)) && flags.HasFlag(flag))];

    /// <summary>The codes that are set; null where nothing is told.</summary>
    internal static IReadOnlyList<T>? Each<T>(T? flags)
        where T : struct, Enum => flags is { } told ? Each(told) : null;

    /// <summary>The set of codes that a caller named.</summary>
    internal static T Of<T>(IEnumerable<T> codes)
        where T : struct, Enum => (T)Enum.ToObject(typeof(T), codes.Aggregate(0, (set, code) => set | Convert.ToInt32(code, null)));
}
