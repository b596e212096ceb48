using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Imports;

internal static class ImportEndpoints
{
    public static void MapImports(this RouteGroupBuilder council)
    {
        var imports = council.MapGroup("/imports").RequireAuthorization(Policies.ImportReturns);

        imports.MapPost("", StartImport.HandleAsync)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new StartImport.AllowLargeBody())
            .WithSummary("Hand in a year's return files")
            .WithDescription("Multipart, one part for each CSV file of the SSDA903. Answers once every byte is kept; follow the job at Location.");

        imports.MapGet("", ReadImports.ListAsync).WithSummary("List imports, newest first");
        imports.MapGet("/{importId:guid}", ReadImports.OneAsync).WithSummary("Follow an import");
        imports.MapGet("/{importId:guid}/findings", ReadImports.FindingsAsync).WithSummary("List the rules that an import breaks");
        imports.MapGet("/{importId:guid}/rejected-rows", ReadImports.RejectedRowsAsync).WithSummary("List the rows that could not be read");
        imports.MapGet("/{importId:guid}/held-children", ReadImports.HeldChildrenAsync).WithSummary("List the children whom an import left as they were");
    }
}
