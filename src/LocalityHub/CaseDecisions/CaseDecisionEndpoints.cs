using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

internal static class CaseDecisionEndpoints
{
    private static readonly Guid Decision = new("01970000-0000-7000-8000-0000000000aa");
    private static readonly Guid Record = new("01970000-0000-7000-8000-0000000000ab");

    private static readonly WriteRecord.Request Reasons = new(
        [], "For: the child needs a family for life. Against: the tie to a brother.", "No relative can care for the child in the child's time.", null, "The court's papers up to 2 June.");

    private static readonly WriteRecord.Response Written = new(
        Record, PanelCaseEndpoints.Case, [], Reasons.OtherMaterial!, Reasons.Arguments, string.Empty, Reasons.OwnReasons, new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero));

    private static readonly TellDecision.Response Told = new(Decision, NoticeRecipient.BirthParents, new(2025, 6, 17), null, null);

    public static void MapCaseDecisions(this RouteGroupBuilder council)
    {
        var @case = council.MapGroup("/panel-cases/{caseId:guid}").WithTags("Panel cases");
        @case.MapPost("/decision-records", WriteRecord.HandleAsync)
            .Audited<LocalityHubDbContext>("decision-record.write", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.DecideCases)
            .WithSummary("Write the reasoned record of a decision, before the decision is entered")
            .WithDescription("Never edited: whoever thinks again writes another. Panel scheduling learns that it is there and whose it is.")
            .WithExample(Reasons, Written)
            .ProducesProblem(StatusCodes.Status404NotFound);
        @case.MapGet("/decision-records/{recordId:guid}", WriteRecord.ReadAsync)
            .RequireAuthorization(Policies.ReadDecisionRecords)
            .Audited<LocalityHubDbContext>("decision-record.read")
            .WithSummary("Read a reasoned record")
            .WithExample(response: Written)
            .ProducesProblem(StatusCodes.Status404NotFound);
        @case.MapGet("/decision-records/{recordId:guid}/document", WriteRecord.DocumentAsync)
            .RequireAuthorization(Policies.ReadDecisionRecords)
            .Audited<LocalityHubDbContext>("decision-record.document")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType, WrittenDocument.DocxType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The record as the document that goes with an application for a placement order: PDF, or docx (format=docx)")
            .WithExample(response: "(the bytes of a PDF file)");
        @case.MapGet("/decisions", TellDecision.ListAsync)
            .RequireAuthorization(Policies.ReadCases)
            .Audited<LocalityHubDbContext>("case-decisions.list")
            .WithSummary("The decisions in a case, and who was told of them when")
            .WithExample(response: new TellDecision.Decisions(
                [new(Decision, null, PanelDecisionStage.Final, PanelDecisionOutcome.Yes, new(2025, 6, 16), Record, [Told])]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        @case.MapGet("/decisions/{decisionId:guid}/review-papers", ReviewPapers.HandleAsync)
            .RequireAuthorization(Policies.ReadDecisionRecords)
            .Audited<LocalityHubDbContext>("review-papers.read")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The papers for the independent review of a qualifying determination, as one PDF")
            .WithDescription("The reasoned record, the letters that were sent and the case's papers, with a list of contents, marked with who took them and when. Never the panel's minutes.")
            .WithExample(response: "(the bytes of a PDF file)");
        @case.MapPost("/decisions/{decisionId:guid}/notices/{recipient}", TellDecision.HandleAsync)
            .Audited<LocalityHubDbContext>("case-decision.tell", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.TellDecisions)
            .WithSummary("Enter when somebody was told of a decision, or why they cannot be")
            .WithDescription("recipient: adopters, birth-parents or carers. What is left out stays as it was entered. Of several persons, such as two parents, each is entered alone: person, and how many persons there are. The version is the case's, which its decisions are read with.")
            .WithExample(new TellDecision.Request(new(2025, 6, 17)), Told)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
