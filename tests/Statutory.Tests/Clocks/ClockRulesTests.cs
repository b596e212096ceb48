using Partnership.Statutory.Clocks;

namespace Partnership.Statutory.Tests.Clocks;

public sealed class ClockRulesTests
{
    [Fact]
    public void All_EveryClock_HasAVersionInForceNow() =>
        Assert.All(Enum.GetValues<ClockCode>(), code => Assert.Equal(code, ClockRules.InForce(code, Days.Day("2026-07-01")).Code));

    [Fact]
    public void All_VersionsOfOneClock_DoNotOverlap() =>
        Assert.All(ClockRules.All.GroupBy(rule => rule.Code), versions =>
        {
            foreach (var (earlier, later) in versions.OrderBy(rule => rule.From).Zip(versions.OrderBy(rule => rule.From).Skip(1)))
            {
                Assert.True(earlier.Until < later.From, $"{earlier.Code}: {earlier.Until} is not before {later.From}.");
            }
        });

    [Fact]
    public void All_Rules_AreWhole() =>
        Assert.All(ClockRules.All, rule =>
        {
            Assert.True(rule.Length.Amount > 0);
            Assert.NotEmpty(rule.Title);
            Assert.NotEmpty(rule.Source.Instrument);
            Assert.NotEmpty(rule.Source.Provision);
            Assert.True(rule.CutShortBy is null || rule.Kind == ClockKind.MinimumWait, $"{rule.Code} has nothing to cut short.");
            Assert.True(rule.Pauses.Count == 0 || rule.Kind == ClockKind.Limit, $"{rule.Code} cannot be paused.");
        });

    [Fact]
    public void InForceOrFirst_BeforeTheFirstVersion_IsTheFirst()
    {
        Assert.Equal(ClockRules.InForce(ClockCode.StageOne, Days.Day("2013-07-01")), ClockRules.InForceOrFirst(ClockCode.StageOne, Days.Day("2013-06-30")));
        Assert.Equal(ClockRules.InForce(ClockCode.StageOne, Days.Day("2025-07-01")), ClockRules.InForceOrFirst(ClockCode.StageOne, Days.Day("2025-07-01")));
    }

    [Fact]
    public void InForce_BeforeTheFirstVersion_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => ClockRules.InForce(ClockCode.StageOne, Days.Day("2013-06-30")));

    [Fact]
    public void WithLocalLength_OfGuidance_IsTaken() =>
        Assert.Equal(new ClockLength(3, ClockUnit.Years), ClockRules.Newest(ClockCode.CriminalRecordRefresh).WithLocalLength(new(3, ClockUnit.Years)).Length);

    [Fact]
    public void WithLocalLength_OfLaw_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => ClockRules.Newest(ClockCode.StageTwo).WithLocalLength(new(5, ClockUnit.Months)));

    // What users asked about most: which of these pause, and which do not.
    [Fact]
    public void Pauses_OnlyWhereTheLawSays() =>
        Assert.Equal(
            [ClockCode.StageOne, ClockCode.StageTwo, ClockCode.FastTrack, ClockCode.ConnectedPersonExtension],
            ClockRules.All.Where(rule => rule.Pauses.Count > 0).Select(rule => rule.Code));
}
