using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Imports;

public sealed class FindingsSummaryTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Summary = "/api/v1/councils/860/findings/summary";

    [Fact]
    public async Task Get_TwoImports_CountsEachRuleOfEachNewestFirstAndHidesTheHidden()
    {
        await hub.ImportAsync(Reversed("SUM1", "SUM2"));
        await hub.ImportAsync(Reversed("SUM1"));
        using var client = hub.CaseSystem();
        var imports = (await client.GetFromJsonAsync<JsonElement>($"{Summary}?limit=2&year=2025")).GetProperty("items");

        Assert.Equal((1, 1, true), Of(imports[0], "522"));
        Assert.Equal((2, 2, true), Of(imports[1], "522"));
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>($"{Summary}?year=2019")).GetProperty("items").EnumerateArray());

        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(guardian, await hub.ChildIdAsync("SUM2"), Roles.SocialWorker);
        var seen = (await client.GetFromJsonAsync<JsonElement>($"{Summary}?limit=2&year=2025")).GetProperty("items");
        Assert.Equal((1, 1, true), Of(seen[1], "522"));
    }

    [Fact]
    public async Task Get_AsAFile_IsOneAndAnotherFormatRefused()
    {
        await hub.ImportAsync(Reversed("SUM3"));
        using var client = hub.CaseSystem();

        using var csv = await client.GetAsync($"{Summary}?format=csv");
        var text = await csv.Content.ReadAsStringAsync();
        using var xlsx = await client.GetAsync($"{Summary}?format=xlsx");
        using var pdf = await client.GetAsync($"{Summary}?format=pdf");

        Assert.StartsWith("year,import,finished,rule,rows,children,holds\r\n2025,", text, StringComparison.Ordinal);
        Assert.Contains(",522,1,1,yes", text, StringComparison.Ordinal);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal("PK", Encoding.ASCII.GetString((await xlsx.Content.ReadAsByteArrayAsync())[..2]));
        Assert.Equal(HttpStatusCode.BadRequest, pdf.StatusCode);
    }

    [Fact]
    public async Task Get_ImportThatWasUndone_IsNotInIt()
    {
        var import = (await hub.ImportAsync(Reversed("SUMUNDONE"))).GetProperty("id").GetString();
        using var client = hub.CaseSystem();
        Assert.Contains(import!, await client.GetStringAsync($"{Summary}?format=csv"), StringComparison.Ordinal);

        using var undo = await client.PostAsync($"/api/v1/councils/860/imports/{import}/undo", null);
        await HubFixture.FinishedAsync(client, undo.Headers.Location!);

        Assert.DoesNotContain(import!, await client.GetStringAsync($"{Summary}?format=csv"), StringComparison.Ordinal);
        Assert.DoesNotContain(import!, await client.GetStringAsync($"{Summary}?limit=200"), StringComparison.Ordinal);
    }

    /// <summary>A return of three years ago was no better than it was told to be then; whoever is restricted by now is no longer in it.</summary>
    [Fact]
    public async Task Get_AfterItsFindingsHaveExpired_CountsWhatTheyWere()
    {
        var import = (await hub.ImportAsync(Reversed("SUMOLD1", "SUMOLD2", "SUMOLD3"))).GetProperty("id").GetString()!;
        await hub.ImportAsync(new ReturnFiles().Waiting("SUMOLD1").Waiting("SUMOLD3"));
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(guardian, await hub.ChildIdAsync("SUMOLD3"), Roles.SocialWorker);
        await hub.Database.ExecuteAsync($"update import set finished_at = now() - interval '801 days' where id = '{import}'");
        using var client = hub.CaseSystem();
        var before = await OfAsync(client, import);
        await using var database = NpgsqlDataSource.Create(hub.Database.ConnectionString);
        using var expiry = new ImportExpiry(database, new ImportOptions(), TimeProvider.System, NullLogger<ImportExpiry>.Instance);

        // What holds a child stays, and goes with a later run: it is counted once.
        await expiry.RunAsync(TestContext.Current.CancellationToken);
        await hub.ImportAsync(new ReturnFiles().Waiting("SUMOLD2"));
        await expiry.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from import_finding where import_id = '{import}'"));
        var after = await OfAsync(client, import);
        Assert.Equal((2, 2, true), Of(after, "522"));
        Assert.Equal(before.GetProperty("rules").GetRawText(), after.GetProperty("rules").GetRawText());
        Assert.False(after.GetProperty("findingsGone").GetBoolean());
        Assert.Contains($",{import},", await client.GetStringAsync($"{Summary}?format=csv"), StringComparison.Ordinal);
        Assert.Equal((2, 2, true), Of(await OfAsync(guardian, import), "522"));
    }

    /// <summary>Their findings had expired before anybody counted them: without a rule, and not clean.</summary>
    [Fact]
    public async Task Get_ImportOfWhichNothingIsKnown_SaysSo()
    {
        await PlantAsync(1, 2021, findings: 3, kept: 2);
        using var client = hub.CaseSystem();

        var import = Assert.Single((await client.GetFromJsonAsync<JsonElement>($"{Summary}?year=2021")).GetProperty("items").EnumerateArray());
        var line = (await client.GetStringAsync($"{Summary}?format=csv&year=2021")).Split("\r\n")[1];

        Assert.True(import.GetProperty("findingsGone").GetBoolean());
        Assert.EndsWith(",,,,", line, StringComparison.Ordinal);
    }

    /// <summary>Each is a line, clean as it is, and where a file ends before the imports do, that is said with where the next begins.</summary>
    [Fact]
    public async Task Get_MoreImportsThanAFileHolds_LeadsToTheNextFile()
    {
        await PlantAsync(501, 2020, findings: 0, kept: 0);
        using var client = hub.CaseSystem();

        using var first = await client.GetAsync($"{Summary}?format=csv&year=2020");
        var link = Assert.Single(first.Headers.GetValues("Link"));
        using var second = await client.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        var (lines, rest) = ((await first.Content.ReadAsStringAsync()).Split("\r\n"), (await second.Content.ReadAsStringAsync()).Split("\r\n"));

        Assert.EndsWith("; rel=\"next\"", link, StringComparison.Ordinal);
        Assert.Contains("500", first.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Equal((500, 1), (lines.Length - 2, rest.Length - 2));
        Assert.All(lines[1..^1].Concat(rest[1..^1]), line => Assert.EndsWith(",,0,0,no", line, StringComparison.Ordinal));
        Assert.False(second.Headers.Contains("Link"));
    }

    private Task PlantAsync(int imports, int year, int findings, int kept) => hub.Database.ExecuteAsync($"""
        insert into import (id, year, is_dry, state, submitted_at, submitted_by, finished_at, done, total, children_new, children_updated, children_unchanged, children_held, rows, rejected_rows, findings, findings_kept, tables)
        select gen_random_uuid(), {year}, false, 2, now(), 'planted', now(), 1, 1, 1, 0, 0, 0, 1, 0, {findings}, {kept}, 1 from generate_series(1, {imports})
        """);

    private static async Task<JsonElement> OfAsync(HttpClient client, string import) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Summary}?limit=200&year=2025")).GetProperty("items").EnumerateArray().Single(each => each.GetProperty("importId").GetString() == import);

    private static ReturnFiles Reversed(params string[] children)
    {
        var files = new ReturnFiles();
        foreach (var child in children)
        {
            files.Header(child, "03/02/2022").Episode(child, "05/01/2024", "S", "C1", "U6").Decision(child, "03/02/2022", "01/06/2024", "01/05/2024", "RD1");
        }

        return files;
    }

    private static (int Rows, int Children, bool Holds) Of(JsonElement import, string rule)
    {
        var count = import.GetProperty("rules").EnumerateArray().Single(each => each.GetProperty("rule").GetString() == rule);
        return (count.GetProperty("rows").GetInt32(), count.GetProperty("children").GetInt32(), count.GetProperty("holds").GetBoolean());
    }
}
