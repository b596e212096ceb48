using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.CasePapers;

internal static class CasePaperEndpoints
{
    private static readonly Guid Id = new("01970000-0000-7000-8000-0000000000c2");
    private static readonly ReadPapers.Paper Example = new(Id, Id, 1, PaperKind.PermanenceReport, null, new(2025, 6, 2), "permanence-report.pdf", 81_234, false, null);

    public static void MapCasePapers(this RouteGroupBuilder council)
    {
        var papers = council.MapGroup("/panel-cases/{caseId:guid}/papers").WithTags("Panel cases");
        papers.MapGet("", ReadPapers.ListAsync)
            .RequireAuthorization(Policies.ReadCases)
            .Audited<LocalityHubDbContext>("case-papers.list")
            .WithSummary("List the versions of a case's papers")
            .WithExample(response: new ReadPapers.Papers([Example]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        papers.MapPost("", UploadPaper.HandleAsync)
            .Audited<LocalityHubDbContext>("case-paper.upload", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new UploadPaper.AllowPaper())
            .RequireAuthorization(Policies.PrepareCases)
            .WithSummary("Upload a paper, or a later version of one")
            .WithDescription("kind, the day that it bears, the child that it is about; paperId names the paper that it is a later version of. lateReason once papers have gone out to the panel: childs-welfare, court-date or minor-correction.")
            .WithFiles("One file: PDF, JPEG or PNG, at most 25 MiB. What it is stands in its bytes.")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        papers.MapGet("/{paperId:guid}", ReadPapers.ReadAsync)
            .RequireAuthorization(Policies.ReadCases)
            .Audited<LocalityHubDbContext>("case-paper.read")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Read a version, as the council's own staff and decision maker: a PDF marked with reader and time")
            .WithExample(response: "(the bytes of a PDF file)");
        papers.MapGet("/{paperId:guid}/readings", ReadPapers.ReadingsAsync)
            .RequireAuthorization(Policies.FollowReadings)
            .Audited<LocalityHubDbContext>("case-paper.readings")
            .WithSummary("Who has read a version, and when")
            .WithExample(response: new ReadPapers.Readings([new("panel.member", new DateTimeOffset(2025, 7, 9, 19, 30, 0, TimeSpan.Zero), new("01970000-0000-7000-8000-0000000000a5"))]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        papers.MapPost("/{paperId:guid}/recall", RecallPaper.HandleAsync)
            .Audited<LocalityHubDbContext>("case-paper.recall", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PrepareCases)
            .WithSummary("Close a version to everybody, at once and for good")
            .WithExample(new RecallPaper.Request("The wrong file."), Example with { RecalledAt = new DateTimeOffset(2025, 7, 10, 8, 0, 0, TimeSpan.Zero) })
            .ProducesProblem(StatusCodes.Status404NotFound);

        var open = council.MapGroup("/panel-papers/{itemId:guid}").WithTags("Panel cases").RequireAuthorization(Policies.ReadPanelPapers);
        open.MapGet("", ReadPapers.ListOpenAsync)
            .Audited<LocalityHubDbContext>("panel-papers.list")
            .WithSummary("List the papers of an agenda item that are open to the caller, as a member of the panel")
            .WithDescription("lateReason stands at what came after papers had gone out.")
            .WithExample(response: new ReadPapers.Papers([Example, Example with { Number = 2, LateReason = LateReason.MinorCorrection }]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        open.MapGet("/{paperId:guid}", ReadPapers.ReadOpenAsync)
            .Audited<LocalityHubDbContext>("panel-paper.read")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Read a paper that is open to the caller: a PDF marked with reader and time")
            .WithExample(response: "(the bytes of a PDF file)");
    }

    /// <summary>Open to the decision maker of another council: not below the group that asks for a council of one's own.</summary>
    public static void MapReleasedPapers(this WebApplication app)
    {
        var released = app.MapGroup("/api/v1/released/{code}/panel-papers/{itemId:guid}").WithTags("Panel cases").RequireAuthorization(Policies.DecideCases);
        released.MapGet("", ReleasedPapers.ListAsync)
            .Audited<LocalityHubDbContext>("released-papers.list")
            .WithSummary("List what the panel had before it, as the decision maker of the council whose decision it is")
            .WithDescription("The very versions: a record names each of them, those that were recalled since too. Open for a fortnight from when the decision maker took the case up.")
            .WithExample(response: new ReadPapers.Papers([Example]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        released.MapGet("/{paperId:guid}", ReleasedPapers.ReadAsync)
            .Audited<LocalityHubDbContext>("released-paper.read")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Read a version that the panel had, as the decision maker: a PDF marked with reader and time")
            .WithExample(response: "(the bytes of a PDF file)");
    }
}
