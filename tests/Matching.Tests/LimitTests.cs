using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>Each hard limit: the pair that fits in everything is on the list, and off it once this one is broken.</summary>
public sealed class LimitTests
{
    public static TheoryData<string, Func<ChildProfiled, ChildProfiled>, Func<HouseholdOffered, HouseholdOffered>, bool> Pairs => new()
    {
        { "all fits", Same, Same, true },
        { "child paused", child => child with { Standing = SearchStanding.Paused }, Same, false },
        { "search ended", child => child with { Standing = SearchStanding.Ended }, Same, false },
        { "plan return home", child => child with { Plan = PermanencePlan.ReturnHome }, Same, false },
        { "plan special guardianship", child => child with { Plan = PermanencePlan.SpecialGuardianship }, Same, false },
        { "no age band", child => child with { Age = AgeBands.None }, Same, false },
        { "two age bands", child => child with { Age = AgeBands.One | AgeBands.Two }, Same, false },

        { "stage two", Same, household => household with { Approval = ApprovalState.StageTwo }, true },
        { "approval ended", Same, household => household with { Approval = ApprovalState.Ended }, false },
        { "approval under review", Same, household => household with { Approval = ApprovalState.UnderReview }, false },
        { "review overdue", Same, household => household with { ReviewOverdue = true }, true },

        { "on hold", Same, household => household with { Availability = Availability.OnHold }, false },
        { "unavailable", Same, household => household with { Availability = Availability.Unavailable }, false },
        { "home not known", Same, household => household with { HomeArea = null }, false },

        { "adoption, fostering household", Same, household => household with { Routes = HouseholdRoutes.LongTermFostering }, false },
        { "adoption, dually approved without adoption", Same, household => household with { Routes = HouseholdRoutes.DuallyApproved }, false },
        { "fostering, adopters", Fostering, Same, false },
        { "fostering, fostering household", Fostering, household => household with { Routes = HouseholdRoutes.LongTermFostering }, true },
        { "early permanence, adopters", EarlyPermanence, Same, false },
        { "early permanence, temporary approval", EarlyPermanence, Temporary, true },
        { "early permanence, temporary approval alone", EarlyPermanence, household => household with { Routes = HouseholdRoutes.TemporaryApproval }, false },
        { "early permanence, dually approved", EarlyPermanence, household => household with { Routes = HouseholdRoutes.DuallyApproved }, true },
        {
            "early permanence, stage two", EarlyPermanence,
            household => household with { Routes = HouseholdRoutes.DuallyApproved, Approval = ApprovalState.StageTwo }, false
        },
        {
            "early permanence, being prepared", child => EarlyPermanence(child) with { EarlyPermanence = EarlyPermanenceRequest.Preparing }, Temporary, false
        },
        {
            "early permanence, parents not told",
            child => EarlyPermanence(child) with { Preconditions = EarlyPermanencePreconditions.All & ~EarlyPermanencePreconditions.ParentsTold }, Temporary, false
        },

        { "number could consider", Same, household => household with { NumbersYes = ChildCounts.Two, NumbersCouldConsider = ChildCounts.One }, true },
        { "number refused", Same, household => household with { NumbersYes = ChildCounts.Two }, false },
        { "age could consider", child => child with { Age = AgeBands.Three }, Same, true },
        { "age refused", child => child with { Age = AgeBands.Four }, Same, false },

        { "need answered yes", WithAutism, household => Autism(household, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.No), true },
        { "need could consider", WithAutism, household => Autism(household, OfferAnswer.CouldConsider, OfferAnswer.CouldConsider, OfferAnswer.No), true },
        { "need not asked about", WithAutism, Same, true },
        { "need refused at its level", WithAutism, household => Autism(household, OfferAnswer.Yes, OfferAnswer.No, OfferAnswer.No), false },
        { "need refused above its level", WithAutism, household => Autism(household, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.No), true },
        { "another need refused", Same, household => Autism(household, OfferAnswer.No, OfferAnswer.No, OfferAnswer.No), true },
        {
            "support for identity missing", child => child with { IdentitySupport = IdentitySupport.Heritage | IdentitySupport.Faith | IdentitySupport.Language }, Same, true
        },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Top_OneFactOfAPair_IsListedOrNot(
        string fact, Func<ChildProfiled, ChildProfiled> ofChild, Func<HouseholdOffered, HouseholdOffered> ofHousehold, bool listed)
    {
        Assert.NotEmpty(fact);
        var (child, household) = (ofChild(Sample.Child()), ofHousehold(Sample.Household()));
        var region = Sample.Region(child, household)
            .Apply(new CandidateVerdict(child.Reference, household.Reference, household.HomeArea ?? Guid.Empty, true));

        var found = region.Top(SearchKey.OfChild(child.Reference), 20).Candidates;

        Assert.Equal(listed ? [household.Reference] : [], found.Select(candidate => candidate.Household));
        Assert.Equal(listed, region.Consider(SearchKey.OfChild(child.Reference), household.Reference) is not null);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Top_AnswerOfTheChildsHub_OnlyAYesLists(bool? answer, bool listed)
    {
        var (child, household) = (Sample.Child(), Sample.Household());
        var region = Sample.Region(child, household);
        region = answer is { } possible ? region.Apply(Sample.Yes(child, household) with { Possible = possible }) : region;

        Assert.Equal(listed, region.Listed(SearchKey.OfChild(child.Reference)).Any());
    }

    [Fact]
    public void Top_AnswerAboutAFormerHome_DoesNotCount()
    {
        var (child, household) = (Sample.Child(), Sample.Household());
        var moved = household with { Version = 2, HomeArea = Guid.NewGuid() };
        var search = SearchKey.OfChild(child.Reference);
        var region = Sample.Region(child, household).WithYes([child], household).Apply(moved);

        Assert.Empty(region.Listed(search));
        Assert.Empty(region.WithYes([child], household).Listed(search));
        Assert.Equal([new CandidateQuestion(child.Reference, household.Reference, moved.HomeArea!.Value)], region.Unanswered(search, 5));
        Assert.Equal([household.Reference], region.WithYes([child], moved).Listed(search));
    }

    [Fact]
    public void Top_HomeNotKnownForAWhile_IsAskedAboutAgain()
    {
        var (child, household) = (Sample.Child(), Sample.Household());
        var region = Sample.Region(child, household).WithYes([child], household);
        var search = SearchKey.OfChild(child.Reference);

        region = region.Apply(household with { Version = 2, HomeArea = null });
        Assert.Empty(region.Listed(search));

        // The hub forgets what it is not asked about: what was answered before may have another answer by now.
        region = region.Apply(household with { Version = 3 });
        Assert.Empty(region.Listed(search));
        Assert.Equal([new CandidateQuestion(child.Reference, household.Reference, household.HomeArea!.Value)], region.Unanswered(search, 5));
        Assert.Equal([household.Reference], region.WithYes([child], household).Listed(search));
    }

    [Theory]
    [InlineData(860, true)]
    [InlineData(861, true)]
    [InlineData(894, false)]
    public void Top_Agreements_DecideWhoseHouseholdsAreFound(int council, bool listed)
    {
        var (child, household) = (Sample.Child(), Sample.Household(new(council)));
        var region = Sample.Region(child, household).WithYes([child], household);
        var search = SearchKey.OfChild(child.Reference);

        Assert.Equal(listed, region.Listed(search).Any());
        Assert.Equal(council == 860, region.With(Sample.Rules with { Sharing = SharingAgreements.None }).Listed(search).Any());
        Assert.NotEmpty(region.With(Sample.Rules with { Sharing = SharingAgreements.InForce([[Sample.Staffordshire, Sample.StokeOnTrent, Sample.Telford]]) }).Listed(search));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Top_LiveLinks_MakeUnavailableAtTheRegionsNumber(int live, bool listed)
    {
        var (child, household) = (Sample.Child(), Sample.Household());

        var before = RegionIndex.Empty(Sample.Rules).Apply(new HouseholdLinks(household.Reference, live)).Apply(child).Apply(household).WithYes([child], household);
        var after = Sample.Region(child, household).WithYes([child], household).Apply(new HouseholdLinks(household.Reference, live));

        Assert.Equal(listed, before.Listed(SearchKey.OfChild(child.Reference)).Any());
        Assert.Equal(listed, after.Listed(SearchKey.OfChild(child.Reference)).Any());
    }

    [Fact]
    public void Top_History_KeepsOffThisListAloneUntilItIsLifted()
    {
        var (child, other, household) = (Sample.Child(), Sample.Child(), Sample.Household());
        var search = SearchKey.OfChild(child.Reference);
        var history = new SearchHistory(search, household.Reference, true);
        var region = Sample.Region(child, other, household).WithYes([child, other], household).Apply(history);

        Assert.Empty(region.Listed(search));
        Assert.NotEmpty(region.Listed(SearchKey.OfChild(other.Reference)));
        Assert.Empty(region.Apply(child with { Version = 2 }).Listed(search));
        var moved = household with { Version = 2, HomeArea = Guid.NewGuid() };
        Assert.Empty(region.Apply(moved).WithYes([child], moved).Listed(search));
        Assert.NotEmpty(region.Apply(history with { Barred = false }).Listed(search));
        Assert.Empty(RegionIndex.Empty(Sample.Rules).Apply(history).Apply(household).Apply(child).WithYes([child], household).Listed(search));
    }

    [Fact]
    public void Unanswered_AsksAboutTheFirstThatPassAllElse_NeverAfterANo()
    {
        var child = Sample.Child();
        HouseholdOffered[] all = [.. Enumerable.Range(0, 6).Select(_ => Sample.Household())];
        var onHold = Sample.Household() with { Availability = Availability.OnHold };
        var search = SearchKey.OfChild(child.Reference);
        var region = all.Aggregate(Sample.Region(child, onHold), (known, household) => known.Apply(household));

        var asked = region.Unanswered(search, 4);
        Assert.Equal(4, asked.Count);
        Assert.DoesNotContain(asked, question => question.Household == onHold.Reference);

        region = region.Apply(asked.Select((question, i) => new CandidateVerdict(child.Reference, question.Household, question.HomeArea, Possible: i > 0)));
        var next = region.Unanswered(search, 4);
        Assert.Single(next);
        Assert.DoesNotContain(next[0].Household, asked.Select(question => question.Household));
        Assert.Equal(asked.Skip(1).Select(question => question.Household), region.Listed(search));
    }

    private static T Same<T>(T fact) => fact;

    private static ChildProfiled Fostering(ChildProfiled child) => child with { Plan = PermanencePlan.LongTermFostering };

    private static ChildProfiled EarlyPermanence(ChildProfiled child) => child with
    {
        Plan = PermanencePlan.EarlyPermanence,
        EarlyPermanence = EarlyPermanenceRequest.Requested,
        Preconditions = EarlyPermanencePreconditions.All,
    };

    private static HouseholdOffered Temporary(HouseholdOffered household) =>
        household with { Routes = HouseholdRoutes.Adoption | HouseholdRoutes.TemporaryApproval };

    private static ChildProfiled WithAutism(ChildProfiled child) => child with { Needs = child.Needs.With(Need.Autism, NeedLevel.Medium) };

    private static HouseholdOffered Autism(HouseholdOffered household, OfferAnswer low, OfferAnswer medium, OfferAnswer high) =>
        household with { Offers = household.Offers.With(Need.Autism, low, medium, high) };
}
