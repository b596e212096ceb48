using System.Text.Json;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests.Audit;

/// <summary>How far the fund's own trail has come is known to every hub: whoever owns the fund's database and writes it anew is found.</summary>
public sealed class SharedAnchorTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task Trail_WrittenAnewFromTheMiddleWithAllHashes_DoesNotFitWhatTheHubsWereTold()
    {
        await using var fund = new FundHost { AnchorsEvery = TimeSpan.Zero };
        await fund.InitializeAsync();
        using var worker = fund.ClientOf(Roles.SupportWorker, 860);
        using var auditor = fund.ClientOf(Roles.Auditor);
        for (var read = 0; read < 6; read++)
        {
            await FundHost.GetAsync(worker, $"{FundHost.Of(860)}/children");
        }

        // Each hub by itself is told, so that one of them is enough.
        foreach (var council in FundHost.Councils)
        {
            var anchors = await AnchorsAsync(fund, council, 6);
            Assert.All(anchors, anchor => Assert.Equal((SharedTrail.Fund, 1), (anchor.Trail, anchor.Epoch)));
            Assert.Empty(await BreaksAsync(auditor, anchors));
            if (council == FundHost.Councils[^1])
            {
                // The fund's own sealer may be at work on the last read: it is waited for, or nothing would be sealed anew.
                await fund.Database.ExecuteAsync(
                    "select pg_advisory_xact_lock(4707182361954640945); update audit_entry set sequence = null, hash = null, subject = 'somebody.else' where sequence >= 3; select audit_seal(1000)");

                // In itself the chain holds.
                Assert.Empty(await BreaksAsync(auditor, []));
                Assert.Contains(await BreaksAsync(auditor, anchors), fault => fault.Fault == "anchor-differs");
            }
        }
    }

    /// <summary>What was said before a restore and differs is a restore's doing, and told apart by the epoch: of a shared service, how often its trail says that it was restored.</summary>
    [Fact]
    public async Task Trail_OfAFundThatWasRestoredTwice_IsAnchoredUnderItsThirdEpoch()
    {
        await using var fund = new FundHost
        {
            AnchorsEvery = TimeSpan.Zero,
            Beforehand = $"""
                insert into audit_entry (council, subject, client, roles, operation, ids, outcome)
                select council, 'an.operator', 'partnership-cli', array['operator'], '{AuditRecord.Restored}', array[gen_random_uuid()], 'done' from unnest(array[0, 0, 860]::smallint[]) council
                """,
        };
        await fund.InitializeAsync();
        using var worker = fund.ClientOf(Roles.SupportWorker, 860);
        await FundHost.GetAsync(worker, $"{FundHost.Of(860)}/children");

        Assert.All(await AnchorsAsync(fund, 860, 3), anchor => Assert.Equal(3, anchor.Epoch));
    }

    private static async Task<List<KeepAnchor>> AnchorsAsync(FundHost fund, int council, long until)
    {
        await using var connection = await fund.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var anchors = new List<KeepAnchor>();
        await Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(Topology.LocalityHubQueue(new CouncilCode(council)), autoAck: true) is { } message)
                {
                    anchors.Add(JsonSerializer.Deserialize<KeepAnchor>(message.Body.Span, Web)!);
                }

                return anchors.Exists(anchor => anchor.Sequence >= until);
            },
            "an anchor of the last read");
        return anchors;
    }

    private static async Task<List<AuditBreak>> BreaksAsync(HttpClient auditor, IEnumerable<KeepAnchor> anchors)
    {
        var chain = (await FundHost.GetAsync(auditor, "/api/v1/fund/audit/chain?limit=200"))["items"]!.AsArray().Select(entry => entry.Deserialize<AuditRecord>(Web)!).ToList();
        return await AuditChain.VerifyAsync(chain.ToAsyncEnumerable(), [.. anchors.Select(anchor => new AuditAnchor(anchor.Sequence, anchor.Hash, anchor.Epoch))]).ToListAsync();
    }
}
