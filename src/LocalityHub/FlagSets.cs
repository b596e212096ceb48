using System.Globalization;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub;

/// <summary>Sets of codes: flags in the messages, lists of names in the API.</summary>
internal static class FlagSets
{
    /// <summary>The single codes that a set holds, in their order.</summary>
    public static IReadOnlyList<T> ToList<T>(this T set)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(code => IsSingle(code) && set.HasFlag(code))];

    /// <summary>The set of a list of codes.</summary>
    /// <exception cref="InvalidRequestException">Something in it is no single code, such as none.</exception>
    public static T ToSet<T>(this IReadOnlyList<T> codes, string field)
        where T : struct, Enum
    {
        if (codes.Any(code => !IsSingle(code)))
        {
            throw new InvalidRequestException("codes.single", "A list of single codes; leave the list empty for none.", field);
        }

        return (T)Enum.ToObject(typeof(T), codes.Aggregate(0, (set, code) => set | Number(code)));
    }

    private static bool IsSingle<T>(T code)
        where T : struct, Enum => Enum.IsDefined(code) && int.IsPow2(Number(code));

    private static int Number<T>(T code)
        where T : struct, Enum => Convert.ToInt32(code, CultureInfo.InvariantCulture);
}
