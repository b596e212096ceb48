using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.AdoptionSupportFund.Tests.Year;

/// <summary>
/// A year of the reference region, 569 applications from 356 assessments, through the broker and the API, week by week: assessed, applied for, decided,
/// ordered, invoiced, claimed, stated, paid, confirmed, closed. By hand: <c>-explicit on -class "*YearTests"</c>; fifty times that takes an hour.
/// </summary>
public sealed class YearTests
{
    private const int Assessments = 356;
    private const int Applications = 569;
    private const int Weeks = 42;
    private const int AtOnce = 4;
    private const int RatePence = 7_500;
    private static readonly int[] Councils = [860, 861, 893, 894];
    private static readonly string[] Therapies = ["play-therapy", "dyadic-developmental-psychotherapy"];

    // When the year's rules were announced; before that nobody could apply.
    private static readonly DateOnly Begin = new(2025, 4, 14);
    private readonly Random _random = new(1);
    private readonly Dictionary<int, (HttpClient Worker, HttpClient Finance)> _people = [];
    private readonly List<Package> _packages = [];
    private FundHost _fund = null!;
    private DateOnly _today = Begin;
    private int _asked;
    private int _refused;

    private sealed record Package(int Council, JsonNode Application, string PortalReference);

    [Fact(Explicit = true)]
    public Task Year_OfTheReferenceRegion_IsAppliedForDecidedAndClosedWithEvenBooks() => RunAsync(1);

    [Fact(Explicit = true)]
    public Task Year_FiftyTimes_IsAppliedForDecidedAndClosedWithEvenBooks() => RunAsync(50);

    private async Task RunAsync(int times)
    {
        await using var own = await FundHost.AtAsync(Begin);
        _fund = own;
        own.TokensLast = TimeSpan.FromHours(6);
        foreach (var council in Councils)
        {
            _people.Add(council, (own.ClientOf(Roles.SupportFund, council), own.ClientOf(Roles.Finance, council)));
        }

        var provider = await own.ProviderAsync();
        var families = new Dictionary<int, Family>();
        var (assessments, twice, watch) = (Assessments * times, (Applications - Assessments) * times, Stopwatch.StartNew());
        for (var week = 0; week < Weeks + 4; week++)
        {
            Go(Begin.AddDays(7 * week));
            var (from, to) = (assessments * Math.Min(week, Weeks) / Weeks, assessments * Math.Min(week + 1, Weeks) / Weeks);
            await AssessAsync(families, from, to);
            List<(Family Family, int Which)> due = [.. Enumerable.Range(from, to - from).Select(index => (families[index], 0))];

            // Those of four weeks ago for whom more is asked.
            due.AddRange(families.Where(each => each.Key >= assessments * (week - 4) / Weeks && each.Key < assessments * Math.Min(week - 3, Weeks) / Weeks && each.Key % assessments < twice && week >= 4).Select(each => (each.Value, 1)));
            var submitted = new List<(int Council, JsonNode Application)>();
            await EachAsync(due, async each =>
            {
                var application = await ApplyAsync(each.Family, each.Which, provider);
                lock (submitted)
                {
                    submitted.Add((each.Family.Council, application));
                }
            });
            await DecideAsync(submitted);
            if (week % 4 == 3)
            {
                await ClaimAsync();
            }
        }

        Go(new DateOnly(2026, 4, 20));
        await ClaimAsync();
        await EachAsync(_packages, EndAsync);
        watch.Stop();

        Assert.Equal(Applications * times, _asked);
        Assert.Equal((long)_packages.Count, await own.Database.ScalarAsync<long>("select count(*) from application where status = 7"));
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("select count(*) from application where status not in (5, 7)"));
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("select count(*) from (select 1 from posting group by line_id, child_id, funder having sum(pence) <> 0) odd"));
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("select count(*) from child_balance where therapy + assessment > 300000"));
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("select count(*) from (select child_id, sum(pence) from posting where funder = 1 and account = 7 group by child_id having -sum(pence) > 300000) over"));

        // The next morning finds that nothing is left to be done.
        Go(_today.AddDays(1));
        await Eventually.TrueAsync(async () => await own.Database.ScalarAsync<long>("select count(*) from chase where step <> 0 and task in (3, 4)") == 0, "owners to hear that it is settled");
        var money = await FundHost.GetAsync(own.ClientOf(Roles.BoardMember), "/api/v1/fund/figures?year=2026");
        var region = money["councils"]!.AsArray()[^1]!;
        Assert.Equal(((long)region["awardedPence"]!, 0L, 0L), ((long)region["spentPence"]!, (long)region["setApartPence"]!, (long)region["toReturnPence"]!));
        var whatIf = await FundHost.GetAsync(own.ClientOf(Roles.BoardMember), "/api/v1/fund/what-if?year=2026&limitPence=250000");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"x{times}: {assessments} assessments, {_asked} applications ({_refused} refused, {_packages.Count} closed) in {watch.Elapsed.TotalSeconds:N0} s; the fund's money spent £{(long)region["spentPence"]! / 100m:N0}; demand £{(long)whatIf["asItWas"]!["demandPence"]! / 100m:N0}, shortfall £{(long)whatIf["asItWas"]!["shortfallPence"]! / 100m:N0}, under a limit of £2,500 £{(long)whatIf["asItWouldBe"]!["shortfallPence"]! / 100m:N0}."));
    }

    /// <summary>The week's assessments as the hubs tell of them: each message twice, and the last of a council awaited.</summary>
    private async Task AssessAsync(Dictionary<int, Family> families, int from, int to)
    {
        await using var connection = await _fund.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (var index in Enumerable.Range(from, to - from))
        {
            var family = new Family(Councils[index % Councils.Length], Guid.NewGuid(), [.. Enumerable.Range(0, index % 4 == 0 ? 2 : 1).Select(_ => Guid.NewGuid())]);
            families.Add(index, family);
            var reference = Guid.NewGuid();
            foreach (var child in family.Children)
            {
                var message = new SupportNeedsAssessed(
                    child, new CouncilCode(family.Council), 1, 1, false, reference, family.Assessment, SupportRoute.AdoptedFromCare, new YearEnded(2010 + (index % 12)), index % 3 == 0,
                    ApplicantBasis.OrderWithinThreeYears, SupportNeeds.Attachment | SupportNeeds.Trauma, new WorkDay(_today.AddDays(-3)), new WorkDay(_today.AddYears(1).AddDays(-3)), true);
                var id = Guid.CreateVersion7().ToString();
                for (var time = 0; time < 2; time++)
                {
                    await channel.BasicPublishAsync(
                        Topology.RegionExchange, MessageCatalogue.RoutingKeyOf(message), mandatory: true,
                        new BasicProperties { MessageId = id, Type = MessageCatalogue.NameOf(message.GetType()), ContentType = "application/json", Persistent = true },
                        JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web));
                }
            }
        }

        foreach (var last in Enumerable.Range(from, to - from).Select(index => families[index]).GroupBy(family => family.Council).Select(own => own.Last()))
        {
            await Eventually.TrueAsync(
                async () => (await _people[last.Council].Worker.GetAsync($"{FundHost.Of(last.Council)}/children/{last.Children[^1]}")).IsSuccessStatusCode, "the week's last assessment");
        }
    }

    private async Task<JsonNode> ApplyAsync(Family family, int which, Guid provider)
    {
        int hours;
        lock (_random)
        {
            // A first application leaves something of the limit to a second; a second may ask for more than that.
            hours = _random.Next(8, which == 0 ? 36 : 44) * family.Children.Count;
        }

        var starts = _today.AddDays(14);
        var line = new { therapy = Therapies[which], providerId = provider, hours, ratePence = RatePence, starts, ends = Earlier(starts.AddDays(105), new DateOnly(2026, 3, 31)) };
        var worker = _people[family.Council].Worker;
        var application = await FundHost.SendAsync(
            worker, HttpMethod.Post, $"{FundHost.Of(family.Council)}/applications", new { assessmentId = family.Assessment, content = new { children = family.Children, lines = new[] { line } } });
        Interlocked.Increment(ref _asked);
        return await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, family.Council, application));
    }

    /// <summary>The portal's file of the week: one of twenty is refused; what was agreed is ordered, invoiced, mostly whole, and paid.</summary>
    private async Task DecideAsync(List<(int Council, JsonNode Application)> submitted)
    {
        foreach (var own in submitted.GroupBy(each => each.Council, each => each.Application))
        {
            var rows = own.Select(application => (Application: application, IsRefused: (long)application["lines"]![0]!["costPence"]! / RatePence % 20 == 0, Reference: FundHost.Reference())).ToList();
            var answer = await FundHost.UploadAsync(
                _people[own.Key].Worker, $"{FundHost.Of(own.Key)}/decisions", "application,outcome,decided_on,portal_reference,awarded,reason",
                [.. rows.Select(row => row.IsRefused ? $"{row.Application["number"]},refused,{Text(_today)},,,not-eligible" : $"{row.Application["number"]},approved,{Text(_today)},{row.Reference},,")]);
            Assert.True(answer["rejected"]!.AsArray().Count == 0, answer.ToJsonString());
            _refused += rows.Count(row => row.IsRefused);
            var agreed = rows.Where(row => !row.IsRefused).Select(row => new Package(own.Key, row.Application, row.Reference)).ToList();
            _packages.AddRange(agreed);
            await EachAsync(agreed, SpendAsync);
        }
    }

    private async Task SpendAsync(Package package)
    {
        var (worker, finance) = _people[package.Council];
        var (council, line) = (FundHost.Of(package.Council), package.Application["lines"]![0]!);
        var order = await FundHost.SendAsync(worker, HttpMethod.Post, $"{council}/applications/{package.Application["id"]}/orders", new { lineId = line["lineId"] });
        var cost = (long)order["pence"]!;
        var invoice = await FundHost.SendAsync(
            worker, HttpMethod.Post, $"{council}/invoices",
            new { orderId = order["id"], reference = FundHost.Reference("INV"), hours = 1, pence = cost % 7 == 0 ? cost : cost * 9 / 10, periodFrom = Text(_today), periodTo = Text(_today) });
        using var read = await finance.GetAsync($"{council}/invoices/{invoice["id"]}");
        using var pay = new HttpRequestMessage(HttpMethod.Post, $"{council}/invoices/{invoice["id"]}/payment") { Content = JsonContent.Create(new { paidOn = _today }) };
        pay.Headers.IfMatch.Add(read.Headers.ETag!);
        await FundHost.ReadAsync(await finance.SendAsync(pay));
    }

    /// <summary>The month's claim of each council, and the fund's statement that pays it.</summary>
    private async Task ClaimAsync()
    {
        foreach (var (council, (worker, finance)) in _people)
        {
            using var response = await worker.PostAsJsonAsync($"{FundHost.Of(council)}/claims", new { month = _today });
            if (response.StatusCode == HttpStatusCode.Conflict)
            {
                // A small council may have nothing to claim for in a month.
                Assert.Equal((409, "claim.nothing"), await FundHost.RefusalAsync(response));
                continue;
            }

            var claim = await FundHost.ReadAsync(response);
            var statement = await FundHost.UploadAsync(
                finance, $"{FundHost.Of(council)}/statements", "reference,portal_reference,kind,amount,paid_on",
                [.. claim["items"]!.AsArray().Select(item => string.Create(CultureInfo.InvariantCulture, $"{FundHost.Reference("R")},{item!["portalReference"]},payment,{(long)item["pence"]! / 100m:0.00},{Text(_today)}"))]);
            Assert.All(statement["lines"]!.AsArray(), line => Assert.Equal("matched", (string)line!["outcome"]!));
        }
    }

    /// <summary>Spend confirmed, the council's part in, what is left given back, books closed.</summary>
    private async Task EndAsync(Package package)
    {
        var (worker, finance) = _people[package.Council];
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, package.Council, package.Application, "spend-confirmation", new { }));
        var (id, holds) = ((Guid)package.Application["id"]!, new Dictionary<(Funder, Account), long>());
        await _fund.WithDatabaseAsync(async db =>
        {
            holds = await db.Postings.Where(posting => posting.ApplicationId == id).GroupBy(posting => new { posting.Funder, posting.Account })
                .ToDictionaryAsync(same => (same.Key.Funder, same.Key.Account), same => same.Sum(posting => posting.Pence));
            return 0;
        });
        if (holds.GetValueOrDefault((Funder.Council, Account.Entitlement)) > 0)
        {
            await FundHost.ReadAsync(await FundHost.ActAsync(finance, package.Council, package.Application, "contributions", new { funder = "council", paidOn = _today }));
        }

        if (-holds.GetValueOrDefault((Funder.Fund, Account.Returnable)) is > 0 and var unspent)
        {
            await FundHost.ReadAsync(await FundHost.ActAsync(finance, package.Council, package.Application, "returns", new { pence = unspent, paidOn = _today }));
        }

        await FundHost.ReadAsync(await FundHost.ActAsync(worker, package.Council, package.Application, "closure", new { }));
    }

    private void Go(DateOnly day)
    {
        _fund.Clock.Advance(TimeSpan.FromDays(day.DayNumber - _today.DayNumber));
        _today = day;
    }

    private static Task EachAsync<T>(IEnumerable<T> all, Func<T, Task> act) =>
        Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (each, _) => await act(each));

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
