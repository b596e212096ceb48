using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Imports;

public sealed class DryRunTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Dob = "03/02/2022";
    private const string Imports = "/api/v1/councils/860/imports";

    [Fact]
    public async Task Import_DryRun_TellsChildByChildWhatTheImportThenDoesAndChangesNothing()
    {
        await hub.ImportAsync(Plan("DRY1").Decision("DRY1", Dob, "01/02/2024"), 2024);
        await hub.ImportAsync(Plan("DRY2").Decision("DRY2", Dob, "01/02/2024"), 2024);
        var before = await hub.StateAsync("DRY1", "DRY2", "DRY3");
        var files = Plan("DRY1", "DRY2", "DRY3").Decision("DRY1", Dob, "01/02/2024", "10/01/2025", "RD1")
            .Add("placed_adoption.csv", $"DRY2,{Dob},01/02/2024,10/01/2025").Decision("DRY3", Dob, "01/03/2025");

        var dry = await hub.ImportAsync(files, dryRun: true);

        Assert.True(dry.GetProperty("dryRun").GetBoolean());
        Assert.Equal(before, await hub.StateAsync("DRY1", "DRY2", "DRY3"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id = 'DRY3'"));
        var preview = await PreviewAsync(dry);
        Assert.Equal(["DRY1", "DRY2", "DRY3"], preview.Select(child => child.GetProperty("localId").GetString()));
        Assert.Equal(("updated", "should-be-placed", "ended"), Of(preview[0]));
        Assert.Equal(["decision-reversed 2025-01-10"], preview[0].GetProperty("gained").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal(("held", "should-be-placed", "should-be-placed"), Of(preview[1]));
        Assert.Equal("rejected-row", preview[1].GetProperty("holdReasons")[0].GetString());
        Assert.Equal(("new", null, "should-be-placed"), Of(preview[2]));
        Assert.Equal(JsonValueKind.Null, preview[2].GetProperty("childId").ValueKind);

        var real = await hub.ImportAsync(files);
        Assert.Equal(dry.GetProperty("counts").GetRawText(), real.GetProperty("counts").GetRawText());
        Assert.Empty(await PreviewAsync(real));
    }

    [Fact]
    public async Task Preview_HiddenChild_IsNotInItNorInItsCounts()
    {
        await hub.ImportAsync(Plan("DRYHID").Decision("DRYHID", Dob, "01/02/2024"), 2024);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(guardian, await hub.ChildIdAsync("DRYHID"), Roles.SocialWorker);

        var dry = await hub.ImportAsync(Plan("DRYHID").Decision("DRYHID", Dob, "01/02/2024", "10/01/2025", "RD1"), dryRun: true);

        Assert.Empty(await PreviewAsync(dry));
        Assert.Equal((0, 1), (dry.GetProperty("counts").GetProperty("updated").GetInt32(), dry.GetProperty("counts").GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task Compare_TwoImports_TellsWhatWasMendedAndWhatIsNew()
    {
        var first = await hub.ImportAsync(Broken("CMP1", "CMP2"));
        var second = await hub.ImportAsync(Broken("CMP2", "CMP3", "CMP4"));
        using var client = hub.CaseSystem();

        var rules = (await client.GetFromJsonAsync<JsonElement>($"{Imports}/{Id(second)}/comparison/{Id(first)}")).GetProperty("rules");
        using var unknown = await client.GetAsync($"{Imports}/{Id(second)}/comparison/{Guid.NewGuid()}");

        var rule = rules.EnumerateArray().Single(each => each.GetProperty("rule").GetString() == "522");
        int Count(string name) => rule.GetProperty(name).GetInt32();
        Assert.Equal((1, 1, 2, 3), (Count("both"), Count("mended"), Count("new"), Count("rows")));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    /// <summary>Children whom the hub does not know are counted one by one, and as themselves once an import has brought them.</summary>
    [Fact]
    public async Task Compare_WithADryRun_CountsEachNewChild()
    {
        var dry = await hub.ImportAsync(Broken("CMPDRY1", "CMPDRY2", "CMPDRY3"), dryRun: true);
        var real = await hub.ImportAsync(Broken("CMPDRY2", "CMPDRY3", "CMPDRY4"));
        Assert.Equal((2, 1, 1, 3), await ComparedAsync());

        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(guardian, await hub.ChildIdAsync("CMPDRY2"), Roles.SocialWorker);

        Assert.Equal((1, 1, 1, 2), await ComparedAsync());

        async Task<(int, int, int, int)> ComparedAsync()
        {
            using var client = hub.CaseSystem();
            var rules = (await client.GetFromJsonAsync<JsonElement>($"{Imports}/{Id(real)}/comparison/{Id(dry)}")).GetProperty("rules");
            var rule = rules.EnumerateArray().Single(each => each.GetProperty("rule").GetString() == "522");
            int Count(string name) => rule.GetProperty(name).GetInt32();
            return (Count("both"), Count("mended"), Count("new"), Count("rows"));
        }
    }

    /// <summary>What a dry run found of children whom the hub does not know is kept for two weeks: after that they would count as mended, or as new.</summary>
    [Fact]
    public async Task Compare_WithWhatIsNoLongerKept_IsRefused()
    {
        var dry = await hub.ImportAsync(Broken("CMPOLD1"), dryRun: true);
        var real = await hub.ImportAsync(Broken("CMPOLD1"));
        using var client = hub.As(Roles.CaseSystem);
        string[] ways = [$"{Imports}/{Id(real)}/comparison/{Id(dry)}", $"{Imports}/{Id(dry)}/comparison/{Id(real)}"];

        foreach (var (import, days) in new[] { (dry, 13), (real, 799) })
        {
            await EndedAsync(import, days);
            (await client.GetAsync(ways[0])).Good();
            await EndedAsync(import, days + 2);
            foreach (var way in ways)
            {
                (await client.GetAsync(way)).Refused(HttpStatusCode.Gone, "import.findings-gone");
            }

            await EndedAsync(import, 0);
        }

        Task EndedAsync(JsonElement import, int daysAgo) => hub.Database.ExecuteAsync($"update import set finished_at = '{hub.Clock.GetUtcNow().AddDays(-daysAgo):O}' where id = '{Id(import)}'");
    }

    /// <summary>A child is forgotten while a dry run is about to write of it: it is told of as one whom the hub does not know.</summary>
    [Fact]
    public async Task Import_DryRunOfAChildWhoIsForgottenMeanwhile_LeavesNothingOfTheChild()
    {
        var child = Guid.NewGuid();
        await hub.Database.ExecuteAsync($"insert into child (id, local_id, held, version, updated_at) values ('{child}', 'DRYGONE', false, 1, now())");
        await using var connection = new NpgsqlConnection(hub.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var forget = new NpgsqlCommand($"delete from child where id = '{child}'", connection, transaction))
        {
            await forget.ExecuteNonQueryAsync();
        }

        var importing = hub.ImportAsync(Broken("DRYGONE"), dryRun: true);
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select id, stage from child%for update')"),
            "the dry run to wait for the child");
        await transaction.CommitAsync();
        var dry = await importing;

        Assert.Equal(1, dry.GetProperty("counts").GetProperty("held").GetInt32());
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select (select count(*) from import_preview where child_id = '{child}') + (select count(*) from import_finding where child_id = '{child}')"));
        Assert.NotEqual(0, await hub.Database.ScalarAsync<long>("select count(*) from import_finding where local_id = 'DRYGONE'"));
    }

    [Fact]
    public async Task Expiry_AfterItsTime_DeletesAllButWhatHoldsAChild()
    {
        var mended = await hub.ImportAsync(Broken("EXP1"));
        await hub.ImportAsync(Plan("EXP1"));
        var holding = await hub.ImportAsync(Broken("EXP2"));
        var dry = await hub.ImportAsync(Broken("EXP3"), dryRun: true);
        Assert.NotEqual(0, await hub.Database.ScalarAsync<long>("select count(*) from import_finding where local_id = 'EXP3'"));
        await using var database = NpgsqlDataSource.Create(hub.Database.ConnectionString);
        var previews = new ImportOptions { KeepPreviews = TimeSpan.Zero };
        using var early = new ImportExpiry(database, previews, TimeProvider.System, NullLogger<ImportExpiry>.Instance);
        var options = new ImportOptions { KeepFindings = TimeSpan.Zero, KeepPreviews = TimeSpan.Zero };
        using var expiry = new ImportExpiry(database, options, TimeProvider.System, NullLogger<ImportExpiry>.Instance);

        await early.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await CountAsync("import_finding", dry));
        await expiry.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, await CountAsync("import_finding", mended));
        Assert.NotEqual(0, await CountAsync("import_finding", holding));
        Assert.NotEqual(0, await CountAsync("import_held_child", holding));
        Assert.Equal(0, await CountAsync("import_preview", dry));
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

    private static ReturnFiles Broken(params string[] children)
    {
        var files = Plan(children);
        foreach (var child in children)
        {
            files.Decision(child, Dob, "01/06/2024", "01/05/2024", "RD1");
        }

        return files;
    }

    private static string Id(JsonElement job) => job.GetProperty("id").GetString()!;

    private static (string? Outcome, string? Before, string? After) Of(JsonElement child) =>
        (child.GetProperty("outcome").GetString(), child.GetProperty("stageBefore").GetString(), child.GetProperty("stageAfter").GetString());

    private Task<long> CountAsync(string table, JsonElement job) => hub.Database.ScalarAsync<long>($"select count(*) from {table} where import_id = '{Id(job)}'");

    private async Task<JsonElement[]> PreviewAsync(JsonElement job)
    {
        using var client = hub.CaseSystem();
        return [.. (await client.GetFromJsonAsync<JsonElement>($"{Imports}/{Id(job)}/preview")).GetProperty("items").EnumerateArray()];
    }
}
