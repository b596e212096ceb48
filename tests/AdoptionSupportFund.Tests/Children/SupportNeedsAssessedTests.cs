using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Partnership.AdoptionSupportFund.Children;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.AdoptionSupportFund.Tests.Children;

/// <summary>What a hub hands over arrives by the broker, once, and the newest holds.</summary>
public sealed class SupportNeedsAssessedTests(FundHost fund)
{
    private readonly Guid _child = Guid.NewGuid();
    private readonly Guid _assessment = Guid.NewGuid();

    [Fact]
    public async Task Message_Redelivered_OutOfOrder_OrOfAnotherCouncil_LeavesTheNewest()
    {
        await using var connection = await fund.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var newest = Message(version: 3, needs: SupportNeeds.Trauma);
        var id = Guid.NewGuid();
        await SendAsync(channel, newest, id);
        await SendAsync(channel, newest, id);
        await SendAsync(channel, Message(version: 2, needs: SupportNeeds.Sensory));
        await SendAsync(channel, Message(version: 9, council: 861, needs: SupportNeeds.Siblings));
        var review = Message(version: 1, needs: SupportNeeds.Trauma) with { Child = Guid.NewGuid() };
        await SendAsync(channel, review);
        using var client = fund.ClientOf(Roles.SupportWorker, 860);
        await Eventually.TrueAsync(async () => (await client.GetAsync($"{FundHost.Of(860)}/children/{review.Child}")).IsSuccessStatusCode, "the last message");

        // The newest comes through in the end, also when its first attempt did not and others went before it.
        JsonNode child = null!;
        await Eventually.AssertAsync(async () =>
        {
            child = await FundHost.GetAsync(client, $"{FundHost.Of(860)}/children/{_child}");
            Assert.Equal(["trauma"], child["child"]!["needs"]!.AsArray().Select(need => (string)need!));
        });
        var assessment = Assert.Single(child["assessments"]!.AsArray())!;
        Assert.Equal((_assessment, "2025-10-01", "2026-02-01"), ((Guid)assessment["id"]!, (string)assessment["assessedOn"]!, (string)assessment["windowCloses"]!));
        var listed = await FundHost.GetAsync(client, $"{FundHost.Of(860)}/children?family={newest.Family}");
        Assert.Contains(_child, listed["items"]!.AsArray().Select(item => (Guid)item!["id"]!));
        using var other = fund.ClientOf(Roles.SupportWorker, 861);
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(await other.GetAsync($"{FundHost.Of(861)}/children/{_child}")));
    }

    /// <summary>
    /// The hub was restored from a backup made before the review and before another child was assessed. The fund has gone on meanwhile: what it was asked
    /// for and its money stay, but nothing new may rest on what the hub has forgotten.
    /// </summary>
    [Fact]
    public async Task Hub_RestoredFromABackup_TakesBackWhatItHasForgottenAndNoMoney()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 896);
        var (kept, forgotten, foreign) = (await fund.FamilyAsync(896), await fund.FamilyAsync(896), await fund.FamilyAsync(861));
        var first = Message(version: 2, needs: SupportNeeds.Trauma, council: 896) with { Child = kept.Children[0], Assessment = kept.Assessment, AssessedOn = new WorkDay(FundHost.Today.AddMonths(-1)) };
        var review = first with { Version = 3, Assessment = Guid.NewGuid(), AssessedOn = new WorkDay(FundHost.Today.AddDays(-3)) };
        await ConsumeAsync(first, review);
        var onReview = await fund.BeginAsync(worker, kept with { Assessment = review.Assessment }, 4);
        var submitted = await fund.BeginAsync(worker, forgotten, 10);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 896, submitted));
        var draft = await fund.BeginAsync(worker, forgotten, 4);

        // The message that ends the restore overtakes what was stated before it.
        await RestoreAsync(896, epoch: 2);
        await ConsumeAsync(first with { Epoch = 2, Version = 1 });
        await RestoreAsync(896, epoch: 2);

        Assert.Equal((409, "assessment.withdrawn"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(worker, 896, onReview)));
        Assert.Equal((409, "assessment.withdrawn"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(worker, 896, draft)));
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 896, await fund.BeginAsync(worker, kept, 4), "both-are-meant"));
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, 896, submitted, "decision", new { outcome = "approved", decidedOn = FundHost.Today, portalReference = FundHost.Reference() }));
        Assert.Equal(75_000, (int)(await FundHost.GetAsync(worker, $"{FundHost.Of(896)}/children/{forgotten.Children[0]}"))["balances"]![0]!["therapyPence"]!);
        using var other = fund.ClientOf(Roles.SupportFund, 861);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(other, 861, await fund.BeginAsync(other, foreign, 4)));

        // A review that was entered again after the restore counts.
        await ConsumeAsync(review with { Epoch = 2, Version = 2, Assessment = Guid.NewGuid() });
        Assert.Equal([false, false, true], (await FundHost.GetAsync(worker, $"{FundHost.Of(896)}/children/{kept.Children[0]}"))["assessments"]!.AsArray().Select(each => (bool)each!["withdrawn"]!).Order());
    }

    private Task<int> ConsumeAsync(params SupportNeedsAssessed[] messages) => fund.WithDatabaseAsync(async db =>
    {
        await new SupportNeedsAssessedConsumer(db).ConsumeAsync(messages, CancellationToken.None);
        return await db.SaveChangesAsync();
    });

    private Task<int> RestoreAsync(int council, int epoch) => fund.WithDatabaseAsync(async db =>
    {
        await new SupportRestatedConsumer(db, NullLogger<SupportRestatedConsumer>.Instance).ConsumeAsync([new SupportRestated(Guid.NewGuid(), new CouncilCode(council), epoch, 1)], CancellationToken.None);
        return await db.SaveChangesAsync();
    });

    private SupportNeedsAssessed Message(long version, SupportNeeds needs, int council = 860) => new(
        _child, new CouncilCode(council), 1, version, false, new Guid("00000000-0000-4000-8000-000000000f01"), _assessment, SupportRoute.AdoptedFromCare, new YearEnded(2014), false,
        ApplicantBasis.OrderWithinThreeYears, needs, new WorkDay(new DateOnly(2025, 10, 1)), new WorkDay(new DateOnly(2026, 10, 1)), true);

    private static async Task SendAsync(IChannel channel, IMessage message, Guid? id = null) => await channel.BasicPublishAsync(
        Topology.RegionExchange,
        MessageCatalogue.RoutingKeyOf(message),
        mandatory: true,
        new BasicProperties { MessageId = (id ?? Guid.CreateVersion7()).ToString(), Type = MessageCatalogue.NameOf(message.GetType()), ContentType = "application/json", Persistent = true },
        JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), JsonSerializerOptions.Web));
}
