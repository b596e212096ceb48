using System.Globalization;
using Partnership.CentralHub.Releases;

namespace Partnership.CentralHub.Tests.Releases;

public sealed class ReleaseRuleTests
{
    private readonly Dictionary<Guid, Contribution> _live = [];
    private readonly List<Edition> _served = [];

    // councils' children; how many of them fostered by their adopters; pooled councils, or null when nothing may be released
    [Theory]
    [InlineData("860:20 861:10", "")]
    [InlineData("860:20 861:10 893:3", "861 893")]
    [InlineData("860:20 861:10 893:0", "")]
    [InlineData("860:5 861:4", "860 861")]
    [InlineData("860:6", "")]
    [InlineData("860:5", null)]
    [InlineData("860:2 861:3", null)]
    [InlineData("860:20 861:2 893:2 894:3", "861 893 894")]
    [InlineData("860:20/8 861:10/2", "860 861")]
    [InlineData("860:20/3 861:10/0", null)]
    public void Next_FirstEdition_HidesSmallCouncilsAndTheNextSmallest(string councils, string? pooled)
    {
        Add(councils);

        var next = ReleaseRule.Next([], _live);

        Assert.Equal(pooled, next is null ? null : string.Join(' ', next.Pooled.Order()));
        Assert.True(next is null || next.Children.Count == _live.Count);
    }

    // what came out first; what is added then; how many children the next edition has, or null
    [Theory]
    [InlineData("860:20 861:10", "860:5", null)]
    [InlineData("860:20 861:10", "860:6", 36)]
    [InlineData("860:20 861:10", "860:6 861:1", 36)]
    [InlineData("860:20 861:10", "860:3 861:3", null)]
    [InlineData("860:20 861:10", "893:3", null)]
    [InlineData("860:20 861:10", "893:3 860:7", 37)]
    [InlineData("860:20 861:10 893:3", "861:3 893:3", null)]
    [InlineData("860:20 861:10 893:3", "861:6 893:6", 45)]
    [InlineData("860:20 861:10 893:3", "861:6 893:1", 39)]
    public void Next_FewChangesSinceReadersLooked_WaitForMore(string first, string then, int? children)
    {
        Add(first);
        _served.Add(ReleaseRule.Next([], _live)!);
        Add(then);

        Assert.Equal(children, ReleaseRule.Next(_served, _live)?.Children.Count);
    }

    [Fact]
    public void Next_NobodySawTheLast_TakesTheRestOfAnImport()
    {
        Add("860:20 861:10");
        Assert.Equal(30, ReleaseRule.Next(_served, _live)!.Children.Count);
        Add("893:3");

        Assert.Equal(33, ReleaseRule.Next(_served, _live)!.Children.Count);
    }

    [Theory]
    [InlineData(6, 1, 29)]
    [InlineData(5, 1, null)]
    [InlineData(0, 6, 24)]
    [InlineData(0, 5, null)]
    public void Next_AlteredAndWithdrawn_NeedsSixWhomNobodyHasSeenSoOrSixWhoLeave(int altered, int withdrawn, int? released)
    {
        Add("860:20 861:10");
        _served.Add(ReleaseRule.Next([], _live)!);
        var children = _live.Values.Where(child => child.Council == 860).ToList();
        foreach (var child in children.Take(withdrawn))
        {
            _live.Remove(child.Reference);
        }

        foreach (var child in children.Skip(withdrawn).Take(altered))
        {
            _live[child.Reference] = child with { Value = child.Value + 1 };
        }

        Assert.Equal(released, ReleaseRule.Next(_served, _live)?.Children.Count);
    }

    [Fact]
    public void Next_BackToAnEarlierEditionButForOne_IsNotReleased()
    {
        Add("860:20 861:10");
        _served.Add(ReleaseRule.Next([], _live)!);
        var before = _live.ToDictionary();
        Add("860:6");
        _served.Add(ReleaseRule.Next(_served, _live)!);
        _live.Clear();
        foreach (var (reference, child) in before)
        {
            _live[reference] = child;
        }

        Add("860:1");

        Assert.Null(ReleaseRule.Next(_served, _live));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Add(string councils)
    {
        foreach (var council in councils.Split(' ').Select(each => each.Split(':', '/')))
        {
            for (var child = 0; child < Number(council[1]); child++)
            {
                var reference = Guid.NewGuid();
                _live[reference] = new Contribution(reference, (short)Number(council[0]), 400, council.Length > 2 && child < Number(council[2]) ? 100 : 0);
            }
        }
    }
}
