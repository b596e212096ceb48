using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>
/// Gives out copies of papers, each made for one reader at one time and marked with both: to the council's own staff and decision maker by the case, to
/// a panel's members by the agenda item for which panel scheduling has opened them. Every copy is noted.
/// </summary>
internal static class ReadPapers
{
    /// <param name="Id">This version.</param>
    /// <param name="PaperId">The paper, whatever its version.</param>
    /// <param name="Number">1 for the first version.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="ChildId">The child that it is about; null for the case as a whole.</param>
    /// <param name="DatedOn">The day that it bears.</param>
    /// <param name="FileName">How the file is called.</param>
    /// <param name="Length">Bytes.</param>
    /// <param name="Superseded">A later version is there.</param>
    /// <param name="RecalledAt">From when on nobody reads it.</param>
    /// <param name="LateReason">Why it came after papers had gone out: childs-welfare, court-date or minor-correction; null when it did not.</param>
    public sealed record Paper(
        Guid Id, Guid PaperId, int Number, PaperKind Kind, Guid? ChildId, DateOnly DatedOn, string FileName, int Length, bool Superseded, DateTimeOffset? RecalledAt,
        LateReason? LateReason = null);

    public sealed record Papers(IReadOnlyList<Paper> Items);

    /// <param name="By">Who, by the token's subject.</param>
    /// <param name="At">When.</param>
    /// <param name="ItemId">The agenda item under which it was open; null for the council's own people.</param>
    public sealed record Reading(string By, DateTimeOffset At, Guid? ItemId);

    public sealed record Readings(IReadOnlyList<Reading> Items);

    public static Paper Describe(CasePaper paper) => new(
        paper.Id, paper.PaperId, paper.Number, paper.Kind, paper.ChildId, paper.DatedOn, paper.FileName, paper.Length, paper.Superseded, paper.RecalledAt,
        paper.LateReason);

    public static ProblemHttpResult NotFound() => Problems.NotFound("paper.not-found", "There is no such paper, or it is not open to you.");

    public static async Task<Results<Ok<Papers>, ProblemHttpResult>> ListAsync(Guid caseId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (!await db.PanelCases.AnyAsync(each => each.Id == caseId, ct))
        {
            return KeepCase.NotFound();
        }

        audit.About([caseId]);
        return TypedResults.Ok(new Papers([.. (await db.CasePapers.AsNoTracking().Where(paper => paper.CaseId == caseId).OrderBy(paper => paper.UploadedAt).ThenBy(paper => paper.Id).ToListAsync(ct)).Select(Describe)]));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(
        Guid caseId, Guid paperId, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        await db.CasePapers.AsNoTracking().SingleOrDefaultAsync(paper => paper.CaseId == caseId && paper.Id == paperId, ct) is { } found
            ? await CopyAsync(found, null, context, caller, db, audit, clock, ct)
            : NotFound();

    public static async Task<Results<Ok<Papers>, ProblemHttpResult>> ListOpenAsync(
        Guid itemId, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await OpeningAsync(itemId, caller, db, clock, ct) is not { } opening)
        {
            return NotFound();
        }

        audit.About([opening.CaseId]);
        return TypedResults.Ok(new Papers([.. (await PanelPapers.OfAsync(itemId, opening.CaseId, db, ct)).Where(paper => paper.RecalledAt is null).Select(Describe)]));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadOpenAsync(
        Guid itemId, Guid paperId, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct) =>
        await OpeningAsync(itemId, caller, db, clock, ct) is { } opening
        && await db.CasePapers.AsNoTracking().SingleOrDefaultAsync(paper => paper.CaseId == opening.CaseId && paper.Id == paperId, ct) is { } found
            ? found.RecalledAt is null && (await PanelPapers.OfAsync(itemId, opening.CaseId, db, ct)).TrueForAll(paper => paper.Id != found.Id)
                ? NotOfPanel()
                : await CopyAsync(found, itemId, context, caller, db, audit, clock, ct)
            : NotFound();

    public static async Task<Results<Ok<Readings>, ProblemHttpResult>> ReadingsAsync(Guid caseId, Guid paperId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (!await db.CasePapers.AnyAsync(paper => paper.CaseId == caseId && paper.Id == paperId, ct))
        {
            return NotFound();
        }

        audit.About([caseId, paperId]);
        return TypedResults.Ok(new Readings([.. await db.PaperReadings.AsNoTracking().Where(reading => reading.VersionId == paperId).OrderBy(reading => reading.ReadAt)
            .Select(reading => new Reading(reading.ReadBy, reading.ReadAt, reading.ItemId)).ToListAsync(ct)]));
    }

    /// <summary>Everybody on a panel reads the same text.</summary>
    internal static ProblemHttpResult NotOfPanel() =>
        Problems.Problem(StatusCodes.Status410Gone, "paper.superseded", "This version is not the one that the panel has before it: read that, by the list.");

    /// <summary>What opens an item's papers to the caller today; null when nothing does.</summary>
    internal static async Task<PaperOpening?> OpeningAsync(Guid itemId, Caller caller, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var (reader, today) = (Contracts.FamilyFinding.PersonReference.Of(caller.Subject).Value, LondonCalendar.Today(clock));
        return await db.PaperOpenings.AsNoTracking().SingleOrDefaultAsync(opening => opening.ItemId == itemId && opening.Reader == reader && opening.Open && opening.Until >= today, ct);
    }

    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> CopyAsync(
        CasePaper paper, Guid? itemId, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        audit.About([paper.CaseId, paper.Id]);
        if (paper.RecalledAt is not null)
        {
            return Problems.Problem(StatusCodes.Status410Gone, "paper.recalled", "The paper was recalled by the council that holds it.");
        }

        var now = clock.GetUtcNow();
        var bytes = await db.CasePaperContents.AsNoTracking().Where(content => content.VersionId == paper.Id).Select(content => content.Bytes).SingleAsync(ct);
        db.Add(new PaperReading { Id = Guid.CreateVersion7(now), CaseId = paper.CaseId, VersionId = paper.Id, ItemId = itemId, ReadBy = caller.Subject, ReadAt = now });
        await db.SaveChangesAsync(ct);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(
            ReadingCopy.Write(bytes, paper.Type, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{caller.Subject} · {LondonClock.Format(now)} · confidential")),
            WrittenDocument.PdfType, $"{paper.Id}.pdf");
    }
}
