using System.Runtime.InteropServices;
using System.Text.Json;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>
/// A household that the child's hub says no to looks like any other that is no match: in what every probe of its own child shows a reader, and over
/// many probes together.
/// </summary>
public sealed class ExclusionLeakTests
{
    private const int Probes = 3000;

    // To make a region takes longer than to probe it.
    private const int ProbesOfOneChild = 4;

    /// <summary>Ways for one household to be no match for one child, the answer no first.</summary>
    private static readonly Func<RegionIndex, ChildProfiled, HouseholdOffered, RegionIndex>[] Reasons =
    [
        (region, child, household) => region.Apply(Sample.No(child, household)),
        (region, child, household) => region.Apply(new SearchHistory(SearchKey.OfChild(child.Reference), household.Reference, true)),
        (region, _, household) => region.Apply(household with { Version = household.Version + 1, HomeArea = Guid.NewGuid() }),
        (region, _, household) => region.Apply(household with { Version = household.Version + 1, Availability = Availability.OnHold }),
        (region, _, household) => region.Apply(household with { Version = household.Version + 1, AgesYes = AgeBands.None, AgesCouldConsider = AgeBands.None }),
        (region, _, household) => region.Apply(new HouseholdLinks(household.Reference, 9)),
    ];

    [Fact]
    public void Lists_ANoOrNoAnswerYet_AreTheSameToTheLetterInEveryProbe()
    {
        var (probes, excluded) = (0, 0);
        for (var seed = 1; seed <= 12; seed++)
        {
            var generated = new GeneratedRegion(seed, children: 6, households: 60);
            var withNo = generated.Index();
            excluded += generated.Verdicts.RemoveAll(verdict => !verdict.Possible);
            var without = generated.Index();

            // A council gives its child one profile after another and reads what each brings.
            for (var probe = 0; probe < 40; probe++)
            {
                var child = generated.Any(generated.Children);
                var changed = generated.Changed(child) with { Version = 2 + probe };
                var (next, nextWithout) = (withNo.Apply(changed), without.Apply(changed));
                var key = SearchKey.OfChild(child.Reference);
                Assert.Equal(Seen(withNo, next, key), Seen(without, nextWithout, key));
                if (probe % 10 == 0)
                {
                    Assert.Equal(JsonSerializer.Serialize(next.Sufficiency()), JsonSerializer.Serialize(nextWithout.Sufficiency()));
                }

                (withNo, without) = (next, nextWithout);
                probes++;
            }
        }

        Assert.True(probes > 400 && excluded > 200, $"{probes} probes beside {excluded} answers no");
    }

    [Fact]
    public void Moves_ANoAmongOtherReasons_TellsNothingOverManyProbes()
    {
        var told = Observe((before, after, key, _) => string.Join(
            '|', SearchMoves.Between(before, before.Top(key, 20), after, after.Top(key, 20)).Select(move => (move.Movement, move.Causes, move.ChildFacts, move.Factors.Count))));

        Assert.True(ChiSquare(told) < Critical(told), $"{ChiSquare(told)} with {told.Count} kinds of observation");
    }

    [Fact]
    public void Moves_APlantedLeak_IsFoundByTheSameTest()
    {
        // Whether a question is open is for the system alone: a reader who saw it would know an answer from a lack of one.
        var told = Observe((_, after, key, household) => after.Unanswered(key, 100).Any(question => question.Household == household).ToString());

        Assert.True(ChiSquare(told) > Critical(told), $"only {ChiSquare(told)}");
    }

    private static string Seen(RegionIndex before, RegionIndex after, SearchKey key) =>
        JsonSerializer.Serialize((after.Top(key, 20), SearchMoves.Between(before, before.Top(key, 20), after, after.Top(key, 20))), Fields);

    private static JsonSerializerOptions Fields { get; } = new() { IncludeFields = true };

    /// <summary>For each kind of observation, how often it was made after a no and after another reason, each as likely.</summary>
    private static Dictionary<string, (int No, int Other)> Observe(Func<RegionIndex, RegionIndex, SearchKey, Guid, string> look)
    {
        var told = new Dictionary<string, (int No, int Other)>();
        var draw = new Random(20261122);
        for (var probes = 0; probes < Probes;)
        {
            var generated = new GeneratedRegion(draw.Next(), children: 8, households: 60);
            var index = generated.Index();
            foreach (var child in generated.Children.Where(child => child.SiblingSearch == SiblingSearch.Alone))
            {
                var key = SearchKey.OfChild(child.Reference);
                var listed = index.Listed(key).ToList();
                draw.Shuffle(CollectionsMarshal.AsSpan(listed));
                foreach (var chosen in listed.Take(ProbesOfOneChild))
                {
                    var household = generated.Households.Single(each => each.Reference == chosen);
                    var no = draw.Next(2) == 0;
                    var seen = look(index, Reasons[no ? 0 : draw.Next(1, Reasons.Length)](index, child, household), key, household.Reference);
                    var before = told.GetValueOrDefault(seen);
                    told[seen] = no ? (before.No + 1, before.Other) : (before.No, before.Other + 1);
                    probes++;
                }
            }
        }

        return told;
    }

    private static double ChiSquare(Dictionary<string, (int No, int Other)> told)
    {
        double no = told.Values.Sum(seen => seen.No), other = told.Values.Sum(seen => seen.Other);
        return told.Values.Sum(seen =>
        {
            var (expectedNo, expectedOther) = ((seen.No + seen.Other) * no / (no + other), (seen.No + seen.Other) * other / (no + other));
            return (Math.Pow(seen.No - expectedNo, 2) / expectedNo) + (Math.Pow(seen.Other - expectedOther, 2) / expectedOther);
        });
    }

    // What a thousandth of tests would exceed by chance (Wilson and Hilferty's approximation).
    private static double Critical(Dictionary<string, (int No, int Other)> told)
    {
        double freedom = Math.Max(1, told.Count - 1);
        return freedom * Math.Pow(1 - (2 / (9 * freedom)) + (3.09 * Math.Sqrt(2 / (9 * freedom))), 3);
    }
}
