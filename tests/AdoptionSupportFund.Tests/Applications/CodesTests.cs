using Partnership.AdoptionSupportFund.Applications;

namespace Partnership.AdoptionSupportFund.Tests.Applications;

public sealed class CodesTests
{
    [Theory]
    [InlineData("INV-2026-0042")]
    [InlineData("ASF/123456")]
    [InlineData("ASGSF-2025-00417")]
    [InlineData("BACS-0001")]
    [InlineData("HCPC/PYL12345")]
    [InlineData("SC0000001")]
    [InlineData("RAA-FW-2025")]
    [InlineData("9A3FB2E6-0001")]
    [InlineData("42")]
    [InlineData("1234567890123456789012345678901234567890")]
    public void Reference_AsPeopleNumberThings_IsTaken(string reference) => Assert.Matches(Codes.Reference(), reference);

    [Theory]
    [InlineData("Orla-Underwillow")]
    [InlineData("Orla-Underwillow-2016")]
    [InlineData("2016/ORLA")]
    [InlineData("1Orla")]
    [InlineData("BACS-ORLA-1")]
    [InlineData("BACSO1")]
    [InlineData("xBACS1")]
    [InlineData("bacs-0001")]
    [InlineData("Ann-Lee")]
    [InlineData("Orla Underwillow 1")]
    [InlineData("Ørl-1")]
    [InlineData("-INV-1")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("INV-1\n")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void Reference_WithAWordOrWithoutADigit_IsNot(string reference) => Assert.DoesNotMatch(Codes.Reference(), reference);

    /// <summary>What the form cannot tell from a number: said in support-fund.md, and not to be taken for more than it is.</summary>
    [Theory]
    [InlineData("Ann-Lee-2")]
    [InlineData("Orl-a-Und-erw-ill-ow-1")]
    [InlineData("03022016")]
    [InlineData("9434765919")]
    public void Reference_OfShortNamesOrAPersonsNumber_CannotBeTold(string reference) => Assert.Matches(Codes.Reference(), reference);
}
