using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.Contracts;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Identity;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Imports;

public sealed class UndoTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Dob = "03/02/2022";
    private const string Imports = "/api/v1/councils/860/imports";

    [Fact]
    public async Task Undo_OfTheNewestImport_PutsEveryChildBackAndForgetsWhomItBrought()
    {
        await hub.ImportAsync(Plan("UNDO1", "UNDO2", "UNDO4").Decision("UNDO1", Dob, "01/02/2024").Decision("UNDO2", Dob, "01/02/2024"), 2024);
        await hub.ImportAsync(Plan("UNDO1").Decision("UNDO1", Dob, "01/02/2024"));
        var before = await ContentAsync();
        var known = await hub.ChildIdAsync("UNDO1");
        var version = await hub.RegisterVersionAsync(known);

        var rehearsed = new ReturnFiles().Header("UNDO3", Dob).Episode("UNDO3", "05/01/2024", "S", "C1", "U6").Decision("UNDO3", Dob, "01/03/2025");
        await hub.ImportAsync(rehearsed, dryRun: true);

        // One plan ends, one child is held, one is new with a plan, one gets a plan and another date of birth; and the year had rows of one of them only.
        var import = await hub.ImportAsync(
            Plan("UNDO1", "UNDO2", "UNDO3").Header("UNDO4", "04/02/2022").Episode("UNDO4", "05/01/2024", "S", "C1", "U6")
                .Decision("UNDO1", Dob, "01/02/2024", "10/01/2025", "RD1").Add("placed_adoption.csv", $"UNDO2,{Dob},01/02/2024,10/01/2025")
                .Decision("UNDO3", Dob, "01/03/2025").Decision("UNDO4", "04/02/2022", "01/03/2025"));
        Assert.Equal((1, 2, 1), (Count(import, "new"), Count(import, "updated"), Count(import, "held")));
        Assert.NotEqual(before, await ContentAsync());
        var brought = await hub.ChildIdAsync("UNDO3");
        var reference = await hub.Database.ScalarAsync<Guid>($"select reference from sealed.regional_reference where child_id = '{brought}'");

        await hub.ImportAsync(rehearsed.Header("UNDO3", Dob), dryRun: true);
        Assert.NotEqual(0, await hub.Database.ScalarAsync<long>("select count(*) from import_preview where local_id = 'UNDO3'"));

        // A message of the child that waits for an operator.
        await hub.Database.ExecuteAsync($"""
            insert into outbox (aggregate_id, epoch, version, message_id, name, routing_key, body, headers, parked_at, parked_reason)
            values ('{reference}', 1, 0, gen_random_uuid(), 'child-stage-changed', 'central-hub', '', '{"{}"}', now(), 'planted')
            """);

        // And a number by which another council's record of the child can be told.
        await hub.Database.ExecuteAsync($"update child set nhs_number = '9434765919' where id = '{brought}'");
        await hub.Services.GetRequiredService<IdentitySweep>().RunAsync(TestContext.Current.CancellationToken);
        var identity = await hub.Database.ScalarAsync<Guid>($"select reference from sealed.regional_reference where child_id = '{brought}' and purpose = 17");

        var undo = await UndoAsync(import);

        Assert.Equal("done", undo.GetProperty("state").GetString());
        Assert.Equal(Id(import), undo.GetProperty("undoes").GetString());
        Assert.Equal(4, undo.GetProperty("progress").GetProperty("done").GetInt32());
        Assert.Equal(before, await ContentAsync());
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from import_before where import_id = '" + Id(import) + "'"));
        using var client = hub.CaseSystem();
        Assert.NotEqual(JsonValueKind.Null, (await client.GetFromJsonAsync<JsonElement>($"{Imports}/{Id(import)}")).GetProperty("undoneAt").ValueKind);

        // The region was told of the ended plan, then that it goes on; and that the child who is gone has none.
        Assert.Equal(version + 2, await hub.RegisterVersionAsync(known));
        Assert.Equal("True ended", await hub.Database.ScalarAsync<string>(
            $"select concat(case when child_id is null and tombstoned_at is not null then 'True' end, case when content like '%\"stage\":\"Ended\"%' then ' ended' end) from sealed.regional_reference where reference = '{reference}'"));
        await Eventually.TrueAsync(async () => await hub.Database.ScalarAsync<long>($"select count(*) from outbox where aggregate_id = '{reference}'") == 0, "the child's last word");
        Assert.Contains("Withdrawn", await hub.Database.ScalarAsync<string>($"select content from sealed.regional_reference where reference = '{identity}' and child_id is null"), StringComparison.Ordinal);
        using var gone = await client.GetAsync($"/api/v1/councils/860/children/{brought}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from import_finding where child_id = '{brought}'"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from import_preview where child_id = '{brought}' or local_id = 'UNDO3'"));

        // The same files mean a change again.
        var again = await hub.ImportAsync(Plan("UNDO3").Decision("UNDO3", Dob, "01/03/2025"));
        Assert.Equal(1, Count(again, "new"));
    }

    [Fact]
    public async Task Undo_KeepsWhatWasEnteredSince()
    {
        await hub.ImportAsync(Plan("UNDOHAND").Decision("UNDOHAND", Dob, "01/02/2024"), 2024);
        var import = await hub.ImportAsync(Plan("UNDOHAND", "UNDONAMED", "UNDOCASE").Decision("UNDOHAND", Dob, "01/02/2024", "10/01/2025", "RD1").Decision("UNDONAMED", Dob, "01/03/2025"));
        var (entered, named) = (await hub.ChildIdAsync("UNDOHAND"), await hub.ChildIdAsync("UNDONAMED"));
        using var finder = hub.ClientOf(Roles.FamilyFinder, 860);
        await PutAsync(finder, entered, "milestones/placement-order", new { date = "2024-06-01" });
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);
        await PutAsync(worker, named, "name", new { given = "Clementina", family = "Thistledown" });

        var inCase = await hub.ChildIdAsync("UNDOCASE");
        await OpenCaseAsync(worker, inCase);

        await UndoAsync(import);

        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from child where id = '{inCase}'"));
        var child = await finder.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{entered}");
        var milestones = child.GetProperty("milestones").EnumerateArray().Select(milestone => milestone.GetProperty("kind").GetString()).ToList();
        Assert.Contains("placement-order", milestones);
        Assert.DoesNotContain("decision-reversed", milestones);
        var kept = await finder.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{named}");
        Assert.Empty(kept.GetProperty("milestones").EnumerateArray());
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from episode where child_id = '{named}'"));
    }

    /// <summary>What an import notes of children by itself keeps nobody: a child over five, and one of another ethnicity than the most.</summary>
    [Fact]
    public async Task Undo_OfChildrenInPriorityGroups_ForgetsThemAndWhatWasNoted()
    {
        const string Older = "03/02/2018";
        await hub.ImportAsync(
            new ReturnFiles().Waiting("UNDOPRIOKEPT").Header("UNDOPRIOFED", Older).Episode("UNDOPRIOFED", "05/01/2024", "S", "C1", "U6").Header("UNDOPRIOPLAN", Older).Episode("UNDOPRIOPLAN", "05/01/2024", "S", "C1", "U6"));
        var (kept, planned) = (await hub.ChildIdAsync("UNDOPRIOKEPT"), await hub.ChildIdAsync("UNDOPRIOPLAN"));
        await hub.Database.ExecuteAsync($"insert into priority_flag (child_id, flag, first_seen_on) values ('{kept}', 4, '2024-06-01')");
        await hub.Database.ExecuteAsync("insert into feed_record (child_id, elements, received_at) select id, '{}', now() from child where local_id = 'UNDOPRIOFED'");
        var import = await hub.ImportAsync(
            new ReturnFiles().Waiting("UNDOPRIO1", Older).Header("UNDOPRIOFED", Older).Episode("UNDOPRIOFED", "05/01/2024", "S", "C1", "U6").Decision("UNDOPRIOFED", Older, "01/03/2025").Add("header.csv", $"UNDOPRIO2,F,{Dob},ABAN,UN1,0,").Episode("UNDOPRIO2", "05/01/2024", "S", "C1", "U6")
                .Decision("UNDOPRIO2", Dob, "01/03/2025")
                .Waiting("UNDOPRIOKEPT", Older)
                .Header("UNDOPRIOPLAN", Older).Episode("UNDOPRIOPLAN", "05/01/2024", "S", "C1", "U6").Decision("UNDOPRIOPLAN", Older, "01/03/2025"));
        Assert.Equal(6, await FlagsAsync());

        await UndoAsync(import);

        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id like 'UNDOPRIO_'"));
        Assert.Equal(2, await FlagsAsync());
        Assert.Equal(1, await hub.Database.ScalarAsync<long>("select count(*) from priority_flag join child on id = child_id where local_id = 'UNDOPRIOFED'"));
        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from priority_flag where child_id = '{kept}' and flag = 4 and first_seen_on = '2024-06-01'"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from priority_flag where child_id = '{planned}'"));

        Task<long> FlagsAsync() => hub.Database.ScalarAsync<long>("select count(*) from priority_flag where first_seen_on >= '2024-06-01'");
    }

    /// <summary>Brought by the import, told of by the feed, and the feed purged: after the undo nobody says anything of the child.</summary>
    [Fact]
    public async Task Undo_OfAChildWhomTheFeedHasTakenBack_ForgetsTheChild()
    {
        var import = await hub.ImportAsync(Plan("UNDOFED").Decision("UNDOFED", Dob, "01/03/2025"));
        using var client = hub.CaseSystem();
        foreach (var record in (string[])["""{ "la_child_id": "UNDOFED", "child_details": { "first_name": "Clementina" }, "social_care_episodes": [{ "social_care_episode_id": "E1", "adoption": { "matched_date": "2025-04-01" } }] }""", """{ "la_child_id": "UNDOFED", "purge": true }"""])
        {
            using var content = new StringContent($"[{record}]", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/api/v1/councils/860/changes", content);
            Assert.Contains("\"applied\":1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await UndoAsync(import);

        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id = 'UNDOFED'"));
    }

    /// <summary>The undo was asked for after the erasure had looked for one: what the child was before the import is still there, and is not put back.</summary>
    [Fact]
    public async Task Undo_OfAChildWhoIsErasedMeanwhile_PutsNothingBack()
    {
        await hub.ImportAsync(Plan("UNDOERASED", "UNDOBESIDE").Decision("UNDOERASED", Dob, "01/02/2024").Decision("UNDOBESIDE", Dob, "01/02/2024"));
        var import = await hub.ImportAsync(Plan("UNDOERASED", "UNDOBESIDE").Decision("UNDOERASED", Dob, "02/02/2024").Decision("UNDOBESIDE", Dob, "02/02/2024"));
        var (erased, beside) = (await hub.ChildIdAsync("UNDOERASED"), await hub.ChildIdAsync("UNDOBESIDE"));
        await using var connection = new NpgsqlConnection(hub.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select from child where id = '{erased}' for update", connection, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var undoing = UndoAsync(import);
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select id, stage from child%for update')"),
            "the undo to wait for the child");
        await ForgetChildren.ForgetAsync(connection, transaction, erased, new Council(new CouncilCode(860), "Staffordshire"), hub.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        await transaction.CommitAsync();
        var undo = await undoing;

        Assert.Equal("done", undo.GetProperty("state").GetString());
        foreach (var table in ForgetChildren.ImportedTables.Append("import_before"))
        {
            Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from {table} where child_id = '{erased}'"));
        }

        Assert.Equal("2024-02-01", await hub.Database.ScalarAsync<string>($"select date_placed::text from placed_adoption where child_id = '{beside}'"));
        Assert.Equal((2, 2, 1), (undo.GetProperty("progress").GetProperty("done").GetInt32(), undo.GetProperty("progress").GetProperty("total").GetInt32(), Count(undo, "updated")));
    }

    [Fact]
    public async Task Undo_OfAnythingButTheNewest_IsRefusedAndSoIsASecondTime()
    {
        var older = await hub.ImportAsync(Plan("UNDOREF1"));
        var newer = await hub.ImportAsync(Plan("UNDOREF2"));
        var dry = await hub.ImportAsync(Plan("UNDOREF3"), dryRun: true);

        Assert.Equal("import.not-last", await RefusalAsync(Id(older)));
        Assert.Equal("import.nothing-to-undo", await RefusalAsync(Id(dry)));
        await UndoAsync(newer);
        Assert.Equal("import.nothing-to-undo", await RefusalAsync(Id(newer)));
        Assert.Equal("import.not-found", await RefusalAsync(Guid.NewGuid().ToString()));

        // With the newer one gone, the older one is the newest.
        await UndoAsync(older);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id like 'UNDOREF%'"));
        await hub.ImportAsync(Plan("UNDOREF4"));
        await hub.Database.ExecuteAsync("update import set finished_at = '2000-01-01'");
        Assert.Equal("import.too-old", await RefusalAsync(await hub.Database.ScalarAsync<string>("select id::text from import order by sequence desc limit 1")));
    }

    /// <summary>A new table that names children is either made by imports alone, or keeps whoever stands in it from being forgotten.</summary>
    [Fact]
    public async Task Tables_ThatNameAChild_AreImportsOwnOrLookedAtBeforeAChildIsForgotten()
    {
        var tables = await hub.Database.ScalarAsync<string>("select string_agg(table_name, ' ' order by table_name) from information_schema.columns where column_name = 'child_id'");

        Assert.Equal(
            ForgetChildren.OwnTables.Concat(ForgetChildren.SharedTables).Concat(ForgetChildren.ImportedTables)
                .Concat(["forgotten_child", "import_before", "import_preview", "regional_reference"])
                .Order(StringComparer.Ordinal),
            tables.Split(' ').Order(StringComparer.Ordinal));

        // The lists of what is kept of support name children of its own table, which is looked at.
        Assert.Equal(
            ForgetChildren.SharedLists,
            (await hub.Database.ScalarAsync<string>(
                "select string_agg(table_name, ' ' order by table_name) from information_schema.columns where column_name = 'child_ids' and table_name not like 'support%'")).Split(' '));
    }

    private static ReturnFiles Plan(params string[] children)
    {
        var files = new ReturnFiles();
        foreach (var child in children)
        {
            files.Header(child, Dob).Episode(child, "05/01/2024", "S", "C1", "U6");
        }

        return files;
    }

    private static string Id(JsonElement job) => job.GetProperty("id").GetString()!;

    private static int Count(JsonElement job, string name) => job.GetProperty("counts").GetProperty(name).GetInt32();

    private static async Task PutAsync(HttpClient client, Guid child, string what, object body)
    {
        using var found = await client.GetAsync($"/api/v1/councils/860/children/{child}");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/{what}") { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(found.Headers.ETag!);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task OpenCaseAsync(HttpClient client, Guid child)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/councils/860/panel-cases") { Content = JsonContent.Create(new { kind = "should-be-placed-by-order", childIds = new[] { child } }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string import)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Imports}/{import}/undo");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    private async Task<JsonElement> UndoAsync(JsonElement import)
    {
        using var client = hub.CaseSystem();
        using var response = await AskAsync(client, Id(import));
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await HubFixture.FinishedAsync(client, response.Headers.Location!);
    }

    private async Task<string?> RefusalAsync(string import)
    {
        using var client = hub.CaseSystem();
        using var response = await AskAsync(client, import);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }

    /// <summary>All that the hub has of these children, without the numbers that rise with every change and what it has taken back from the region.</summary>
    private Task<string> ContentAsync()
    {
        var rows = string.Join(" union all ", new[] { "header", "episode", "ad1", "placed_adoption", "prev_perm", "other_row", "child_year", "milestone" }
            .Select(table => $"select '{table} ' || to_jsonb(t)::text as line from {table} t join mine m on m.id = t.child_id"));
        return hub.Database.ScalarAsync<string>($"""
            with mine as (select * from child where local_id like 'UNDO_')
            select string_agg(line, E'\n' order by line) from (
                select (to_jsonb(m) - 'version' - 'updated_at' - 'changed_in')::text as line from mine m
                union all select r.purpose || r.content from sealed.regional_reference r join mine m on m.id = r.child_id where r.content not like '%"stage":"Ended"%' and r.content not like '%"withdrawn":true%'
                union all {rows}) every_line
            """);
    }
}
