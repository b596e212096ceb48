using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.ExitPack;

/// <summary>
/// What a council that leaves takes with it: everything that its hub holds, in formats that need no program of ours. For the Caldicott
/// guardian alone, from whom nothing is hidden; entered in the trail before the first byte is given.
/// </summary>
internal static class ExitPackEndpoints
{
    private const string Zip = "application/zip";

    public static void MapExitPack(this RouteGroupBuilder council) =>
        council.MapGet("/exit-pack", Handle)
            .Audited<LocalityHubDbContext>("council.exit-pack")
            .RequireAuthorization(Policies.ExportCouncil)
            .Produces<byte[]>(StatusCodes.Status200OK, Zip)
            .WithTags("Exit pack")
            .WithSummary("Everything that the hub holds, in open formats")
            .WithDescription("A ZIP: each table as CSV and as JSON, restricted records and the audit trail included, a page that explains them, and last of all a manifest with the SHA-256 of each file. ./partnership exit-pack fetches it and checks that all of it came.")
            .WithExample(response: "(the bytes of a ZIP file)");

    private static PushStreamHttpResult Handle(LocalityHubDbContext db, Council council, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var origin = new PackManifest.Origin(council.Code.ToString(), council.Name, clock.GetUtcNow(), caller.Subject);
        return TypedResults.Stream(body => PackWriter.WriteAsync(db, origin, body, ct), Zip, $"exit-pack-{council.Code}.zip");
    }
}
