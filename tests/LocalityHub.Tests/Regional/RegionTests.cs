using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Regional;
using Partnership.Statutory;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Regional;

public sealed class RegionTests : IAsyncLifetime
{
    private readonly HubFixture _hub = new();
    private readonly List<JsonElement> _received = [];

    public async ValueTask InitializeAsync() => await _hub.InitializeAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Import_WaitingAndAdopted_SendsEachSnapshotOnceUnderReferencesOfItsOwn()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("R1").Adopted("R2"));

        await ReceiveAsync(3);

        Assert.Equal(3, _received.Select(Reference).Distinct().Count());
        var stage = Assert.Single(_received, message => message.TryGetProperty("stage", out _));
        Assert.Equal("PlacementOrderMade", stage.GetProperty("stage").GetString());
        Assert.Equal("TwelveToEighteenMonths", stage.GetProperty("wait").GetString());
        Assert.Single(_received, message => message.TryGetProperty("entryToPlacedDays", out var days) && days.GetInt32() == 269);
        Assert.Single(_received, message => message.TryGetProperty("wait", out _) && message.TryGetProperty("withdrawn", out _));
        Assert.All(_received, message => Assert.Equal((1, 1L), (message.GetProperty("epoch").GetInt32(), message.GetProperty("version").GetInt64())));
    }

    [Fact]
    public async Task Correction_OrderEnteredInError_WithdrawsTheMeasureAndMintsANewReference()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("R3"));
        await _hub.ImportAsync(new ReturnFiles().Adopted("R3"));
        await _hub.ImportAsync(new ReturnFiles().Waiting("R3"));

        // Waiting with its wait, then the end, the adoption and the wait withdrawn, then the adoption withdrawn and both anew.
        await ReceiveAsync(8);

        var stages = _received.Where(message => message.TryGetProperty("stage", out _)).ToList();

        // In order of each reference: nobody promises which of two comes first.
        Assert.Equal(
            ["PlacementOrderMade", "PlacementOrderMade, Ended"],
            stages.GroupBy(Reference).Select(own => string.Join(", ", own.Select(message => message.GetProperty("stage").GetString()))).Order(StringComparer.Ordinal));
        var measures = _received.Where(message => message.TryGetProperty("exclusions", out _)).ToList();
        Assert.Equal([false, true], measures.Select(message => message.GetProperty("withdrawn").GetBoolean()));
    }

    [Fact]
    public async Task Sweep_AcrossMidnightInSummerTime_SendsTheBandThatHasChanged()
    {
        // The decision was on 1 June 2024, so the wait comes to 18 months on 1 December 2025.
        await _hub.ImportAsync(new ReturnFiles().Waiting("R4"));
        await ReceiveAsync(2);
        var sweep = _hub.Services.GetRequiredService<DailySweep>();

        // 23:30 UTC on 30 November is still November in London: no summer time then.
        _hub.Clock.SetTo(new DateTimeOffset(2025, 11, 30, 23, 30, 0, TimeSpan.Zero));
        Assert.Equal(0, await sweep.RunAsync(CancellationToken.None));
        _hub.Clock.SetTo(new DateTimeOffset(2025, 12, 1, 0, 5, 0, TimeSpan.Zero));
        Assert.Equal(1, await sweep.RunAsync(CancellationToken.None));
        Assert.Equal(0, await sweep.RunAsync(CancellationToken.None));

        // In summer the day in London begins an hour earlier: 23:05 UTC on 31 May is 1 June there, and 24 months are over.
        _hub.Clock.SetTo(new DateTimeOffset(2026, 5, 31, 23, 5, 0, TimeSpan.Zero));
        Assert.Equal(1, await sweep.RunAsync(CancellationToken.None));

        await ReceiveAsync(4);
        Assert.Equal(
            ["TwelveToEighteenMonths", "EighteenToTwentyFourMonths", "TwentyFourMonthsOrMore"],
            _received.Where(message => message.TryGetProperty("stage", out _)).Select(message => message.GetProperty("wait").GetString()));
    }

    /// <summary>As of a hub that was told to restrict before it said so of figures; and of whoever has no plan any more.</summary>
    [Fact]
    public async Task Sweep_OfARestrictedRecord_SaysWhoCountsIt()
    {
        await _hub.ImportAsync(new ReturnFiles().Adopted("R10"));
        await ReceiveAsync(1);
        await _hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{await _hub.ChildIdAsync("R10")}', '{{social-worker}}', 'court-direction', 'planted', now())");

        _hub.Clock.SetTo(new DateTimeOffset(2025, 12, 1, 4, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await _hub.Services.GetRequiredService<DailySweep>().RunAsync(CancellationToken.None));

        await ReceiveAsync(2);
        Assert.Equal(["None", "CaldicottGuardian, SocialWorker"], _received.Select(message => message.GetProperty("restrictedTo").GetString()));
    }

    [Fact]
    public async Task Sweep_AfterThe31OfMarch_SendsTheYearsWaits()
    {
        // Handed in during the year itself, before it has ended.
        _hub.Clock.SetTo(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
        await _hub.ImportAsync(new ReturnFiles().Waiting("R5"), 2026);
        await ReceiveAsync(2);

        _hub.Clock.SetTo(new DateTimeOffset(2026, 3, 31, 23, 5, 0, TimeSpan.Zero));
        await _hub.Services.GetRequiredService<DailySweep>().RunAsync(CancellationToken.None);

        await ReceiveAsync(3);
        Assert.Equal(2026, _received[2].GetProperty("year").GetInt32());
        Assert.Equal("WaitingBeyond", _received[2].GetProperty("wait").GetString());
    }

    [Fact]
    public async Task Sweep_OnDaysThatTheReturnToldBeforehand_MovesTheStageThatTheListFiltersBy()
    {
        // The decision and the placement order are still to come when the files are handed in.
        const string Dob = "03/02/2022";
        await _hub.ImportAsync(
            new ReturnFiles().Header("R9", Dob).NoPreviousPermanence("R9", Dob)
                .Episode("R9", "05/04/2025", "S", "C1", "U6", "20/08/2025", "X1")
                .Episode("R9", "20/08/2025", "L", "E1", "U6")
                .Decision("R9", Dob, "01/07/2025"),
            2026);
        var child = await _hub.ChildIdAsync("R9");
        Assert.Equal(((ChildStage?)null, 1L), await StageAsync(child));
        Assert.Empty(await WithStageAsync("should-be-placed"));
        var sweep = _hub.Services.GetRequiredService<DailySweep>();

        _hub.Clock.SetTo(new DateTimeOffset(2025, 7, 1, 4, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await sweep.RunAsync(CancellationToken.None));
        Assert.Equal((ChildStage.ShouldBePlaced, 2L), await StageAsync(child));

        _hub.Clock.SetTo(new DateTimeOffset(2025, 8, 20, 4, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await sweep.RunAsync(CancellationToken.None));
        Assert.Equal((ChildStage.PlacementOrderMade, 3L), await StageAsync(child));
        Assert.Equal(["R9"], await WithStageAsync("placement-order-made"));
        Assert.Empty(await WithStageAsync("should-be-placed"));
    }

    [Theory]
    [InlineData("2025-03-29T23:50:00Z", "2025-03-30T00:05:00Z")]
    [InlineData("2025-03-30T00:10:00Z", "2025-03-30T23:05:00Z")]
    [InlineData("2025-10-25T22:00:00Z", "2025-10-25T23:05:00Z")]
    [InlineData("2025-10-26T10:00:00Z", "2025-10-27T00:05:00Z")]
    public void Next_AroundTheChangeOfClocks_IsFivePastMidnightInLondon(string now, string next)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture), LondonClock.Next(clock, new TimeOnly(0, 5)));
    }

    [Fact]
    public async Task Republish_OnTheCentresRequest_SendsEverythingUnderTheNextVersionOnce()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("R6").Adopted("R7"));
        await ReceiveAsync(3);

        await _hub.SendAsync(new RepublishRegionalState(Guid.NewGuid(), new CouncilCode(860)));
        await ReceiveAsync(6);

        Assert.All(_received.GroupBy(Reference), reference => Assert.Equal([1L, 2L], reference.Select(message => message.GetProperty("version").GetInt64())));
        Assert.All(_received.GroupBy(Reference), reference => Assert.Single(reference.Select(message => message.ToString().Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal)).Distinct()));
    }

    [Fact]
    public async Task RaiseEpoch_AfterARestore_OutranksWhatWasSentBeforeAndSaysSoLast()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("R8"));
        await ReceiveAsync(2);
        await _hub.Database.ExecuteAsync(
            "insert into webhook (id, url, secret, created_by, created_at, told_up_to, version) values (gen_random_uuid(), 'https://example.org', '', 'test', now(), '18446744073709551615', 1)");

        await RaiseEpochAsync();

        // Told of a transaction that this cluster has not come to: nobody would be called for years.
        Assert.Equal("0", await _hub.Database.ScalarAsync<string>("select told_up_to::text from webhook"));
        await ReceiveAsync(5);
        Assert.All(_received.Skip(2), message => Assert.Equal((2, 1L), (message.GetProperty("epoch").GetInt32(), message.GetProperty("version").GetInt64())));
        Assert.True(_received[^1].TryGetProperty("hub", out _), "what the hub still knows comes before the word that this is all");

        // The same backup once more: another epoch, though the backup knows of none but its own.
        await RaiseEpochAsync(("above", "7"));
        await ReceiveAsync(8);
        Assert.All(_received.Skip(5), message => Assert.Equal((8, 1L), (message.GetProperty("epoch").GetInt32(), message.GetProperty("version").GetInt64())));
    }

    private async Task RaiseEpochAsync(params (string Key, string Value)[] more) => await RaiseEpoch.RunAsync(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:locality-hub"] = _hub.Database.ConnectionString,
            ["Council:Code"] = "860",
            ["Council:Name"] = "Staffordshire",
        }).AddInMemoryCollection(more.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))).Build(),
        TextWriter.Null,
        CancellationToken.None);

    private async Task<(ChildStage? Stage, long Version)> StageAsync(Guid id)
    {
        await using var db = _hub.Db();
        var child = await db.Children.SingleAsync(each => each.Id == id);
        return (child.Stage, child.Version);
    }

    private async Task<List<string>> WithStageAsync(string stage)
    {
        using var client = _hub.CaseSystem();
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children?stage={stage}");
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("localId").GetString()!)];
    }

    private static string Reference(JsonElement message) => message.GetProperty("reference").GetString()!;

    /// <summary>
    /// Takes messages off the centre's queue until so many have come in all, and makes sure that no more do. What the audit sends each
    /// minute is not about children.
    /// </summary>
    private async Task ReceiveAsync(int total)
    {
        await using var connection = await _hub.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(Topology.CentralHubQueue, autoAck: true) is { } message)
                {
                    if (message.BasicProperties.Type != MessageCatalogue.NameOf(typeof(AuditSealed)))
                    {
                        _received.Add(JsonDocument.Parse(message.Body).RootElement);
                    }
                }

                return _received.Count >= total && !await AnyUnsentAsync();
            },
            $"{total} messages");
        Assert.Equal(total, _received.Count);
    }

    private async Task<bool> AnyUnsentAsync() => await _hub.Database.ScalarAsync<bool>("select exists (select from outbox)");
}
