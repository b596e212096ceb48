using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Imports;

internal static class ImportEndpoints
{
    private static readonly Guid Example = new("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41");

    private static readonly ReadImports.Job ExampleJob = new(
        Example,
        2025,
        ImportState.Running,
        new ReadImports.Progress(1000, 1724),
        new ReadImports.Counts(1000, 212, 640, 145, 3, 12441, 2, 17),
        new DateTimeOffset(2025, 6, 16, 8, 59, 58, TimeSpan.Zero),
        new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero),
        null,
        null);

    public static void MapImports(this RouteGroupBuilder council)
    {
        council.MapPost("/imports", StartImport.HandleAsync)
            .RequireAuthorization(Policies.ImportReturns)
            .Audited<LocalityHubDbContext>("import.start", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new StartImport.AllowLargeBody())
            .WithSummary("Hand in a year's return files")
            .WithDescription("Answers once every byte is kept; follow the job at Location.")
            .WithFiles("One part for each CSV file of the SSDA903, at most 50, of at most 64 MiB each.")
            .WithExample(response: new StartImport.Response(Example, ImportState.Queued));

        var imports = council.MapGroup("/imports").RequireAuthorization(Policies.FollowImports);
        imports.MapGet("", ReadImports.ListAsync)
            .WithSummary("List imports, newest first")
            .WithExample(response: new Page<ReadImports.Job>([ExampleJob], null));
        imports.MapGet("/{importId:guid}", ReadImports.OneAsync)
            .WithSummary("Follow an import")
            .WithExample(response: ExampleJob);
        imports.MapGet("/{importId:guid}/findings", ReadImports.FindingsAsync)
            .Audited<LocalityHubDbContext>("import.findings")
            .WithSummary("List the rules that an import breaks")
            .WithExample(response: new Page<ReadImports.Finding>([new("523", "AD1", 3, ["DATE_INT"], Example)], null));
        imports.MapGet("/{importId:guid}/rejected-rows", ReadImports.RejectedRowsAsync)
            .Audited<LocalityHubDbContext>("import.rejected-rows")
            .WithSummary("List the rows that could not be read")
            .WithExample(response: new Page<ReadImports.RejectedRow>([new("PlacedAdoption", 12, "the row has 4 cells where the file has 5 columns", null)], null));
        imports.MapGet("/{importId:guid}/held-children", ReadImports.HeldChildrenAsync)
            .Audited<LocalityHubDbContext>("import.held-children")
            .WithSummary("List the children whom an import left as they were")
            .WithExample(response: new Page<ReadImports.HeldChild>([new(Example, ["522"], ReversalInDoubt: true)], null));
    }
}
