using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.AdoptionSupportFund.Tests.Checks;

/// <summary>Who may be applied for, by whom, when: the fund's guide of 2025-26 unless another source is named.</summary>
public sealed class EligibilityTests
{
    private static readonly DateOnly Day = Facts.November2025;

    [Fact]
    public void Check_CleanApplication_FindsNothing()
    {
        Assert.Empty(Facts.Clean(Facts.November2025).Codes(notes: true));
        Assert.Empty(Facts.Clean(Facts.June2024).Codes(notes: true));
    }

    /// <summary>To 21 years, this year included. In 2025-26 somebody born in 2003-04 reaches 22 at the latest on its last day, somebody born in 2002-03 has passed it on the first.</summary>
    [Theory]
    [InlineData(2005, false, "")]
    [InlineData(2004, false, "child.age-on-the-line")]
    [InlineData(2003, false, "child.too-old")]
    [InlineData(2003, true, "")]
    [InlineData(2001, true, "")]
    [InlineData(2000, true, "child.age-on-the-line")]
    [InlineData(1999, true, "child.too-old")]
    public void Age_ByYearOfBirthAndPlan_IsHeldAgainst21Or25(int bornIn, bool hasPlan, string expected) =>
        Assert.Equal(expected, string.Join(',', Facts.Clean(Day).WithChild(child => child with { BornIn = new YearEnded(bornIn), HasPlan = hasPlan }).Codes()));

    [Theory]
    [InlineData(SupportRoute.PlacedAwaitingOrder, true)]
    [InlineData(SupportRoute.AdoptedFromCare, true)]
    [InlineData(SupportRoute.AdoptedFromOverseas, true)]
    [InlineData(SupportRoute.SpecialGuardianshipAfterCare, true)]
    [InlineData(SupportRoute.ChildArrangementsAfterCare, true)]
    [InlineData(SupportRoute.OrderConverted, true)]
    [InlineData(SupportRoute.PlacementBrokenDown, true)]
    [InlineData(SupportRoute.SpecialGuardianshipNotAfterCare, false)]
    [InlineData(SupportRoute.AdoptedOtherwise, false)]
    public void Route_EachWayIntoAFamily_IsEligibleOrNot(SupportRoute route, bool isEligible) =>
        Assert.Equal(isEligible ? [] : ["child.route"], Facts.Clean(Day).WithChild(child => child with { Route = route }).Codes());

    /// <summary>Adoption Support Services Regulations 2005, regulation 7; Special Guardianship Regulations 2005, regulation 5: three years from the order.</summary>
    [Theory]
    [InlineData(ApplicantBasis.PlacedByUsAwaitingOrder, true)]
    [InlineData(ApplicantBasis.OrderWithinThreeYears, true)]
    [InlineData(ApplicantBasis.LivesHereAfterThreeYears, true)]
    [InlineData(ApplicantBasis.LivesHereFromOverseas, true)]
    [InlineData(ApplicantBasis.HandedOver, true)]
    [InlineData(ApplicantBasis.AnotherCouncilWithinThreeYears, false)]
    [InlineData(ApplicantBasis.LivesElsewhereAfterThreeYears, false)]
    public void Applicant_EachBasis_MayApplyOrNot(ApplicantBasis basis, bool mayApply) =>
        Assert.Equal(mayApply ? [] : ["child.applicant"], Facts.Clean(Day).WithChild(child => child with { Basis = basis }).Codes());

    /// <summary>Four months from the assessment in 2025-26, three before; the same day of the month is the last.</summary>
    [Theory]
    [InlineData("2025-11-03", "2025-07-03", "")]
    [InlineData("2025-11-03", "2025-07-02", "assessment.window")]
    [InlineData("2024-06-03", "2024-03-03", "")]
    [InlineData("2024-06-03", "2024-03-02", "assessment.window")]
    [InlineData("2026-02-28", "2025-10-31", "")]
    [InlineData("2026-03-01", "2025-10-31", "assessment.window")]
    public void Window_FromTheAssessment_ClosesAfterTheYearsMonths(string applied, string assessed, string expected)
    {
        var facts = Facts.Clean(Date(applied)).WithChild(child => child with { Assessment = child.Assessment! with { AssessedOn = Date(assessed) } });

        Assert.Equal(expected, string.Join(',', facts.Codes()));
    }

    [Fact]
    public void Window_ClosingWithinFourWeeks_IsToldWithItsDay()
    {
        var facts = Facts.Clean(Day).WithChild(child => child with { Assessment = child.Assessment! with { AssessedOn = new DateOnly(2025, 7, 20) } });

        var finding = Assert.Single(ApplicationChecks.Of(facts, Rulebook.Shipped));

        Assert.Equal(("assessment.window-closes", new DateOnly(2025, 11, 20), "2025-26.1 application-window"), (finding.Code, finding.Day, finding.Rule));
    }

    [Fact]
    public void Assessment_NotOfTheChildOrWithdrawnOrUnchecked_Stops()
    {
        var facts = Facts.Clean(Day);

        Assert.Equal(["assessment.missing"], facts.WithChild(child => child with { Assessment = null }).Codes());
        Assert.Equal(["assessment.withdrawn"], facts.WithChild(child => child with { Assessment = child.Assessment! with { IsWithdrawn = true } }).Codes());
        Assert.Equal(["narrative.not-checked"], facts.WithChild(child => child with { Assessment = child.Assessment! with { NarrativesChecked = false } }).Codes());
    }

    [Fact]
    public void Application_WithoutChildOrLine_Stops() =>
        Assert.Equal(["child.none", "line.none"], (Facts.Clean(Day) with { Children = [], Lines = [] }).Codes());

    /// <summary>1 to 13 April 2025: the old year had ended, the new rules were not known.</summary>
    [Fact]
    public void Rules_OfAYearThatNobodyAdopted_Stop() => Assert.Contains("rules.not-adopted", Facts.Clean(new DateOnly(2025, 4, 7)).Codes());

    [Fact]
    public void Book_EachKind_SaysWhyAndWhatToDo_AndExceptionsPassWhatTheyAreFor()
    {
        Assert.All(FindingBook.Kinds.Values, kind => Assert.True(kind.Why.Length > 20 && kind.Next.Length > 10 && kind.Severity == Severity.Exceptable == kind.Exceptions.Count > 0));
        var late = new Finding("assessment.window");

        Assert.Single(FindingBook.Unexcepted([late], []));
        Assert.Single(FindingBook.Unexcepted([late], ["evidence-seen"]));
        Assert.Empty(FindingBook.Unexcepted([late], ["late-agreed-by-fund"]));
        Assert.Single(FindingBook.Unexcepted([new Finding("limit.fair-access")], ["late-agreed-by-fund"]));
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
