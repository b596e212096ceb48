using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests.Worklists;

/// <summary>What is to be done is put before its owner by the hub that knows who that is: one message for each step.</summary>
public sealed class ChaseTests(FundHost fund)
{
    private const int Council = 893;
    private static readonly List<JsonNode> Sent = [];

    /// <summary>Assessed on 3 October: four months later, on 3 February, the window closes.</summary>
    [Fact]
    public async Task Window_AsItsDayComesNearer_IsToldOnceForEachStepAndWhenItIsUsed()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, Council);
        var family = await fund.FamilyAsync(Council, children: 2);
        foreach (var day in new DateOnly[] { new(2026, 1, 1), new(2026, 1, 10), new(2026, 1, 11), new(2026, 1, 28), new(2026, 2, 4), new(2026, 2, 5) })
        {
            await TellAsync(day);
        }

        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, Council, await fund.BeginAsync(worker, family, 4)));
        await TellAsync(new(2026, 2, 6));
        await TellAsync(new(2026, 2, 7));

        Assert.Equal(
            ["1 WindowClosing Ahead 2026-02-03", "2 WindowClosing WithinAWeek 2026-02-03", "3 WindowClosing Overdue 2026-02-03", "4 WindowClosing Settled 2026-02-03"], await ToldAsync(family.Assessment));
        Assert.Single((await SentAsync(family.Assessment)).DistinctBy(message => (string)message["chase"]!));
    }

    /// <summary>A draft that breaks has a week from then; mended and broken again it has another.</summary>
    [Fact]
    public async Task Draft_BrokenMendedAndBrokenAgain_IsToldEachTime()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, Council);
        var draft = await fund.BeginAsync(worker, await fund.FamilyAsync(Council), 10);
        async Task FindAsync(string findings) => await fund.Database.ExecuteAsync($"update application set findings = '{findings}' where id = '{draft["id"]}'");

        await TellAsync(FundHost.Today);
        await FindAsync("""[{"code":"limit.fair-access"}]""");
        await TellAsync(FundHost.Today);
        await TellAsync(FundHost.Today.AddDays(7));
        await TellAsync(FundHost.Today.AddDays(8));
        await FindAsync("[]");
        await TellAsync(FundHost.Today.AddDays(9));
        await FindAsync("""[{"code":"limit.fair-access"}]""");
        await TellAsync(FundHost.Today.AddDays(10));

        Assert.Equal(
            ["1 DraftBroken WithinAWeek 2025-11-10", "2 DraftBroken Overdue 2025-11-10", "3 DraftBroken Settled 2025-11-10", "4 DraftBroken WithinAWeek 2025-11-20"],
            await ToldAsync((Guid)draft["assessmentId"]!));
    }

    /// <summary>The package ends on 3 March; the spend is to be confirmed after that.</summary>
    [Fact]
    public async Task Package_ThatEnds_IsToldAndThenItsUnconfirmedSpend()
    {
        var (family, _) = await MoneyTests.ApprovedAsync(fund, 10, council: Council);
        await TellAsync(new(2026, 2, 10));
        await TellAsync(new(2026, 3, 4));
        await TellAsync(new(2026, 3, 5));

        var told = (await SentAsync(family.Assessment)).Select(message => $"{message["chaseVersion"]} {message["task"]} {message["step"]}").ToList();
        Assert.Equal(["1 PackageEnding Ahead", "1 SpendUnconfirmed", "2 PackageEnding Settled"], told.Select(text => text.StartsWith("1 Spend", StringComparison.Ordinal) ? "1 SpendUnconfirmed" : text).Order(StringComparer.Ordinal));
        Assert.All(await SentAsync(family.Assessment), message => Assert.Equal("893", (string)message["council"]!));
    }

    private async Task TellAsync(DateOnly day) => await fund.WithDatabaseAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var rules = await fund.Services.GetRequiredService<Rulebooks>().CurrentAsync(db, CancellationToken.None);
        var told = await ChaseOwners.TellAsync(db, day, rules, CancellationToken.None);
        await transaction.CommitAsync();
        return told;
    });

    private async Task<List<string>> ToldAsync(Guid assessment) => [.. (await SentAsync(assessment)).Select(message => $"{message["chaseVersion"]} {message["task"]} {message["step"]} {message["due"]}")];

    /// <summary>What the council's hub was sent about an assessment, in the order of its steps: taken from its queue and kept.</summary>
    private Task<List<JsonNode>> SentAsync(Guid assessment) => SentAsync(fund, Council, Sent, assessment);

    internal static async Task<List<JsonNode>> SentAsync(FundHost fund, int council, List<JsonNode> kept, Guid assessment)
    {
        await Eventually.TrueAsync(async () => !await fund.Database.ScalarAsync<bool>("select exists (select from outbox)"), "an empty outbox");
        await using var connection = await fund.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(Topology.LocalityHubQueue(new CouncilCode(council)), autoAck: true) is { } message)
        {
            // What else every hub is told: how far the fund's audit trail has come.
            if (message.BasicProperties.Type != MessageCatalogue.NameOf(typeof(KeepAnchor)))
            {
                kept.Add(JsonNode.Parse(message.Body.Span)!);
            }
        }

        return [.. kept.Where(message => (Guid)message["assessment"]! == assessment).OrderBy(message => (long)message["chaseVersion"]!)];
    }
}
