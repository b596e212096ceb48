using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>The order of a list, by each thing that may decide it.</summary>
public sealed class OrderTests
{
    private static readonly Quarter Recent = new(2026, 2);

    private static readonly ChildProfiled Child = Sample.Child() with
    {
        Needs = NeedProfile.None.With(Need.Autism, NeedLevel.High).With(Need.Aggression, NeedLevel.Low),
        Evidence = EvidenceDates.None.With(Need.Autism, Recent).With(Need.Aggression, Recent),
    };

    private static readonly HouseholdOffered Fitting = Sample.Household() with
    {
        Offers = OfferProfile.NotAsked
            .With(Need.Autism, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.Yes)
            .With(Need.Aggression, OfferAnswer.Yes, OfferAnswer.No, OfferAnswer.No),
        Evidence = EvidenceDates.None.With(Need.Autism, Recent).With(Need.Aggression, Recent),
    };

    public static TheoryData<string, Func<HouseholdOffered, HouseholdOffered>, int, int, int> Variants => new()
    {
        { "fits in everything", household => household, 0, 0, 0 },
        { "could consider the number", household => household with { NumbersYes = ChildCounts.Two, NumbersCouldConsider = ChildCounts.One }, 2, 0, 0 },
        { "could consider the age", household => household with { AgesYes = AgeBands.One, AgesCouldConsider = AgeBands.Two }, 3, 0, 0 },
        { "stage two", household => household with { Approval = ApprovalState.StageTwo }, 5, 0, 0 },
        { "review overdue", household => household with { ReviewOverdue = true }, 5, 0, 0 },
        { "could consider a high need", household => Autism(household, OfferAnswer.CouldConsider), 3 * 13, 0, 0 },
        { "not asked of a high need", household => Autism(household, OfferAnswer.NotAsked), 2 * 3 * 13, 1, 0 },
        { "not asked of a low need", household => Aggression(household, OfferAnswer.NotAsked), 2 * 11, 1, 0 },
        { "old evidence", household => Dated(household, new Quarter(2025, 3)), 0, 0, 1 },
        { "evidence of four quarters ago", household => Dated(household, new Quarter(2025, 4)), 0, 0, 0 },
        { "no evidence", household => Dated(household, null), 0, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Key_EachFactor_CountsByItsWeightAndLevel(string what, Func<HouseholdOffered, HouseholdOffered> vary, int sum, int conflicts, int withoutEvidence)
    {
        Assert.NotEmpty(what);
        var rules = Sample.Rules with { Weights = new MatchingWeights(7, Number: 2, Ages: 3, Approval: 5, Route: 7, 1, 1, 1, Behaviour: 11, Learning: 13, 1) };
        var household = vary(Fitting);

        var key = KeyOf(Child, household, rules);

        Assert.Equal(((uint)sum << 12) + ((uint)conflicts << 6) + (uint)withoutEvidence, key);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Key_ChildWithoutRecentEvidence_TellsNoHouseholdsApart(bool childHasEvidence, int difference)
    {
        // A factor whose evidence is missing on the child's side is without evidence for everybody; what is added up leaves it out.
        var child = childHasEvidence ? Child : Child with { Evidence = EvidenceDates.None.With(Need.Aggression, Recent) };

        Assert.Equal((uint)difference, KeyOf(child, Dated(Fitting, null), Sample.Rules) - KeyOf(child, Fitting, Sample.Rules));
    }

    [Fact]
    public void Top_SumThenConflictsThenEvidence_Decide()
    {
        // With a weight of 0 a conflict costs nothing in the sum and still comes after.
        var rules = Sample.Rules with { Weights = MatchingWeights.Initial with { Version = 3, Behaviour = 0 } };
        var best = Fitting;
        var oldEvidence = Dated(Another(), null);
        var conflict = Aggression(Another(), OfferAnswer.NotAsked);
        var stretch = Autism(Another(), OfferAnswer.CouldConsider);
        var region = RegionIndex.Empty(rules).Apply(Child);
        HouseholdOffered[] all = [stretch, conflict, oldEvidence, best];
        region = all.Aggregate(region, (known, household) => known.Apply(household)).WithYes([Child], all);

        var list = region.Top(SearchKey.OfChild(Child.Reference), 10);

        Assert.Equal([best.Reference, oldEvidence.Reference, conflict.Reference, stretch.Reference], list.Candidates.Select(candidate => candidate.Household));
        Assert.Equal([1, 2, 3, 4], list.Candidates.Select(candidate => candidate.Rank));
        Assert.Equal(3, list.WeightsVersion);
    }

    [Fact]
    public void Top_OtherWeights_OtherOrder()
    {
        var (learning, behaviour) = (Autism(Another(), OfferAnswer.CouldConsider), Aggression(Another(), OfferAnswer.CouldConsider));
        var region = Sample.Region(Child, learning, behaviour).WithYes([Child], learning, behaviour);
        var search = SearchKey.OfChild(Child.Reference);
        Assert.Equal([behaviour.Reference, learning.Reference], region.Listed(search));

        region = region.With(Sample.Rules with { Weights = MatchingWeights.Initial with { Version = 1, Behaviour = 100, Learning = 1 } });
        Assert.Equal([learning.Reference, behaviour.Reference], region.Listed(search));
    }

    [Fact]
    public void Top_Equals_NoHouseholdIsFirstForEveryChild()
    {
        HouseholdOffered[] equals = [.. Enumerable.Range(0, 10).Select(_ => Sample.Household())];
        ChildProfiled[] children = [.. Enumerable.Range(0, 400).Select(_ => Sample.Child())];
        var region = Sample.Region([.. children, .. equals]).WithYes(children, equals);

        var first = children.CountBy(child => region.Listed(SearchKey.OfChild(child.Reference)).First()).ToDictionary();

        // 40 expected of each, standard deviation 6: none is left out and none favoured.
        Assert.Equal(10, first.Count);
        Assert.All(first.Values, times => Assert.InRange(times, 10, 70));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void With_WeightOutOfRange_IsRefusedByName(int weight)
    {
        var rules = Sample.Rules with { Weights = MatchingWeights.Initial with { Learning = weight } };

        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => RegionIndex.Empty(rules));
        Assert.Contains("Learning", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RegionIndex.Empty(Sample.Rules).With(rules));
    }

    [Fact]
    public void Candidate_SaysAllOfIt()
    {
        var child = Child with { IdentitySupport = IdentitySupport.Heritage | IdentitySupport.Language };
        var household = Autism(Fitting, OfferAnswer.CouldConsider) with
        {
            Approval = ApprovalState.StageTwo, ApprovalExpected = new Quarter(2027, 1), IdentitySupport = IdentitySupport.Language | IdentitySupport.Faith,
        };

        var told = Sample.Region(child, household).WithYes([child], household).Top(SearchKey.OfChild(child.Reference), 1).Candidates.Single();

        Assert.Equal((household.Reference, household.Council, ApprovalState.StageTwo), (told.Household, told.Council, told.Approval));
        Assert.Equal(new Quarter(2027, 1), told.ApprovalExpected);
        Assert.Equal(IdentitySupport.Heritage, told.Identity.ToArrange);
        Assert.Equal(
            [
                new Factor(FactorKind.Number, Fit.Fits, Number: ChildCounts.One, Answer: OfferAnswer.Yes),
                new Factor(FactorKind.Age, Fit.Fits, Age: AgeBands.Two, Answer: OfferAnswer.Yes),
                new Factor(FactorKind.Approval, Fit.Stretch, Approval: ApprovalState.StageTwo),
                Needed(Need.Aggression, NeedLevel.Low, OfferAnswer.Yes, Fit.Fits),
                Needed(Need.Autism, NeedLevel.High, OfferAnswer.CouldConsider, Fit.Stretch),
            ],
            told.Factors);
    }

    [Fact]
    public void Apply_OlderOrForeignSnapshots_ChangeNothing()
    {
        var (child, household) = (Child with { Epoch = 2, Version = 5 }, Fitting with { Epoch = 2, Version = 5 });
        var region = Sample.Region(child, household);

        Assert.Same(region, region.Apply(child with { Standing = SearchStanding.Ended }));
        Assert.Same(region, region.Apply(child with { Version = 4, Standing = SearchStanding.Ended }));
        Assert.Same(region, region.Apply(child with { Epoch = 1, Version = 9, Standing = SearchStanding.Ended }));
        Assert.Same(region, region.Apply(child with { Version = 6, Council = Sample.Telford }));
        Assert.Same(region, region.Apply(household with { Version = 6, Council = Sample.Telford }));
        Assert.Same(region, region.Apply(household with { Version = 5 }));
        Assert.NotSame(region, region.Apply(household with { Epoch = 3, Version = 0, Approval = ApprovalState.Ended }));
        Assert.Equal(2, region.Find(SearchKey.OfChild(child.Reference))!.Children[0].Epoch);
    }

    private static Factor Needed(Need need, NeedLevel level, OfferAnswer answer, Fit fit) => new(
        FactorKind.Need, fit, need, level, Answer: answer,
        Child: new Evidence(EvidenceState.Recent, Recent), Household: new Evidence(EvidenceState.Recent, Recent));

    private static uint KeyOf(ChildProfiled child, HouseholdOffered household, MatchingRules rules)
    {
        var region = RegionIndex.Empty(rules).Apply(child).Apply(household).WithYes([child], household);
        var ranking = new Ranking(1);
        region.RankFirst([region.Find(SearchKey.OfChild(child.Reference))!], [ranking]);
        return ranking.Keys[0];
    }

    private static HouseholdOffered Another() => Fitting with { Reference = Guid.NewGuid(), HomeArea = Guid.NewGuid() };

    private static HouseholdOffered Autism(HouseholdOffered household, OfferAnswer high) => household with
    {
        Offers = household.Offers.With(Need.Autism, high == OfferAnswer.NotAsked ? OfferAnswer.NotAsked : OfferAnswer.Yes, high, high),
    };

    private static HouseholdOffered Aggression(HouseholdOffered household, OfferAnswer low) => household with
    {
        Offers = household.Offers.With(Need.Aggression, low, OfferAnswer.No, OfferAnswer.No),
    };

    private static HouseholdOffered Dated(HouseholdOffered household, Quarter? autism) =>
        household with { Evidence = household.Evidence.With(Need.Autism, autism) };
}
