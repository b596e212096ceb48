using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Audit;

/// <summary>What is entered in the trail, who may read it, and that nobody changes it unseen.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private const string Trail = "/api/v1/councils/860/audit";
    private readonly HubFixture _hub = new() { Settings = { ["Audit:AnchorInterval"] = "00:00:00.1" } };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task EveryKindOfRequest_IsEnteredWithWhoWhatAndOutcomeButNoNames()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("AUDITED"));
        var child = await _hub.ChildIdAsync("AUDITED");
        using var worker = _hub.ClientOf(Roles.SocialWorker, 860);
        var path = $"/api/v1/councils/860/children/{child}";
        var tag = (await worker.GetAsync(path)).Headers.ETag!;
        using (var named = new HttpRequestMessage(HttpMethod.Put, path + "/name") { Content = JsonContent.Create(new { given = "Clementina", family = "Thistledown" }) })
        {
            named.Headers.IfMatch.Add(tag);
            Assert.Equal(HttpStatusCode.OK, (await worker.SendAsync(named)).StatusCode);
        }

        await worker.GetAsync("/api/v1/councils/860/children");
        await worker.PostAsJsonAsync("/api/v1/councils/860/children/search", new { nameParts = new[] { "Thistledown" } });
        await worker.GetAsync($"/api/v1/councils/860/children/{Guid.NewGuid()}");
        using var wrongRole = _hub.ClientOf(Roles.Operator, 860);
        await wrongRole.GetAsync(path);
        using var wrongCouncil = _hub.ClientOf(Roles.SocialWorker, 861);
        await wrongCouncil.GetAsync(path);

        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        var text = await guardian.GetStringAsync(Trail);
        var entries = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("items").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("roles")[0]} {entry.GetProperty("operation")} {entry.GetProperty("outcome")} {entry.GetProperty("ids").GetRawText().Contains(child.ToString(), StringComparison.Ordinal)}");

        Assert.Equal(
            [
                "social-worker child.read refused-council True",
                "operator child.read refused-role True",
                "social-worker child.read not-found False",
                "social-worker children.search done True",
                "social-worker children.list done True",
                "social-worker child.name done True",
                "social-worker child.read done True",
                "case-system import.start done False",
            ],
            entries);
        Assert.DoesNotContain("Thistledown", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AUDITED", text, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(guardian, $"?about={child}&operation=child.name"));
        Assert.Equal(1, await CountAsync(guardian, "?outcome=refused-council"));
        Assert.Equal(0, await CountAsync(guardian, "?until=2001-01-01T00:00:00Z"));

        // Reading the trail is a read like any other.
        Assert.Equal(4, await CountAsync(guardian, "?operation=audit.read"));
    }

    [Fact]
    public async Task NoticeOfTheGateway_IsEnteredWithTheRefusedCallerAndOpensNothing()
    {
        var about = Guid.NewGuid();
        using var stranger = _hub.ClientOf(Roles.SocialWorker, 861);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/councils/860/refusals/{about}")).StatusCode);
        using var own = _hub.ClientOf(Roles.SocialWorker, 860);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync($"/api/v1/councils/860/refusals/{Guid.Empty}")).StatusCode);

        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        Assert.Equal(1, await CountAsync(guardian, $"?about={about}&operation=gateway.refused&outcome=refused-council"));
        Assert.Equal(1, await CountAsync(guardian, "?operation=gateway.refused&outcome=refused-council"));
    }

    [Fact]
    public async Task ConcurrentReads_AreChainedInOneOrder()
    {
        using var worker = _hub.ClientOf(Roles.SocialWorker, 860);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => worker.GetAsync("/api/v1/councils/860/children")));

        await SealedAsync(60);
        var entries = await ShownAsync();

        Assert.Empty(await BreaksAsync(entries, []));
        Assert.Equal(Enumerable.Range(1, 60).Select(place => (long)place), entries.Take(60).Select(entry => entry.Sequence));
    }

    [Theory]
    [InlineData("update audit_entry set subject = 'somebody.else' where sequence = 3", 3, "changed")]
    [InlineData("update audit_entry set at = at + interval '1 microsecond' where sequence = 3", 3, "changed")]
    [InlineData("update audit_entry set ids = '{}', outcome = 'refused-role' where sequence = 3", 3, "changed")]
    [InlineData("update audit_entry set hash = sha256('') where sequence = 3", 3, "changed")]
    [InlineData("delete from audit_entry where sequence = 3", 3, "missing")]
    [InlineData("delete from audit_entry where sequence = 1", 1, "missing")]
    [InlineData("update audit_entry set sequence = case sequence when 2 then 102 else 103 end where sequence in (2, 3); update audit_entry set sequence = 105 - sequence where sequence > 100", 2, "changed")]
    [InlineData("delete from audit_entry where sequence >= 5", 5, "cut-off")]
    [InlineData("delete from audit_entry", 1, "cut-off")]
    [InlineData("update audit_entry set sequence = null, hash = null, subject = 'somebody.else' where sequence >= 4; select audit_seal(100)", 8, "anchor-differs")]
    public async Task Tampering_ByWhoeverOwnsTheTable_IsFound(string tamper, long place, string fault)
    {
        using var worker = _hub.ClientOf(Roles.SocialWorker, 860);
        for (var read = 0; read < 8; read++)
        {
            await worker.GetAsync("/api/v1/councils/860/children");
        }

        var before = await SealedAsync(8);
        var anchors = await AnchorsAsync(8);
        Assert.Empty(await BreaksAsync(before, anchors));

        await _hub.StopAsync();
        await _hub.Database.ExecuteAsync(tamper);

        Assert.Contains(new AuditBreak(place, fault), await BreaksAsync(await StoredAsync(), anchors));
    }

    [Theory]
    [InlineData("update audit_entry set subject = 'nobody'")]
    [InlineData("delete from audit_entry")]
    [InlineData("truncate audit_entry")]
    [InlineData("insert into audit_entry (council, subject, client, roles, operation, ids, outcome, at) values (860, 'a', 'b', '{}', 'c', '{}', 'd', now())")]
    [InlineData("insert into audit_entry (council, subject, client, roles, operation, ids, outcome, sequence) values (860, 'a', 'b', '{}', 'c', '{}', 'd', 1)")]
    public async Task Service_ChangingTheTrail_IsRefused(string statement)
    {
        var role = $"{_hub.Database.Name}_service";
        await _hub.Database.ExecuteAsync($"create role {role} login password 'invented'; grant all on all tables in schema public to {role}; {AuditTables.AppendOnly(role)}");
        await using var connection = new NpgsqlConnection(_hub.Database.ConnectionStringFor(role, "invented") + ";Pooling=false");
        await connection.OpenAsync();
        await using (var insert = new NpgsqlCommand("insert into audit_entry (council, subject, client, roles, operation, ids, outcome) values (860, 'a', 'b', '{}', 'c', '{}', 'd')", connection))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(statement, connection);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await connection.CloseAsync();
        await _hub.Database.ExecuteAsync($"drop owned by {role}; drop role {role}");
    }

    [Fact]
    public async Task Read_WithoutAnEntry_IsNotAnswered()
    {
        using var worker = _hub.ClientOf(Roles.SocialWorker, 860);
        await _hub.Database.ExecuteAsync("alter table audit_entry add constraint planted check (operation <> 'children.list') not valid");

        using var answer = await worker.GetAsync("/api/v1/councils/860/children");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_WithoutAnEntry_IsNotTakenIn(bool underAKey)
    {
        using var client = _hub.CaseSystem();
        await _hub.Database.ExecuteAsync("alter table audit_entry add constraint planted check (operation <> 'import.start') not valid");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/councils/860/imports?year=2025") { Content = new ReturnFiles().Waiting("UNAUDITED").ToContent() };
        if (underAKey)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(0L, await _hub.Database.ScalarAsync<long>("select (select count(*) from import) + (select count(*) from import_chunk)"));
    }

    [Fact]
    public async Task Import_OfAFileTooLarge_LeavesNeitherPiecesNorAnEntry()
    {
        using var client = _hub.CaseSystem();
        using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[(64 * 1024 * 1024) + 1]), "files", "header.csv" } };

        using var answer = await client.PostAsync("/api/v1/councils/860/imports?year=2025", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("import.file-too-large", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(0L, await _hub.Database.ScalarAsync<long>("select (select count(*) from audit_entry) + (select count(*) from import_chunk)"));
    }

    [Fact]
    public async Task Repeat_UnderTheSameKey_IsEnteredBeforeTheFirstAnswerIsGivenAgain()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("REPEATED"));
        var child = await _hub.ChildIdAsync("REPEATED");
        using var worker = _hub.ClientOf(Roles.SocialWorker, 860);
        var key = Guid.NewGuid().ToString();

        using var first = await NameAsync();
        using var again = await NameAsync();
        await _hub.Database.ExecuteAsync("alter table audit_entry add constraint planted check (operation <> 'child.name') not valid");
        using var unentered = await NameAsync();

        Assert.Equal((HttpStatusCode.OK, "true"), (again.StatusCode, again.Headers.GetValues("Idempotent-Replay").Single()));
        Assert.Equal(HttpStatusCode.InternalServerError, unentered.StatusCode);
        Assert.DoesNotContain("Thistledown", await unentered.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("done, repeated", await _hub.Database.ScalarAsync<string>(
            $"select string_agg(outcome, ', ' order by id) from audit_entry where operation = 'child.name' and ids = array['{child}'::uuid]"));

        async Task<HttpResponseMessage> NameAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/name") { Content = JsonContent.Create(new { given = "Clementina", family = "Thistledown" }) };
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            request.Headers.Add("Idempotency-Key", key);
            return await worker.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("rejected-rows")]
    [InlineData("held-children")]
    public async Task Page_OfAnImportsList_IsEnteredWithTheChildrenOnItAlone(string list)
    {
        const string Dob = "03/02/2022";
        var job = await _hub.ImportAsync(new ReturnFiles().Waiting("PAGE1").Waiting("PAGE2")
            .Add("placed_adoption.csv", $"PAGE1,{Dob},01/06/2024").Add("placed_adoption.csv", $"PAGE2,{Dob},01/06/2024")
            .Adoption("PAGE1", Dob, "01/06/2024", "19/08/2024").Adoption("PAGE2", Dob, "01/06/2024", "19/08/2024"));
        var import = job.GetProperty("id").GetGuid();
        using var client = _hub.CaseSystem();
        var told = new List<Guid[]>();
        for (string? cursor = null; ;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/imports/{import}/{list}?limit=1&cursor={cursor}");
            told.Add([.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("childId").GetGuid()), import]);
            if ((cursor = page.GetProperty("next").GetString()) is null)
            {
                break;
            }
        }

        Assert.Equal(2, told.SelectMany(ids => ids).Where(id => id != import).Distinct().Count());
        var entered = (await SealedAsync(told.Count + 1)).Where(entry => entry.Operation == $"import.{list}").Select(entry => entry.Ids.Order());
        Assert.Equal(told.Select(ids => ids.Order()), entered);
    }

    private static async Task<int> CountAsync(HttpClient client, string filter) =>
        (await client.GetFromJsonAsync<JsonElement>(Trail + filter)).GetProperty("items").GetArrayLength();

    private static async Task<List<AuditBreak>> BreaksAsync(IReadOnlyList<AuditRecord> entries, IReadOnlyCollection<AuditAnchor> anchors) =>
        await AuditChain.VerifyAsync(entries.ToAsyncEnumerable(), anchors).ToListAsync();

    /// <summary>The trail, once so many entries are sealed.</summary>
    private async Task<List<AuditRecord>> SealedAsync(int atLeast)
    {
        await Eventually.TrueAsync(
            async () => await _hub.Database.ScalarAsync<long>("select count(*) from audit_entry where sequence is not null") >= atLeast, $"{atLeast} sealed entries");
        return await StoredAsync();
    }

    /// <summary>The trail as it lies in the table.</summary>
    private async Task<List<AuditRecord>> StoredAsync()
    {
        await using var source = NpgsqlDataSource.Create(_hub.Database.ConnectionString);
        await using var command = source.CreateCommand(
            "select id, council, sequence, at, subject, client, roles, operation, ids, outcome, reason, trace_id, hash from audit_entry where sequence is not null order by sequence");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<AuditRecord>();
        while (await reader.ReadAsync())
        {
            entries.Add(new AuditRecord(
                reader.GetInt64(0), reader.GetInt16(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<string[]>(6), reader.GetString(7), reader.GetFieldValue<Guid[]>(8), reader.GetString(9),
                reader.IsDBNull(10) ? null : reader.GetString(10), reader.IsDBNull(11) ? null : reader.GetString(11), new AuditHash(reader.GetFieldValue<byte[]>(12))));
        }

        return entries;
    }

    /// <summary>The trail as the API shows it to the guardian, page by page.</summary>
    private async Task<List<AuditRecord>> ShownAsync()
    {
        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        var entries = new List<AuditRecord>();
        for (string? cursor = null; ;)
        {
            var page = await guardian.GetFromJsonAsync<JsonElement>($"{Trail}/chain?limit=7&cursor={cursor}");
            entries.AddRange(page.GetProperty("items").Deserialize<List<AuditRecord>>(JsonSerializerOptions.Web)!);
            if ((cursor = page.GetProperty("next").GetString()) is null)
            {
                return entries;
            }
        }
    }

    /// <summary>What the hub has told the region, once it told of so many entries.</summary>
    private async Task<List<AuditAnchor>> AnchorsAsync(long upTo)
    {
        await using var connection = await _hub.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var anchors = new List<AuditAnchor>();
        await Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(Topology.CentralHubQueue, autoAck: true) is { } message)
                {
                    var said = JsonDocument.Parse(Encoding.UTF8.GetString(message.Body.Span)).RootElement;
                    anchors.Add(new AuditAnchor(said.GetProperty("version").GetInt64(), said.GetProperty("hash").Deserialize<AuditHash>()));
                }

                return anchors.Exists(anchor => anchor.Sequence >= upTo);
            },
            $"an anchor of entry {upTo}");
        return anchors;
    }
}
