using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Letters;

internal static class LetterEndpoints
{
    private static readonly Guid Decision = new("01970000-0000-7000-8000-0000000000aa");
    private static readonly KeepTemplates.Template Template = new(LetterKind.ParentsPlacing, "Dear {{recipient}}\n\nOn {{decided-on}} …", true, ["child", "decided-on", "recipient"]);
    private static readonly WriteLetter.Response Letter = new(new("01970000-0000-7000-8000-0000000000c4"), Decision, LetterKind.AdoptersApproved, "17 July 2025\n\nDear Sorrel Inkwell …", null);

    public static void MapLetters(this RouteGroupBuilder council)
    {
        var templates = council.MapGroup("/letter-templates").WithTags("Panel cases");
        templates.MapGet("", KeepTemplates.ListAsync)
            .RequireAuthorization(Policies.TellDecisions)
            .WithSummary("The council's letters: its own wording, or the product's until there is one")
            .WithExample(response: new KeepTemplates.Templates([Template]));
        templates.MapGet("/{letter}", KeepTemplates.ReadAsync)
            .RequireAuthorization(Policies.TellDecisions)
            .WithSummary("Read one letter's wording and what it may merge")
            .WithExample(response: Template);
        templates.MapPut("/{letter}", KeepTemplates.ChangeAsync)
            .Audited<LocalityHubDbContext>("letter-template.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.KeepLetterTemplates)
            .WithSummary("Give a letter the council's own wording")
            .WithDescription("Plain text; a line that begins with \"# \" is a heading; fields in double braces. A letter to parents can merge nothing of a household.")
            .WithExample(new KeepTemplates.Request(Template.Text), Template);

        var letters = council.MapGroup("/panel-cases/{caseId:guid}/letters").WithTags("Panel cases");
        letters.MapPost("", WriteLetter.HandleAsync)
            .Audited<LocalityHubDbContext>("letter.write", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.TellDecisions)
            .WithSummary("Write the letter of a decision")
            .WithDescription("A letter to parents is refused when what was typed names the household. Where that is another council's nobody here can tell: householdUnchecked says so.")
            .WithExample(new WriteLetter.Request(Decision, LetterKind.AdoptersApproved, "Sorrel and Rowan Inkwell", "1 Invented Lane", "Bryony Quill"), Letter)
            .ProducesProblem(StatusCodes.Status404NotFound);
        letters.MapGet("/{letterId:guid}", WriteLetter.ReadAsync)
            .RequireAuthorization(Policies.TellDecisions)
            .Audited<LocalityHubDbContext>("letter.read")
            .WithSummary("Read a letter")
            .WithExample(response: Letter)
            .ProducesProblem(StatusCodes.Status404NotFound);
        letters.MapGet("/{letterId:guid}/document", WriteLetter.DocumentAsync)
            .RequireAuthorization(Policies.TellDecisions)
            .Audited<LocalityHubDbContext>("letter.document")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType, WrittenDocument.DocxType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A letter as PDF or docx (format=docx)")
            .WithExample(response: "(the bytes of a PDF file)");
        letters.MapPost("/{letterId:guid}/sent", WriteLetter.SentAsync)
            .Audited<LocalityHubDbContext>("letter.sent", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.TellDecisions)
            .WithSummary("Enter that a letter was sent: the clocks of telling in writing end, and of a determination the time to answer begins")
            .WithDescription("A determination states the last day to answer, counted from the day on which it was written: sent on another day it is refused (letter.write-anew).")
            .WithExample(new WriteLetter.SentRequest(new(2025, 7, 18)), Letter with { SentOn = new(2025, 7, 18) })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
