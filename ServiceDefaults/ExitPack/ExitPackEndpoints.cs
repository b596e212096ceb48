using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>
/// What a council that leaves takes with it: what a service holds of it, in formats that need no program of ours. For the Caldicott
/// guardian alone, from whom nothing is hidden; entered in the trail before the first byte is given.
/// </summary>
public static class ExitPackEndpoints
{
    private const string Zip = "application/zip";

    /// <summary>Maps <c>/exit-pack</c> below a council's route.</summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <param name="council">The route, which the callers' own council is demanded for.</param>
    /// <param name="contents">What is in the pack.</param>
    public static void MapExitPack<TContext>(this RouteGroupBuilder council, PackContents contents)
        where TContext : DbContext => council.MapGet("/exit-pack", Handle)
        .WithMetadata(new PackSource(contents, services => services.GetRequiredService<TContext>()))
        .Audited<TContext>("council.exit-pack")
        .RequireAuthorization(Policies.ExportCouncil)
        .Produces<byte[]>(StatusCodes.Status200OK, Zip)
        .WithTags("Exit pack")
        .WithSummary(contents.Shared is null ? "Everything that the hub holds, in open formats" : "What the service holds of the council, in open formats")
        .WithDescription($"A ZIP: each table as CSV and as JSON, {(contents.Shared is null ? "restricted records and the audit trail included" : "the council's own rows and its side of what it shares with others, and the entries of the audit trail that concern it")}, a page that explains them, and last of all a manifest with the SHA-256 of each file. ./partnership exit-pack fetches it and checks that all of it came.")
        .WithExample(response: "(the bytes of a ZIP file)");

    private static PushStreamHttpResult Handle(
        CouncilCode code, HttpContext context, IConfiguration configuration, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var source = context.GetEndpoint()!.Metadata.GetRequiredMetadata<PackSource>();
        var db = source.Database(context.RequestServices);
        var origin = new PackManifest.Origin(code.ToString(), NameOf(code, configuration), clock.GetUtcNow(), caller.Subject);
        return TypedResults.Stream(body => PackWriter.WriteAsync(db, source.Contents, code, origin, body, ct), Zip, $"exit-pack-{code}.zip");
    }

    // A hub knows its council, a shared service the region's, where it was told.
    private static string NameOf(CouncilCode code, IConfiguration configuration) => configuration["Council:Name"]
        ?? configuration.GetSection("Region:Councils").GetChildren().FirstOrDefault(council => council["Code"] == code.ToString())?["Name"]
        ?? "Council";

    /// <summary>What an endpoint's packs are made of.</summary>
    private sealed record PackSource(PackContents Contents, Func<IServiceProvider, DbContext> Database);
}
