using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.ReturnMaps;

/// <summary>A hub of its own for each test: the map is one, and decides how every later return is read.</summary>
public sealed class ReturnMapTests : IAsyncLifetime
{
    private const string Map = "/return-map";
    private const string Suggestions = "/return-map/suggestions";
    private const string Imports = "/api/v1/councils/860/imports";
    private const string Headings = "Child ref,DOB,Date should be placed,Date placed ceased,Reason placed ceased,Worker,";
    private const string Dob = "03/02/2022";

    private static readonly object[] Own = [Heading("Child ref", "CHILD"), Heading("Date should be placed", "DATE_PLACED"), Heading("Worker", ""), Heading("", "")];

    private readonly HubFixture _hub = new() { Settings = { ["Imports:LookAgain"] = "00:00:00.1" } };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Suggested_AndConfirmedByAPerson_ReadsTheFilesThatWereRefusedBefore()
    {
        using var system = _hub.As(Roles.CaseSystem);
        using var worker = _hub.As(Roles.SocialWorker, "worker-of-the-map");
        var suggested = (await system.PostAsync(Suggestions, new { headings = Headings.Split(',') })).Good();
        Assert.Equal(("PlacedAdoption", false), (suggested["table"].GetString(), suggested["known"].GetBoolean()));
        Assert.Equal(["CHILD REF = CHILD", "DATE SHOULD BE PLACED = DATE_PLACED", "WORKER = ", " = "], Entries(suggested["suggestions"]));
        Assert.Equal(5, suggested["columns"].GetArrayLength());

        // What was suggested is nobody's word yet.
        var refused = await _hub.ImportAsync(Files("OWN1"));
        var kept = (await system.GetAsync(Map)).Good();
        var confirmed = (await worker.ChangeAsync(HttpMethod.Put, Map, new { headings = suggested["suggestions"], values = Values("Other", "RD4") }, Map)).Good();
        var taken = await _hub.ImportAsync(Files("OWN1", ceased: "01/07/2024", reason: "other"));

        Assert.Equal(("failed", "import.unknown-columns"), (refused.GetProperty("state").GetString(), refused.GetProperty("problem").GetProperty("code").GetString()));
        Assert.Equal((0, JsonValueKind.Null), (kept["headings"].GetArrayLength(), kept["confirmedBy"].ValueKind));
        Assert.Equal("worker-of-the-map", confirmed["confirmedBy"].GetString());
        Assert.Equal(("done", 0), (taken.GetProperty("state").GetString(), taken.GetProperty("counts").GetProperty("held").GetInt32()));
        Assert.Equal("RD4", await _hub.Database.ScalarAsync<string>("select reason_placed_ceased from placed_adoption"));
        Assert.True((await system.PostAsync(Suggestions, new { headings = Headings.Split(',') })).Good()["known"].GetBoolean());
    }

    /// <summary>A value that says no code for sure is nobody's word: what was suggested can be confirmed once a person has said what it stands for.</summary>
    [Fact]
    public async Task SuggestedValues_AreConfirmedOnceEachHasAMeaning()
    {
        using var system = _hub.As(Roles.CaseSystem);
        using var worker = _hub.As(Roles.SocialWorker);
        var asked = new
        {
            headings = Headings.Split(','),
            values = new object[]
            {
                new { heading = "Reason placed ceased", texts = (string[])["RD2", "Needs changed", "Panel", "12345678", "needs changed"] },
                new { heading = "Child ref", texts = (string[])["OWN1"] },
                new { heading = "Worker", texts = (string[])["Juniper"] },
            },
            year = 2025,
        };

        var values = (await system.PostAsync(Suggestions, asked)).Good()["values"];
        var open = await worker.ChangeAsync(HttpMethod.Put, Map, new { headings = Own, values }, Map);
        (await worker.ChangeAsync(HttpMethod.Put, Map, new { headings = Own, values = Values("Panel", "RD4").Concat(Values("Needs changed", "RD1")) }, Map)).Good();
        var then = (await system.PostAsync(Suggestions, asked)).Good()["values"];

        Assert.Equal(
            ["REASON_PLACED_CEASED NEEDS CHANGED RD1", "REASON_PLACED_CEASED PANEL "],
            values.EnumerateArray().Select(value => $"{value.GetProperty("column")} {value.GetProperty("text")} {value.GetProperty("means")}"));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, open.Status);
        Assert.Equal(0, then.GetArrayLength());
    }

    [Fact]
    public async Task Suggest_RowOfAChild_RepeatsNothingOfIt()
    {
        using var system = _hub.As(Roles.CaseSystem);

        var answer = (await system.PostAsync(Suggestions, new { headings = new[] { "OWN1", Dob, "Juniper Quill", "ST16 2LH" } })).Good();

        Assert.Equal((JsonValueKind.Null, 0, 0), (answer["table"].ValueKind, answer["suggestions"].GetArrayLength(), answer["columns"].GetArrayLength()));
    }

    /// <summary>Handed in under one map and read under it, whatever the map has become meanwhile.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_ThatWaitsWhileTheMapIsChanged_IsReadByTheMapOfItsTime(bool dryRun)
    {
        await ConfirmAsync(Own, Values("Other", "RD4"));
        var ahead = await HoldUpAsync();
        using var client = _hub.CaseSystem();
        using var response = await client.PostAsync($"{Imports}?year=2025&dryRun={dryRun}", Files("WAIT1", ceased: "01/07/2024", reason: "other").ToContent());

        await ConfirmAsync([], Values("Other", "RD1"));
        await _hub.Database.ExecuteAsync($"delete from import where id = '{ahead}'");
        var job = await HubFixture.FinishedAsync(client, response.Headers.Location!);

        Assert.Equal(("done", 1), (job.GetProperty("state").GetString(), job.GetProperty("counts").GetProperty("new").GetInt32()));
        Assert.Equal(dryRun ? "none" : "RD4", await _hub.Database.ScalarAsync<string>("select coalesce(max(reason_placed_ceased), 'none') from placed_adoption"));
        Assert.Equal("failed", (await _hub.ImportAsync(Files("WAIT2"))).GetProperty("state").GetString());
    }

    /// <summary>Nothing that an import has left behind is read anew: neither by whoever undoes it nor by whoever compares it with another.</summary>
    [Fact]
    public async Task Import_UnderAMapThatWasChangedSince_IsComparedAndUndoneAllTheSame()
    {
        await ConfirmAsync(Own, []);
        await _hub.ImportAsync(Files("BACK1"));
        var before = await _hub.StateAsync("BACK1", "BACK2");
        var broken = await _hub.ImportAsync(Files("BACK1", ceased: "01/05/2024", reason: "RD1"));
        await ConfirmAsync([], []);
        using var client = _hub.CaseSystem();

        var rules = (await client.GetFromJsonAsync<JsonElement>($"{Imports}/{Id(broken)}/comparison/{Id(broken)}")).GetProperty("rules");
        using var undo = await client.PostAsync($"{Imports}/{Id(broken)}/undo", null);
        var undone = await HubFixture.FinishedAsync(client, undo.Headers.Location!);

        Assert.Equal(1, rules.EnumerateArray().Single(rule => rule.GetProperty("rule").GetString() == "522").GetProperty("both").GetInt32());
        Assert.Equal("done", undone.GetProperty("state").GetString());
        Assert.Equal(before, await _hub.StateAsync("BACK1", "BACK2"));
        Assert.Equal(0, await _hub.Database.ScalarAsync<long>("select count(*) from child_year where held_import_id is not null"));
    }

    private async Task ConfirmAsync(object[] headings, object[] values)
    {
        using var worker = _hub.As(Roles.SocialWorker);
        (await worker.ChangeAsync(HttpMethod.Put, Map, new { headings, values }, Map)).Good();
    }

    /// <summary>A job that a worker elsewhere has: later ones wait for it.</summary>
    private async Task<Guid> HoldUpAsync()
    {
        var id = Guid.NewGuid();
        await _hub.Database.ExecuteAsync($"""
            insert into import (id, year, state, submitted_at, submitted_by, done, total, children_new, children_updated, children_unchanged,
                children_held, rows, rejected_rows, findings, tables, lease_owner, lease_until)
            values ('{id}', 2025, 1, now(), 'test', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, gen_random_uuid(), now() + interval '1 hour')
            """);
        return id;
    }

    private static ReturnFiles Files(string child, string ceased = "", string reason = "") => new ReturnFiles()
        .Header(child, Dob)
        .Episode(child, "05/01/2024", "S", "C1", "U6")
        .Without("placed_adoption.csv")
        .AddFile("own.csv", Encoding.UTF8.GetBytes($"{Headings}\r\n{child},{Dob},01/06/2024,{ceased},{reason},Juniper,\r\n"));

    private static object Heading(string text, string column) => new { table = "PlacedAdoption", text, column };

    private static object[] Values(string text, string means) => [new { column = "REASON_PLACED_CEASED", text, means }];

    private static IEnumerable<string> Entries(JsonElement suggestions) =>
        suggestions.EnumerateArray().Select(each => $"{each.GetProperty("text").GetString()} = {each.GetProperty("column").GetString()}");

    private static string Id(JsonElement job) => job.GetProperty("id").GetString()!;
}
