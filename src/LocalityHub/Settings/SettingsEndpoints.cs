using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Settings;

internal static class SettingsEndpoints
{
    private static readonly ReadSettings.Response Example = new("860", "Staffordshire", "Adoption team", "Adoption team manager", "Assistant director", new DateOnly(2025, 4, 1), 35);

    public static void MapSettings(this RouteGroupBuilder council)
    {
        council.MapGet("/settings", ReadSettings.HandleAsync)
            .RequireAuthorization(Policies.ReadCouncil)
            .WithSummary("Read the council's settings")
            .WithExample(response: Example);

        council.MapPut("/settings", ChangeSettings.HandleAsync)
            .Audited<LocalityHubDbContext>("settings.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.ManageCouncil)
            .WithSummary("Change the council's settings")
            .WithExample(new ChangeSettings.Request("Adoption team", "Adoption team manager", "Assistant director", new DateOnly(2025, 4, 1), 35), Example);
    }
}
