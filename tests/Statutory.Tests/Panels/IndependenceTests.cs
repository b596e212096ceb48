using Partnership.Statutory.Panels;

namespace Partnership.Statutory.Tests.Panels;

/// <summary>Adoption Agencies Regulations 2005, regulations 3, 4 and 8; Fostering Services (England) Regulations 2011, regulation 23.</summary>
public sealed class IndependenceTests
{
    [Theory]
    [InlineData(MemberFactKind.ElectedMember, PanelStrand.Adoption, false)]
    [InlineData(MemberFactKind.Trustee, PanelStrand.Adoption, false)]
    [InlineData(MemberFactKind.Employee, PanelStrand.Adoption, false)]
    [InlineData(MemberFactKind.RelativeOfEmployee, PanelStrand.Adoption, false)]
    [InlineData(MemberFactKind.RelativeOfElectedMember, PanelStrand.Adoption, false)]
    [InlineData(MemberFactKind.RelativeOfTrustee, PanelStrand.Fostering, false)]
    [InlineData(MemberFactKind.AdoptiveParent, PanelStrand.Adoption, false)]
    [InlineData(MemberFactKind.FosterCarer, PanelStrand.Fostering, false)]
    [InlineData(MemberFactKind.FosterCarer, PanelStrand.Adoption, true)]
    [InlineData(MemberFactKind.AdoptiveParent, PanelStrand.Fostering, true)]
    [InlineData(MemberFactKind.SocialWork, PanelStrand.Adoption, true)]
    [InlineData(MemberFactKind.MedicalAdviser, PanelStrand.Adoption, true)]
    public void BrokenBy_AFactThatLasts_SaysWhetherIndependent(MemberFactKind kind, PanelStrand strand, bool independent) =>
        Assert.Equal(independent, IsIndependent(new MemberFact(kind, 860, Days.Day("2020-01-01")), strand, "2025-06-17"));

    [Fact]
    public void BrokenBy_AFactOfAnotherAgency_LeavesIndependent()
    {
        MemberFact[] facts = [new(MemberFactKind.Employee, 893, Days.Day("2020-01-01"))];

        Assert.Empty(Independence.BrokenBy(facts, [860], PanelStrand.Adoption, Days.Day("2025-06-17")));
        Assert.NotEmpty(Independence.BrokenBy(facts, [860, 893], PanelStrand.Adoption, Days.Day("2025-06-17")));
    }

    [Theory]
    [InlineData("2025-03-31", false)]
    [InlineData("2025-04-01", true)]
    public void BrokenBy_AnEmployeeWhoLeft_IsIndependentFromTheNextDay(string day, bool independent) =>
        Assert.Equal(independent, IsIndependent(new MemberFact(MemberFactKind.Employee, 860, Days.Day("2020-01-01"), Days.Day("2025-03-31")), PanelStrand.Adoption, day));

    [Theory]
    [InlineData("2026-03-31", false)]
    [InlineData("2026-04-01", true)]
    public void BrokenBy_WithTwelveMonthsToCoolOff_CountsThem(string day, bool independent) => Assert.Equal(
        independent,
        IsIndependent(new MemberFact(MemberFactKind.Employee, 860, Days.Day("2020-01-01"), Days.Day("2025-03-31")), PanelStrand.Adoption, day, coolingOff: 12));

    // Placed in May 2023, order on 10 June 2024.
    [Theory]
    [InlineData("2024-01-01", false)]
    [InlineData("2025-06-10", false)]
    [InlineData("2025-06-11", true)]
    public void BrokenBy_AnAdoptiveParent_LastsUntilTwelveMonthsAfterTheOrder(string day, bool independent) =>
        Assert.Equal(independent, IsIndependent(new MemberFact(MemberFactKind.AdoptiveParent, 860, Days.Day("2023-05-02"), Days.Day("2024-06-10")), PanelStrand.Adoption, day));

    [Theory]
    [InlineData("2025-06-16", false)]
    [InlineData("2025-06-17", true)]
    public void HasYears_OnTheAnniversary_AreFull(string day, bool expected) => Assert.Equal(
        expected, Independence.HasYears([new(MemberFactKind.SocialWork, null, Days.Day("2022-06-17"))], MemberFactKind.SocialWork, 3, Days.Day(day)));

    [Fact]
    public void MayAdvise_WithoutManagement_IsNo()
    {
        MemberFact[] facts = [new(MemberFactKind.SocialWork, null, Days.Day("2010-01-01"))];

        Assert.False(Independence.MayAdvise(facts, Days.Day("2025-06-17")));
        Assert.True(Independence.MayAdvise([.. facts, new(MemberFactKind.Management, null, Days.Day("2020-01-01"))], Days.Day("2025-06-17")));
    }

    [Fact]
    public void LeavesOn_AfterAMonthsNotice_IsTheDayAfterIt() => Assert.Equal(Days.Day("2025-07-18"), Independence.LeavesOn(PanelStrand.Adoption, Days.Day("2025-06-17")));

    private static bool IsIndependent(MemberFact fact, PanelStrand strand, string day, int coolingOff = 0) =>
        Independence.BrokenBy([fact], [860], strand, Days.Day(day), coolingOff).Count == 0;
}
