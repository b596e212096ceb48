using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Pictures;
using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests.Region;

/// <summary>
/// Readers look once at all the region's figures, take off what they know of their own councils, and add and subtract everything that is left.
/// Nothing may be about fewer than six children. What two looks at different times differ by is another matter (docs/security.md).
/// </summary>
public sealed class AttackerTests
{
    private const int Seeds = 60;
    private static readonly short[] Councils = [860, 861, 893, 894];
    private static readonly Dictionary<short, string> Names = Councils.ToDictionary(council => council, council => $"Council {council}");
    private static readonly RulePack Pack = ShippedPacks.All.Single(pack => pack.Year == new Contracts.YearEnded(2026));
    private static readonly string[] Therapies = ["art-therapy", "family-therapy", "play-therapy"];

    [Theory]
    [InlineData]
    [InlineData((short)860)]
    [InlineData((short)861)]
    [InlineData((short)893)]
    [InlineData((short)894)]
    [InlineData((short)893, (short)894)]
    public void Region_LessWhatTheReaderKnows_IsolatesNobody(params short[] own)
    {
        var rows = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var reader = new RowSpace();
            Read(reader, new Random(seed), [.. own]);
            rows += reader.Rows;
            var isolated = reader.Isolated();
            Assert.True(isolated is null, $"seed {seed}: {isolated}");
        }

        Assert.True(rows > Seeds * 5, $"only {rows} rows were told: the attack proves nothing");
    }

    /// <summary>Seven children here and four there: who works here would have the four by taking the seven off; who works for neither sees nothing of eleven that tells of the four.</summary>
    [Fact]
    public async Task Figures_ForACouncilsOwnStaff_AreSafeWithoutTheirOwn()
    {
        await using var fund = await FundHost.AtAsync(FundHost.Today);
        await ApprovedAsync(fund, 860, 7);
        await ApprovedAsync(fund, 861, 4);

        Assert.Equal(["Council 860 7 420000", "Council 861  ", "Region  "], await MoneyAsync(860));
        Assert.Equal(["Council 860 7 420000", "Council 861 4 240000", "Region 11 660000"], await MoneyAsync(861));
        Assert.Equal(["Council 860  ", "Council 861  ", "Region 11 660000"], await MoneyAsync());

        // The same in the picture: of the balances, and of the scores that are missing before therapy starts.
        Assert.DoesNotContain("11 children", await PictureAsync(860), StringComparison.Ordinal);
        Assert.DoesNotContain("2 due", await PictureAsync(860), StringComparison.Ordinal);
        Assert.Contains("11 children", await PictureAsync(861), StringComparison.Ordinal);
        Assert.Contains("2 due", await PictureAsync(861), StringComparison.Ordinal);

        // What the region's year would cost is for who works for no council; who does both is told nothing.
        Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await fund.ClientOf(Roles.SupportFund, 860).GetAsync("/api/v1/fund/what-if?year=2026", TestContext.Current.CancellationToken)));
        Assert.False((bool)(await FundHost.GetAsync(fund.ClientOf(Roles.BoardMember), "/api/v1/fund/what-if?year=2026"))["suppressed"]!);
        var both = await FundHost.GetAsync(fund.ClientOf(Roles.BoardMember, 860), "/api/v1/fund/what-if?year=2026");
        Assert.True((bool)both["suppressed"]!);
        Assert.All(both["councils"]!.AsArray(), council => Assert.Null(council!["demandPence"]));

        async Task<IEnumerable<string>> MoneyAsync(params int[] councils) =>
            (await FundHost.GetAsync(fund.ClientOf(Roles.BoardMember, councils), "/api/v1/fund/figures?year=2026"))["councils"]!.AsArray()
                .Where(row => (int?)row!["children"] != 0).Select(row => $"{row!["name"]} {row["children"]} {row["awardedPence"]}");

        async Task<string> PictureAsync(int council) =>
            await fund.ClientOf(Roles.CaseSystem, council).GetStringAsync("/api/v1/fund/picture?year=2026", TestContext.Current.CancellationToken);
    }

    private static void Read(RowSpace reader, Random random, HashSet<short> own)
    {
        List<(short Council, Guid Child)> children = [.. Councils.SelectMany(council => Enumerable.Range(0, random.Next(3) switch { 0 => random.Next(7), 1 => random.Next(16), _ => random.Next(40) }).Select(_ => (council, Guid.NewGuid())))];
        ReadMoney(reader, random, children, own);
        ReadBalances(reader, random, children, own);
        ReadWeeks(reader, random, children, own);
        ReadOutcomes(reader, random, children, own);
    }

    private static void ReadMoney(RowSpace reader, Random random, List<(short Council, Guid Child)> children, HashSet<short> own)
    {
        var parts = children.ToDictionary(
            child => child.Child,
            child => (Account[])[.. new[] { (Account.Paid, 4), (Account.Commitment, 6), (Account.Returnable, 1) }.Where(part => random.Next(10) < part.Item2).Select(part => part.Item1)]);
        var told = RegionalMoney.Of(
            children.SelectMany(child => parts[child.Child].Select(account => new RegionalMoney.Holding(child.Council, child.Child, account, -100))
                .Append(new RegionalMoney.Holding(child.Council, child.Child, Account.Entitlement, 100 * parts[child.Child].Length))),
            Names,
            own);
        foreach (var row in told.Where(row => row.Children is not null))
        {
            var counted = children.Where(child => (row.Council is null || row.Council.Value.Number == child.Council) && !own.Contains(child.Council)).Select(child => child.Child).ToList();
            reader.Add($"children of {row.Name}", counted.Select(child => ("child", child, 0)));

            // What was awarded is spent, set apart or to be given back: the sum of the three columns.
            reader.Add($"awarded in {row.Name}", counted.SelectMany(child => parts[child].Select(account => ("money", child, (int)account))));
            foreach (var (pence, account) in new[] { (row.SpentPence, Account.Paid), (row.SetApartPence, Account.Commitment), (row.ToReturnPence, Account.Returnable) }.Where(part => part.Item1 is not null))
            {
                reader.Add($"{account} in {row.Name}", counted.Where(child => parts[child].Contains(account)).Select(child => ("money", child, (int)account)));
            }
        }
    }

    private static void ReadBalances(RowSpace reader, Random random, List<(short Council, Guid Child)> children, HashSet<short> own)
    {
        var bands = children.Select(child => new ChildBalance { ChildId = child.Child, Year = 2026, Council = child.Council, Therapy = random.Next(4) * 100_000 }).ToList();
        var day = FundHost.Today;
        var told = BalanceBand.Suppressed(BalanceBand.Of(bands, Pack, day), BalanceBand.Of([.. bands.Where(balance => !own.Contains(balance.Council))], Pack, day));
        foreach (var (band, index) in told.Select((band, index) => (band, index)).Where(each => each.band.Children is not null))
        {
            reader.Add($"balance {band.Name}", bands.Where(balance => !own.Contains(balance.Council) && BalanceBand.Of([balance], Pack, day)[index].Children == 1).Select(balance => ("balance", balance.ChildId, 0)));
        }
    }

    private static void ReadWeeks(RowSpace reader, Random random, List<(short Council, Guid Child)> children, HashSet<short> own)
    {
        var items = children.SelectMany(child => Enumerable.Range(0, random.Next(3)).Select(_ =>
            (child.Council, Item: new WorkItem(FundTask.ReviewDue, FundHost.Today.AddDays(random.Next(-5, 29)), Guid.NewGuid(), null, null, child.Child, null)))).ToList();
        var told = WeekAhead.Suppressed([.. items.Select(item => item.Item)], [.. items.Where(item => !own.Contains(item.Council)).Select(item => item.Item)], item => [item.ChildId!.Value], FundHost.Today);
        foreach (var week in told.Where(week => week.Due is not null))
        {
            reader.Add($"week of {week.Monday}", items.Where(item => !own.Contains(item.Council) && WeekAhead.Of([item.Item], FundHost.Today).Single(each => each.Due == 1).Monday == week.Monday)
                .Select(item => ("due", item.Item.ChildId!.Value, item.Item.About.GetHashCode())));
        }
    }

    private static void ReadOutcomes(RowSpace reader, Random random, List<(short Council, Guid Child)> children, HashSet<short> own)
    {
        var scores = children.Select(child => (child.Council, child.Child, Therapy: Therapies[random.Next(Therapies.Length)], Change: random.Next(20) switch { 0 => 0, < 4 => -1, _ => 1 })).ToList();
        var told = OutcomeFigures.Of(scores.SelectMany(score => Pair(score.Council, score.Child, score.Therapy, score.Change)), own);
        foreach (var figure in told.Where(figure => !figure.Suppressed))
        {
            var counted = scores.Where(score => score.Therapy == figure.Therapy && !own.Contains(score.Council)).ToList();
            reader.Add($"mean of {figure.Therapy}", counted.Select(score => ("change", score.Child, 0)));
            foreach (var (_, change) in new[] { (figure.Better, 1), (figure.Same, 0), (figure.Worse, -1) }.Where(part => part.Item1 is not null))
            {
                reader.Add($"{change} of {figure.Therapy}", counted.Where(score => score.Change == change).Select(score => ("change", score.Child, 0)));
            }
        }
    }

    private static Measurement[] Pair(short council, Guid child, string therapy, int change)
    {
        var line = Guid.NewGuid();
        Measurement Score(MeasuredWhen when, int score) => new()
        {
            Council = council, LineId = line, ChildId = child, Therapy = therapy, Tool = OutcomeTool.GoalBasedOutcome, When = when, Score = (short)score, MeasuredOn = FundHost.Today,
        };
        return [Score(MeasuredWhen.Before, 5), Score(MeasuredWhen.After, 5 + change)];
    }

    /// <summary>£600 for each of so many children of one family, approved.</summary>
    private static async Task ApprovedAsync(FundHost fund, int council, int children)
    {
        using var worker = fund.ClientOf(Roles.SupportFund, council);
        var application = await fund.BeginAsync(worker, await fund.FamilyAsync(council, children), 8 * children);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, council, application));
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, council, application, "decision", new { outcome = "approved", decidedOn = FundHost.Today, portalReference = FundHost.Reference() }));
    }
}
