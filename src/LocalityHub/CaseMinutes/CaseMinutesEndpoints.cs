using Partnership.Contracts;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.CaseMinutes;

internal static class CaseMinutesEndpoints
{
    private static readonly WriteMinutes.Request Words = new("The panel heard the social worker and the adopters.", "They understand the child's needs.", "One member would have waited.", "Support from the first day.");

    private static readonly WriteMinutes.Response Example = new(
        new("01970000-0000-7000-8000-0000000000c3"), 1, false, Words.Discussion, Words.Reasons, Words.Dissent!, Words.Advice!, new AuditHash(new byte[AuditHash.Length]), new DateTimeOffset(2025, 7, 16, 9, 0, 0, TimeSpan.Zero));

    public static void MapCaseMinutes(this RouteGroupBuilder council)
    {
        var minutes = council.MapGroup("/panel-items/{itemId:guid}/minutes").WithTags("Panel cases");
        minutes.MapPost("", WriteMinutes.HandleAsync)
            .Audited<LocalityHubDbContext>("case-minutes.write", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.WriteMinutes)
            .WithSummary("Write an item's minutes: reasons, dissent and advice stay in this hub")
            .WithDescription("Each draft is kept. Write the same to every council with a part in the case: the chair signs when all hold the same digest, and then they are final.")
            .WithExample(Words, Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        minutes.MapGet("", WriteMinutes.ReadAsync)
            .RequireAuthorization(Policies.ReadMinutes)
            .Audited<LocalityHubDbContext>("case-minutes.read")
            .WithSummary("Read an item's newest minutes")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        minutes.MapGet("/document", WriteMinutes.DocumentAsync)
            .RequireAuthorization(Policies.ReadMinutes)
            .Audited<LocalityHubDbContext>("case-minutes.document")
            .Produces<byte[]>(StatusCodes.Status200OK, WrittenDocument.PdfType, WrittenDocument.DocxType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The newest minutes as PDF or docx (format=docx)")
            .WithExample(response: "(the bytes of a PDF file)");
    }
}
