using FsCheck;
using FsCheck.Fluent;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Register;

public sealed class PublicationTests
{
    private static readonly AgeBands[] Ages = [AgeBands.UnderOne, AgeBands.One, AgeBands.Two, AgeBands.Four, AgeBands.FiveOrSix];
    private static readonly int[] Councils = [860, 861, 893, 894];
    private static readonly Guid?[] Groups = [.. Enumerable.Range(0, 7).Select(_ => (Guid?)Guid.NewGuid())];

    [Fact]
    public void Publish_FiveAlike_ShowsEveryFact()
    {
        var rows = Children(Enumerable.Range(0, 5).Select(_ => Families.Child(860))).ToList();

        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            (0, 860, (AgeBands?)AgeBands.Two, (WaitBand?)WaitBand.ThreeToSixMonths, (PriorityFlags?)PriorityFlags.None),
            ((int)row.Rung, (int)row.Council!, row.Age, row.Wait, row.Priority)));
    }

    [Fact]
    public void Publish_FourAlike_ShowsNone() => Assert.Empty(Children(Enumerable.Range(0, 4).Select(_ => Families.Child(860))));

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

        Assert.Equal(published, Children(siblings).Count());
    }

    /// <summary>Six who differ in the wait alone: two groups would be too small, so all lose the wait.</summary>
    [Fact]
    public void Publish_TwoGroupsTooSmall_AreShownTogetherWithoutWhatTellsThemApart()
    {
        var rows = Children(Enumerable.Range(0, 6).Select(index =>
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

        var rows = Children([.. alike, other]).ToList();

        Assert.Equal(alike.Select(child => child.Reference).Order(), rows.Select(row => row.Reference).Order());
        Assert.All(rows, row => Assert.Equal(0, row.Rung));
    }

    [Fact]
    public void Publish_FromCouncilsOfTheRegion_HidesCouncilBeforeAge()
    {
        var rows = Children(Enumerable.Range(0, 6).Select(index => Families.Child(Councils[index % 3]))).ToList();

        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal((4, (short?)null, (AgeBands?)AgeBands.Two), ((int)row.Rung, row.Council, row.Age)));
    }

    [Fact]
    public void Publish_AgesOfOneBroadBand_ShowsTheBroadBand()
    {
        var rows = Children(Enumerable.Range(0, 6).Select(index =>
            Families.Child(860) with { Age = index < 3 ? AgeBands.Two : AgeBands.Four })).ToList();

        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal(AgeBands.Two | AgeBands.Three | AgeBands.Four, row.Age));
    }

    [Theory]
    [InlineData(SearchStanding.Paused)]
    [InlineData(SearchStanding.Ended)]
    public void Publish_NotSearchedFor_IsNotShown(SearchStanding standing) =>
        Assert.Empty(Children(Enumerable.Range(0, 6).Select(_ => Families.Child(860) with { Standing = standing })));

    [Fact]
    public void Publish_HouseholdsThatCannotBeAsked_AreNotShown()
    {
        Assert.Equal(5, Households(Enumerable.Range(0, 5).Select(_ => Families.Household(860))).Count());
        Assert.Empty(Households(Enumerable.Range(0, 5).Select(_ => Families.Household(860) with { Availability = Availability.OnHold })));
        Assert.Empty(Households(Enumerable.Range(0, 5).Select(_ => Families.Household(860) with { Approval = ApprovalState.Ended })));
    }

    /// <summary>Where two households live apart and everything else is alike, where they live goes; what they answer stays.</summary>
    [Fact]
    public void Publish_Households_LoseWhereTheyLiveBeforeTheirAges()
    {
        var rows = Households(Enumerable.Range(0, 5).Select(index => Families.Household(860) with
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
            var rows = Children(children).ToList();
            var families = children.ToDictionary(child => child.Reference, child => child.TogetherSearch ?? child.Reference);
            var again = Children(Enumerable.Reverse(children)).ToDictionary(row => row.Reference);
            return rows.GroupBy(row => row with { Reference = Guid.Empty, Rung = 0, Needs = 0 }).All(group => group.DistinctBy(row => families[row.Reference]).Count() >= Publication.Alike)
                && rows.All(row => again[row.Reference] == row) && again.Count == rows.Count;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Four of one council and one of another are five to whoever shares with both; to a third that shares with the first alone they are four.</summary>
    [Fact]
    public void Publish_FiveOfWhomAReaderSeesFour_ShowsNoneOfThem()
    {
        var children = Enumerable.Range(0, 5).Select(index => Families.Child(index < 4 ? 860 : 861)).ToList();

        Assert.Equal(5, ChildLadder.Publish(children, Readers((860, 861))).Count());
        Assert.Empty(ChildLadder.Publish(children, Readers((860, 861), (860, 893))));
        Assert.Equal(5, ChildLadder.Publish(children, Readers((860, 861), (860, 893), (861, 893))).Count());
    }

    /// <summary>A council's own five are shown with every fact to whoever shares with it, whatever others there are; and a council that shares with nobody reads its own alone.</summary>
    [Fact]
    public void Publish_FiveOfACouncil_AreShownWholeWhoeverReads()
    {
        var children = Enumerable.Range(0, 5).Select(_ => Families.Child(860)).Append(Families.Child(893)).ToList();

        foreach (var readers in new[] { Readers(), Readers((860, 861)), Readers((860, 861), (861, 893)) })
        {
            var rows = ChildLadder.Publish(children, readers).ToList();
            Assert.Equal(children.Take(5).Select(child => child.Reference).Order(), rows.Select(row => row.Reference).Order());
            Assert.All(rows, row => Assert.Equal((0, (short?)860), ((int)row.Rung, row.Council)));
        }
    }

    /// <summary>Who falls out of a class is missing to the others of it: without 893, of whom 894 sees too few, 861 has too few as well.</summary>
    [Fact]
    public void Publish_WhoFallsOut_TakesThoseWhoNeededThem()
    {
        List<ChildProfiled> children = [.. Enumerable.Range(0, 3).Select(_ => Families.Child(861)), .. Enumerable.Range(0, 3).Select(_ => Families.Child(893))];

        Assert.Equal(6, ChildLadder.Publish(children, Readers((861, 893))).Count());
        Assert.Empty(ChildLadder.Publish(children, Readers((861, 893), (893, 894))));
    }

    [Fact]
    public void Publish_Households_CountWithinWhatEachReaderSees()
    {
        var households = Enumerable.Range(0, 5).Select(index => Families.Household(index < 4 ? 860 : 861)).ToList();

        Assert.Equal(5, HouseholdLadder.Publish(households, Readers((860, 861))).Count());
        Assert.Empty(HouseholdLadder.Publish(households, Readers((860, 861), (861, 894))));
    }

    /// <summary>Whatever the agreements and whatever the region: no council reads of a class fewer than five families, its own rows included, nor do several together, nor the region's staff.</summary>
    [Fact]
    public void Publish_AnyAgreements_ShowsNoReaderAClassUnderFive()
    {
        var pairs = Gen.Elements(Councils.SelectMany(one => Councils.Where(other => other > one).Select(other => (one, other))).ToArray());
        var any = from size in Gen.Choose(0, 80)
                  from children in Child().ListOf(size)
                  from many in Gen.Choose(0, 6)
                  from agreements in pairs.ListOf(many)
                  select (children, agreements);
        Prop.ForAll(any.ToArbitrary(), drawn =>
        {
            var sharing = SharingAgreements.InForce(drawn.agreements.Select(pair => (CouncilCode[])[new(pair.one), new(pair.other)]));
            var rows = ChildLadder.Publish(drawn.children, new RegisterReaders(sharing, Councils.Select(council => new CouncilCode(council)))).ToList();
            var children = drawn.children.ToDictionary(child => child.Reference);
            var again = ChildLadder.Publish(Enumerable.Reverse(drawn.children), Readers([.. drawn.agreements])).ToDictionary(row => row.Reference);
            return IsSafe(rows, _ => true)
                && Councils.All(reader => IsSafe(rows, owner => sharing.Allow(new CouncilCode(reader), owner)))
                && IsSafe(rows, owner => sharing.Allow(new CouncilCode(Councils[0]), owner) || sharing.Allow(new CouncilCode(Councils[1]), owner))
                && rows.All(row => again[row.Reference] == row) && again.Count == rows.Count;

            bool IsSafe(IEnumerable<PublishedChild> shown, Func<CouncilCode, bool> isSeen) => shown.Where(row => isSeen(children[row.Reference].Council))
                .GroupBy(row => row with { Reference = Guid.Empty, Rung = 0, Needs = 0 })
                .All(group => group.DistinctBy(row => children[row.Reference].TogetherSearch ?? row.Reference).Count() >= Publication.Alike);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>What is published under the agreement of the region.</summary>
    private static IEnumerable<PublishedChild> Children(IEnumerable<ChildProfiled> children) => ChildLadder.Publish(children, OfTheRegion);

    private static IEnumerable<PublishedHousehold> Households(IEnumerable<HouseholdOffered> households) => HouseholdLadder.Publish(households, OfTheRegion);

    private static RegisterReaders OfTheRegion { get; } = new(
        SharingAgreements.InForce([[.. Councils.Select(council => new CouncilCode(council))]]), Councils.Select(council => new CouncilCode(council)));

    /// <summary>Agreements of two councils each.</summary>
    private static RegisterReaders Readers(params IReadOnlyCollection<(int One, int Other)> pairs) => new(
        SharingAgreements.InForce(pairs.Select(pair => (CouncilCode[])[new(pair.One), new(pair.Other)])), Councils.Select(council => new CouncilCode(council)));

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
