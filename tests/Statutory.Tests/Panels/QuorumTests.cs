using FsCheck;
using FsCheck.Fluent;
using Partnership.Statutory.Panels;

namespace Partnership.Statutory.Tests.Panels;

/// <summary>Adoption Agencies Regulations 2005, regulation 6; Fostering Services (England) Regulations 2011, regulation 24.</summary>
public sealed class QuorumTests
{
    private static readonly DateOnly Day = Days.Day("2025-06-17");

    private static readonly Gen<PanelAttendee> Attendees =
        from role in Gen.Frequency((1, Gen.Constant(PanelRole.Chair)), (2, Gen.Constant(PanelRole.ViceChair)), (5, Gen.Constant(PanelRole.Member)))
        from socialWorker in Gen.Elements(true, false, false)
        from independent in Gen.Elements(true, false)
        from medical in Gen.Elements(true, false, false, false)
        select new PanelAttendee(Guid.NewGuid(), role, socialWorker, independent, medical);

    private static readonly Arbitrary<(PanelConstitution Rule, List<PanelAttendee> Sitting)> Panels =
        (from rule in Gen.Elements(PanelConstitutions.All.ToArray())
         from count in Gen.Choose(0, 8)
         from sitting in Attendees.ListOf(count)
         select (rule, sitting.ToList())).ToArbitrary();

    [Theory]
    [InlineData(PanelStrand.Adoption, false, 5)]
    [InlineData(PanelStrand.Adoption, true, 6)]
    [InlineData(PanelStrand.Fostering, false, 5)]
    [InlineData(PanelStrand.Fostering, true, 6)]
    public void Quorum_OfEachPanel_IsTheLaws(PanelStrand strand, bool joint, int quorum) =>
        Assert.Equal(quorum, PanelConstitutions.InForce(strand, joint, Day).Quorum);

    [Fact]
    public void Read_ChairSocialWorkerAndThreeOthers_IsQuorate() => Assert.True(Read(false, Chair(), SocialWorker(), Member(), Member(), Member()).IsQuorate);

    [Fact]
    public void Read_FiveOfAJointPanel_LackOneMember() =>
        Assert.Equal([QuorumGap.OtherMembers], Read(true, Chair(), SocialWorker(), Member(), Member(), Member()).Gaps);

    [Fact]
    public void Read_NobodyInTheChair_IsNotQuorate() =>
        Assert.Equal([QuorumGap.Chair], Read(false, SocialWorker(), Member(), Member(), Member(), Member()).Gaps);

    [Fact]
    public void Read_NoSocialWorker_IsNotQuorate() =>
        Assert.Equal([QuorumGap.SocialWorker], Read(false, Chair(), Member(), Member(), Member(), Member()).Gaps);

    [Fact]
    public void Read_TheChairIsTheOnlySocialWorker_IsNotQuorate() => Assert.Equal(
        [QuorumGap.SocialWorker], Read(false, Chair() with { IsSocialWorker = true }, Member(), Member(), Member(), Member()).Gaps);

    [Fact]
    public void Read_TheMedicalAdviser_IsNotCounted() =>
        Assert.Equal([QuorumGap.OtherMembers], Read(false, Chair(), SocialWorker(), Member(), Member(), Member() with { IsMedicalAdviser = true }).Gaps);

    [Fact]
    public void Read_AViceChairWhoIsNotIndependentAndNobodyIndependent_IsNotQuorate() => Assert.Equal(
        [QuorumGap.IndependentMember], Read(false, Vice(), SocialWorker(), Member(), Member(), Member()).Gaps);

    [Fact]
    public void Read_AViceChairWhoIsNotIndependentAndOneIndependentMember_IsQuorate() =>
        Assert.True(Read(false, Vice(), SocialWorker(), Member(), Member(), Member() with { IsIndependent = true }).IsQuorate);

    [Fact]
    public void Read_AChairWhoIsNotIndependentAnyMoreAndNobodyIndependent_IsNotQuorate() => Assert.Equal(
        [QuorumGap.IndependentMember], Read(false, Chair() with { IsIndependent = false }, SocialWorker(), Member(), Member(), Member()).Gaps);

    [Fact]
    public void Read_TheSameMemberTwice_CountsOnce()
    {
        var twice = Member();

        Assert.Equal([QuorumGap.OtherMembers], Read(false, Chair(), SocialWorker(), Member(), twice, twice).Gaps);
    }

    // The second way: seat people one by one, in every way there is.
    [Fact]
    public void Read_AnyPanel_AgreesWithSeatingPeopleInEveryWay() =>
        Prop.ForAll(Panels, panel => Quorum.Read(panel.Rule, panel.Sitting).IsQuorate == CanBeSeated(panel.Rule, panel.Sitting)).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_OneMemberLeaves_NeverMakesAPanelQuorate() =>
        Prop.ForAll(Panels, panel => Quorum.Read(panel.Rule, panel.Sitting).IsQuorate
            || panel.Sitting.TrueForAll(leaver => !Quorum.Read(panel.Rule, panel.Sitting.Where(each => each != leaver)).IsQuorate)).QuickCheckThrowOnFailure();

    private static bool CanBeSeated(PanelConstitution rule, List<PanelAttendee> sitting)
    {
        var members = sitting.Where(each => !each.IsMedicalAdviser).ToList();
        foreach (var presides in members.Where(each => each.Role != PanelRole.Member))
        {
            if (presides.Role == PanelRole.ViceChair && members.Exists(each => each.Role == PanelRole.Chair))
            {
                continue; // The chair is there, and presides.
            }

            foreach (var socialWorker in members.Where(each => each.IsSocialWorker && each != presides))
            {
                var others = members.Where(each => each != presides && each != socialWorker).ToList();
                var independent = presides.IsIndependent || socialWorker.IsIndependent || others.Exists(each => each.IsIndependent);
                if (others.Count >= rule.OtherMembers && independent)
                {
                    return true;
                }
            }
        }

        // With the chair there, a vice chair may still fill the chair's seat when the chair is the only social worker.
        return members.Exists(each => each.Role == PanelRole.Chair)
            && members.Exists(vice => vice.Role == PanelRole.ViceChair && members.Exists(worker => worker.IsSocialWorker && worker != vice))
            && members.Count >= rule.OtherMembers + 2
            && members.Exists(each => each.IsIndependent);
    }

    private static QuorumReading Read(bool joint, params PanelAttendee[] sitting) =>
        Quorum.Read(PanelConstitutions.InForce(PanelStrand.Adoption, joint, Day), sitting);

    private static PanelAttendee Chair() => new(Guid.NewGuid(), PanelRole.Chair, false, true);

    private static PanelAttendee Vice() => new(Guid.NewGuid(), PanelRole.ViceChair, false, false);

    private static PanelAttendee SocialWorker() => new(Guid.NewGuid(), PanelRole.Member, true, false);

    private static PanelAttendee Member() => new(Guid.NewGuid(), PanelRole.Member, false, false);
}
