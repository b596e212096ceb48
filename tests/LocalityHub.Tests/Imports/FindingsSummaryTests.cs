using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
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
