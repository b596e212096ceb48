using System.Text.Json;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Contracts.Tests;

public class MessageTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly IMessage[] Each =
    [
        new AdoptionMeasured(Guid.CreateVersion7(), new CouncilCode(893), 2, 1, false, new YearEnded(2025), 410, 0, null, true,
            MeasureExclusions.NoMatch | MeasureExclusions.NoPlacementOrder, 1),
        new AuditSealed(Guid.CreateVersion7(), new CouncilCode(860), 1, 1207, new AuditHash([.. Enumerable.Range(0, AuditHash.Length).Select(value => (byte)value)])),
        new ChildStageChanged(Guid.CreateVersion7(), new CouncilCode(860), 1, 3, ChildStage.Matched, WaitBand.SixToTwelveMonths),
        new HubRestored(Guid.CreateVersion7(), new CouncilCode(861), 2, 1),
        new RepublishRegionalState(Guid.CreateVersion7(), new CouncilCode(894)),
        new WaitMeasured(Guid.CreateVersion7(), new CouncilCode(861), 1, 1, false, new YearEnded(2024), WaitAtYearEnd.WaitingBeyond, 1),
    ];

    public static IEnumerable<TheoryDataRow<IMessage>> Examples => Each.Select(message => new TheoryDataRow<IMessage>(message));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Json_EachMessage_ComesBackEqual(IMessage message)
    {
        var json = JsonSerializer.Serialize(message, message.GetType(), Web);

        var back = JsonSerializer.Deserialize(json, message.GetType(), Web);

        Assert.Equal(message, back);
        Assert.DoesNotContain("aggregateId", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_CoverEveryMessage() =>
        Assert.Equal(MessageCatalogue.Types, Each.Select(message => message.GetType()));

    [Fact]
    public void RoutingKey_EventAndCommand_NameTheCouncil()
    {
        var stage = new ChildStageChanged(Guid.NewGuid(), new CouncilCode(860), 1, 1, ChildStage.Placed, WaitBand.None);
        var republish = new RepublishRegionalState(Guid.NewGuid(), new CouncilCode(861));

        Assert.Equal("860.child-stage-changed", MessageCatalogue.RoutingKeyOf(stage));
        Assert.Equal("hub.861.republish-regional-state", MessageCatalogue.RoutingKeyOf(republish));
        Assert.Equal(typeof(ChildStageChanged), MessageCatalogue.Find("child-stage-changed"));
        Assert.Null(MessageCatalogue.Find("child-renamed"));
    }

    [Theory]
    [InlineData("86")]
    [InlineData("8600")]
    [InlineData("086")]
    [InlineData("8 0")]
    [InlineData("٨٦٠")]
    [InlineData(null)]
    public void CouncilCode_NotThreeDigits_IsRefused(string? text) => Assert.False(CouncilCode.TryParse(text, null, out _));

    [Fact]
    public void CouncilCode_Json_IsAStringOfThreeDigits()
    {
        Assert.Equal("\"860\"", JsonSerializer.Serialize(new CouncilCode(860), Web));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CouncilCode>("\"Staffordshire\"", Web));
    }

    [Theory]
    [InlineData(2025, 3, 31, 2025)]
    [InlineData(2025, 4, 1, 2026)]
    [InlineData(2024, 12, 31, 2025)]
    public void YearEnded_OfADay_TurnsOnTheFirstOfApril(int year, int month, int day, int expected)
    {
        var ended = YearEnded.Of(new DateOnly(year, month, day));

        Assert.Equal(expected, ended.Year);
        Assert.InRange(new DateOnly(year, month, day), ended.FirstDay, ended.LastDay);
    }
}
