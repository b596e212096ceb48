using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>Searches for brothers and sisters.</summary>
public sealed class GroupTests
{
    private static readonly Guid Group = Guid.NewGuid();

    private static readonly HouseholdOffered Taker = Sample.Household(Sample.Staffordshire) with
    {
        NumbersYes = ChildCounts.Two | ChildCounts.One, AgesYes = AgeBands.Two | AgeBands.Four,
    };

    [Theory]
    [InlineData(SiblingSearch.Together, true, false)]
    [InlineData(SiblingSearch.Parallel, true, true)]
    [InlineData(SiblingSearch.Alone, false, true)]
    public void SearchesOf_DecisionAboutSiblings_GroupOwnOrBoth(SiblingSearch decision, bool group, bool own)
    {
        var (one, other) = (Member(decision), Member(decision));
        var region = Sample.Region(one, other);

        Assert.Equal(group, region.SearchesOf(one.Reference).Any(search => search.Key == SearchKey.OfGroup(Group)));
        Assert.Equal(own, region.SearchesOf(one.Reference).Any(search => search.Key == SearchKey.OfChild(one.Reference)));
        Assert.Equal(group ? 2 : 0, region.Find(SearchKey.OfGroup(Group))?.Children.Length ?? 0);
    }

    [Theory]
    [InlineData(ChildCounts.Two, 1, SearchState.Incomplete)]
    [InlineData(ChildCounts.Two, 2, SearchState.Open)]
    [InlineData(ChildCounts.ThreeOrMore, 2, SearchState.Incomplete)]
    [InlineData(ChildCounts.ThreeOrMore, 3, SearchState.Open)]
    public void State_Group_IsOpenWhenAllAreKnown(ChildCounts siblings, int known, SearchState expected)
    {
        var region = Sample.Region([.. Enumerable.Range(0, known).Select(_ => Member() with { Siblings = siblings })]);

        Assert.Equal(expected, region.Find(SearchKey.OfGroup(Group))!.State);
        Assert.Equal(siblings, region.Find(SearchKey.OfGroup(Group))!.Number);
    }

    [Fact]
    public void Top_EveryChildsHubMustSayYes()
    {
        var (one, other) = (Member(), Member(council: Sample.StokeOnTrent));
        var region = Sample.Region(one, other, Taker).WithYes([one], Taker);
        var search = SearchKey.OfGroup(Group);

        Assert.Empty(region.Listed(search));
        Assert.Equal([new CandidateQuestion(other.Reference, Taker.Reference, Taker.HomeArea!.Value)], region.Unanswered(search, 5));
        Assert.NotEmpty(region.WithYes([other], Taker).Listed(search));
        Assert.Empty(region.Apply(Sample.No(other, Taker)).Listed(search));
    }

    [Fact]
    public void Top_EveryCouncilMustHaveAnAgreement()
    {
        // Stoke-on-Trent and Staffordshire share, Telford with neither.
        var (one, other) = (Member(), Member(council: Sample.Telford));

        Assert.Empty(Sample.Region(one, other, Taker).WithYes([one, other], Taker).Listed(SearchKey.OfGroup(Group)));
    }

    [Fact]
    public void Top_EachChildsBandMustBeOffered_OldestAndYoungestAreFactors()
    {
        var (one, other) = (Member() with { Age = AgeBands.Two }, Member() with { Age = AgeBands.Four });
        var search = SearchKey.OfGroup(Group);
        var region = Sample.Region(one, other, Taker).WithYes([one, other], Taker);

        var ages = region.Top(search, 1).Candidates[0].Factors.Where(factor => factor.Kind is FactorKind.Age or FactorKind.YoungestAge);

        Assert.Equal([(FactorKind.Age, AgeBands.Four), (FactorKind.YoungestAge, AgeBands.Two)], ages.Select(factor => (factor.Kind, factor.Age)));
        Assert.Empty(region.Apply(Taker with { Version = 2, AgesYes = AgeBands.Four }).Listed(search));
        Assert.Empty(region.Apply(Taker with { Version = 2, AgesYes = AgeBands.Two }).Listed(search));
        Assert.Empty(region.Apply(Taker with { Version = 2, NumbersYes = ChildCounts.One }).Listed(search));
    }

    [Fact]
    public void Factors_NeedAtTheHighestLevel_WithTheWeakestEvidenceOfThoseAtIt()
    {
        var (old, recent) = (new Quarter(2024, 1), new Quarter(2026, 3));
        var low = Member() with { Needs = NeedProfile.None.With(Need.Attention, NeedLevel.Low), Evidence = EvidenceDates.None.With(Need.Attention, old) };
        var high = Member() with { Needs = NeedProfile.None.With(Need.Attention, NeedLevel.High), Evidence = EvidenceDates.None.With(Need.Attention, recent) };
        var household = Taker with { Offers = OfferProfile.NotAsked.With(Need.Attention, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.CouldConsider) };

        Factor Told(params ChildProfiled[] children) => Sample.Region([.. children, household]).WithYes(children, household)
            .Top(SearchKey.OfGroup(Group), 1).Candidates[0].Factors.Single(factor => factor.Kind == FactorKind.Need);

        var factor = Told(low, high);
        Assert.Equal((Need.Attention, NeedLevel.High, OfferAnswer.CouldConsider, Fit.Stretch), (factor.Need, factor.Level, factor.Answer, factor.Fit));
        Assert.Equal(new Evidence(EvidenceState.Recent, recent), factor.Child);
        Assert.Equal(new Evidence(EvidenceState.None, null), factor.Household);

        var third = high with { Reference = Guid.NewGuid(), Evidence = EvidenceDates.None.With(Need.Attention, old) };
        Assert.Equal(new Evidence(EvidenceState.Old, old), Told(high, third).Child);
        Assert.Equal(new Evidence(EvidenceState.None, null), Told(high, third with { Evidence = EvidenceDates.None }).Child);
    }

    [Fact]
    public void Apply_ChildLeavesTheGroup_GroupIsIncompleteAndTheChildIsSearchedForAlone()
    {
        var (one, other) = (Member(), Member());
        var region = Sample.Region(one, other).Apply(one with { Version = 2, SiblingSearch = SiblingSearch.Alone, TogetherSearch = null, Siblings = ChildCounts.One });

        Assert.Equal(SearchState.Incomplete, region.Find(SearchKey.OfGroup(Group))!.State);
        Assert.Equal(SearchState.Open, region.Find(SearchKey.OfChild(one.Reference))!.State);

        region = region.Apply(other with { Version = 2, Standing = SearchStanding.Ended });
        Assert.Null(region.Find(SearchKey.OfGroup(Group)));
    }

    /// <summary>Whoever has learned the reference of a group and comes with a child of its own changes nothing of the search of those who were there.</summary>
    [Theory]
    [InlineData(861, ChildCounts.Two)]
    [InlineData(861, ChildCounts.ThreeOrMore)]
    [InlineData(859, ChildCounts.ThreeOrMore)]
    public void Apply_ForeignChildThatDoesNotFit_IsSearchedForApartAndChangesNothing(int council, ChildCounts says)
    {
        var (one, other) = (Member(), Member());
        var search = SearchKey.OfGroup(Group);
        var region = Sample.Region(one, other, Taker).WithYes([one, other], Taker).Settled();
        region = region.With(region.Rules with { Sharing = SharingAgreements.InForce([[new(859), Sample.Staffordshire, Sample.StokeOnTrent]]) });
        var foreign = Member(council: new(council)) with { Siblings = says };

        var after = region.Apply(foreign);

        Assert.Equal((ChildCounts.Two, SearchState.Open), (after.Find(search)!.Number, after.Find(search)!.State));
        Assert.Equal(new HashSet<Guid> { one.Reference, other.Reference }, after.Find(search)!.Children.Select(child => child.Reference).ToHashSet());
        Assert.Equal(region.Listed(search), after.Listed(search));
        var apart = Assert.Single(after.SearchesOf(foreign.Reference));
        Assert.Equal((SearchKey.OfApart(Group, foreign.Council), SearchState.Incomplete), (apart.Key, apart.State));

        // Once all say that they are three, they are searched for together.
        after = after.Apply(one with { Version = 2, Siblings = ChildCounts.ThreeOrMore }).Apply(other with { Version = 2, Siblings = ChildCounts.ThreeOrMore })
            .Apply(foreign with { Version = 2, Siblings = ChildCounts.ThreeOrMore });
        Assert.Equal((3, SearchState.Open), (after.Find(search)!.Children.Length, after.Find(search)!.State));
        Assert.Null(after.Find(apart.Key));
    }

    [Fact]
    public void Apply_CouncilsWithoutAnAgreement_AreSearchedForApartUntilThereIsOneAndAgainWhenItEnds()
    {
        // Telford shares with nobody.
        var (one, other) = (Member(), Member(council: Sample.Telford));
        var region = Sample.Region(other, one);
        Assert.Equal([SearchState.Incomplete, SearchState.Incomplete], region.Searches.Select(search => search.State));

        region = region.Settled().With(Sample.Rules with { Sharing = SharingAgreements.InForce([[Sample.Staffordshire, Sample.Telford]]) });
        Assert.Equal((SearchKey.OfGroup(Group), SearchState.Open), (region.Searches.Single().Key, region.Searches.Single().State));
        Assert.Equal([Sample.Staffordshire, Sample.Telford], region.CouncilsOf(Group));

        region = region.Settled().With(Sample.Rules);
        Assert.Equal([one.Reference], region.Find(SearchKey.OfGroup(Group))!.Children.Select(child => child.Reference));
        Assert.Equal(SearchKey.OfApart(Group, Sample.Telford), region.SearchesOf(other.Reference).Single().Key);
    }

    /// <summary>The group is theirs who came first, whatever the codes of the councils; and whoever was in it stays when another number is said, which must be said by all.</summary>
    [Fact]
    public void Settled_WhoCameFirst_KeepsTheSearchAndWhoIsInItStays()
    {
        var (one, other) = (Member(council: Sample.StokeOnTrent), Member(council: Sample.StokeOnTrent));
        var search = SearchKey.OfGroup(Group);
        var region = Sample.Region(one, other).Settled().Apply(Member()).Apply(Member());
        Assert.Equal([Sample.StokeOnTrent], region.Find(search)!.Councils);

        // The same from what was kept of it.
        Assert.Equal([Sample.StokeOnTrent], region.Settled().Apply(new GroupCouncils(Group, [Sample.StokeOnTrent])).Find(search)!.Councils);

        var (mine, theirs) = (Member(), Member(council: Sample.StokeOnTrent));
        region = Sample.Region(mine, theirs).Settled()
            .Apply(theirs with { Version = 2, Siblings = ChildCounts.ThreeOrMore }).Apply(Member(council: Sample.StokeOnTrent) with { Siblings = ChildCounts.ThreeOrMore });
        Assert.Equal((3, SearchState.Incomplete), (region.Find(search)!.Children.Length, region.Find(search)!.State));
        Assert.Equal(SearchState.Open, region.Apply(mine with { Version = 2, Siblings = ChildCounts.ThreeOrMore }).Find(search)!.State);
    }

    [Fact]
    public void State_OneIsPaused_TheGroupIs() =>
        Assert.Equal(
            SearchState.Paused,
            Sample.Region(Member(), Member() with { Standing = SearchStanding.Paused }).Find(SearchKey.OfGroup(Group))!.State);

    [Fact]
    public void EarlyPermanence_OnlyOfOne_TheHouseholdMustTakeBothWays()
    {
        var adoption = Member();
        var early = Member() with
        {
            Plan = PermanencePlan.EarlyPermanence, EarlyPermanence = EarlyPermanenceRequest.Requested, Preconditions = EarlyPermanencePreconditions.All,
        };
        var region = Sample.Region(adoption, early, Taker).WithYes([adoption, early], Taker);
        var search = SearchKey.OfGroup(Group);

        Assert.False(region.Find(search)!.IsEarlyPermanence);
        Assert.Empty(region.Listed(search));
        Assert.Empty(region.Apply(Taker with { Version = 2, Routes = HouseholdRoutes.DuallyApproved }).Listed(search));
        var both = region.Apply(Taker with { Version = 2, Routes = HouseholdRoutes.Adoption | HouseholdRoutes.TemporaryApproval }).Top(search, 1).Candidates;
        Assert.Contains(both[0].Factors, factor => factor is { Kind: FactorKind.Route, Fit: Fit.Stretch, Route: HouseholdRoutes.TemporaryApproval });
        Assert.True(Sample.Region(early, early with { Reference = Guid.NewGuid() }).Find(search)!.IsEarlyPermanence);
    }

    private static ChildProfiled Member(SiblingSearch decision = SiblingSearch.Together, Contracts.CouncilCode? council = null) =>
        Sample.Child(council) with { SiblingSearch = decision, TogetherSearch = decision == SiblingSearch.Alone ? null : Group, Siblings = ChildCounts.Two };
}
