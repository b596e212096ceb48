using System.Security.Cryptography;

namespace Partnership.Simulator.Tests.Returns;

public sealed class ReturnFilesTests(SeedOneRegion seedOne) : IClassFixture<SeedOneRegion>
{
    private readonly SimulatedRegion _region = seedOne.Region;

    [Fact]
    public void Run_SameSeedTwice_WritesTheSameBytes()
    {
        using var one = new SimulatedRegion(seed: 11, options => options with { LastYear = 2019, Errors = 0.01m });
        using var two = new SimulatedRegion(seed: 11, options => options with { LastYear = 2019, Errors = 0.01m });
        using var other = new SimulatedRegion(seed: 12, options => options with { LastYear = 2019, Errors = 0.01m });

        Assert.Equal(Fingerprint(one), Fingerprint(two));
        Assert.NotEqual(Fingerprint(one), Fingerprint(other));
    }

    /// <summary>Known bytes: a change of runtime or machine that moved them would silently make old seeds mean other children.</summary>
    [Fact]
    public void Run_SeedOne_FirstChildIsForEverTheSame()
    {

        var first = _region.Rows("860", 2016, "header.csv").First();

        Assert.Equal("CHILD", first.Keys.First());
        Assert.Equal(FirstChildOfSeedOne, string.Join(',', first.Values));
    }

    [Fact]
    public void Run_TenYears_WritesCodesAndFilesOfEachCensusYear()
    {

        Assert.All(_region.Rows("860", 2024, "header.csv"), row => Assert.Contains(row["SEX"], (string[])["1", "2"]));
        Assert.All(_region.Rows("860", 2025, "header.csv"), row => Assert.Contains(row["SEX"], (string[])["M", "F"]));
        Assert.False(File.Exists(Path.Combine(_region.FolderOf("860", 2023), "sw_episodes.csv")));
        Assert.True(File.Exists(Path.Combine(_region.FolderOf("860", 2024), "sw_episodes.csv")));
        Assert.DoesNotContain(_region.Rows("860", 2025, "episodes.csv"), row => row["PLACE"] is "H5" or "P2");
        Assert.DoesNotContain(_region.Rows("860", 2018, "episodes.csv"), row => row["REC"] is "E45" or "E46" or "E47" or "E48");
        Assert.DoesNotContain(_region.Rows("860", 2019, "episodes.csv"), row => row["REC"] is "E43" or "E44");
    }

    [Fact]
    public void Run_TenYears_HoldsEveryKindOfLife()
    {
        var truths = _region.Options.Councils.Select(council => _region.TruthOf(council.Code)).ToList();
        var children = truths.SelectMany(truth => truth.Children).ToList();
        var plans = children.SelectMany(child => child.Periods).Where(period => period.Decisions.Count > 0).ToList();
        var adopted = plans.Where(period => period.AdoptionOrder is not null).ToList();

        Assert.Contains(adopted, period => period.PlacementOrders.Count == 0);
        Assert.Contains(adopted, period => period.PlacementOrders.Any(order => period.Matched < order.Made));
        Assert.Contains(adopted, period => period.Families.Count > 1);
        Assert.Contains(adopted, period => period.Decisions.Count > 1);
        Assert.Contains(adopted, period => period.Families[^1] is { FosterCarer: true, EarlyPermanence: true });
        Assert.Contains(adopted, period => period.Families[^1] is { FosterCarer: true, EarlyPermanence: false });
        Assert.Contains(adopted, period => period.Families[^1] is { FosterCarer: false, EarlyPermanence: true });
        Assert.Contains(plans, period => period.AdoptionOrder is null && period.Decisions[^1].Reversed is not null);
        Assert.Contains(plans, period => period.ReasonLeft is "E45" or "E46" or "E47");
        Assert.Contains(plans, period => period.Left is null && period.Decisions[^1].Reversed is null);
        Assert.Contains(children, child => child.FormerChild is not null);
        Assert.Contains(children, child => child.Periods.Count > 1);
        Assert.Contains(children, child => child.SiblingGroup is not null && child.Periods[^1].AdoptionOrder is not null);
        Assert.Contains(
            _region.Years.SelectMany(year => _region.Rows("860", year, "episodes.csv")), row => row["PLACE"] is "T1" or "T2" or "T3" or "T4");
    }

    [Fact]
    public void Run_ChangeRecordedLate_NextReturnCorrectsTheEpisode()
    {
        var corrected = _region.Options.Councils.SelectMany(council => _region.Years.Skip(1).SelectMany(year =>
        {
            var opened = _region.Rows(council.Code, year - 1, "episodes.csv").Where(row => row["DEC"].Length == 0)
                .ToDictionary(row => (row["CHILD"], row["DECOM"]));
            return _region.Rows(council.Code, year, "episodes.csv").Where(row =>
                opened.ContainsKey((row["CHILD"], row["DECOM"])) && row["DEC"].EndsWith($"/03/{year - 1}", StringComparison.Ordinal));
        }));

        Assert.NotEmpty(corrected);
    }

    [Fact]
    public void Run_AdoptedChildComesBack_UnderNumbersThatNothingConnects()
    {
        foreach (var council in _region.Options.Councils)
        {
            var children = _region.TruthOf(council.Code).Children.ToDictionary(child => child.Child);
            var returned = children.Values.Where(child => child.FormerChild is not null).ToList();

            Assert.NotEmpty(returned);
            Assert.All(returned, child =>
            {
                var former = children[child.FormerChild!];
                Assert.NotEqual(child.Child, former.Child);
                Assert.True(child.Periods[0].Entered > former.Periods[^1].AdoptionOrder);
                Assert.Equal(former.Born, child.Born);
            });
        }
    }

    private const string FirstChildOfSeedOne = "1103947,2,15/06/2014,WBRI,UN1,0,";

    private static string Fingerprint(SimulatedRegion region)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(region.Options.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(region.Options.Directory, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

/// <summary>Ten years of the reference region under seed 1, written once for all tests that only read them.</summary>
public sealed class SeedOneRegion : IDisposable
{
    internal SimulatedRegion Region { get; } = new(seed: 1);

    public void Dispose() => Region.Dispose();
}
