using FsCheck;
using FsCheck.Fluent;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Register;

public sealed class PublicationTests
{
    private static readonly AgeBands[] Ages = [AgeBands.UnderOne, AgeBands.One, AgeBands.Two, AgeBands.Four, AgeBands.FiveOrSix];
    private static readonly int[] Councils = [860, 861, 893];
    private static readonly Guid?[] Groups = [.. Enumerable.Range(0, 7).Select(_ => (Guid?)Guid.NewGuid())];

    [Fact]
    public void Publish_FiveAlike_ShowsEveryFact()
    {
        var rows = ChildLadder.Publish(Enumerable.Range(0, 5).Select(_ => Families.Child(860))).ToList();

        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            (0, 860, (AgeBands?)AgeBands.Two, (WaitBand?)WaitBand.ThreeToSixMonths, (PriorityFlags?)PriorityFlags.None),
            ((int)row.Rung, (int)row.Council!, row.Age, row.Wait, row.Priority)));
    }

    [Fact]
    public void Publish_FourAlike_ShowsNone() => Assert.Empty(ChildLadder.Publish(Enumerable.Range(0, 4).Select(_ => Families.Child(860))));

    /// <summary>Whoever knows that five brothers and sisters wait would read what they need: five rows of one family, or of four, are too few.</summary>
    [Theory]
    [InlineData(1, 5, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(4, 2, 0)]
    [InlineData(5, 2, 10)]
    public void Publish_BrothersAndSisters_CountAsOneFamily(int groups, int children, int published)
    {
        var siblings = Enumerable.Range(0, groups).SelectMany(_ =>
        {
            var together = Guid.NewGuid();
            return Enumerable.Range(0, children).Select(_ => Families.Child(860) with { Siblings = ChildCounts.ThreeOrMore, SiblingSearch = SiblingSearch.Together, TogetherSearch = together });
        });

        Assert.Equal(published, ChildLadder.Publish(siblings).Count());
    }

    /// <summary>Six who differ in the wait alone: two groups would be too small, so all lose the wait.</summary>
    [Fact]
    public void Publish_TwoGroupsTooSmall_AreShownTogetherWithoutWhatTellsThemApart()
    {
        var rows = ChildLadder.Publish(Enumerable.Range(0, 6).Select(index =>
            Families.Child(860) with { Wait = index < 3 ? WaitBand.SixToTwelveMonths : WaitBand.UnderThreeMonths })).ToList();

        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal((1, (WaitBand?)null, 860), ((int)row.Rung, row.Wait, (int)row.Council!)));
    }

    /// <summary>What is left over of a council does not join a group that is published: it would be known by not being in it.</summary>
    [Fact]
    public void Publish_OneBesideAPublishedGroup_IsNotShown()
    {
        var alike = Enumerable.Range(0, 5).Select(_ => Families.Child(860)).ToList();
        var other = Families.Child(860) with { Wait = WaitBand.UnderThreeMonths };

        var rows = ChildLadder.Publish([.. alike, other]).ToList();

        Assert.Equal(alike.Select(child => child.Reference).Order(), rows.Select(row => row.Reference).Order());
        Assert.All(rows, row => Assert.Equal(0, row.Rung));
    }

    [Fact]
    public void Publish_FromCouncilsOfTheRegion_HidesCouncilBeforeAge()
    {
        var rows = ChildLadder.Publish(Enumerable.Range(0, 6).Select(index => Families.Child(Councils[index % 3]))).ToList();

        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal((4, (short?)null, (AgeBands?)AgeBands.Two), ((int)row.Rung, row.Council, row.Age)));
    }

    [Fact]
    public void Publish_AgesOfOneBroadBand_ShowsTheBroadBand()
    {
        var rows = ChildLadder.Publish(Enumerable.Range(0, 6).Select(index =>
            Families.Child(860) with { Age = index < 3 ? AgeBands.Two : AgeBands.Four })).ToList();

        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal(AgeBands.Two | AgeBands.Three | AgeBands.Four, row.Age));
    }

    [Theory]
    [InlineData(SearchStanding.Paused)]
    [InlineData(SearchStanding.Ended)]
    public void Publish_NotSearchedFor_IsNotShown(SearchStanding standing) =>
        Assert.Empty(ChildLadder.Publish(Enumerable.Range(0, 6).Select(_ => Families.Child(860) with { Standing = standing })));

    [Fact]
    public void Publish_HouseholdsThatCannotBeAsked_AreNotShown()
    {
        Assert.Equal(5, HouseholdLadder.Publish(Enumerable.Range(0, 5).Select(_ => Families.Household(860))).Count());
        Assert.Empty(HouseholdLadder.Publish(Enumerable.Range(0, 5).Select(_ => Families.Household(860) with { Availability = Availability.OnHold })));
        Assert.Empty(HouseholdLadder.Publish(Enumerable.Range(0, 5).Select(_ => Families.Household(860) with { Approval = ApprovalState.Ended })));
    }

    /// <summary>Where two households live apart and everything else is alike, where they live goes; what they answer stays.</summary>
    [Fact]
    public void Publish_Households_LoseWhereTheyLiveBeforeTheirAges()
    {
        var rows = HouseholdLadder.Publish(Enumerable.Range(0, 5).Select(index => Families.Household(860) with
        {
            LivesIn = index == 0 ? null : new CouncilCode(861),
            Offers = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.CouldConsider, OfferAnswer.No),
        })).ToList();

        Assert.Equal(5, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal((2, false, (short?)null), ((int)row.Rung, row.ShowsHome, row.LivesIn));
            Assert.Equal(AgeBands.Unborn | AgeBands.UnderOne | AgeBands.One | AgeBands.Two | AgeBands.Three | AgeBands.Four, row.Ages);
            Assert.Equal(NeedLevel.Medium, AreaLevels.Read(row.Offers)[NeedArea.Learning]);
            Assert.Equal(NeedLevel.None, AreaLevels.Read(row.Offers)[NeedArea.Behaviour]);
        });
    }

    [Fact]
    public void Levels_OfNeeds_AreTheHighestOfEachArea()
    {
        var needs = NeedProfile.None.With(Need.Autism, NeedLevel.Low).With(Need.Attention, NeedLevel.High).With(Need.MeetingRelatives, NeedLevel.Medium);

        var levels = AreaLevels.Read(AreaLevels.Of(needs));

        Assert.Equal((NeedLevel.High, NeedLevel.Medium, NeedLevel.None), (levels[NeedArea.Learning], levels[NeedArea.ContactPlan], levels[NeedArea.DisabilityAndHealth]));
    }

    /// <summary>Whatever the region: nobody is shown who is not like children of at least four other families in all that is shown of them, and the same region is shown the same.</summary>
    [Fact]
    public void Publish_AnyRegion_ShowsGroupsOfAtLeastFiveFamilies()
    {
        var region = Gen.Choose(0, 60).SelectMany(size => Child().ListOf(size));
        Prop.ForAll(region.ToArbitrary(), children =>
        {
            var rows = ChildLadder.Publish(children).ToList();
            var families = children.ToDictionary(child => child.Reference, child => child.TogetherSearch ?? child.Reference);
            var again = ChildLadder.Publish(Enumerable.Reverse(children)).ToDictionary(row => row.Reference);
            return rows.GroupBy(row => row with { Reference = Guid.Empty, Rung = 0, Needs = 0 }).All(group => group.DistinctBy(row => families[row.Reference]).Count() >= Publication.Alike)
                && rows.All(row => again[row.Reference] == row) && again.Count == rows.Count;
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<ChildProfiled> Child() =>
        from council in Gen.Elements(Councils)
        from age in Gen.Elements(Ages)
        from siblings in Gen.Elements(ChildCounts.One, ChildCounts.Two)
        from plan in Gen.Elements(PermanencePlan.Adoption, PermanencePlan.LongTermFostering)
        from wait in Gen.Elements(Enum.GetValues<WaitBand>())
        from priority in Gen.Elements(PriorityFlags.None, PriorityFlags.Disability)
        from family in Gen.Elements(Groups)
        select Families.Child(council) with { Age = age, Siblings = siblings, Plan = plan, Wait = wait, Priority = priority, TogetherSearch = siblings == ChildCounts.One ? null : family };
}
