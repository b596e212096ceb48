using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.CentralHub.Tracker;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Releases;

/// <summary>
/// Generated regions live through days of adoptions, corrections and withdrawals while readers look. Each reader then adds and
/// subtracts everything seen: all windows, all councils and the region, all releases. Nothing may be about fewer than six children.
/// </summary>
public sealed class AttackerTests
{
    private const int Seeds = 60;
    private static readonly short[] Councils = [860, 861, 893, 894];

    [Fact]
    public void Released_EverythingAnOutsiderSees_IsolatesNobody()
    {
        var rows = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var reader = new RowSpace();
            var region = new GeneratedRegion(seed, Councils);
            var looks = 0;
            region.Live(editions => Read(reader, ++looks, editions, null, []));
            rows += reader.Rows;
            var isolated = reader.Isolated();
            Assert.True(isolated is null, $"seed {seed}: {isolated}");
        }

        Assert.True(rows > Seeds * 10, $"only {rows} rows were published: the attack proves nothing");
    }

    [Theory]
    [InlineData((short)860)]
    [InlineData((short)861)]
    [InlineData((short)893)]
    [InlineData((short)894)]
    [InlineData((short)893, (short)894)]
    public void Released_RegionLessWhatAnInsiderKnows_IsolatesNobodyElsewhere(params short[] own)
    {
        var rows = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var reader = new RowSpace();
            var region = new GeneratedRegion(seed, Councils);
            var looks = 0;
            region.Live(editions => Read(reader, ++looks, editions, RestOfRegion.Without(own, region.Parts), own));
            rows += reader.Rows;
            var isolated = reader.Isolated();
            Assert.True(isolated is null, $"seed {seed}: {isolated}");
        }

        Assert.True(rows > Seeds, $"only {rows} rows were published: the attack proves nothing");
    }

    /// <summary>Some of the insider's own children have restricted records: they are as good as another council's.</summary>
    [Theory]
    [InlineData(3, (short)860)]
    [InlineData(3, (short)893, (short)894)]
    public void Released_RegionLessTheChildrenThatAnInsiderSees_IsolatesNobodyRestricted(int oneIn, params short[] own)
    {
        bool IsHidden(Contribution child) => own.Contains(child.Council) && child.Reference.ToByteArray()[0] % oneIn == 0;
        var rows = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var reader = new RowSpace();
            var region = new GeneratedRegion(seed, Councils);
            var looks = 0;
            region.Live(editions => Read(reader, ++looks, editions, RestOfRegion.Without(own, region.Parts.Concat(region.PartsOf(IsHidden))), own, IsHidden));
            rows += reader.Rows;
            var isolated = reader.Isolated();
            Assert.True(isolated is null, $"seed {seed}: {isolated}");
        }

        Assert.True(rows > 0, "nothing was published: the attack proves nothing");
    }

    [Fact]
    public void Isolated_OneChildBetweenTwoRows_IsFound()
    {
        var children = Enumerable.Range(0, 9).Select(_ => Guid.NewGuid()).ToList();
        var reader = new RowSpace();
        reader.Add("today", children.Select(child => ("A10", child, 0)));
        reader.Add("yesterday", children.Skip(1).Select(child => ("A10", child, 0)));

        Assert.Equal("1 of A10 in today", reader.Isolated());
    }

    private static void Read(RowSpace reader, int looks, IReadOnlyDictionary<Cell, Edition> editions, RestOfRegion? rest, short[] own, Func<Contribution, bool>? hidden = null)
    {
        var windows = Enumerable.Range(GeneratedRegion.FirstYear, GeneratedRegion.Years + 2).Select(year => (short)year).ToList();
        foreach (var figure in IndicatorFigures.Of(editions, Councils, windows).Where(figure => figure.N is not null))
        {
            var cells = IndicatorFigures.CellsOf(figure.Indicator, figure.YearTo).ToList();
            if (!MaySee(figure.Council, rest, cells))
            {
                continue;
            }

            var name = $"{figure.Indicator} {figure.YearTo} {figure.Council} look {looks}";
            var children = cells.SelectMany(cell => ChildrenOf(editions, cell, figure.Council, own, hidden).Select(child => (cell.Kind, Child: child))).ToList();
            switch (figure.Indicator)
            {
                case Indicator.A1:
                    reader.Add(name, children.Select(each => ("A10", each.Child.Reference, each.Child.Value - each.Child.Gap))
                        .Concat(children.Where(each => each.Child.Gap != 0).Select(each => ("gap", each.Child.Reference, each.Child.Gap))));
                    break;
                case Indicator.A3:
                    reader.Add($"{name} of", children.Select(each => ("A3", each.Child.Reference, (int)each.Kind)));
                    reader.Add($"{name} within", children.Where(each => each.Kind is CellKind.AdoptedWithin or CellKind.WaitWithin)
                        .Select(each => ("A3", each.Child.Reference, (int)each.Kind)));
                    break;
                default:
                    reader.Add(name, children.Select(each => (figure.Indicator.ToString(), each.Child.Reference, each.Child.Value)));
                    break;
            }
        }

        foreach (var count in TrackerFigures.Of(editions, Councils).Where(count => count.Children is not null))
        {
            var cell = Contributions.TrackerCell(count.Stage, count.Band);
            if (MaySee(count.Council, rest, [cell]))
            {
                reader.Add($"{cell.Kind} {cell.Key} {count.Council} look {looks}", ChildrenOf(editions, cell, count.Council, own, hidden).Select(child => ("tracker", child.Reference, (int)cell.Key)));
            }
        }
    }

    private static bool MaySee(short council, RestOfRegion? rest, IEnumerable<Cell> cells) =>
        rest is null || (council == ReleasedFigureRow.Region && rest.MaySee(cells));

    private static IEnumerable<Contribution> ChildrenOf(IReadOnlyDictionary<Cell, Edition> editions, Cell cell, short council, short[] own, Func<Contribution, bool>? hidden) =>
        editions.GetValueOrDefault(cell, Edition.Empty).Children.Values
            .Where(child => (council == ReleasedFigureRow.Region || child.Council == council) && (!own.Contains(child.Council) || hidden?.Invoke(child) == true));
}
