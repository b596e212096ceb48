using Partnership.CaseData.Milestones;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Simulator.Truth;
using MeasureRules = Partnership.CaseData.Measures.Measures;

namespace Partnership.Simulator.Tests.Measures;

/// <summary>
/// The library by which the hubs measure reads nothing but the returns; the truth was written by the simulation while it made the
/// children's lives. Two roads to the same figures, with no code in common.
/// </summary>
public sealed class MeasuresEqualTruthTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20251)]
    public void OfAdoption_EveryChildOfEveryCouncil_EqualsTruth(long seed)
    {
        using var region = new SimulatedRegion(seed, options => options with { NeverPlaced = 0.01m });
        foreach (var council in region.Options.Councils)
        {
            var truth = region.TruthOf(council.Code);
            var measured = SimulatedFacts.Of(region, council.Code)
                .Select(child => (child.Key, Measure: MeasureRules.OfAdoption(ChildMilestones.Derive(child.Value, []))))
                .Where(child => child.Measure is not null)
                .Select(child => $"{child.Key} {child.Measure!.Year} {child.Measure.EntryToPlacedDays} "
                    + $"{child.Measure.EntryToMovedInDays} {child.Measure.OrderToMatchDays}");
            var expected = TrueIndicators.Adopted(truth)
                .Select(wait => $"{wait.Child} {CollectionYear.Of(wait.Ordered)} {wait.EntryToPlaced} {wait.EntryToMovedIn} {wait.OrderToMatch}");

            Assert.Equal(expected.Order(StringComparer.Ordinal), measured.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20251)]
    public void OfWait_EveryYearEnd_EqualsTruth(long seed)
    {
        using var region = new SimulatedRegion(seed);
        foreach (var council in region.Options.Councils)
        {
            var truth = region.TruthOf(council.Code);
            var children = SimulatedFacts.Of(region, council.Code)
                .ToDictionary(child => child.Key, child => ChildMilestones.Derive(child.Value, []));
            foreach (var year in region.Years)
            {
                var measured = children
                    .Select(child => (child.Key, MeasureRules.OfWait(child.Value, new YearEnded(year))?.Wait))
                    .Where(child => child.Wait is not null)
                    .Select(child => $"{child.Key} {child.Wait}");
                var expected = TrueIndicators.StillWaiting(truth, new DateOnly(year, 3, 31)).Select(child =>
                    $"{child.Child} {WaitOf(child.MovedIn, child.Days)}");

                Assert.Equal(expected.Order(StringComparer.Ordinal), measured.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void For_EveryWindow_SumsOverChildrenAreThoseOfTheLibrary()
    {
        using var region = new SimulatedRegion(seed: 1);
        foreach (var council in region.Options.Councils)
        {
            var truth = region.TruthOf(council.Code);
            var children = SimulatedFacts.Of(region, council.Code).Values.Select(facts => ChildMilestones.Derive(facts, [])).ToList();
            var adoptions = children.Select(MeasureRules.OfAdoption).OfType<CaseData.Measures.AdoptionMeasure>().ToList();
            for (var to = 2018; to <= 2025; to++)
            {
                var window = adoptions.Where(measure => measure.Year.Year > to - 3 && measure.Year.Year <= to).ToList();
                var waits = children.Select(child => MeasureRules.OfWait(child, new YearEnded(to))?.Wait).OfType<WaitAtYearEnd>().ToList();
                var expected = TrueIndicators.For([truth], to);

                Assert.True(expected.A1.Children > 0);
                Assert.Equal(expected.A1, TrueSum.Of(window.Select(measure => measure.EntryToPlacedDays)));
                Assert.Equal(expected.A2, TrueSum.Of(window.Select(measure => measure.OrderToMatchDays)));
                Assert.Equal(expected.A10, TrueSum.Of(window.Select(measure => measure.EntryToMovedInDays)));
                Assert.Equal(expected.Waits, waits.Count + window.Count(measure => measure.WithinThreshold is not null));
                Assert.Equal(
                    expected.WithinFourteenMonths,
                    waits.Count(wait => wait is WaitAtYearEnd.MovedInWithin or WaitAtYearEnd.WaitingWithin)
                    + window.Count(measure => measure.WithinThreshold == true));
            }
        }
    }

    private static WaitAtYearEnd WaitOf(bool movedIn, int days) => (movedIn, days <= TrueIndicators.FourteenMonths) switch
    {
        (true, true) => WaitAtYearEnd.MovedInWithin,
        (true, false) => WaitAtYearEnd.MovedInBeyond,
        (false, true) => WaitAtYearEnd.WaitingWithin,
        (false, false) => WaitAtYearEnd.WaitingBeyond,
    };
}
