using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Support;

namespace Partnership.LocalityHub.Tests.Support;

/// <summary>Who may apply (Adoption Support Services Regulations 2005, regulation 7; Special Guardianship Regulations 2005, regulation 5).</summary>
public class ApplicantRuleTests
{
    private static readonly DateOnly Today = new(2025, 6, 16);

    [Theory]
    [InlineData("ThisCouncil", null, true, false, ApplicantBasis.PlacedByUsAwaitingOrder)]
    [InlineData("ThisCouncil", null, false, false, ApplicantBasis.PlacedByUsAwaitingOrder)]
    [InlineData("ThisCouncil", "2022-06-17", false, false, ApplicantBasis.OrderWithinThreeYears)]
    [InlineData("ThisCouncil", "2022-06-16", true, false, ApplicantBasis.LivesHereAfterThreeYears)]
    [InlineData("ThisCouncil", "2022-06-16", false, false, ApplicantBasis.LivesElsewhereAfterThreeYears)]
    [InlineData("AnotherCouncil", null, true, false, ApplicantBasis.AnotherCouncilWithinThreeYears)]
    [InlineData("AnotherCouncil", "2022-06-17", true, false, ApplicantBasis.AnotherCouncilWithinThreeYears)]
    [InlineData("AnotherCouncil", "2022-06-17", true, true, ApplicantBasis.HandedOver)]
    [InlineData("AnotherCouncil", "2022-06-16", true, false, ApplicantBasis.LivesHereAfterThreeYears)]
    [InlineData("AnotherCouncil", "2022-06-16", false, true, ApplicantBasis.HandedOver)]
    [InlineData("AnotherCouncil", "2022-06-16", false, false, ApplicantBasis.LivesElsewhereAfterThreeYears)]
    [InlineData("NoCouncil", "2025-01-06", true, false, ApplicantBasis.LivesHereFromOverseas)]
    [InlineData("NoCouncil", "2015-01-06", true, false, ApplicantBasis.LivesHereFromOverseas)]
    [InlineData("NoCouncil", "2025-01-06", false, false, ApplicantBasis.LivesElsewhereAfterThreeYears)]
    public void Basis_OfACase_IsAsTheRegulationsSay(string placedBy, string? orderMadeOn, bool livesHere, bool handedOver, ApplicantBasis expected) =>
        Assert.Equal(expected, ApplicantRule.Of(Enum.Parse<PlacedBy>(placedBy), orderMadeOn is null ? null : DateOnly.Parse(orderMadeOn, System.Globalization.CultureInfo.InvariantCulture), livesHere, handedOver, Today));
}
