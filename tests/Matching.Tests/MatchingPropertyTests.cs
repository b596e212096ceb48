using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>What holds for every region, and every change of it.</summary>
public sealed class MatchingPropertyTests
{
    private const int Listed = 15;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(40);

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Top_EveryCandidate_BreaksNoLimit() => ForAllLists((generated, search, household, candidate) =>
    {
        Assert.Equal(SearchState.Open, search.State);
        Assert.All(search.Children, child =>
        {
            Assert.Equal(SearchStanding.Searching, child.Standing);
            Assert.Equal(UInt128.Zero, child.Needs.Cells & household.Offers.No);
            Assert.NotEqual(AgeBands.None, child.Age & (household.AgesYes | household.AgesCouldConsider));
            Assert.True(generated.Rules.Sharing.Allow(child.Council, household.Council));
            Assert.Contains(new CandidateVerdict(child.Reference, household.Reference, household.HomeArea!.Value, true), generated.Verdicts);
        });
        Assert.NotEqual(ChildCounts.None, search.Number & (household.NumbersYes | household.NumbersCouldConsider));
        Assert.Equal(Availability.Available, household.Availability);
        Assert.Contains(household.Approval, new[] { ApprovalState.Approved, ApprovalState.StageTwo });
        Assert.Equal(household.Approval, candidate.Approval);
        Assert.DoesNotContain(new SearchHistory(search.Key, household.Reference, true), generated.Barred);
    });

    [Fact]
    public void Factors_EveryStretchOfAnAnswer_IsOneTheHouseholdCouldConsider() => ForAllLists((_, _, household, candidate) =>
    {
        foreach (var factor in candidate.Factors)
        {
            var said = factor.Kind switch
            {
                FactorKind.Number => Said(household.NumbersYes.HasFlag(factor.Number), household.NumbersCouldConsider.HasFlag(factor.Number)),
                FactorKind.Age or FactorKind.YoungestAge => Said(household.AgesYes.HasFlag(factor.Age), household.AgesCouldConsider.HasFlag(factor.Age)),
                FactorKind.Need => household.Offers[factor.Need!.Value, factor.Level],
                _ => (OfferAnswer?)null,
            };
            Assert.True(said is null || (factor.Answer == said && (factor.Fit == Fit.Stretch) == (said == OfferAnswer.CouldConsider)));
            Assert.True(factor.Fit != Fit.Conflict || said == OfferAnswer.NotAsked);
        }
    });

    [Fact]
    public void Top_ToldInAnotherOrder_IsTheSameToTheLetter() => Prop.ForAll(Seeds, seed =>
    {
        var generated = new GeneratedRegion(seed, children: 10, households: 70);
        return Told(generated.Index(1)) == Told(generated.Index(2));
    }).Check(Runs);

    [Fact]
    public void Top_AskedTwice_IsTheSameToTheLetter() => Prop.ForAll(Seeds, seed =>
    {
        var index = new GeneratedRegion(seed, children: 10, households: 70).Index();
        return Told(index) == Told(index);
    }).Check(Runs);

    [Fact]
    public void TopOfAll_IsWhatEachIsAloneToTheLetter() => Prop.ForAll(Seeds, seed =>
    {
        var index = new GeneratedRegion(seed, children: 12, households: 140).Index();
        var all = index.TopOfAll(Listed).OrderBy(list => list.Search.Reference).ThenBy(list => list.Search.Of);
        return JsonSerializer.Serialize(all) == Told(index);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public void Top_OrderIsTotal_AShorterListIsTheStartOfALonger() => Prop.ForAll(Seeds, seed =>
    {
        var index = new GeneratedRegion(seed, children: 6, households: 70).Index();
        return index.Searches.All(search =>
        {
            var all = index.Listed(search.Key, 200).ToList();
            return all.Distinct().Count() == all.Count
                && Enumerable.Range(1, 12).All(count => index.Listed(search.Key, count).SequenceEqual(all.Take(count)));
        });
    }).Check(Runs);

    [Fact]
    public void Top_ChangesApplied_IsAsMadeAnew() => Prop.ForAll(Seeds, seed =>
    {
        var generated = new GeneratedRegion(seed, children: 10, households: 70);
        var index = generated.Index();
        for (var change = 0; change < 12; change++)
        {
            index = Change(generated, index, change);
        }

        return Told(index) == Told(generated.Index(3));
    }).Check(Runs);

    [Fact]
    public void TouchedSince_NamesEverySearchWhoseListDiffers() => Prop.ForAll(Seeds, seed =>
    {
        var generated = new GeneratedRegion(seed, children: 12, households: 70);
        var index = generated.Index();
        for (var change = 0; change < 8; change++)
        {
            var before = index;
            index = Change(generated, index, change);
            var touched = index.TouchedSince(before, Listed).ToHashSet();
            if (before.Searches.Concat(index.Searches).Any(search => !touched.Contains(search.Key)
                && JsonSerializer.Serialize(before.Top(search.Key, Listed)) != JsonSerializer.Serialize(index.Top(search.Key, Listed))))
            {
                return false;
            }
        }

        return true;
    }).Check(Runs);

    [Fact]
    public void Top_IdentityAndPriority_NeverMoveAnybody() => Prop.ForAll(Seeds, seed =>
    {
        // What a child's background needs, what a household's assessment shows and whose priority it is: all of it told, none of it in the order.
        var generated = new GeneratedRegion(seed, children: 8, households: 70);
        var before = Orders(generated.Index());
        for (var i = 0; i < generated.Children.Count; i++)
        {
            generated.Children[i] = generated.Children[i] with { IdentitySupport = generated.Any<IdentitySupport>([0, (IdentitySupport)5, (IdentitySupport)7]), Priority = 0 };
        }

        for (var i = 0; i < generated.Households.Count; i++)
        {
            generated.Households[i] = generated.Households[i] with { IdentitySupport = generated.Any<IdentitySupport>([0, (IdentitySupport)2, (IdentitySupport)7]), LivesIn = null };
        }

        return Orders(generated.Index()) == before;
    }).Check(Runs);

    private static OfferAnswer Said(bool yes, bool couldConsider) => yes ? OfferAnswer.Yes : couldConsider ? OfferAnswer.CouldConsider : OfferAnswer.No;

    private static void ForAllLists(Action<GeneratedRegion, Search, HouseholdOffered, Candidate> holds)
    {
        var checkedCandidates = 0;
        Prop.ForAll(Seeds, seed =>
        {
            var generated = new GeneratedRegion(seed, children: 10, households: 70);
            var index = generated.Index();
            foreach (var search in index.Searches)
            {
                foreach (var candidate in index.Top(search.Key, 200).Candidates)
                {
                    holds(generated, search, generated.Households.Single(household => household.Reference == candidate.Household), candidate);
                    checkedCandidates++;
                }
            }
        }).Check(Runs);
        Assert.True(checkedCandidates > 1000, $"only {checkedCandidates} candidates were looked at");
    }

    /// <summary>One fact more or another, in the index and in what it is made anew from.</summary>
    private static RegionIndex Change(GeneratedRegion generated, RegionIndex index, int change)
    {
        switch (change % 4)
        {
            case 0:
                var household = generated.Households.IndexOf(generated.Any(generated.Households));
                generated.Households[household] = generated.Changed(generated.Households[household]);
                return index.Apply(generated.Households[household]);
            case 1:
                var child = generated.Children.IndexOf(generated.Any(generated.Children));
                generated.Children[child] = generated.Changed(generated.Children[child]);
                return index.Apply(generated.Children[child]);
            case 2:
                var verdict = generated.Verdicts.IndexOf(generated.Any(generated.Verdicts));
                generated.Verdicts[verdict] = generated.Verdicts[verdict] with { Possible = !generated.Verdicts[verdict].Possible };
                return index.Apply(generated.Verdicts[verdict]);
            default:
                var links = new HouseholdLinks(generated.Any(generated.Households).Reference, generated.Any<int>([0, 1, 9]));
                generated.Links.RemoveAll(known => known.Household == links.Household);
                generated.Links.Add(links);
                return index.Apply(links);
        }
    }

    private static string Told(RegionIndex index) => JsonSerializer.Serialize(
        index.Searches.OrderBy(search => search.Key.Reference).ThenBy(search => search.Key.Of).Select(search => index.Top(search.Key, Listed)));

    private static string Orders(RegionIndex index) => JsonSerializer.Serialize(
        index.Searches.OrderBy(search => search.Key.Reference).ThenBy(search => search.Key.Of).Select(search => index.Listed(search.Key, 200)));
}
