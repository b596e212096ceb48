using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Tests.Checks;

/// <summary>What is asked for, by whom it is given, and whether it is asked for twice.</summary>
public sealed class LineTests
{
    private static readonly DateOnly Day = Facts.November2025;

    [Fact]
    public void Dates_EndBeforeStart_Stop() => Assert.Equal(["line.dates"], Facts.Clean(Day).WithLine(line => line with { Ends = line.Starts.AddDays(-1) }).Codes());

    /// <summary>Apply before therapy starts; money for what has begun only exceptionally.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(-1, "line.started")]
    public void Start_BeforeTheApplication_Stops(int days, string expected) =>
        Assert.Equal(expected, string.Join(',', Facts.Clean(Day).WithLine(line => line with { Starts = Day.AddDays(days) }).Codes()));

    /// <summary>No package beyond 31 March 2026 until September 2025; then 2025-26 starts may run on, up to twelve months. Before 2025-26 the same twelve months.</summary>
    [Theory]
    [InlineData("2025-06-02", "2025-07-01", "2026-03-31", "")]
    [InlineData("2025-06-02", "2025-07-01", "2026-04-01", "line.crosses-year")]
    [InlineData("2025-08-31", "2025-10-01", "2026-06-30", "line.crosses-year")]
    [InlineData("2025-09-01", "2025-10-01", "2026-06-30", "")]
    [InlineData("2025-09-01", "2025-10-01", "2026-09-30", "")]
    [InlineData("2025-09-01", "2025-10-01", "2026-10-01", "line.too-long")]
    [InlineData("2024-06-03", "2024-07-01", "2025-06-30", "")]
    [InlineData("2024-06-03", "2024-07-01", "2025-07-01", "line.too-long")]
    public void CrossYear_ByTheDayOfApplication_IsAllowedOrNot(string applied, string starts, string ends, string expected)
    {
        var day = Date(applied);
        var facts = Facts.Clean(day).WithLine(line => line with { Starts = Date(starts), Ends = Date(ends) });

        Assert.Equal(expected, string.Join(',', facts.Codes()));
    }

    [Theory]
    [InlineData("adhd-assessment-alone", "line.out-of-scope")]
    [InlineData("fasd-assessment-alone", "line.out-of-scope")]
    [InlineData("autism-assessment-alone", "line.out-of-scope")]
    [InlineData("sensory-assessment-alone", "line.out-of-scope")]
    [InlineData("social-work-assessment", "line.out-of-scope")]
    [InlineData("short-break-care", "line.out-of-scope")]
    [InlineData("horse-riding", "line.unknown-therapy")]
    public void Therapy_OutOfScopeOrUnknown_Stops(string therapy, string expected)
    {
        var facts = Facts.Clean(Day).WithLine(line => line with { Therapy = therapy });

        Assert.Equal([expected, "provider.therapy"], facts.Codes());
    }

    /// <summary>Each code of each year's pack, drafts too: a line of it is clean, or out of scope, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(PackagedCodes))]
    public void Therapy_OfAYearsPack_IsAcceptedOrOutOfScope(int year, string code, string expected)
    {
        var day = new DateOnly(year - 1, 6, 2);
        var facts = Provided(Facts.Clean(day) with { Lines = [Facts.Line(day, therapy: code)] }, provider => provider with { Rates = new Dictionary<string, long?> { [code] = 7_500 } });

        Assert.Equal(expected, string.Join(',', facts.Codes(AllYears)));
    }

    private static readonly Rulebook AllYears = new(ShippedPacks.All.Select(pack => new AdoptedPack(pack, pack.Year.FirstDay)));

    public static IEnumerable<TheoryDataRow<int, string, string>> PackagedCodes => ShippedPacks.All.SelectMany(pack => pack.Rules.OfType<TherapyRule>().SelectMany(rule => rule.Therapies
        .Concat(rule.SpecialistAssessments).Select(code => new TheoryDataRow<int, string, string>(pack.Year.Year, code, string.Empty))
        .Concat(rule.OutOfScope.Select(code => new TheoryDataRow<int, string, string>(pack.Year.Year, code, "line.out-of-scope")))));

    [Fact]
    public void Provider_MissingUnknownOrNotActive_Stops()
    {
        var facts = Facts.Clean(Day);

        Assert.Equal(["line.no-provider"], facts.WithLine(line => line with { Provider = null }).Codes());
        Assert.Equal(["provider.unknown"], facts.WithLine(line => line with { Provider = Guid.NewGuid() }).Codes());
        Assert.Equal(["provider.unknown"], Provided(facts, provider => provider with { IsActive = false }).Codes());
    }

    [Theory]
    [InlineData(null, "provider.check-overdue")]
    [InlineData(-1, "provider.check-overdue")]
    [InlineData(0, "")]
    public void Provider_ChecksMissingOrPast_Stop(int? days, string expected) =>
        Assert.Equal(expected, string.Join(',', Provided(Facts.Clean(Day), provider => provider with { ChecksDue = days is { } count ? Day.AddDays(count) : null }).Codes()));

    [Fact]
    public void Provider_AboveItsRateOrOutOfItsArea_IsTold()
    {
        var dear = Facts.Clean(Day) with { Lines = [Facts.Line(Day, ratePence: 7_600)] };
        var far = Provided(Facts.Clean(Day), provider => provider with { Areas = [new CouncilCode(893)] });

        Assert.Equal(["provider.rate"], dear.Codes(notes: true));
        Assert.Equal(["provider.area"], far.Codes(notes: true));
        Assert.Empty(dear.Codes());
    }

    [Fact]
    public void Funding_OfMoreOrLessThanTheCost_StopsWithTheDifference()
    {
        var facts = Facts.Clean(Day) with { Lines = [Facts.Line(Day, funding: new FundingFacts(Facts.Child, Funder.Fund, 74_999))] };

        var finding = Assert.Single(ApplicationChecks.Of(facts, Rulebook.Shipped));

        Assert.Equal(("funding.not-whole", 1L, 1), (finding.Code, finding.Pence, finding.Line));
    }

    /// <summary>The same therapy, child and time in another live application: by the same provider it is the same thing twice.</summary>
    [Theory]
    [InlineData(0, true, "line.duplicate")]
    [InlineData(0, false, "line.overlap")]
    [InlineData(87, true, "")]
    [InlineData(86, true, "line.duplicate")]
    public void Other_OfTheSameTherapyAndTime_IsADuplicateOrAnOverlap(int later, bool sameProvider, string expected)
    {
        var line = Facts.Line(Day);
        var other = new OtherLine(Facts.Child, line.Therapy, sameProvider ? line.Provider : Guid.NewGuid(), line.Starts.AddDays(later), line.Ends.AddDays(later));

        Assert.Equal(expected, string.Join(',', (Facts.Clean(Day) with { Others = [other] }).Codes(notes: true)));
        Assert.Empty((Facts.Clean(Day) with { Others = [other with { Child = Facts.Sibling }] }).Codes(notes: true));
    }

    private static ApplicationFacts Provided(ApplicationFacts facts, Func<ProviderFacts, ProviderFacts> change) =>
        facts with { Providers = facts.Providers.ToDictionary(pair => pair.Key, pair => change(pair.Value)) };

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
