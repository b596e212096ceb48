using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Applications;

/// <summary>Whatever order requests are worked on in, no child is over a limit, and every balance is the sum of what the applications count for.</summary>
public sealed class ConcurrencyTests(FundHost fund)
{
    /// <summary>Two workers on one child's last £500: one wins, the other is told.</summary>
    [Fact]
    public async Task Submit_TwoForTheLastOfAChildsMoney_OneWinsAndTheOtherIsTold()
    {
        var family = await fund.FamilyAsync(860);
        using var client = fund.ClientOf(Roles.SupportFund, 860);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(client, 860, await WithPartAsync(client, family, 250_000)));
        var (one, other) = (await WithPartAsync(client, family, 50_000), await WithPartAsync(client, family, 50_000));

        var answers = await Task.WhenAll(FundHost.SubmitAsync(client, 860, one, "both-are-meant"), FundHost.SubmitAsync(client, 860, other, "both-are-meant"));

        var winner = Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        var told = await FundHost.RefusalAsync(Assert.Single(answers, answer => answer != winner));
        Assert.Equal((409, "limit.fair-access"), told);
    }

    /// <summary>Siblings who share lines, in both orders, with withdrawals in between: in any interleaving.</summary>
    [Fact]
    public async Task SubmitAndWithdraw_ManyAtOnceForSiblings_KeepEveryLimitAndEveryBalance()
    {
        const int Applications = 24;
        var family = await fund.FamilyAsync(894, children: 3);
        using var client = fund.ClientOf(Roles.SupportFund, 894);
        var random = new Random(20251103);
        var begun = new List<System.Text.Json.Nodes.JsonNode>();
        for (var index = 0; index < Applications; index++)
        {
            var children = family.Children.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
            begun.Add(await WithPartAsync(client, family, random.Next(200, 1_500) * 100, children));
        }

        var (taken, refused) = (0, 0);
        await Task.WhenAll(begun.Select(async (application, index) =>
        {
            using var answer = await FundHost.SubmitAsync(client, 894, application, "both-are-meant");
            _ = answer.IsSuccessStatusCode ? Interlocked.Increment(ref taken) : Interlocked.Increment(ref refused);
            if (answer.IsSuccessStatusCode && index % 3 == 0)
            {
                (await FundHost.ActAsync(client, 894, application, "withdrawal", new { reason = "made-in-error" })).Dispose();
            }
            else if (!answer.IsSuccessStatusCode)
            {
                Assert.Equal((409, "limit.fair-access"), await FundHost.RefusalAsync(answer));
            }
        }));

        var ids = string.Join(',', family.Children.Select(child => $"'{child}'"));

        // How much is left in the end hangs on who came first and was withdrawn; that some were refused shows that the limit was met.
        Assert.InRange(await fund.Database.ScalarAsync<long>($"select max(therapy) from child_balance where child_id in ({ids})"), 0, 300_000);
        Assert.True(taken > 0 && refused > 0, $"{taken} taken, {refused} refused");
        Assert.Equal(0L, await fund.Database.ScalarAsync<long>(
            $"""
            select count(*) from child_balance b where b.child_id in ({ids}) and b.therapy <> (
                select coalesce(sum(f.pence), 0) from line_funding f join application_line l on l.id = f.line_id join application a on a.id = l.application_id
                where f.child_id = b.child_id and f.funder = 1 and a.status = 2)
            """));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> WithPartAsync(HttpClient client, Family family, int pence, params Guid[] children)
    {
        var chosen = children.Length > 0 ? children : [.. family.Children];
        var line = new
        {
            therapy = "play-therapy", providerId = await fund.ProviderAsync(), hours = pence * chosen.Length / 10_000m, ratePence = 10_000, starts = FundHost.Today.AddDays(14), ends = FundHost.Today.AddDays(120),
            funding = chosen.Select(child => new { childId = child, funder = "fund", pence }),
        };
        return await FundHost.SendAsync(client, HttpMethod.Post, $"{FundHost.Of(family.Council)}/applications", new { assessmentId = family.Assessment, content = new { children = chosen, lines = new[] { line } } });
    }
}
