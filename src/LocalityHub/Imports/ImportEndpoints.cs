using Partnership.Contracts.LocalityHub;
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

    private static readonly CompareImports.Response ExampleComparison = new([new("523", 4, 1, 2, 5)]);

    public static void MapImports(this RouteGroupBuilder council)
    {
        council.MapPost("/imports", StartImport.HandleAsync)
            .RequireAuthorization(Policies.ImportReturns)
            .Audited<LocalityHubDbContext>("import.start", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new StartImport.AllowLargeBody())
            .WithSummary("Hand in a year's return files")
            .WithDescription("Answers once every byte is kept; follow the job at Location. With dryRun=true it changes no child: what it would do is at preview.")
            .WithFiles("One part for each CSV file of the SSDA903, or its XML form, at most 50, of at most 64 MiB each. A part that is named after a year, such as 2024, is of that year; any other of the year asked for.")
            .WithExample(response: new StartImport.Response(Example, ImportState.Queued, [new(2025, Example)]));

        council.MapPost("/imports/{importId:guid}/undo", UndoImport.HandleAsync)
            .RequireAuthorization(Policies.ImportReturns)
            .Audited<LocalityHubDbContext>("import.undo", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithSummary("Undo the newest import")
            .WithDescription("A job like the import: follow it at Location. Every child whom the import changed gets the rows of before back, and whom it brought is forgotten unless somebody has added to the record since. What was entered by hand or by the feed stays. Undo several imports one by one, newest first; it can be done for 30 days.")
            .WithExample(response: new UndoImport.Response(Example, ImportState.Queued));

        council.MapGet("/findings/summary", SummariseFindings.HandleAsync)
            .RequireAuthorization(Policies.FollowImports)
            .Audited<LocalityHubDbContext>("findings.summary")
            .WithSummary("Count the findings of each import by rule, newest import first")
            .WithDescription("notChecked names the rules that no list was at hand for. Dry runs and imports that were undone are left out. year narrows it to one census year. format=csv or format=xlsx gives one file of up to 500 imports instead of a page; the header Link leads to the next when there are more. An import that broke no rule is a line without a rule. Once findings have expired their counts stay, without those of records that are restricted; findingsGone says that rules were broken and nothing more is known.")
            .WithExample(response: new Page<SummariseFindings.Entry>(
                [new(Example, 2025, new DateTimeOffset(2025, 6, 16, 9, 0, 4, TimeSpan.Zero), [new("523", 2, 2, false), new("579", 1, 1, true)], ["1008", "219"])], null));

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
        imports.MapGet("/{importId:guid}/preview", ReadImports.PreviewAsync)
            .Audited<LocalityHubDbContext>("import.preview")
            .WithSummary("List what a dry run would do to each child")
            .WithDescription("Children whom it would leave as they are are not listed; nor are any for an import that was not a dry run. Kept for two weeks.")
            .WithExample(response: new Page<ReadImports.Preview>(
                [new(Example, "DEMO-1", Outcome.Updated, [], ChildStage.ShouldBePlaced, ChildStage.Placed, ["placed 2025-05-02"], [])], null));
        imports.MapGet("/{importId:guid}/comparison/{otherId:guid}", CompareImports.HandleAsync)
            .Audited<LocalityHubDbContext>("import.compare")
            .WithSummary("Compare an import's findings with another's, rule by rule")
            .WithDescription("Of each rule: the children who break it in both, in the other alone (mended) and in this one alone (new). Refused (import.findings-gone) once what one of them found is no longer kept: 14 days of a dry run, 800 of an import.")
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithExample(response: ExampleComparison);
    }
}
