using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Tests;

/// <summary>Messages about invented children.</summary>
internal static class Measured
{
    internal static AdoptionMeasured Adoption(int council, int year, int days, long version = 1, int epoch = 0, Guid? reference = null, bool withdrawn = false, int? movedIn = null) => new(
        reference ?? Guid.NewGuid(), new CouncilCode(council), epoch, version, withdrawn, new YearEnded(year),
        days, movedIn ?? days, days / 2, (movedIn ?? days) <= 426, MeasureExclusions.None, 1);

    internal static WaitMeasured Wait(int council, int year, WaitAtYearEnd wait) =>
        new(Guid.NewGuid(), new CouncilCode(council), 0, 1, false, new YearEnded(year), wait, 1);

    internal static ChildStageChanged Stage(int council, ChildStage stage, WaitBand band) =>
        new(Guid.NewGuid(), new CouncilCode(council), 0, 1, stage, band);

    /// <summary>Adoptions of three years: per council the number of children each year.</summary>
    internal static List<AdoptionMeasured> Window(params (int Council, int[] Children)[] councils) =>
    [
        .. from council in councils
           from year in Enumerable.Range(0, 3)
           from child in Enumerable.Range(0, council.Children[year])
           select Adoption(council.Council, 2023 + year, 300 + (37 * child) + (council.Council % 7)),
    ];
}
