using System.Globalization;
using Partnership.CaseData.CodeSets;

namespace Partnership.Cli.Check;

/// <summary>Says of a return that it is of a year whose codes nobody has put in yet, or any more.</summary>
internal static class YearNotice
{
    /// <param name="year">The return's year.</param>
    /// <param name="checkedBy">The year by whose codes it was checked.</param>
    public static string Of(int year, int checkedBy) => string.Create(
        CultureInfo.InvariantCulture,
        $"The codes of {year} are not known, so it was checked by those of {checkedBy}: a code that is right in its own year may be a finding, and one that is wrong in it none. The years known are {CensusYear.FirstKnown} to {CensusYear.LastKnown}.");
}
