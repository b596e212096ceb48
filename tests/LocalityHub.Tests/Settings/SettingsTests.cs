using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Settings;

public sealed class SettingsTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Put_CurrentVersion_ChangesAndAnswersTheNewVersion()
    {
        using var client = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var tag = (await client.GetAsync("/api/v1/councils/860/settings")).Headers.ETag!;

        using var changed = await PutAsync(client, tag, "Adoption team");
        using var stale = await PutAsync(client, tag, "Another");
        using var missing = await PutAsync(client, null, "Another");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal((HttpStatusCode)428, missing.StatusCode);
        var settings = await client.GetFromJsonAsync<JsonElement>("/api/v1/councils/860/settings");
        Assert.Equal("Adoption team", settings.GetProperty("serviceTitle").GetString());
        Assert.Equal("Staffordshire", settings.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Put_TooLong_NamesTheField()
    {
        using var client = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var tag = (await client.GetAsync("/api/v1/councils/860/settings")).Headers.ETag!;

        using var response = await PutAsync(client, tag, new string('x', 121));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("serviceTitle", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, EntityTagHeaderValue? tag, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/councils/860/settings")
        {
            Content = JsonContent.Create(new { serviceTitle = title, contactRole = "Adoption team manager", decisionMakerRole = (string?)null }),
        };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        return await client.SendAsync(request);
    }
}
