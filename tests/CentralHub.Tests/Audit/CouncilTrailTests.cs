using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Audit;

/// <summary>What the central hub's trail says of a council's children and households is for that council's Caldicott guardian to read, and no more.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class CouncilTrailTests(FamiliesHost families)
{
    private CentralHubHost Hub => families.Hub;

    [Fact]
    public async Task Read_OfALinkOfTwoCouncils_IsToldToBothGuardiansEachWithItsOwnIds()
    {
        var (child, household) = await families.PairAsync();
        var link = (Guid)(await families.ProposeAsync(child, household))["link"]!;
        await families.GetAsync($"/links/{link}", families.Recruiter(861));

        var childs = await EntryAsync(860, "link.read", link);
        Assert.Equal(("recruitment.861", "done"), ((string)childs["subject"]!, (string)childs["outcome"]!));
        Assert.Equal(Sorted(link, child.Reference), Ids(childs));
        var households = await EntryAsync(861, "link.read", link);
        Assert.Equal((long)childs["id"]!, (long)households["id"]!);
        Assert.Equal(Sorted(link, household.Reference), Ids(households));

        // Who is no party sees nothing of it, and nobody finds an entry by what is another's.
        Assert.Empty(await ListAsync(893, $"?about={link}"));
        Assert.Empty(await ListAsync(861, $"?about={child.Reference}"));
        Assert.Contains(await ListAsync(860, $"?about={child.Reference}"), entry => (string)entry["operation"]! == "link.propose");
    }

    [Fact]
    public async Task Candidates_OfOnesChild_AreToldToTheHouseholdsCouncilWithoutTheChild()
    {
        var (child, household) = await families.PairAsync();

        var entry = (await ListAsync(861, $"?operation=search.candidates&about={household.Reference}"))[0];

        Assert.Equal("family.finder.860", (string)entry["subject"]!);
        Assert.Equal([household.Reference], Ids(entry));
        Assert.Empty(await ListAsync(893, $"?about={household.Reference}"));
        Assert.Empty(await ListAsync(893, $"?about={child.Reference}"));
    }

    /// <summary>Whoever tries to change another councils' link finds nothing, as a reader does, and their guardians see who it was.</summary>
    [Fact]
    public async Task Step_OfAStranger_IsToldToTheGuardiansOfTheLink()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);

        var (status, _) = await families.PostAsync($"/links/{(Guid)link["link"]!}/steps", families.Finder(893), new { to = "considered" }, (long)link["version"]!);

        Assert.Equal(HttpStatusCode.NotFound, status);
        foreach (var council in new[] { 860, 861 })
        {
            Assert.Equal("family.finder.893 not-found", await OnlyAsync(council));
        }

        Assert.Empty(await ListAsync(893, $"?operation=link.step&about={(Guid)link["link"]!}"));

        async Task<string> OnlyAsync(int council) =>
            Assert.Single(await ListAsync(council, $"?operation=link.step&about={(Guid)link["link"]!}")) is var entry ? $"{entry["subject"]} {entry["outcome"]}" : "";
    }

    [Fact]
    public async Task Refusal_OfAPerson_IsToldToTheGuardianOfThatPersonsCouncil()
    {
        var subject = $"refused.{Guid.NewGuid():n}";
        Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/searches", Hub.Tokens.For([Roles.PanelMember], [893], subject: subject))).Status);

        Assert.Equal("refused-role", (string)Assert.Single(await ListAsync(893, $"?subject={subject}"))["outcome"]!);
        Assert.Empty(await ListAsync(860, $"?subject={subject}"));
    }

    [Fact]
    public async Task List_TheRegionsOwnAffairs_AreTheAuditorsAlone()
    {
        using var asked = await Hub.SendAsync(HttpMethod.Post, "/api/v1/region/projection/republish", Hub.Tokens.With(Roles.Operator));
        Assert.True(asked.IsSuccessStatusCode);

        foreach (var council in CentralHubHost.Councils)
        {
            Assert.Empty(await ListAsync(council, "?operation=projection.republish"));
        }

        var all = (await families.GetAsync("/audit?operation=projection.republish", Hub.Tokens.With(Roles.Auditor)))["items"]!.AsArray();
        Assert.NotEmpty(all);

        // And the auditor reads what concerns councils as before.
        await ListAsync(860, "");
        Assert.Contains((await families.GetAsync("/audit?operation=audit.read", Hub.Tokens.With(Roles.Auditor)))["items"]!.AsArray(), entry => (string)entry!["roles"]![0]! == Roles.CaldicottGuardian);
    }

    [Fact]
    public async Task List_WrongRoleOrCouncil_IsRefused()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.CaldicottGuardian))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/councils/860/audit", Hub.Tokens.With(role, 860))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync("/councils/860/audit", families.Guardian(861))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/audit", families.Guardian(860))).Status);

        // A guardian of two councils reads each by itself.
        var both = Hub.Tokens.With(Roles.CaldicottGuardian, 860, 861);
        var (child, household) = await families.PairAsync();
        await families.ProposeAsync(child, household);
        Assert.NotEmpty((await families.GetAsync($"/councils/860/audit?about={child.Reference}", both))["items"]!.AsArray());
        Assert.Empty((await families.GetAsync($"/councils/861/audit?about={child.Reference}", both))["items"]!.AsArray());
    }

    [Fact]
    public async Task List_PageByPage_ComesToTheSameEntries()
    {
        await ListAsync(894, "");
        await ListAsync(894, "");
        var (seen, next) = (new List<long>(), (string?)"");
        while (next is not null)
        {
            var page = await families.GetAsync($"/councils/894/audit?limit=1&operation=audit.read{(next.Length > 0 ? $"&cursor={next}" : "")}", families.Guardian(894));
            seen.AddRange(page["items"]!.AsArray().Select(entry => (long)entry!["id"]!));
            next = (string?)page["next"];
        }

        Assert.True(seen.Count > 1);
        Assert.Equal(seen.Distinct().OrderDescending(), seen);
        Assert.Equal((400, "page.cursor"), await RefusalAsync("/councils/894/audit?cursor=nonsense"));
    }

    /// <summary>Entries from before councils were named hold as they were sealed; what an entry says of councils is as sealed as the rest.</summary>
    [Fact]
    public async Task Chain_WithOldAndNewEntries_HoldsUntilItsCouncilsAreChanged()
    {
        await ListAsync(860, "");
        await Hub.Database.ExecuteAsync(
            """
            alter table audit_entry disable trigger audit_concern;
            insert into audit_entry (council, subject, client, roles, operation, ids, outcome) values (0, 'planted.before', 'planted', '{}', 'planted', '{}', 'done');
            alter table audit_entry enable trigger audit_concern;
            """);
        await ListAsync(861, "");
        await Eventually.TrueAsync(async () => await families.CountAsync("select count(*) from audit_entry where sequence is null") == 0, "every entry to be sealed");

        var chain = await ChainAsync();
        Assert.Empty(await BreaksAsync(chain));
        Assert.Null(chain.Single(entry => entry.Subject == "planted.before").Councils);
        var named = chain.Last(entry => entry.Operation == "audit.read" && entry.Councils is [861]);

        Assert.Equal([new AuditBreak(named.Sequence, "changed")], (await BreaksAsync(chain.Select(entry => entry == named ? entry with { Councils = [860] } : entry))).Take(1));
        Assert.Equal([new AuditBreak(named.Sequence, "changed")], (await BreaksAsync(chain.Select(entry => entry == named ? entry with { Councils = null } : entry))).Take(1));
    }

    /// <summary>Whatever the service says: the entry's councils are the database's to find, by what the entry is about.</summary>
    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("893", 0)]
    [InlineData("860", 1)]
    [InlineData("861", 1)]
    [InlineData("860,861", 1)]
    public async Task Select_AnEntry_AsTheRequestsRole_ShowsItToItsCouncilsAlone(string? councils, long seen)
    {
        var (child, household) = await families.PairAsync();
        var subject = $"planted.{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(Hub.Database.ConnectionStringFor(Hub.Service, CentralHubHost.Password) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var insert = new NpgsqlCommand(
            "insert into audit_entry (council, subject, client, roles, operation, ids, outcome) values (0, $1, 'planted', '{}', 'planted', $2, 'done')", connection)
        {
            Parameters = { new() { Value = subject }, new() { Value = new[] { child.Reference, household.Reference, Guid.NewGuid() } } },
        })
        {
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(seen, await AskAsync<long>(connection, councils, $"select count(*) from audit_entry where subject = '{subject}'"));

        // Whose an id is the role learns of its own councils alone.
        Assert.Equal(
            councils == "860" ? [child.Reference] : [],
            await AskAsync<Guid[]>(connection, councils == "860,861" ? null : councils, $"select audit_ids_for(array['{child.Reference}', '{household.Reference}']::uuid[], 860::smallint)"));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => AskAsync<long>(connection, councils, $"select count(*) from audit_whose(array['{child.Reference}']::uuid[])"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    private static async Task<T> AskAsync<T>(NpgsqlConnection connection, string? councils, string query)
    {
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // Tests write their own statements.
        await using var command = new NpgsqlCommand(query, connection, transaction);
#pragma warning restore CA2100
        if (councils is not null)
        {
            await using var setting = new NpgsqlCommand("select set_config('partnership.councils', $1, true)", connection, transaction) { Parameters = { new() { Value = councils } } };
            await setting.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task<List<JsonNode>> ListAsync(int council, string query) =>
        [.. (await families.GetAsync($"/councils/{council}/audit{query}", families.Guardian(council)))["items"]!.AsArray().Select(entry => entry!)];

    private async Task<JsonNode> EntryAsync(int council, string operation, Guid about) => Assert.Single(await ListAsync(council, $"?operation={operation}&about={about}"));

    private async Task<(int, string)> RefusalAsync(string path)
    {
        var (status, body) = await families.AskAsync(path, families.Guardian(894));
        return ((int)status, (string)body["code"]!);
    }

    private async Task<List<AuditRecord>> ChainAsync()
    {
        var (entries, next) = (new List<AuditRecord>(), (string?)"");
        while (next is not null)
        {
            var page = await families.GetAsync($"/audit/chain?limit=200{(next.Length > 0 ? $"&cursor={next}" : "")}", Hub.Tokens.With(Roles.Auditor));
            entries.AddRange(page["items"].Deserialize<List<AuditRecord>>(JsonSerializerOptions.Web)!);
            next = (string?)page["next"];
        }

        return entries;
    }

    private static async Task<List<AuditBreak>> BreaksAsync(IEnumerable<AuditRecord> chain) =>
        await AuditChain.VerifyAsync(chain.ToAsyncEnumerable(), []).ToListAsync(TestContext.Current.CancellationToken);

    private static IEnumerable<Guid> Ids(JsonNode entry) => entry["ids"]!.AsArray().Select(id => (Guid)id!).Order();

    private static IEnumerable<Guid> Sorted(params Guid[] ids) => ids.Order();
}
