using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.CasePapers;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.Letters;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>
/// The papers that go to the independent review of a qualifying determination, in one file with a list of contents: the reasoned record, the letters that told
/// it and were sent, and the case's papers as they stand. The panel's minutes are none of them: they are not read here (Adoption Agencies
/// Regulations 2005, regulation 30C, and what the clock of the papers cites for carers).
/// </summary>
internal static class ReviewPapers
{
    private const long MostBytes = 200L << 20;

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid caseId, Guid decisionId, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case
            || await db.CaseDecisions.AsNoTracking().SingleOrDefaultAsync(each => each.Id == decisionId && each.CaseId == caseId, ct) is not { } decision)
        {
            return TellDecision.NotFound();
        }

        audit.About([caseId, decisionId]);
        if (decision.Stage != PanelDecisionStage.Determination)
        {
            throw new RuleBrokenException(
                "review-papers.no-determination", "Only a qualifying determination can be reviewed: of suitability, or of its end. A match and a plan have no such review.");
        }

        var papers = await db.CasePapers.AsNoTracking().Where(paper => paper.CaseId == caseId && !paper.Superseded && paper.RecalledAt == null)
            .OrderBy(paper => paper.DatedOn).ThenBy(paper => paper.UploadedAt).ToListAsync(ct);
        if (papers.Sum(paper => (long)paper.Length) > MostBytes)
        {
            throw new RuleBrokenException("review-papers.too-large", "The papers together have more than 200 MiB: send them one by one.");
        }

        var (now, route) = (clock.GetUtcNow(), @case.Route);
        var parts = await WrittenAsync(@case, decision, council, db, ct);
        List<DocumentBlock> contents =
        [
            DocumentBlock.Paragraph($"Council {council.Code}. {route.Title} ({route.Source}). Qualifying determination of {Day(decision.DecidedOn)}."),
            DocumentBlock.Paragraph($"Put together on {Day(LondonCalendar.Today(clock))}. The panel's minutes are not among the papers ({ClockRules.InForce(route.ReviewPapersClock, decision.DecidedOn).Source})."),
            DocumentBlock.Heading("Contents"),
            .. parts.Select(part => DocumentBlock.Item(part.Title)),
            .. papers.Select(paper => DocumentBlock.Item($"{paper.FileName}, {Day(paper.DatedOn)}, version {paper.Number}")),
        ];
        List<(byte[] Bytes, SniffedType Type)> files = [(PdfWriter.Write(new WrittenDocument("Papers for the independent review", contents)), SniffedType.Pdf), .. parts.Select(part => (part.File, SniffedType.Pdf))];
        foreach (var paper in papers)
        {
            files.Add((await db.CasePaperContents.AsNoTracking().Where(content => content.VersionId == paper.Id).Select(content => content.Bytes).SingleAsync(ct), paper.Type));
            db.Add(new PaperReading { Id = Guid.CreateVersion7(now), CaseId = caseId, VersionId = paper.Id, ReadBy = caller.Subject, ReadAt = now });
        }

        await db.SaveChangesAsync(ct);
        context.Response.Headers.CacheControl = "no-store";
        var mark = string.Create(CultureInfo.InvariantCulture, $"For the independent review · {caller.Subject} · {LondonClock.Format(now)} · confidential");
        return TypedResults.File(ReadingCopy.Write(files, mark), WrittenDocument.PdfType, $"review-papers-{decisionId}.pdf");
    }

    /// <summary>What this hub wrote itself of the determination: its reasons, and the letters of it that were sent.</summary>
    private static async Task<List<(string Title, byte[] File)>> WrittenAsync(PanelCase @case, CaseDecision decision, Council council, LocalityHubDbContext db, CancellationToken ct)
    {
        var parts = new List<(string, byte[])>();
        if (await db.DecisionRecords.AsNoTracking().SingleOrDefaultAsync(record => record.Id == decision.RecordId && record.CaseId == @case.Id, ct) is { } record)
        {
            var document = await WriteRecord.ComposeAsync(record, @case, council, db, ct);
            parts.Add((document.Title, PdfWriter.Write(document)));
        }

        foreach (var letter in await db.Letters.AsNoTracking().Where(letter => letter.DecisionId == decision.Id && letter.SentOn != null).OrderBy(letter => letter.SentOn).ToListAsync(ct))
        {
            parts.Add(($"Letter of {Day(letter.SentOn!.Value)}", PdfWriter.Write(WriteLetter.Compose(letter))));
        }

        return parts;
    }

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
