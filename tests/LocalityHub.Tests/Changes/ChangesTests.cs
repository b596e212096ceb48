using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Changes;

public sealed class ChangesTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Changes = "/api/v1/councils/860/changes";

    [Fact]
    public async Task Post_ChildNobodyKnows_IsThereWithItsMilestones()
    {
        var answer = await PostAsync(Record("FEED1", "2024-02-01", "\"initial_decision_date\": \"2024-09-03\", \"matched_date\": \"2025-01-20\""));

        Assert.Equal((1, 0, 0), Counts(answer));
        var child = await ChildAsync("FEED1");
        Assert.Equal("matched", child.GetProperty("stage").GetString());
        Assert.Equal("Invented", child.GetProperty("name").GetProperty("given").GetString());
        Assert.Equal(
            ["entered-care 2024-02-01 feed", "should-be-placed 2024-09-03 feed", "matched 2025-01-20 feed"],
            Milestones(child));
        Assert.Equal(1, await hub.RegisterVersionAsync(child.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Post_DeltaAndItsRepeat_AddsToWhatWasSentAndChangesNothingTwice()
    {
        await PostAsync(Record("FEED2", "2024-02-01", "\"initial_decision_date\": \"2024-09-03\""));
        const string Delta = """
            [{ "la_child_id": "feed2", "mis_child_id": "x", "social_care_episodes": [{ "social_care_episode_id": "E1", "adoption": { "matched_date": "2025-01-20T00:00:00", "placed_date": "1900-01-01" } }],
               "health_and_wellbeing": { "sdq_assessments": [{ "date": "2024-05-01", "score": 12 }], "purge": false } }]
            """;

        var first = await PostAsync(Delta);
        var again = await PostAsync(Delta);

        Assert.Equal((1, 0, 0), Counts(first));
        Assert.Equal((0, 1, 0), Counts(again));
        Assert.Equal(
            ["entered-care 2024-02-01 feed", "should-be-placed 2024-09-03 feed", "matched 2025-01-20 feed"],
            Milestones(await ChildAsync("FEED2")));
    }

    [Fact]
    public async Task Post_RecordsOfWhichSomeAreBad_RefusesThoseAloneAndSaysWhy()
    {
        var answer = await PostAsync($"""
            [
              {Inner("FEED3A", "2024-02-01", "")},
              17,
              {Inner("FEED3B", "2024-02-01", "\"initial_decision_date\": \"soon\"")},
              {Inner("FEED3C", "2024-02-01", "\"initial_decision_date\": \"2024-09-03\", \"matched_date\": \"2024-08-01\"")},
              {Inner("FEED3D", "2026-02-01", "")},
              {Inner("FEED3E", "2020-02-01", "")},
              {Inner(new string('X', 21), "2024-02-01", "")},
              {Inner("FEED3F", "2024-02-01", "")},
              {"{"} "la_child_id": "FEED3G", "child_details": {"{"} "date_of_birth": "2025-12-31" {"}"} {"}"},
              {"{"} "la_child_id": "FEED3H", "child_details": {"{"} "date_of_birth": "9999-12-31" {"}"} {"}"}
            ]
            """);

        Assert.Equal((2, 0, 8), Counts(answer));
        Assert.Equal(
            ["record.not-an-object", "record.not-a-date", "record.out-of-order", "record.in-future", "record.before-birth", "record.id", "record.in-future", "record.not-a-date"],
            answer.GetProperty("results").EnumerateArray().Where(result => result.GetProperty("outcome").GetString() == "refused")
                .Select(result => result.GetProperty("problem").GetProperty("code").GetString()));
        Assert.Equal("social_care_episodes[0].adoption.initial_decision_date", answer.GetProperty("results")[2].GetProperty("problem").GetProperty("field").GetString());
        Assert.Equal(2, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id like 'FEED3%'"));
    }

    /// <summary>What is no text, and what stands twice, in every place that a record has for it: the records beside it are taken in.</summary>
    [Fact]
    public async Task Post_RecordsThatAreNoSoundJson_CostThemselvesAlone()
    {
        string[] broken =
        [
            """{ "la_child_id": "\ud800" }""",
            """{ "la_child_id": "FEEDU1", "child_details": { "first_name": "\ud800" } }""",
            """{ "la_child_id": "FEEDU2", "\udfff": 1 }""",
            """{ "la_child_id": "FEEDU3", "child_details": { "date_of_birth": "2022-06-\ud800" } }""",
            """{ "la_child_id": "FEEDU4", "social_care_episodes": [{ "social_care_episode_id": "\ud800" }] }""",
            """{ "la_child_id": "FEEDU5", "social_care_episodes": [{ "social_care_episode_id": "E1", "adoption": { "matched_date": "\ud800" } }] }""",
            """{ "la_child_id": "FEEDU6", "child_details": { "surname": "Bad@" } }""",
            """{ "la_child_id": "FEEDU7", "la_child_id": "FEEDU8" }""",
            """{ "la_child_id": "FEEDU9", "social_care_episodes": [{ "social_care_episode_id": "E1", "adoption": { "matched_date": null, "matched_date": "2025-01-20" } }] }""",
        ];
        byte[] batch = Encoding.UTF8.GetBytes($"[{Inner("FEEDU", "2024-02-01", "")},{string.Join(',', broken)},{Inner("FEEDUZ", "2024-02-01", "")}]");
        batch[Array.IndexOf(batch, (byte)'@')] = 0xff;
        using var client = hub.CaseSystem();
        using var content = new ByteArrayContent(batch);
        content.Headers.ContentType = new("application/json");

        using var response = await client.PostAsync(Changes, content);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((2, 0, broken.Length), Counts(answer));
        Assert.Equal(
            [.. Enumerable.Repeat("record.not-text", 7), .. Enumerable.Repeat("record.repeated-member", 2)],
            answer.GetProperty("results").EnumerateArray().Where(result => result.GetProperty("outcome").GetString() == "refused")
                .Select(result => result.GetProperty("problem").GetProperty("code").GetString()));
        Assert.Equal(2, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id like 'FEEDU%'"));
    }

    [Fact]
    public async Task Post_OverAReturnAndUnderAHand_TakesItsPlace()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("FEED4"));
        await PostAsync(Record("FEED4", "2024-01-05", "\"initial_decision_date\": \"2024-06-03\", \"matched_date\": \"2025-02-03\""));
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);
        var id = await hub.ChildIdAsync("FEED4");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{id}/milestones/matched") { Content = JsonContent.Create(new { date = "2025-02-10" }) };
        request.Headers.IfMatch.Add((await worker.GetAsync($"/api/v1/councils/860/children/{id}")).Headers.ETag!);
        using var entered = await worker.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);

        var milestones = Milestones(await ChildAsync("FEED4"));

        Assert.Contains("should-be-placed 2024-06-03 feed", milestones);
        Assert.Contains("matched 2025-02-10 hand", milestones);
        Assert.Contains("placement-order 2024-08-20 return", milestones);
    }

    [Fact]
    public async Task Post_Purge_TakesBackWhatTheFeedGaveAndNothingElse()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("FEED5"));
        await PostAsync(Record("FEED5", "2024-01-05", "\"initial_decision_date\": \"2024-06-03\", \"matched_date\": \"2025-02-03\""));

        await PostAsync("""[{ "la_child_id": "FEED5", "social_care_episodes": [{ "social_care_episode_id": "E1", "adoption": { "purge": true } }] }]""");
        var withoutAdoption = Milestones(await ChildAsync("FEED5"));
        await PostAsync("""[{ "la_child_id": "FEED5", "purge": true }]""");
        var child = await ChildAsync("FEED5");
        var unknown = await PostAsync("""[{ "la_child_id": "FEED5NOBODY", "purge": true }]""");

        Assert.Contains("entered-care 2024-01-05 feed", withoutAdoption);
        Assert.Contains("should-be-placed 2024-06-01 return", withoutAdoption);
        Assert.DoesNotContain(withoutAdoption, milestone => milestone.StartsWith("matched", StringComparison.Ordinal));
        Assert.DoesNotContain(Milestones(child), milestone => milestone.EndsWith("feed", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, child.GetProperty("name").GetProperty("given").ValueKind);
        Assert.Equal("record.unknown-child", unknown.GetProperty("results")[0].GetProperty("problem").GetProperty("code").GetString());
    }

    /// <summary>All that the feed ever gave: with nothing else known of the child, the child.</summary>
    [Fact]
    public async Task Post_PurgeOfAChildWhomOnlyTheFeedKnows_ForgetsTheChildAndTellsSo()
    {
        await PostAsync(Record("FEEDP1", "2024-02-01", "\"initial_decision_date\": \"2024-09-03\""));
        var child = await hub.ChildIdAsync("FEEDP1");
        var reference = await hub.Database.ScalarAsync<Guid>($"select reference from sealed.regional_reference where child_id = '{child}' and purpose = 1");
        var duty = await OverdueAsync(child);
        var start = await LastAsync();

        var answer = await PostAsync("""[{ "la_child_id": "FEEDP1", "purge": true }]""");
        var again = await PostAsync("""[{ "la_child_id": "FEEDP1", "purge": true }]""");

        Assert.Equal((1, 0, 0), Counts(answer));
        Assert.Equal((0, 1, 0), Counts(again));
        Assert.Contains("\"lateness\":\"Settled\"", await hub.Database.ScalarAsync<string>($"select content from sealed.regional_reference where reference = '{duty}' and child_id is null"), StringComparison.Ordinal);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id = 'FEEDP1'"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>(
            $"select (select count(*) from feed_record where child_id = '{child}') + (select count(*) from given_milestone where child_id = '{child}') + (select count(*) from milestone where child_id = '{child}')"));
        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from sealed.regional_reference where reference = '{reference}' and child_id is null and content like '%\"stage\":\"Ended\"%'"));
        await hub.ChangesAreToldAsync();
        using var client = hub.CaseSystem();
        var page = await client.GetFromJsonAsync<JsonElement>($"{Changes}?after={start}");
        var gone = page.GetProperty("items").EnumerateArray().Single();
        Assert.Equal((child, "FEEDP1", true), (gone.GetProperty("childId").GetGuid(), gone.GetProperty("localId").GetString(), gone.GetProperty("gone").GetBoolean()));
        Assert.Empty((await ReadAsync(page.GetProperty("after").GetString()!, limit: 1)).Changed);

        // Sent again, it is another child.
        await PostAsync(Record("FEEDP1", "2024-02-01", ""));
        Assert.NotEqual(child, await hub.ChildIdAsync("FEEDP1"));
    }

    /// <summary>What was answered about a child goes with the child, for each of a batch.</summary>
    [Fact]
    public async Task Post_PurgeOfSeveralChildren_ForgetsWhatWasAnsweredAboutThem()
    {
        await PostAsync($"[{Inner("FEEDP4", "2024-02-01", "")}, {Inner("FEEDP5", "2024-02-01", "")}, {Inner("FEEDP6", "2024-02-01", "")}]");
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);
        foreach (var child in (string[])["FEEDP4", "FEEDP5", "FEEDP6"])
        {
            var path = $"/api/v1/councils/860/children/{await hub.ChildIdAsync(child)}";
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{path}/name") { Content = JsonContent.Create(new { given = "Clementina", family = "Thistledown" }) };
            request.Headers.IfMatch.Add((await worker.GetAsync(path)).Headers.ETag!);
            request.Headers.Add("Idempotency-Key", $"answer-{child}");
            using var named = await worker.SendAsync(request);
            Assert.True(named.IsSuccessStatusCode, await named.Content.ReadAsStringAsync());
        }

        await PostAsync("""[{ "la_child_id": "FEEDP4", "purge": true }, { "la_child_id": "FEEDP5", "purge": true }]""");

        Assert.Equal("answer-FEEDP6", await hub.Database.ScalarAsync<string>("select string_agg(key, ' ') from idempotency_key where key like 'answer-%'"));
    }

    [Fact]
    public async Task Post_PurgeOfAChildWhomOthersKnow_LeavesWhatTheReturnsSayOfWhoItIs()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("FEEDP2"));
        await PostAsync("""[{ "la_child_id": "FEEDP2", "child_details": { "date_of_birth": "2021-01-01", "sex": "M", "ethnicity": "ABAN", "unique_pupil_number": "X1" } }]""");
        await PostAsync(Record("FEEDP3", "2024-02-01", ""));
        await hub.Database.ExecuteAsync("insert into child_need (child_id, need, level) select id, 1, 1 from child where local_id = 'FEEDP3'");

        await PostAsync("""[{ "la_child_id": "FEEDP2", "purge": true }, { "la_child_id": "FEEDP3", "purge": true }]""");

        var (returned, needed) = (await ChildAsync("FEEDP2"), await ChildAsync("FEEDP3"));
        Assert.Equal("2022-02-03 F WBRI UN1", Told(returned));
        Assert.Equal("   ", Told(needed));

        static string Told(JsonElement child) => string.Join(' ', ((string[])["dateOfBirth", "sex", "ethnicity", "upn"]).Select(name => child.GetProperty(name).GetString()));
    }

    [Fact]
    public async Task Post_PlacementOrderAndReversal_AreTakenInAndAReversalNeedsItsReason()
    {
        const string Plan = "\"initial_decision_date\": \"2024-09-03\", \"placement_order_date\": \"2024-10-01\"";
        await PostAsync(Record("FEED10", "2024-02-01", Plan));
        var ordered = await ChildAsync("FEED10");
        var unexplained = await PostAsync(Record("FEED10", "2024-02-01", "\"reversed_date\": \"2025-01-10\""));
        var early = await PostAsync(Record("FEED11", "2024-02-01", "\"initial_decision_date\": \"2024-09-03\", \"placement_order_date\": \"2024-09-02\""));

        await PostAsync(Record("FEED10", "2024-02-01", "\"reversed_date\": \"2025-01-10\", \"reversal_reason\": \"rd2\""));
        var reversed = await ChildAsync("FEED10");

        Assert.Equal("placement-order-made", ordered.GetProperty("stage").GetString());
        Assert.Equal("record.reversal-reason", Code(unexplained));
        Assert.Equal("record.out-of-order", Code(early));
        Assert.Equal("ended", reversed.GetProperty("stage").GetString());
        Assert.Contains("decision-reversed 2025-01-10 feed", Milestones(reversed));
        Assert.Contains("placement-order 2024-10-01 feed", Milestones(reversed));
    }

    /// <summary>An import locks hundreds of children in the order of their ids: a batch that took them in its own would sooner or later hold what the import waits for, and wait for what it holds.</summary>
    [Theory]
    [InlineData("FEEDL", false)]
    [InlineData("FEEDM", true)]
    public async Task Post_RecordsInAnyOrder_LocksTheirChildrenAndSiblingsInTheOrderOfEveryWriter(string prefix, bool areSiblings)
    {
        await PostAsync($"[{Inner(prefix + "1", "2024-02-01", "")}, {Inner(prefix + "2", "2024-02-01", "")}]");
        var byId = await hub.Database.ScalarAsync<string>($"select string_agg(local_id, ' ' order by id) from child where local_id like '{prefix}_'");
        if (areSiblings)
        {
            var group = Guid.NewGuid();
            await hub.Database.ExecuteAsync(
                $"""
                insert into sibling_group (id, together_search, assessment, assessed_on, elsewhere_councils, elsewhere_children, members, version)
                values ('{group}', '{Guid.NewGuid()}', 'planted', '2025-05-01', '{"{}"}', '{"{}"}', 2, 1);
                insert into sibling_group_member (group_id, child_id, decision, decided_on, reason, decided_by)
                select '{group}', id, 1, '2025-05-01', 'planted', 'planted' from child where local_id like '{prefix}_'
                """);
        }

        var (first, last) = (byId.Split(' ')[0], byId.Split(' ')[1]);
        await using var keeper = new Npgsql.NpgsqlConnection(hub.Database.ConnectionString);
        await keeper.OpenAsync();
        await using var holding = await keeper.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand($"select from child where local_id = '{first}' for update", keeper, holding))
        {
            await hold.ExecuteNonQueryAsync();
        }

        // Of siblings only one has news.
        var posting = PostAsync(areSiblings ? $"[{Inner(last, "2024-03-01", "")}]" : $"[17, {Inner(last, "2024-03-01", "")}, {Inner(first, "2024-03-01", "")}]");
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%select%from child%for update%')"),
            "the batch to wait for the first child");

        // Refused at once if the batch held it.
        await hub.Database.ExecuteAsync($"select from child where local_id = '{last}' for update nowait");
        await holding.CommitAsync();
        Assert.Equal(areSiblings ? (1, 0, 0) : (2, 0, 1), Counts(await posting));
    }

    [Fact]
    public async Task Post_TooManyNoneOrTheSameKeyTwice_IsRefusedOrAnsweredOnce()
    {
        using var client = hub.CaseSystem();
        using var many = await client.PostAsync(Changes, Json($"[{string.Join(',', Enumerable.Repeat("{}", 101))}]"));
        using var none = await client.PostAsync(Changes, Json("[]"));
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Changes) { Content = Json(Record("FEED6", "2024-02-01", "")) };
            request.Headers.Add("Idempotency-Key", "feed-6");
            using var response = await client.SendAsync(request);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Equal(answers[0], answers[1]);
        Assert.Contains("\"applied\":1", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WrongRoleOrCouncil_IsRefused()
    {
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);
        using var other = hub.ClientOf(Roles.CaseSystem, 861);

        Assert.Equal(HttpStatusCode.Forbidden, (await worker.PostAsync(Changes, Json("[{}]"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync(Changes, Json("[{}]"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Changes)).StatusCode);
    }

    [Fact]
    public async Task Get_SinceACursor_TellsEachChangedChildOnceAndNothingTwice()
    {
        await PostAsync(Record("FEED7A", "2024-02-01", ""));
        var start = await LastAsync();
        await PostAsync($"[{Inner("FEED7B", "2024-02-01", "")}, {Inner("FEED7C", "2024-02-01", "")}]");
        await PostAsync("""[{ "la_child_id": "FEED7B", "child_details": { "surname": "Renamed" } }]""");

        var (changes, end) = await ReadAsync(start, limit: 1);
        var (nothing, same) = await ReadAsync(end, limit: 200);

        Assert.Equal(["FEED7C", "FEED7B"], changes);
        Assert.Empty(nothing);
        Assert.Equal(end, same);
    }

    [Fact]
    public async Task Get_WhileAnOlderTransactionIsOpen_KeepsBackWhatIsNewer()
    {
        var start = await LastAsync();
        await using var connection = new Npgsql.NpgsqlConnection(hub.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var insert = new Npgsql.NpgsqlCommand("insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), 'FEED8A', false, 1, now())", connection, transaction))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await PostAsync(Record("FEED8B", "2024-02-01", ""));
        var (before, cursor) = await ReadAsync(start, limit: 200, whole: false);
        await transaction.CommitAsync();
        var (after, _) = await ReadAsync(cursor, limit: 200);

        Assert.Empty(before);
        Assert.Equal(["FEED8A", "FEED8B"], after);
    }

    /// <summary>A child is erased after an older change began: whoever reads just as that ends hears of the change all the same.</summary>
    [Fact]
    public async Task Get_WhileAnOlderTransactionEnds_DoesNotPassItByWithWhoIsGone()
    {
        await PostAsync(Record("FEED12", "2024-02-01", ""));
        var start = await LastAsync();
        await using var connection = new Npgsql.NpgsqlConnection(hub.Database.ConnectionString);
        await connection.OpenAsync();
        await using var older = await connection.BeginTransactionAsync();
        await using (var insert = new Npgsql.NpgsqlCommand("insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), 'FEED13', false, 1, now())", connection, older))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await PostAsync("""[{ "la_child_id": "FEED12", "purge": true }]""");
        await using var keeper = new Npgsql.NpgsqlConnection(hub.Database.ConnectionString);
        await keeper.OpenAsync();
        await using var lockOnGone = await keeper.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("lock table forgotten_child in access exclusive mode", keeper, lockOnGone))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var reading = ReadAsync(start, limit: 200, whole: false);
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%(changed_in, child_id) >%')"),
            "the reader's question for who is gone");
        await older.CommitAsync();
        await lockOnGone.RollbackAsync();
        var (first, cursor) = await reading;
        var (rest, _) = await ReadAsync(cursor, limit: 200);

        Assert.Equal(["FEED13", "FEED12"], first.Concat(rest));
    }

    [Fact]
    public async Task Get_CursorOfAnotherEpoch_BeginsAnew()
    {
        await PostAsync(Record("FEED9", "2024-02-01", ""));
        var old = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"epoch":0,"changedIn":{{ulong.MaxValue}},"childId":"{{Guid.Empty}}"}""")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        var (changes, _) = await ReadAsync(old, limit: 200);

        Assert.Contains("FEED9", changes);
    }

    private static string Record(string child, string entered, string adoption) => $"[{Inner(child, entered, adoption)}]";

    private static string Inner(string child, string entered, string adoption) => $$"""
        {
          "la_child_id": "{{child}}", "mis_child_id": "MIS", "purge": false,
          "child_details": { "first_name": "Invented", "surname": "Child", "date_of_birth": "2022-02-03", "sex": "F", "ethnicity": "WBRI", "disabilities": [], "purge": false },
          "social_care_episodes": [{
            "social_care_episode_id": "E1",
            "child_looked_after_placements": [{ "child_looked_after_placement_id": "P1", "start_date": "{{entered}}", "start_reason": "S", "placement_type": "U6", "postcode": "ZQ1 1AA" }],
            "adoption": { {{adoption}} }
          }]
        }
        """;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static (int Applied, int Unchanged, int Refused) Counts(JsonElement answer) =>
        (answer.GetProperty("applied").GetInt32(), answer.GetProperty("unchanged").GetInt32(), answer.GetProperty("refused").GetInt32());

    private static string? Code(JsonElement answer) => answer.GetProperty("results")[0].GetProperty("problem").GetProperty("code").GetString();

    private static string[] Milestones(JsonElement child) =>
    [
        .. child.GetProperty("milestones").EnumerateArray().Where(milestone => milestone.GetProperty("kind").GetString() != "moved-in")
            .Select(milestone => $"{milestone.GetProperty("kind").GetString()} {milestone.GetProperty("date").GetString()} {milestone.GetProperty("source").GetString()}"),
    ];

    private async Task<JsonElement> PostAsync(string records)
    {
        using var client = hub.CaseSystem();
        using var response = await client.PostAsync(Changes, Json(records));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Says of a child that a duty is overdue, as the nightly sweep does.</summary>
    private async Task<Guid> OverdueAsync(Guid child)
    {
        var duty = Guid.NewGuid();
        var content = JsonSerializer.Serialize(new DutyOverdue(duty, new CouncilCode(860), 0, 0, Duty.WaitingReview, Lateness.UnderOneWeek), JsonSerializerOptions.Web);
        await hub.Database.ExecuteAsync(
            $"insert into sealed.regional_reference (reference, child_id, purpose, year, epoch, version, content) values ('{duty}', '{child}', 9, {(short)Duty.WaitingReview}, 1, 1, '{content}')");
        return duty;
    }

    private async Task<JsonElement> ChildAsync(string localId)
    {
        using var client = hub.CaseSystem();
        return await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{await hub.ChildIdAsync(localId)}");
    }

    private async Task<string> LastAsync() => (await ReadAsync(string.Empty, limit: 200)).After;

    private async Task<(List<string> Changed, string After)> ReadAsync(string after, int limit, bool whole = true)
    {
        if (whole)
        {
            await hub.ChangesAreToldAsync();
        }

        using var client = hub.CaseSystem();
        var changed = new List<string>();
        for (var more = true; more;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"{Changes}?limit={limit}&after={after}");
            changed.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("localId").GetString()!));
            after = page.GetProperty("after").GetString()!;
            more = page.GetProperty("more").GetBoolean();
        }

        return (changed, after);
    }
}
