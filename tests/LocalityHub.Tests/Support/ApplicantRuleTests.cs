using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Support;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Tests.Support;

/// <summary>Who may apply (Adoption Support Services Regulations 2005, regulation 7; Special Guardianship Regulations 2005, regulation 5): the third anniversary is the last day.</summary>
public class ApplicantRuleTests
{
    private static readonly DateOnly Today = new(2025, 6, 16);

    [Theory]
    [InlineData("ThisCouncil", null, true, false, ApplicantBasis.PlacedByUsAwaitingOrder)]
    [InlineData("ThisCouncil", null, false, false, ApplicantBasis.PlacedByUsAwaitingOrder)]
    [InlineData("ThisCouncil", "2022-06-16", false, false, ApplicantBasis.OrderWithinThreeYears)]
    [InlineData("ThisCouncil", "2022-06-15", true, false, ApplicantBasis.LivesHereAfterThreeYears)]
    [InlineData("ThisCouncil", "2022-06-15", false, false, ApplicantBasis.LivesElsewhereAfterThreeYears)]
    [InlineData("AnotherCouncil", null, true, false, ApplicantBasis.AnotherCouncilWithinThreeYears)]
    [InlineData("AnotherCouncil", "2022-06-16", true, false, ApplicantBasis.AnotherCouncilWithinThreeYears)]
    [InlineData("AnotherCouncil", "2022-06-16", true, true, ApplicantBasis.HandedOver)]
    [InlineData("AnotherCouncil", "2022-06-15", true, false, ApplicantBasis.LivesHereAfterThreeYears)]
    [InlineData("AnotherCouncil", "2022-06-15", false, true, ApplicantBasis.HandedOver)]
    [InlineData("AnotherCouncil", "2022-06-15", false, false, ApplicantBasis.LivesElsewhereAfterThreeYears)]
    [InlineData("NoCouncil", "2025-01-06", true, false, ApplicantBasis.LivesHereFromOverseas)]
    [InlineData("NoCouncil", "2015-01-06", true, false, ApplicantBasis.LivesHereFromOverseas)]
    [InlineData("NoCouncil", "2025-01-06", false, false, ApplicantBasis.LivesElsewhereAfterThreeYears)]
    public void Basis_OfACase_IsAsTheRegulationsSay(string placedBy, string? orderMadeOn, bool livesHere, bool handedOver, ApplicantBasis expected)
    {
        foreach (var route in Enum.GetValues<SupportRoute>())
        {
            var child = new SupportChild
            {
                GivenName = "Orla", FamilyName = "Underwillow", Route = route, PlacedBy = Enum.Parse<PlacedBy>(placedBy), HandedOver = handedOver, OrderMadeOn = orderMadeOn is null ? null : Day(orderMadeOn),
            };

            Assert.Equal(expected, ApplicantRule.Of(child, livesHere, Today));
        }
    }

    /// <summary>By the law's clocks, of adoptions and of special guardianships, that the duties of the hub run by too; an order older than they are runs by the first.</summary>
    [Theory]
    [InlineData(SupportRoute.AdoptedFromCare, ClockCode.AdoptionSupport)]
    [InlineData(SupportRoute.ChildArrangementsAfterCare, ClockCode.AdoptionSupport)]
    [InlineData(SupportRoute.SpecialGuardianshipAfterCare, ClockCode.GuardianshipSupport)]
    [InlineData(SupportRoute.SpecialGuardianshipNotAfterCare, ClockCode.GuardianshipSupport)]
    public void LastDay_OfAnOrder_IsTheClocks(SupportRoute route, ClockCode clock)
    {
        Assert.Equal(ClockEngine.England.Due(ClockRules.InForce(clock, Day("2022-06-16")), Day("2022-06-16")), ApplicantRule.LastDay(route, Day("2022-06-16")));
        Assert.Equal(Day("2025-06-16"), ApplicantRule.LastDay(route, Day("2022-06-16")));
        Assert.Equal(Day("2027-02-28"), ApplicantRule.LastDay(route, Day("2024-02-29")));
        Assert.Equal(Day("2004-05-04"), ApplicantRule.LastDay(route, Day("2001-05-04")));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
