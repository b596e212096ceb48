using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Tests.Paging;

public sealed class PageTests
{
    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(200, 200)]
    public void Size_OfARequest_IsWhatWasAskedOrFifty(int? limit, int size) => Assert.Equal(size, new PageRequest { Limit = limit }.Size);

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    [InlineData(-1)]
    public void Size_OutOfRange_IsRefused(int limit) =>
        Assert.Equal("page.limit", Assert.Throws<InvalidRequestException>(() => new PageRequest { Limit = limit }.Size).Code);

    [Fact]
    public void Of_WalkedToItsEnd_GivesEveryRowOnce()
    {
        int[] all = [.. Enumerable.Range(1, 23)];
        var seen = new List<int>();
        var request = new PageRequest { Limit = 5 };
        while (true)
        {
            var after = request.After<int>();
            var page = Page.Of([.. all.Where(row => row > after).Take(request.Take)], request, row => row);
            seen.AddRange(page.Items);
            Assert.True(page.Items.Count <= 5);
            if (page.Next is null)
            {
                break;
            }

            request = new PageRequest { Limit = 5, Cursor = page.Next };
        }

        Assert.Equal(all, seen);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("abc")]
    [InlineData("bm8")]
    public void Decode_SomethingElse_IsRefused(string cursor) =>
        Assert.Equal("page.cursor", Assert.Throws<InvalidRequestException>(() => Cursor.Decode<Guid>(cursor)).Code);
}
