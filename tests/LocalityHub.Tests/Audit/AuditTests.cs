using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Partnership.Contracts;
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

    /// <summary>
    /// A write to what is not there for the caller is entered as a read of it is: of a restricted child too, and also of as many at once as would use up
    /// the database's connections if each held two.
    /// </summary>
    [Fact]
    public async Task Write_ToARecordThatIsHidden_IsEntered()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("HIDDEN"));
        var child = await _hub.ChildIdAsync("HIDDEN");
        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        using var restrict = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/restriction")
        {
            Content = JsonContent.Create(new { roles = Array.Empty<string>(), reason = "court-direction" }), Headers = { { "If-Match", "\"1\"" } },
        };
        Assert.Equal(HttpStatusCode.OK, (await guardian.SendAsync(restrict)).StatusCode);

        using var colleague = _hub.ClientOf(Roles.SocialWorker, 860);
        var tried = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var named = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/name")
            {
                Content = JsonContent.Create(new { given = "Clementina", family = "Thistledown" }), Headers = { { "If-Match", "\"2\"" } },
            };
            if (number % 2 == 0)
            {
                named.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            }

            return (await colleague.SendAsync(named)).StatusCode;
        }));

        Assert.All(tried, status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(40, await CountAsync(guardian, $"?operation=child.name&outcome=not-found&about={child}&limit=200"));
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

        Assert.Empty(await AuditChain.VerifyAsync(entries.ToAsyncEnumerable(), []).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 60).Select(place => (long)place), entries.Take(60).Select(entry => entry.Sequence));
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

    /// <summary>The trail, once so many entries are sealed.</summary>
    private async Task<List<AuditRecord>> SealedAsync(int atLeast)
    {
        await Eventually.TrueAsync(
            async () => await _hub.Database.ScalarAsync<long>("select count(*) from audit_entry where sequence is not null") >= atLeast, $"{atLeast} sealed entries");
        await using var connection = new NpgsqlConnection(_hub.Database.ConnectionString);
        await connection.OpenAsync();
        return await StoredTrail.ReadAsync(connection);
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
}
