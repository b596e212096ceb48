using System.Net;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Webhooks;

/// <summary>Where a hub calls whose operator has allowed nothing.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class DefaultAddressTests(HubFixture hub)
{
    [Theory]
    [InlineData("http://hooks.example.org/", "webhook.url")]
    [InlineData("https://user:word@hooks.example.org/", "webhook.url")]
    [InlineData("https://127.0.0.1/", "webhook.address-not-allowed")]
    [InlineData("https://[::ffff:10.0.0.1]/", "webhook.address-not-allowed")]
    public async Task Create_WithoutTheOperatorsLeave_TakesHttpsToPublicAddressesAlone(string url, string code)
    {
        using var system = hub.As(Roles.CaseSystem);

        (await system.PostAsync("/webhooks", new { url })).Refused(HttpStatusCode.BadRequest, code);
    }
}
