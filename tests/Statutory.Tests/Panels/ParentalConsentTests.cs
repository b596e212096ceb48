using Partnership.Statutory.Panels;

namespace Partnership.Statutory.Tests.Panels;

public class ParentalConsentTests
{
    // Adoption and Children Act 2002, section 52(3): less than six weeks after the birth.
    [Theory]
    [InlineData("2025-06-11", false)]
    [InlineData("2025-06-12", true)]
    public void Consent_OfLessThanSixWeeksAfterTheBirth_IsNone(string given, bool counts) =>
        Assert.Equal(counts, ParentalConsent.Counts(DateOnly.Parse(given, System.Globalization.CultureInfo.InvariantCulture), new DateOnly(2025, 5, 1)));

    [Fact]
    public void Consent_ForAChildWhoseBirthNobodyKnows_IsTakenToCount() => Assert.True(ParentalConsent.Counts(new DateOnly(2025, 6, 11), null));
}
