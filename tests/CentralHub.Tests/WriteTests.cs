using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests;

/// <summary>Every write of the central hub, repeated and contested: an operation that is added and has no sample here fails the first test.</summary>
public sealed class WriteTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private const string Region = "/api/v1/region";

    private static readonly string[] Known =
    [
        $"POST {Region}/projection/rebuild",
        $"POST {Region}/projection/republish",
        $"POST {Region}/parked-messages/replay",
        $"POST {Region}/parked-messages/{{messageId:guid}}/replay",
        $"POST {Region}/parked-messages/{{messageId:guid}}/discard",
    ];

    public static TheoryData<string> Operations => [.. Known];

    [Fact]
    public void Operations_ThatWrite_AllHaveASample() =>
        Assert.Equal(WriteOperations.Of(hub.Services).Keys.Order(StringComparer.Ordinal), Known.Concat(FamilyWriteTests.Known).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ManyTimesAtOnceUnderOneKey_TakesEffectOnce(string operation)
    {
        var sample = await SampleAsync(operation);
        using var client = hub.ClientOf(hub.Tokens.With(Roles.Operator));
        var (effects, entries) = (await sample.Effects(), await EntriesAsync());

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Repeats, sameKey: true);

        Assert.All(answers, answer => Assert.True((int)answer.Status is >= 200 and < 300, $"{(int)answer.Status} {answer.Body}"));
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(effects + 1, await sample.Effects());
        Assert.Equal((entries.Done + 1, entries.Repeated + WriteOperations.Repeats - 1), await EntriesAsync());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ByThreeEditorsOfOneVersion_IsOnesAlone(string operation)
    {
        var sample = await SampleAsync(operation);
        Assert.Equal(WriteOperations.Of(hub.Services)[operation], sample.ETagFrom is not null);
        if (sample.ETagFrom is null)
        {
            // It changes nothing that somebody else could have changed.
            return;
        }

        using var client = hub.ClientOf(hub.Tokens.With(Roles.Operator));
        var effects = await sample.Effects();

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Editors, sameKey: false);

        WriteOperations.DemandOneEditor(operation, answers);
        Assert.Equal(effects + 1, await sample.Effects());
    }

    private async Task<WriteSample> SampleAsync(string operation)
    {
        switch (operation.Replace(Region, "", StringComparison.Ordinal))
        {
            case "POST /projection/rebuild":
                return new WriteSample($"{Region}/projection/rebuild", () => null, () => CountAsync("select count(*) from projection_job where kind = 1"));
            case "POST /projection/republish":
                return new WriteSample($"{Region}/projection/republish", () => null, () => CountAsync("select count(*) from projection_job where kind = 2"));
            case "POST /parked-messages/replay":
                return await Parked().ReplayAllAsync();
            case "POST /parked-messages/{messageId:guid}/replay":
                return await Parked().ReplayAsync();
            case "POST /parked-messages/{messageId:guid}/discard":
                return await Parked().DiscardAsync();
            default:
                throw new InvalidOperationException($"{operation} has no sample.");
        }
    }

    private ParkedSamples Parked() => new(hub.Database, Region, "wait-measured");

    private Task<long> CountAsync(string query) => hub.Database.ScalarAsync<long>(query);

    private async Task<(long Done, long Repeated)> EntriesAsync() => (
        await CountAsync("select count(*) from audit_entry where outcome = 'done'"),
        await CountAsync("select count(*) from audit_entry where outcome = 'repeated'"));
}
