using System.Text.Json;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching.Sufficiency;

namespace Partnership.Matching.Tests.Sufficiency;

public sealed class SufficiencyTests
{
    [Fact]
    public void Sufficiency_TooFewHouseholds_CountsServedCompetingAndWithout()
    {
        // 15 two-year-olds and 8 of ten years; nine households for the former, none for the latter.
        var figures = Region(Repeat(15, Sample.Child()), Repeat(8, Sample.Child() with { Age = AgeBands.TenOrOver }), Repeat(9, Sample.Household())).Sufficiency();

        Assert.Equal((23, 9, 9, 6, 8), (figures.Searches, figures.Households, figures.Served, figures.Competing, figures.WithoutHousehold));
        Assert.True(figures.IsExact);
        Assert.Equal(0, figures.Gap);
        var contest = Assert.Single(figures.Contests);
        Assert.Equal((15, 9, 0), (contest.Searches, contest.Households, contest.FiveOrOver));
        Assert.Equal([0, 15, 0], figures.Choices.Select(band => band.Count));
        Assert.Equal([0, 0, 9, 0], figures.Claims.Select(band => band.Count));
    }

    /// <summary>Who is in stage two may never be approved: counted apart, and never in the figures of those who are.</summary>
    [Fact]
    public void Sufficiency_WithoutThePipelineAndWithIt_AreTwoFigures()
    {
        var region = Region(Repeat(20, Sample.Child()), Repeat(7, Sample.Household()), Repeat(7, Sample.Household() with { Approval = ApprovalState.StageTwo }));

        var (approved, both) = (region.Sufficiency(), region.Sufficiency(withPipeline: true));

        Assert.Equal((20, 7, 7, 13), (approved.Searches, approved.Households, approved.Served, approved.Competing));
        Assert.Equal((20, 14, 14, 6), (both.Searches, both.Households, both.Served, both.Competing));
        Assert.Equal(JsonSerializer.Serialize(both), JsonSerializer.Serialize(both.Beside(approved)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Pipeline_OfAFew_IsNotToldByTheDifference(int few)
    {
        var region = Region(Repeat(40, Sample.Child()), Repeat(7, Sample.Household()), Repeat(few, Sample.Household() with { Approval = ApprovalState.StageTwo }));

        Assert.Null(region.Sufficiency(withPipeline: true).Beside(region.Sufficiency()));
    }

    /// <summary>Nine households in stage two, three of them for children of ten and over: that these are three is told neither by itself nor by the rest.</summary>
    [Fact]
    public void Pipeline_ThatServesAFew_IsToldWithoutTheirNumber()
    {
        var elder = Sample.Child() with { Age = AgeBands.TenOrOver };
        var region = Region(
            Repeat(20, Sample.Child()), Repeat(9, elder), Repeat(7, Sample.Household()),
            Repeat(3, Sample.Household() with { Approval = ApprovalState.StageTwo, AgesYes = AgeBands.TenOrOver }), Repeat(6, Sample.Household() with { Approval = ApprovalState.StageTwo }));
        var (approved, both) = (region.Sufficiency(), region.Sufficiency(withPipeline: true));
        Assert.Equal((13, 9), (approved.Competing, approved.WithoutHousehold));

        var beside = both.Beside(approved)!;

        Assert.Equal((16, 16), (beside.Households, beside.Served));
        Assert.All(beside.Choices.Zip(approved.Choices).Concat(beside.Claims.Zip(approved.Claims)), bands => Assert.False(bands.First.Count - bands.Second.Count is (> 0 and < 6) or (< 0 and > -6)));
        Assert.DoesNotContain(1, new[] { beside.Choices, beside.Claims }.Select(bands => bands.Count(band => band.Count is null)));
    }

    [Theory]
    [InlineData(new[] { 20, 13, 9 }, new[] { 29, 13, 0 }, new[] { 29, 13, 0 })]
    [InlineData(new[] { 20, 13, 9 }, new[] { 23, 10, 9 }, new[] { -1, -1, 9 })]
    [InlineData(new[] { 20, 13, 9 }, new[] { 20, 13, 6 }, new[] { 20, -1, -1 })]
    [InlineData(new[] { 20, 0, 9 }, new[] { 29, 0, 6 }, new[] { -1, 0, -1 })]
    [InlineData(new[] { 20, -1, -1 }, new[] { 20, 7, 8 }, new[] { 20, 7, 8 })]
    public void Beside_SmallDifferences_CannotBeWorkedOut(int[] first, int[] second, int[] shown) =>
        Assert.Equal(Counts(shown), SmallCounts.Beside(Counts(first), Counts(second)));

    /// <summary>For planning, and never advice about a named child: there is nothing in the figures by which one could be named.</summary>
    [Fact]
    public void Figures_HoldNoReferenceToAnybody()
    {
        var seen = new HashSet<Type>();
        void Look(Type type)
        {
            Assert.NotEqual(typeof(Guid), type);
            Assert.NotEqual(typeof(string), type);
            Array.ForEach(type.GetGenericArguments(), Look);
            if (type.Assembly == typeof(SufficiencyFigures).Assembly && seen.Add(type))
            {
                Array.ForEach(type.GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance), property => Look(property.PropertyType));
            }
        }

        Look(typeof(SufficiencyFigures));
        Assert.Contains(typeof(Contest), seen);
    }

    private static int?[] Counts(int[] counts) => Array.ConvertAll(counts, count => count < 0 ? (int?)null : count);

    [Fact]
    public void Targets_SayWhichRecruitmentServesMost_TheLeastDemandingOfThoseThatServeAlike()
    {
        var autistic = Sample.Child() with { Needs = NeedProfile.None.With(Need.Autism, NeedLevel.High) };
        var refusing = Sample.Household() with { Offers = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.No, OfferAnswer.No) };

        var figures = Region(Repeat(7, autistic), Repeat(6, Sample.Child() with { Age = AgeBands.SevenToNine }), Repeat(20, refusing)).Sufficiency();

        Assert.Equal(13, figures.WithoutHousehold);
        Assert.Equal(
            [
                (HouseholdRoutes.Adoption, ChildCounts.One, AgeRange.Any, (NeedArea?)NeedArea.Learning, 10),
                (HouseholdRoutes.Adoption, ChildCounts.One, AgeRange.UnderFive, NeedArea.Learning, 7),
                (HouseholdRoutes.Adoption, ChildCounts.One, AgeRange.FiveAndOver, null, 6),
            ],
            figures.Targets.Select(target => (target.Route, target.Number, target.Ages, target.Area, target.More)));
    }

    [Fact]
    public void Targets_ARecruitFreesAHouseholdForAnother()
    {
        // The households take siblings and single children alike; single children could go to recruits, and then the groups are served.
        var group = Enumerable.Range(0, 6).SelectMany(_ =>
        {
            var reference = Guid.NewGuid();
            return Repeat(2, Sample.Child() with { SiblingSearch = SiblingSearch.Together, TogetherSearch = reference, Siblings = ChildCounts.Two });
        });
        var households = Repeat(6, Sample.Household() with { NumbersYes = ChildCounts.One | ChildCounts.Two });

        var figures = Region(group, Repeat(6, Sample.Child()), households).Sufficiency();

        Assert.Equal((12, 6), (figures.Searches, figures.Served));
        Assert.Contains(figures.Targets, target => target is { Number: ChildCounts.One, Route: HouseholdRoutes.Adoption, More: 6 });
        Assert.Contains(figures.Targets, target => target is { Number: ChildCounts.Two, Route: HouseholdRoutes.Adoption, More: 6 });
    }

    [Theory]
    [InlineData(true, 6, 0)]
    [InlineData(false, 12, 12)]
    public void Counted_ParallelSearches_CountEachChildOnce(bool householdForTwo, int searches, int without)
    {
        var groups = Enumerable.Range(0, 6).SelectMany(_ =>
        {
            var reference = Guid.NewGuid();
            return Repeat(2, Sample.Child() with { SiblingSearch = SiblingSearch.Parallel, TogetherSearch = reference, Siblings = ChildCounts.Two });
        });
        var households = Repeat(6, Sample.Household() with { NumbersYes = householdForTwo ? ChildCounts.Two : ChildCounts.ThreeOrMore });

        var figures = Region(groups, households).Sufficiency();

        Assert.Equal((searches, without), (figures.Searches, figures.WithoutHousehold));
    }

    [Fact]
    public void Sufficiency_AnswersOfHubs_ChangeNoFigure()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var generated = new GeneratedRegion(seed);
            var figures = generated.Index().Sufficiency();
            for (var i = 0; i < generated.Verdicts.Count; i += 3)
            {
                generated.Verdicts[i] = generated.Verdicts[i] with { Possible = !generated.Verdicts[i].Possible };
            }

            generated.Verdicts.RemoveRange(0, generated.Verdicts.Count / 4);

            Assert.Equal(JsonSerializer.Serialize(figures), JsonSerializer.Serialize(generated.Index().Sufficiency()));
        }
    }

    [Fact]
    public void Sufficiency_GeneratedRegions_IsWhatTheMatrixSays()
    {
        var contested = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var index = new GeneratedRegion(seed, children: 60, households: 25).Index();
            var (searches, _, costs) = index.Demand();
            var assignment = index.Assign();
            var served = new ServedSearches(costs, assignment);
            var possible = served.Choices();

            // Everybody who is not served and could be is in one contest, where as many are left over as there are households too few.
            var contests = served.Contests();
            Assert.Equal(
                Enumerable.Range(0, searches.Count).Count(row => assignment.ColumnOf[row] < 0 && possible[row] > 0),
                contests.Sum(contest => contest.Searches.Count - contest.Households));
            Assert.Equal(contests.Sum(contest => contest.Searches.Count), contests.SelectMany(contest => contest.Searches).Distinct().Count());
            contested += contests.Count;

            // Any recruit who takes everybody serves one more each, until all are served.
            var everybody = Enumerable.Repeat(true, searches.Count).ToArray();
            Assert.Equal(Math.Min(10, searches.Count - assignment.Served), served.MoreServedBy(everybody, 10));
            Assert.Equal(0, served.MoreServedBy(new bool[searches.Count], 10));
        }

        Assert.True(contested > 20, $"only {contested} contests were made");
    }

    [Theory]
    [InlineData(new[] { 6, 7, 8 }, new[] { 6, 7, 8 })]
    [InlineData(new[] { 6, 0, 8 }, new[] { 6, 0, 8 })]
    [InlineData(new[] { 5, 7, 8 }, new[] { -1, -1, 8 })]
    [InlineData(new[] { 9, 3, 8 }, new[] { 9, -1, -1 })]
    [InlineData(new[] { 9, 1, 2 }, new[] { -1, -1, -1 })]
    [InlineData(new[] { 9, 4, 2 }, new[] { 9, -1, -1 })]
    [InlineData(new[] { 9, 4, 0 }, new[] { -1, -1, 0 })]
    [InlineData(new[] { 0, 4, 0 }, new[] { 0, -1, 0 })]
    public void Parts_SmallCounts_CannotBeWorkedOut(int[] counts, int[] shown) =>
        Assert.Equal(Array.ConvertAll(shown, count => count < 0 ? (int?)null : count), SmallCounts.Parts(counts));

    private static List<T> Repeat<T>(int count, T sample)
        where T : class =>
        [.. Enumerable.Range(0, count).Select(_ => sample switch
        {
            ChildProfiled child => (T)(object)(child with { Reference = Guid.NewGuid() }),
            HouseholdOffered household => (T)(object)(household with { Reference = Guid.NewGuid(), HomeArea = Guid.NewGuid() }),
            _ => sample,
        })];

    private static RegionIndex Region(params IEnumerable<object>[] known) => Sample.Region([.. known.SelectMany(all => all)]);
}
