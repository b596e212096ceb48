using System.Net;
using System.Text.Json;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.AnnexMaps;

[Collection(FamilyFindingCollection.Name)]
public sealed class AnnexMapTests(HubFixture hub)
{
    private static readonly string[] Sheet = ["Child Unique ID", "Date the Child Entered Care", "Dt Placement Order made", "Team colour"];

    [Fact]
    public async Task Suggested_ThenConfirmedByAPerson_IsKnownFromThenOn()
    {
        using var system = hub.As(Roles.CaseSystem);
        using var worker = hub.As(Roles.SocialWorker);

        var suggested = (await system.PostAsync("/annex-map/suggestions", new { list = 10, headings = Sheet })).Good();
        var suggestion = Assert.Single(suggested["suggestions"].EnumerateArray());
        Assert.Equal(("Dt Placement Order made", "placement-order"), (suggestion.GetProperty("text").GetString(), suggestion.GetProperty("column").GetString()));
        Assert.Contains("placement-order", suggested["columns"].EnumerateArray().Select(column => column.GetString()));

        var confirmed = (await worker.ChangeAsync(HttpMethod.Put, "/annex-map", new
        {
            headings = new[] { new { list = 10, text = "Dt Placement Order made", column = "placement-order" } },
            values = new[] { new { column = "gender", text = " Boy ", means = "Male" } },
        }, "/annex-map")).Good();

        Assert.Equal(JsonValueKind.String, confirmed["confirmedBy"].ValueKind);
        var kept = (await system.GetAsync("/annex-map")).Good();
        Assert.Equal(("placement-order", "Boy"), (kept["headings"][0].GetProperty("column").GetString(), kept["values"][0].GetProperty("text").GetString()));
        Assert.Empty((await system.PostAsync("/annex-map/suggestions", new { list = 10, headings = Sheet })).Good()["suggestions"].EnumerateArray());
    }

    [Fact]
    public async Task SuggestedValues_OfColumnsThatHoldCodes_SayTheirCodeOrAreLeftOpen()
    {
        using var system = hub.As(Roles.CaseSystem);

        var suggested = (await system.PostAsync("/annex-map/suggestions", new
        {
            list = 10,
            headings = (string[])["Child Unique ID", "Gender code", "Ethnicity", "Team colour"],
            values = new object[]
            {
                new { heading = "Gender code", texts = (string[])["a) Male", "Lad", "Girl"] },
                new { heading = "Ethnicity", texts = (string[])["WBRI", "Traveller of Irish heritage", "14/06/2022"] },
                new { heading = "Child Unique ID", texts = (string[])["C1"] },
                new { heading = "Team colour", texts = (string[])["Blue"] },
            },
        })).Good()["values"];

        Assert.Equal(
            ["gender Lad ", "gender Girl F", "ethnicity Traveller of Irish heritage WIRT"],
            suggested.EnumerateArray().Select(value => $"{value.GetProperty("column")} {value.GetProperty("text")} {value.GetProperty("means")}"));
    }

    [Theory]
    [InlineData("""{"headings":[{"list":9,"text":"x","column":"child"}],"values":[]}""", "annex-map.list", "headings[0].list")]
    [InlineData("""{"headings":[{"list":10,"text":"x","column":"nothing"}],"values":[]}""", "annex-map.column", "headings[0].column")]
    [InlineData("""{"headings":[{"list":10,"text":" ","column":"child"}],"values":[]}""", "annex-map.text", "headings[0].text")]
    [InlineData("""{"headings":[],"values":[{"column":"nothing","text":"x","means":""}]}""", "annex-map.column", "values[0].column")]
    public async Task Put_MapThatCannotBe_IsRefusedByItsField(string body, string code, string field)
    {
        using var worker = hub.As(Roles.SocialWorker);

        var answer = await worker.ChangeAsync(HttpMethod.Put, "/annex-map", JsonDocument.Parse(body).RootElement, "/annex-map");

        answer.Refused(HttpStatusCode.BadRequest, code);
        Assert.Equal(field, answer["field"].GetString());
    }
}
