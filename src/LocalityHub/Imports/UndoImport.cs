using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Imports;

/// <summary>Takes back the newest import: a job like the import itself, which puts every child that it changed back.</summary>
internal static class UndoImport
{
    public sealed record Response(Guid Id, ImportState State);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        string code,
        Guid importId,
        HttpContext context,
        Caller caller,
        LocalityHubDbContext db,
        ImportQueue queue,
        ImportOptions options,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        // Alone among those who undo: of two at once, the second finds the first's job.
        var found = await db.Imports.FromSql($"select * from import where id = {importId} for update").AsNoTracking().ToListAsync(ct);
        if (found is not [var import])
        {
            return Problems.NotFound("import.not-found", "This council has no such import.");
        }

        if (import.IsDry || import.Undoes is not null || import.UndoneAt is not null)
        {
            return Conflict("import.nothing-to-undo", "A dry run changes nothing, and what was undone stays so.", "Hand in the return that should stand.");
        }

        // Whether a later import changed anything is not asked: the answer would tell of children whom the caller may not see.
        var isNewest = !await db.Imports.AnyAsync(each => each.Sequence > import.Sequence && !each.IsDry && each.Undoes == null && each.UndoneAt == null, ct);
        if (!isNewest || await db.Imports.AnyAsync(each => each.State == ImportState.Queued || each.State == ImportState.Running, ct))
        {
            return Conflict(
                "import.not-last",
                "Only the newest import can be undone, and only while none is under way: what came later builds on it.",
                "Wait until no import is under way, and undo the newest first.");
        }

        if (import.FinishedAt < clock.GetUtcNow() - options.KeepBefore)
        {
            return Conflict("import.too-old", "What children were before this import is no longer kept.", "Hand in the return that should stand.");
        }

        var undo = new Import
        {
            Id = Guid.CreateVersion7(),
            Year = import.Year,
            Undoes = importId,
            State = ImportState.Queued,
            SubmittedAt = clock.GetUtcNow(),
            SubmittedBy = caller.Subject,
            TraceParent = Activity.Current?.Id,
        };
        db.Add(undo);
        await db.SaveChangesAsync(ct);
        context.Response.OnCompleted(() =>
        {
            queue.Arrivals.Wake();
            return Task.CompletedTask;
        });
        audit.About([importId, undo.Id]);
        return TypedResults.Accepted($"/api/v1/councils/{code}/imports/{undo.Id}", new Response(undo.Id, ImportState.Queued));
    }

    private static ProblemHttpResult Conflict(string code, string detail, string next) =>
        Problems.Problem(StatusCodes.Status409Conflict, code, detail, next: next);
}
