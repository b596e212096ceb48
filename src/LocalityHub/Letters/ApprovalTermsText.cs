using System.Text.Json;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Letters;

/// <summary>The terms of an approval in the words of a letter.</summary>
internal static class ApprovalTermsText
{
    public static string Of(ChildCounts numbers, AgeBands ages) =>
        $"{Of(numbers, ChildCounts.None)} {(numbers == ChildCounts.One ? "child" : "children")}; ages: {Of(ages, AgeBands.None)}";

    private static string Of<T>(T set, T none)
        where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Where(value => !value.Equals(none) && set.HasFlag(value)).Select(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()).Replace('-', ' ')));
}
