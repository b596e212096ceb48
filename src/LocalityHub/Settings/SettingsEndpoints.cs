using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Settings;

internal static class SettingsEndpoints
{
    public static void MapSettings(this RouteGroupBuilder council)
    {
        council.MapGet("/settings", ReadSettings.HandleAsync)
            .RequireAuthorization(Policies.ReadCouncil)
            .WithSummary("Read the council's settings");

        council.MapPut("/settings", ChangeSettings.HandleAsync)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.ManageCouncil)
            .WithSummary("Change the council's settings");
    }
}
