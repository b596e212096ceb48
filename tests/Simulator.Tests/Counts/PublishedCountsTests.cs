using System.Globalization;

namespace Partnership.Simulator.Tests.Counts;

public sealed class PublishedCountsTests
{
    // Department for Education, Children looked after in England including adoptions: children adopted, years ending 31 March 2016 to 2025.
    private static readonly Dictionary<string, int?[]> Adopted = new()
    {
        ["860"] = [74, 42, 56, 40, 37, 41, 28, 34, 37, 42],
        ["861"] = [52, 43, 39, 26, 19, 29, 33, 34, 54, 33],
        ["893"] = [22, 15, 6, null, 11, 9, 10, 26, 26, 18],
        ["894"] = [15, 22, 32, 25, 22, 25, 31, 22, 29, 12],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20251)]
    public void Run_PublishedCouncils_AdoptsExactlyAsManyAsPublished(long seed)
    {
        using var region = new SimulatedRegion(seed);
        foreach (var (council, published) in Adopted)
        {
            foreach (var year in region.Years)
            {
                var adopted = region.Rows(council, year, "episodes.csv").Count(row => row["REC"] is "E11" or "E12");
                if (published[year - 2016] is { } count)
                {
                    Assert.Equal(count, adopted);
                }
                else
                {
                    Assert.InRange(adopted, 1, 5);
                }
            }
        }
    }

    [Fact]
    public void Run_TenTimesTheChildrenInOneYear_EndsWithAsManyInCare()
    {
        using var region = new SimulatedRegion(seed: 1, options => options with { FirstYear = 2025, LastYear = 2025, Scale = 10 });

        Assert.Equal(13060, Assert.Single(region.Written, written => written.Council == "860").LookedAfterAtYearEnd);
    }

    [Fact]
    public void Run_ConsentPublished_SplitsUnopposedFromTheRest()
    {
        using var region = new SimulatedRegion(seed: 3);

        Assert.Equal(35, region.Rows("860", 2018, "episodes.csv").Count(row => row["REC"] == "E11"));
        Assert.Equal(21, region.Rows("860", 2018, "episodes.csv").Count(row => row["REC"] == "E12"));
        Assert.Equal(11, region.Rows("861", 2025, "episodes.csv").Count(row => row["REC"] == "E12"));
    }

    [Theory]
    [InlineData("860", 2016, 981)]
    [InlineData("860", 2025, 1306)]
    [InlineData("861", 2025, 1063)]
    [InlineData("893", 2021, 504)]
    [InlineData("894", 2025, 411)]
    public void Run_PublishedCouncils_LooksAfterAsManyOn31March(string council, int year, int published)
    {
        using var region = new SimulatedRegion(seed: 1);
        var yearEnd = new DateOnly(year, 3, 31);

        var lookedAfter = region.Rows(council, year, "episodes.csv").Count(row =>
            row["DEC"].Length == 0 || (row["REC"] != "X1" && Date(row["DEC"]) > yearEnd));

        Assert.Equal(published, lookedAfter);
    }

    [Fact]
    public void Run_CouncilWithoutPublishedCounts_SaysThatItsCountsAreInvented()
    {
        using var region = new SimulatedRegion(
            seed: 1, options => options with { Region = "d2n2", Councils = [new("831", "Derby"), new("860", "Staffordshire")] });

        Assert.All(region.Written, made => Assert.Equal(made.Council == "831", made.Invented));
        Assert.True(region.TruthOf("831").CountsInvented);
        Assert.False(region.TruthOf("860").CountsInvented);
        Assert.True(region.Written.Where(made => made.Council == "831").Sum(made => made.Adopted) > 0);
    }

    private static DateOnly Date(string cell) => DateOnly.ParseExact(cell, "dd/MM/yyyy", CultureInfo.InvariantCulture);
}
