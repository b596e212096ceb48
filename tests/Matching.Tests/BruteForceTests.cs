namespace Partnership.Matching.Tests;

/// <summary>The engine beside the plain rules, on regions by seed.</summary>
public sealed class BruteForceTests
{
    private const int Regions = 200;

    [Fact]
    public void Top_GeneratedRegions_AgreesWithThePlainRules()
    {
        var (listed, stretches, empty) = (0, 0, 0);
        for (var seed = 1; seed <= Regions; seed++)
        {
            var generated = new GeneratedRegion(seed);
            var (plain, index) = (new PlainMatching(generated), generated.Index(seed));
            var searches = plain.Searches().ToList();
            Assert.Equal(searches.Select(search => search.Key).Order(Keys), index.Searches.Select(search => search.Key).Order(Keys));
            foreach (var (key, children) in searches)
            {
                var expected = plain.List(key, children);
                Agree(expected, index.Top(key, 20), $"seed {seed}, {key}", 20);
                Agree(expected, index.Top(key, 1), $"seed {seed}, {key}", 1);
                listed += expected.Count;
                stretches += expected.Sum(line => line.Stretches);
                empty += expected.Count == 0 ? 1 : 0;
            }
        }

        // The generator must make lists worth comparing: long ones, with stretches, and searches without any.
        Assert.True(listed > 50_000, $"{listed} candidates");
        Assert.True(stretches > 10_000 && empty > Regions, $"{stretches} stretches, {empty} empty lists");
    }

    [Fact]
    public void Agree_OneHouseholdOutOfOrder_IsFound()
    {
        var generated = new GeneratedRegion(7);
        var (plain, index) = (new PlainMatching(generated), generated.Index());
        var (key, children) = plain.Searches().First(search => plain.List(search.Key, search.Children).Count > 3);
        var planted = plain.List(key, children);
        (planted[1], planted[2]) = (planted[2], planted[1]);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Agree(planted, index.Top(key, 20), "planted", 20));
    }

    private static Comparer<SearchKey> Keys { get; } = Comparer<SearchKey>.Create((one, other) => (one.Of, one.Reference).CompareTo((other.Of, other.Reference)));

    private static void Agree(List<PlainMatching.Line> expected, CandidateList list, string where, int count)
    {
        var first = expected.Take(count).ToList();
        Assert.True(
            first.Select(line => line.Household).SequenceEqual(list.Candidates.Select(candidate => candidate.Household)), $"{where}: another list");
        foreach (var (line, candidate) in first.Zip(list.Candidates))
        {
            var told = candidate.Factors;
            Assert.Equal(
                (line.Factors, line.Stretches, line.Conflicts, line.WithoutEvidence),
                (told.Count, told.Count(factor => factor.Fit == Fit.Stretch), told.Count(factor => factor.Fit == Fit.Conflict), told.Count(WithoutEvidence)));
        }
    }

    private static bool WithoutEvidence(Factor factor) =>
        factor.Kind == FactorKind.Need && (factor.Child.State != EvidenceState.Recent || factor.Household.State != EvidenceState.Recent);
}
