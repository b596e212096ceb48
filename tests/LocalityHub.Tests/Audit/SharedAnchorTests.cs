using System.Net;
using Partnership.Contracts;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Audit;

/// <summary>What the services that councils share have said of their trails is kept here, all of it, and told to the council's guardian.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class SharedAnchorTests(HubFixture hub)
{
    [Fact]
    public async Task Keep_EachThatIsTold_IsThereForTheGuardianOnceAndNeverReplaced()
    {
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var place = Random.Shared.NextInt64(1_000_000, long.MaxValue);
        var (one, other) = (Told(SharedTrail.Panels, place, 0x0a), Told(SharedTrail.Panels, place, 0xfe));
        await hub.ApplyAsync(one);
        await hub.ApplyAsync(one with { RequestId = Guid.NewGuid() });

        // Of the same place, another hash: one of them is untrue, and both are kept.
        await hub.ApplyAsync(other);
        await hub.ApplyAsync(Told(SharedTrail.Fund, place, 0x0a));

        var told = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = (await guardian.GetAsync($"/audit/shared-anchors?limit=1&cursor={cursor}")).Good();
            told.AddRange(page["items"].EnumerateArray().Where(anchor => anchor.GetProperty("sequence").GetInt64() == place)
                .Select(anchor => $"{anchor.GetProperty("trail").GetString()} {anchor.GetProperty("hash").GetString()![..2].ToLowerInvariant()}"));
            if ((cursor = page["next"].GetString()) is null)
            {
                break;
            }
        }

        Assert.Equal(["fund 0a", "panels 0a", "panels fe"], told);
        using var worker = hub.As(Roles.SocialWorker);
        Assert.Equal(HttpStatusCode.Forbidden, (await worker.GetAsync("/audit/shared-anchors")).Status);
    }

    private static KeepAnchor Told(SharedTrail trail, long place, byte hash) =>
        new(Guid.NewGuid(), LinkSamples.Staffordshire, trail, place, new AuditHash([.. Enumerable.Repeat(hash, AuditHash.Length)]), 1);
}
