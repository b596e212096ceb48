using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>What moved between two lists, and the fact that moved it.</summary>
public sealed class MoveTests
{
    private static readonly ChildProfiled Child = Sample.Child() with
    {
        Needs = NeedProfile.None.With(Need.Autism, NeedLevel.Low), Evidence = EvidenceDates.None.With(Need.Autism, new Quarter(2026, 1)),
    };

    private static readonly SearchKey Key = SearchKey.OfChild(Child.Reference);

    // In this order: fits, stretch in a need, stretch in the number.
    private static readonly HouseholdOffered First = Autism(Sample.Household(), OfferAnswer.Yes);
    private static readonly HouseholdOffered Second = Autism(Sample.Household(), OfferAnswer.CouldConsider);
    private static readonly HouseholdOffered Third = First with
    {
        Reference = Guid.NewGuid(), HomeArea = Guid.NewGuid(), NumbersYes = ChildCounts.None, NumbersCouldConsider = ChildCounts.One,
    };

    private static readonly RegionIndex Region = Sample.Region(Child, First, Second, Third).WithYes([Child], First, Second, Third);

    [Fact]
    public void Between_NothingChanged_NobodyMoved() => Assert.Empty(Moves(Region, Region.Apply(Child with { Version = 2 })));

    [Fact]
    public void Between_AHouseholdsAnswer_MovesItAloneAndNamesTheFactor()
    {
        var move = Assert.Single(Moves(Region, Region.Apply(Third with { Version = 2, NumbersYes = ChildCounts.One, Offers = OfferProfile.NotAsked
            .With(Need.Autism, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.Yes) })));

        Assert.Equal((Third.Reference, Movement.Up, MoveCauses.HouseholdFacts), (move.Household, move.Movement, move.Causes));
        Assert.Equal(3, move.From);
        Assert.Contains(move.Factors, change => change is { Before: { Kind: FactorKind.Number, Fit: Fit.Stretch }, After.Fit: Fit.Fits });
    }

    [Fact]
    public void Between_AHouseholdsAnswerGetsWorse_ItIsThatWhichMovedDown()
    {
        var move = Assert.Single(Moves(Region, Region.Apply(Autism(First with { Version = 2, NumbersYes = ChildCounts.None, NumbersCouldConsider = ChildCounts.One }, OfferAnswer.CouldConsider))));

        Assert.Equal((First.Reference, Movement.Down, 1, 3, MoveCauses.HouseholdFacts), (move.Household, move.Movement, move.From, move.To, move.Causes));
    }

    public static TheoryData<string, Func<RegionIndex, RegionIndex>> WaysOff => new()
    {
        { "answer of the child's hub", region => region.Apply(Sample.No(Child, First)) },
        { "on hold", region => region.Apply(First with { Version = 2, Availability = Availability.OnHold }) },
        { "moved home", region => region.Apply(First with { Version = 2, HomeArea = Guid.NewGuid() }) },
        { "need refused", region => region.Apply(Autism(First with { Version = 2 }, OfferAnswer.No)) },
        { "approval ended", region => region.Apply(First with { Version = 2, Approval = ApprovalState.Ended }) },
        { "links", region => region.Apply(new HouseholdLinks(First.Reference, 3)) },
        { "history", region => region.Apply(new SearchHistory(Key, First.Reference, true)) },
    };

    [Theory]
    [MemberData(nameof(WaysOff))]
    public void Between_OffTheListByAnyLimit_LooksTheSame(string limit, Func<RegionIndex, RegionIndex> change)
    {
        Assert.NotEmpty(limit);
        var move = Assert.Single(Moves(Region, change(Region)));

        Assert.Equivalent(new Move(First.Reference, Movement.Left, 1, null, MoveCauses.Candidacy, ChildFacts.None, []), move, strict: true);
        var back = Assert.Single(Moves(change(Region), Region));
        Assert.Equivalent(new Move(First.Reference, Movement.Entered, null, 1, MoveCauses.Candidacy, ChildFacts.None, []), back, strict: true);
    }

    [Fact]
    public void Between_TheAgreementEnded_LooksTheSame()
    {
        var moves = Moves(Region, Region.With(Sample.Rules with { Sharing = SharingAgreements.None }));

        Assert.Equal(3, moves.Count);
        Assert.All(moves, move => Assert.Equal((Movement.Left, MoveCauses.Candidacy), (move.Movement, move.Causes)));
    }

    [Fact]
    public void Between_AFactOfTheChild_IsNamed()
    {
        var need = Moves(Region, Region.Apply(Child with { Version = 2, Needs = Child.Needs.With(Need.Autism, NeedLevel.High) }));
        var left = Assert.Single(need, move => move.Movement == Movement.Left);
        Assert.Equal((MoveCauses.ChildFacts, ChildFacts.Needs), (left.Causes, left.ChildFacts));
        Assert.Equal(Second.Reference, left.Household);

        var paused = Moves(Region, Region.Apply(Child with { Version = 2, Standing = SearchStanding.Paused }));
        Assert.All(paused, move => Assert.Equal((Movement.Left, ChildFacts.State), (move.Movement, move.ChildFacts)));
        Assert.Equal(3, paused.Count);

        var older = Moves(Region, Region.Apply(Child with { Version = 2, Age = AgeBands.Four }));
        Assert.All(older, move => Assert.Equal((Movement.Left, MoveCauses.ChildFacts, ChildFacts.Ages), (move.Movement, move.Causes, move.ChildFacts)));
    }

    [Fact]
    public void Between_OtherWeights_Moved()
    {
        var weights = MatchingWeights.Initial with { Version = 1, Number = 1, Learning = 100 };

        var move = Assert.Single(Moves(Region, Region.With(Sample.Rules with { Weights = weights })));

        Assert.Equal(MoveCauses.Weights, move.Causes);
        Assert.Empty(move.Factors);
    }

    [Fact]
    public void Between_EvidenceGrewOld_Moved()
    {
        // Two that differ in the age of their evidence alone, and then no longer.
        var (recent, old) = (Dated(First, new Quarter(2026, 1)), Dated(First with { Reference = Guid.NewGuid(), HomeArea = Guid.NewGuid() }, new Quarter(2025, 4)));
        var region = Sample.Region(Child with { Evidence = EvidenceDates.None.With(Need.Autism, Sample.Today) }, recent, old).WithYes([Child], recent, old);
        var later = region.With(Sample.Rules with { Today = new Quarter(2027, 1) });

        var moves = Moves(region, later);

        Assert.All(moves, move => Assert.Equal(MoveCauses.EvidenceAged, move.Causes & ~MoveCauses.Others));
        Assert.Equal(recent.Reference, later.Listed(Key).First());
    }

    [Fact]
    public void Between_SomebodyComesInAbove_OnlyThatOneMoved_AndWhoFallsOffIsToldWhy()
    {
        var without = Region.Apply(First with { Version = 2, Availability = Availability.OnHold });
        var with = without.Apply(First with { Version = 3 });

        var three = Assert.Single(SearchMoves.Between(without, without.Top(Key, 3), with, with.Top(Key, 3)));
        Assert.Equal((First.Reference, Movement.Entered, MoveCauses.Candidacy), (three.Household, three.Movement, three.Causes));

        var two = SearchMoves.Between(without, without.Top(Key, 2), with, with.Top(Key, 2));
        Assert.Equal(2, two.Count);
        Assert.Contains(two, move => move is { Movement: Movement.Left, Causes: MoveCauses.Others, From: 2 } && move.Household == Third.Reference);
    }

    [Fact]
    public void Between_EarlierRegionNotKnown_StillTellsWhoCameAndWent()
    {
        var after = Region.Apply(First with { Version = 2, Availability = Availability.OnHold });

        var move = Assert.Single(SearchMoves.Between(null, Region.Top(Key, 5), after, after.Top(Key, 5)));

        Assert.Equal((First.Reference, Movement.Left), (move.Household, move.Movement));
    }

    private static IReadOnlyList<Move> Moves(RegionIndex before, RegionIndex after) =>
        SearchMoves.Between(before, before.Top(Key, 20), after, after.Top(Key, 20));

    private static HouseholdOffered Autism(HouseholdOffered household, OfferAnswer answer) => household with
    {
        Offers = household.Offers.With(Need.Autism, answer, answer == OfferAnswer.Yes ? OfferAnswer.Yes : OfferAnswer.No, answer == OfferAnswer.Yes ? OfferAnswer.Yes : OfferAnswer.No),
        Evidence = household.Evidence.With(Need.Autism, new Quarter(2026, 1)),
    };

    private static HouseholdOffered Dated(HouseholdOffered household, Quarter quarter) =>
        household with { Evidence = household.Evidence.With(Need.Autism, quarter) };
}
