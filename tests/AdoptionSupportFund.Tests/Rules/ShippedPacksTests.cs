using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.AdoptionSupportFund.Tests.Rules;

/// <summary>The rules of each year, as the guides and statements have them; the packs themselves name the source of each.</summary>
public sealed class ShippedPacksTests
{
    [Fact]
    public void All_CoverEveryYearFrom2016_AndEachIsWhole()
    {
        Assert.Equal(Enumerable.Range(2017, 12), ShippedPacks.All.Select(pack => pack.Year.Year));
        Assert.All(ShippedPacks.All, pack => Assert.Empty(PackReader.Faults(pack)));
        Assert.All(ShippedPacks.All.SelectMany(pack => pack.Rules), rule => Assert.False(string.IsNullOrWhiteSpace(rule.Source)));
    }

    /// <summary>No guide before that of 2024-25 was read for its scope: the packs say so, as they do of the ways into a family.</summary>
    [Fact]
    public void Scope_OfAYearWhoseGuideWasNotRead_IsNoSurerThanItsRoutes() => Assert.All(
        ShippedPacks.All,
        pack =>
        {
            var scope = Assert.Single(pack.Rules.OfType<TherapyRule>());
            Assert.True(scope.Confidence >= pack.Rules.OfType<RouteRule>().Max(rule => rule.Confidence), pack.Title);
            Assert.Equal(pack.Year.Year <= 2024, scope.Note!.EndsWith("this year's wording was not read.", StringComparison.Ordinal));
        });

    /// <summary>Fair access limit £5,000 from October 2016, £3,000 from April 2025 (statement of 14 April 2025).</summary>
    [Theory]
    [InlineData("2016-09-30", null)]
    [InlineData("2016-10-01", 5_000_00L)]
    [InlineData("2020-03-31", 5_000_00L)]
    [InlineData("2025-03-31", 5_000_00L)]
    [InlineData("2025-04-14", 3_000_00L)]
    [InlineData("2026-03-31", 3_000_00L)]
    [InlineData("2026-11-28", 3_000_00L)]
    public void FairAccessLimit_OnADay_IsThatOfTheGuide(string day, long? pence) => Assert.Equal(pence, On<FairAccessRule>(day).Pence);

    /// <summary>Inside the limit at first; £2,500 beside it and not transferable 2017-18 to 2024-25; at most £2,500 inside it from 2025-26.</summary>
    [Theory]
    [InlineData("2016-11-01", null, true)]
    [InlineData("2017-04-01", 2_500_00L, false)]
    [InlineData("2025-03-31", 2_500_00L, false)]
    [InlineData("2025-04-14", 2_500_00L, true)]
    public void AssessmentLimit_OnADay_IsInsideOrBeside(string day, long? pence, bool isInside) =>
        Assert.Equal((pence, isInside), (On<AssessmentRule>(day).Pence, On<AssessmentRule>(day).IsInside));

    /// <summary>Half of what lies above the limit, to £30,000, until it ended in April 2025.</summary>
    [Theory]
    [InlineData("2016-09-30", 0)]
    [InlineData("2018-06-01", 50)]
    [InlineData("2025-03-31", 50)]
    [InlineData("2025-04-14", 0)]
    public void MatchFunding_OnADay_IsAHalfOrEnded(string day, int share) => Assert.Equal(share, On<MatchRule>(day).SharePercent);

    /// <summary>Up to twelve months across the year's end; ended in April 2025; reopened in September 2025 for packages that start in 2025-26.</summary>
    [Theory]
    [InlineData("2024-06-01", true)]
    [InlineData("2025-04-14", false)]
    [InlineData("2025-08-31", false)]
    [InlineData("2025-09-01", true)]
    [InlineData("2026-03-31", true)]
    public void CrossYear_OnADay_IsOpenOrNot(string day, bool isAllowed) => Assert.Equal(isAllowed, On<CrossYearRule>(day).IsAllowed);

    /// <summary>Four months from the assessment in the guide of 2025-26, three in those before.</summary>
    [Theory]
    [InlineData("2024-06-01", 3)]
    [InlineData("2025-06-01", 4)]
    public void Window_OnADay_IsThatOfTheGuide(string day, int months) => Assert.Equal(months, On<WindowRule>(day).Months);

    /// <summary>To 21 years, this year included; to 25 with an education, health and care plan.</summary>
    [Fact]
    public void Age_EachYear_Is21Or25() => Assert.All(ShippedPacks.All, pack => Assert.Equal((21, 25), (pack.Rules.OfType<AgeRule>().Single().Last, pack.Rules.OfType<AgeRule>().Single().LastWithPlan)));

    /// <summary>Special guardianship and child arrangements count after care only; an adoption by a step-parent never does.</summary>
    [Fact]
    public void Routes_EachYear_LeaveOutChildrenWhoWereNotInCare() => Assert.All(ShippedPacks.All, pack =>
    {
        var routes = pack.Rules.OfType<RouteRule>().Single().Routes;
        Assert.Contains(SupportRoute.SpecialGuardianshipAfterCare, routes);
        Assert.DoesNotContain(SupportRoute.SpecialGuardianshipNotAfterCare, routes);
        Assert.DoesNotContain(SupportRoute.AdoptedOtherwise, routes);
    });

    [Fact]
    public void Therapies_EachYear_LeaveOutStandaloneDiagnosticAssessmentsAndCare() => Assert.All(ShippedPacks.All, pack =>
    {
        var rule = pack.Rules.OfType<TherapyRule>().Single();
        Assert.Contains("dyadic-developmental-psychotherapy", rule.Therapies);
        Assert.Equal(["specialist-assessment"], rule.SpecialistAssessments);
        Assert.Contains("adhd-assessment-alone", rule.OutOfScope);
        Assert.Contains("short-break-care", rule.OutOfScope);
    });

    [Fact]
    public void Rulebook_ShippedPacks_HoldFromTheirYearsAndDraftsNever()
    {
        var book = Rulebook.Shipped;

        Assert.Equal("2024-25.1", book.Of(new YearEnded(2025), new DateOnly(2024, 4, 1))?.Title);

        // Between the first of April 2025 and the statement nobody could apply.
        Assert.Null(book.Of(new YearEnded(2026), new DateOnly(2025, 4, 13)));
        Assert.Equal("2025-26.1", book.Of(new YearEnded(2026), new DateOnly(2025, 4, 14))?.Title);
        Assert.Null(book.Of(new YearEnded(2027), new DateOnly(2026, 6, 1)));
        Assert.Equal("2026-27.1", book.With(ShippedPacks.All.Single(pack => pack.Year.Year == 2027), new DateOnly(2026, 4, 1)).Of(new YearEnded(2027), new DateOnly(2026, 3, 1))?.Title);
    }

    private static TRule On<TRule>(string day)
        where TRule : FundRule
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd");
        return ShippedPacks.All.Single(pack => pack.Year == YearEnded.Of(date)).On<TRule>(date)!;
    }
}
