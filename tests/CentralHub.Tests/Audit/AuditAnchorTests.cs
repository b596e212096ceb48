using System.Text.Json.Nodes;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Tests.Audit;

/// <summary>What a hub said of its trail, told to whoever verifies it.</summary>
public sealed class AuditAnchorTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    [Fact]
    public async Task List_TwoHashesOfOnePlace_AreBothTold()
    {
        // Of one of the two somebody will say that it is untrue: it must not be the one that is skipped between pages.
        await hub.Database.ExecuteAsync(
            """
            insert into audit_anchor (council, sequence, hash, epoch)
            select council, sequence, decode(repeat(hash, 32), 'hex'), 1
            from (values (893, 3, '0a'), (893, 7, '01'), (893, 7, 'fe'), (893, 9, '00'), (894, 8, '05')) anchor (council, sequence, hash);
            """);
        var guardian = hub.Tokens.With(Roles.CaldicottGuardian, 893);
        var told = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await hub.GetAsync($"/api/v1/region/councils/893/audit-anchors?limit=1&cursor={cursor}", guardian);
            told.AddRange(page["items"]!.AsArray().Select(Describe));
            if ((cursor = (string?)page["next"]) is null)
            {
                break;
            }
        }

        Assert.Equal(["3 0a", "7 01", "7 fe", "9 00"], told);
    }

    private static string Describe(JsonNode? anchor) => $"{(long)anchor!["sequence"]!} {((string)anchor["hash"]!)[..2].ToLowerInvariant()}";
}
