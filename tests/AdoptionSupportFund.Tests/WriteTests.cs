using System.Net.Http.Headers;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests;

/// <summary>The fund's writes, repeated and contested: an operation that is added and has no sample fails the first test.</summary>
public sealed class WriteTests(FundHost fund)
{
    /// <summary>Makes something new, or states what nobody else can have stated: there is no version that it could be of.</summary>
    private static readonly string[] OfNoVersion =
    [
        "POST /children/{childId:guid}/hand-over", "POST /applications", "POST /applications/{applicationId:guid}/amendments", "POST /applications/{applicationId:guid}/orders",
        "POST /applications/{applicationId:guid}/quotes", "POST /applications/{applicationId:guid}/outcomes", "POST /invoices", "POST /claims", "POST /bids", "POST /providers", "POST /frameworks",
        "POST /rule-packs", "POST /rule-packs/{packId:guid}/preview",

        // A line of a file names what it is about, and is refused where that has moved on; an entry is taken back once; all that is parked is what is parked now.
        "POST /decisions", "POST /statements", "POST /ledger/{journalId:guid}/reversal", "POST /parked-messages/replay",

        // A pack is adopted as it is, once: it cannot be changed.
        "POST /rule-packs/{packId:guid}/adoption",
    ];

    public static TheoryData<string> Operations => [.. FundWrites.RoleOf.Keys];

    public static TheoryData<string> Versioned => [.. FundWrites.RoleOf.Keys.Where(operation => !OfNoVersion.Contains(operation))];

    [Fact]
    public void Operations_ThatWrite_TakeAKeyAndAVersionOrItIsSaidWhyNot()
    {
        var all = WriteOperations.Of(fund.Services).ToDictionary(operation => FundWrites.ShortOf(operation.Key), operation => operation.Value);

        Assert.Empty(WriteOperations.WithoutKey(fund.Services));
        Assert.Equal(all.Keys.Order(StringComparer.Ordinal), FundWrites.RoleOf.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(OfNoVersion.Order(StringComparer.Ordinal), all.Where(operation => !operation.Value).Select(operation => operation.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ManyTimesAtOnceUnderOneKey_TakesEffectOnce(string operation)
    {
        var sample = await new FundWrites(fund).SampleAsync(operation);
        var (client, subject) = ClientOf(operation);
        using var _ = client;
        var effects = await sample.Effects();

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Repeats, sameKey: true);

        Assert.All(answers, answer => Assert.True((int)answer.Status is >= 200 and < 300, $"{(int)answer.Status} {answer.Body}"));
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(effects + 1, await sample.Effects());
        Assert.Equal((1L, WriteOperations.Repeats - 1L), (await EntriesAsync(subject, "done"), await EntriesAsync(subject, "repeated")));

        // The council's guardian can read of it, unless it is the region's affair.
        var isRegions = new[] { "/providers", "/frameworks", "/rule-packs", "/parked-messages" }.Any(operation.Contains);
        Assert.Equal(
            !isRegions,
            await fund.Database.ScalarAsync<bool>($"select councils @> '{{{{{FundWrites.Council}}}}}' from audit_entry where subject = '{subject}' and outcome = 'done' and operation not like '%.read'"));
    }

    [Theory]
    [MemberData(nameof(Versioned))]
    public async Task Write_ByThreeEditorsOfOneVersion_IsOnesAlone(string operation)
    {
        var sample = await new FundWrites(fund).SampleAsync(operation);
        var (client, _) = ClientOf(operation);
        using var disposed = client;
        var effects = await sample.Effects();

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Editors, sameKey: false);

        WriteOperations.DemandOneEditor(operation, answers);
        Assert.Equal(effects + 1, await sample.Effects());
    }

    /// <summary>Somebody who has done nothing else.</summary>
    private (HttpClient Client, string Subject) ClientOf(string operation)
    {
        var (role, subject) = (FundWrites.RoleOf[operation], $"writer.{Guid.NewGuid():n}");
        var client = fund.ClientOf(role, FundWrites.Council);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fund.Tokens.For([role], [FundWrites.Council], "partnership-cli", subject));
        return (client, subject);
    }

    // Reads of what is about to be written are entered too.
    private Task<long> EntriesAsync(string subject, string outcome) =>
        fund.Database.ScalarAsync<long>($"select count(*) from audit_entry where subject = '{subject}' and outcome = '{outcome}' and operation not like '%.read'");
}
