using System.Text.Json;
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

        var child = await FundHost.GetAsync(client, $"{FundHost.Of(860)}/children/{_child}");

        Assert.Equal(["trauma"], child["child"]!["needs"]!.AsArray().Select(need => (string)need!));
        var assessment = Assert.Single(child["assessments"]!.AsArray())!;
        Assert.Equal((_assessment, "2025-10-01", "2026-02-01"), ((Guid)assessment["id"]!, (string)assessment["assessedOn"]!, (string)assessment["windowCloses"]!));
        var listed = await FundHost.GetAsync(client, $"{FundHost.Of(860)}/children?family={newest.Family}");
        Assert.Contains(_child, listed["items"]!.AsArray().Select(item => (Guid)item!["id"]!));
        using var other = fund.ClientOf(Roles.SupportWorker, 861);
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(await other.GetAsync($"{FundHost.Of(861)}/children/{_child}")));
    }

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
