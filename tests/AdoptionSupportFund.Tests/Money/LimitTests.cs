using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.Tests.Checks;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Tests.Money;

/// <summary>Limits of a child in a year, in pounds for reading.</summary>
public sealed class LimitTests
{
    /// <summary>
    /// 2025-26: £3,000 with at most £2,500 of assessments inside it and no match funding. 2024-25: £5,000, £2,500 of assessments beside it, half
    /// of what lies above to £30,000. November 2016: £5,000 with assessments inside. August 2016: no limit.
    /// </summary>
    [Theory]
    [InlineData("2025-11-03", 0, 0, 0, 3000, 0, 0, "")]
    [InlineData("2025-11-03", 0, 0, 0, 3001, 0, 0, "limit.fair-access 1")]
    [InlineData("2025-11-03", 2500, 0, 0, 500, 0, 0, "")]
    [InlineData("2025-11-03", 2500, 0, 0, 501, 0, 0, "limit.fair-access 1")]
    [InlineData("2025-11-03", 0, 0, 0, 500, 2500, 0, "")]
    [InlineData("2025-11-03", 0, 0, 0, 0, 2501, 0, "limit.assessment 1")]
    [InlineData("2025-11-03", 0, 0, 0, 501, 2500, 0, "limit.fair-access 1")]
    [InlineData("2025-11-03", 600, 0, 0, 0, 2500, 0, "limit.fair-access 100")]
    [InlineData("2025-11-03", 0, 0, 0, 3001, 0, 9000, "limit.fair-access 1")]
    [InlineData("2024-06-03", 0, 0, 0, 5000, 2500, 0, "")]
    [InlineData("2024-06-03", 5000, 0, 0, 0, 2500, 0, "")]
    [InlineData("2024-06-03", 0, 2500, 0, 5000, 0, 0, "")]
    [InlineData("2024-06-03", 0, 0, 0, 4000, 2501, 0, "limit.assessment 1")]
    [InlineData("2024-06-03", 0, 0, 0, 6000, 0, 1000, "")]
    [InlineData("2024-06-03", 0, 0, 0, 6000, 0, 999, "match.not-enough 1")]
    [InlineData("2024-06-03", 6000, 0, 1000, 500, 0, 0, "match.not-enough 500")]
    [InlineData("2024-06-03", 0, 0, 0, 17500, 0, 12500, "")]
    [InlineData("2024-06-03", 0, 0, 0, 17501, 0, 12501, "match.ceiling 1")]
    [InlineData("2016-11-01", 0, 0, 0, 2500, 2500, 0, "")]
    [InlineData("2016-11-01", 0, 0, 0, 2501, 2500, 0, "match.not-enough 1")]
    [InlineData("2016-08-01", 0, 0, 0, 20000, 5000, 0, "")]
    public void Check_OfWhatIsUsedAndAsked_FindsWhatIsTooMuch(string applied, int therapy, int assessment, int local, int askedTherapy, int askedAssessment, int askedLocal, string expected)
    {
        var day = DateOnly.ParseExact(applied, "yyyy-MM-dd");
        var pack = ShippedPacks.All.Single(each => each.Year == YearEnded.Of(day));

        var findings = Limits.Check(pack, day, Pounds(therapy, assessment, local), Pounds(askedTherapy, askedAssessment, askedLocal));

        Assert.Equal(expected, string.Join(',', findings.Select(finding => $"{finding.Code} {finding.Pence / 100}")));
    }

    /// <summary>The pack that a cited finding names is that of the year in which the line starts.</summary>
    [Fact]
    public void Check_ApplicationInMarchForApril_IsHeldAgainstTheYearOfTheStart()
    {
        var day = new DateOnly(2025, 3, 3);
        var line = Facts.Line(day, hours: 48) with { Starts = new DateOnly(2025, 3, 20), Ends = new DateOnly(2025, 6, 1) };
        var old = Facts.Clean(day) with { Lines = [line] };
        Assert.Empty(old.Codes());

        var next = old with { Lines = [line with { Starts = new DateOnly(2025, 4, 20) }] };
        Assert.Equal(["rules.not-adopted"], next.Codes());
        var known = Rulebook.Shipped.With(ShippedPacks.All.Single(pack => pack.Year.Year == 2026), new DateOnly(2025, 3, 1));
        var finding = Assert.Single(ApplicationChecks.Of(next, known));
        Assert.Equal(("limit.fair-access", "2025-26.1 fair-access-limit", 60_000L, Facts.Child), (finding.Code, finding.Rule, finding.Pence, finding.Child));
    }

    [Fact]
    public void Check_Siblings_HaveLimitsOfTheirOwn()
    {
        var day = Facts.November2025;
        var shared = Facts.Line(day, hours: 80, funding: [new(Facts.Child, Funder.Fund, 300_000), new(Facts.Sibling, Funder.Fund, 300_000)]);
        var facts = Facts.Clean(day) with { Children = [Facts.Of(day), Facts.Of(day, Facts.Sibling)], Lines = [shared] };

        Assert.Empty(facts.Codes());
        Assert.Equal(["limit.fair-access"], (facts with { Used = new Dictionary<(Guid, YearEnded), Use> { [(Facts.Sibling, new YearEnded(2026))] = new(1, 0, 0) } }).Codes());
    }

    [Fact]
    public void Left_InsideAndBeside_IsWhatMayStillBeAsked()
    {
        Assert.Equal((1_000_00L, 1_000_00L), Limits.Left(Pack(2026), Facts.November2025, Pounds(1500, 500, 0)));
        Assert.Equal((3_500_00L, 2_000_00L), Limits.Left(Pack(2025), Facts.June2024, Pounds(1500, 500, 0)));
        Assert.Equal((0L, 0L), Limits.Left(Pack(2026), Facts.November2025, Pounds(4000, 0, 0)));
    }

    private static RulePack Pack(int year) => ShippedPacks.All.Single(pack => pack.Year.Year == year);

    private static Use Pounds(int therapy, int assessment, int local) => new(therapy * 100L, assessment * 100L, local * 100L);
}
