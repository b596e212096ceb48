using System.Net;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.ReturnMaps;

/// <summary>One hub for all: nothing that is refused changes the map.</summary>
public sealed class RefusedReturnMapTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Map = "/return-map";

    [Theory]
    [InlineData("""{"headings":[{"table":"Nothing","text":"x","column":"CHILD"}],"values":[]}""", "return-map.table", "headings[0].table")]
    [InlineData("""{"headings":[{"table":"0","text":"x","column":"CHILD"}],"values":[]}""", "return-map.table", "headings[0].table")]
    [InlineData("""{"headings":[{"table":"Header","text":"x","column":"DECOM"}],"values":[]}""", "return-map.column", "headings[0].column")]
    [InlineData("""{"headings":[{"table":"Header","text":" ","column":"SEX"}],"values":[]}""", "return-map.text", "headings[0].text")]
    [InlineData("""{"headings":[{"table":"Header","text":"(code)","column":"SEX"}],"values":[]}""", "return-map.text", "headings[0].text")]
    [InlineData("""{"headings":[{"table":"Header","text":"Sex at birth","column":"SEX"},{"table":"Header","text":"SEX_AT_BIRTH","column":""}],"values":[]}""", "return-map.twice", "headings[1].text")]
    [InlineData("""{"headings":[],"values":[{"column":"COLOUR","text":"x","means":""}]}""", "return-map.column", "values[0].column")]
    [InlineData("""{"headings":[],"values":[{"column":"CHILD","text":"7","means":"8"}]}""", "return-map.child", "values[0].column")]
    [InlineData("""{"headings":[],"values":[{"column":"SEX","text":"","means":"F"}]}""", "return-map.text", "values[0].text")]
    [InlineData("""{"headings":[],"values":[{"column":"SEX","text":"Girl","means":"F"},{"column":"SEX","text":"girl ","means":"M"}]}""", "return-map.twice", "values[1].text")]
    public async Task Put_MapThatCannotBe_IsRefusedByItsField(string body, string code, string field)
    {
        using var worker = hub.As(Roles.SocialWorker);

        var answer = await worker.ChangeAsync(HttpMethod.Put, Map, JsonDocument.Parse(body).RootElement, Map);

        answer.Refused(HttpStatusCode.BadRequest, code);
        Assert.Equal(field, answer["field"].GetString());
        Assert.Equal(1, await hub.Database.ScalarAsync<long>("select version from return_map where headings = '[]' and confirmed_by is null"));
    }

    [Theory]
    [InlineData("""{"headings":["CHILD"],"values":[{"heading":"SEX","texts":["TOO-MANY"]}]}""", "return-map.too-long", "values[0].texts")]
    [InlineData("""{"headings":["CHILD"],"values":[{"heading":"SEX","texts":["TOO-LONG"]}]}""", "text.too-long", "values[0].texts[0]")]
    [InlineData("""{"headings":["CHILD"],"values":[{"heading":"SEX","texts":["a\u0007"]}]}""", "text.control-character", "values[0].texts[0]")]
    [InlineData("""{"headings":["CHILD"],"year":25}""", "return-map.year", "year")]
    public async Task Suggest_OfMoreThanAHeadingHolds_IsRefusedByItsField(string body, string code, string field)
    {
        using var system = hub.As(Roles.CaseSystem);
        var asked = body.Replace("\"TOO-MANY\"", string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"v{i}\"")), StringComparison.Ordinal).Replace("TOO-LONG", new string('x', 81), StringComparison.Ordinal);

        var answer = await system.PostAsync("/return-map/suggestions", JsonDocument.Parse(asked).RootElement);

        answer.Refused(HttpStatusCode.BadRequest, code);
        Assert.Equal(field, answer["field"].GetString());
    }
}
