using System.Xml.Linq;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Pictures;

/// <summary>The region's picture, of more than five children. In a region of its own, to which no other test adds.</summary>
public sealed class RegionPictureTests
{
    /// <summary>Seven with all of it left, six with nothing, two with £500: the two are hidden, and the six with them, or they would be what is missing.</summary>
    [Fact]
    public async Task Region_OfManyChildren_DrawsTheirBalancesAndHidesTheFew()
    {
        await using var own = await FundHost.AtAsync(FundHost.Today);
        var (here, there) = (await own.FamilyAsync(860, children: 10), await own.FamilyAsync(861, children: 5));
        long[] used = [.. Enumerable.Repeat(0L, 7), .. Enumerable.Repeat(300_000L, 6), .. Enumerable.Repeat(250_000L, 2)];
        foreach (var (child, council, pence) in here.Children.Select(child => (child, 860)).Concat(there.Children.Select(child => (child, 861))).Zip(used, (whose, pence) => (whose.child, whose.Item2, pence)))
        {
            await own.Database.ExecuteAsync($"insert into child_balance (child_id, year, council, therapy, assessment, local) values ('{child}', 2026, {council}, {pence}, 0, 0)");
        }

        var svg = XDocument.Parse(await own.ClientOf(Roles.BoardMember).GetStringAsync("/api/v1/fund/picture?year=2026", TestContext.Current.CancellationToken)).Root!.Value;

        Assert.Contains("two thirds or more 7 children", svg, StringComparison.Ordinal);
        Assert.Contains("a third to two thirds 0 children", svg, StringComparison.Ordinal);
        Assert.Contains("less than a third hidden: fewer than six children", svg, StringComparison.Ordinal);
        Assert.Contains("nothing left hidden: fewer than six children", svg, StringComparison.Ordinal);
    }
}
