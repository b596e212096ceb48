using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Imports;

/// <summary>Reads jobs, and what they found, a page at a time.</summary>
internal static class ReadImports
{
    public sealed record Progress(int Done, int Total);

    public sealed record Counts(int Children, int New, int Updated, int Unchanged, int Held, int Rows, int RejectedRows, int Findings);

    public sealed record JobProblem(string Code, string Detail);

    /// <param name="Id">The job.</param>
    /// <param name="Year">The census year, by the calendar year in which it ends.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="Progress">How many of its children are done.</param>
    /// <param name="Counts">What came of them.</param>
    /// <param name="SubmittedAt">When it was handed in, UTC.</param>
    /// <param name="StartedAt">When it began, UTC.</param>
    /// <param name="FinishedAt">When it ended, UTC.</param>
    /// <param name="Problem">Why it failed as a whole.</param>
    /// <param name="DryRun">It only tells what it would do.</param>
    /// <param name="Undoes">The import that it takes back.</param>
    /// <param name="UndoneAt">When it was taken back, UTC.</param>
    /// <param name="CheckedByYear">The year by whose codes it is checked, where those of its own are not known: its findings are to be read with that in mind.</param>
    public sealed record Job(
        Guid Id,
        int Year,
        ImportState State,
        Progress Progress,
        Counts Counts,
        DateTimeOffset SubmittedAt,
        DateTimeOffset? StartedAt,
        DateTimeOffset? FinishedAt,
        JobProblem? Problem,
        bool DryRun = false,
        Guid? Undoes = null,
        DateTimeOffset? UndoneAt = null,
        int? CheckedByYear = null);

    /// <param name="ChildId">The child; null for one whom the hub does not know yet.</param>
    /// <param name="LocalId">Their number in the return.</param>
    /// <param name="Outcome">What an import would do.</param>
    /// <param name="HoldReasons">Why it would hold the child.</param>
    /// <param name="StageBefore">Where the plan stands.</param>
    /// <param name="StageAfter">Where it would stand.</param>
    /// <param name="Gained">Milestones that would come, each as its name and date.</param>
    /// <param name="Lost">Milestones that would go.</param>
    public sealed record Preview(
        Guid? ChildId,
        string LocalId,
        Outcome Outcome,
        IReadOnlyList<string> HoldReasons,
        ChildStage? StageBefore,
        ChildStage? StageAfter,
        IReadOnlyList<string> Gained,
        IReadOnlyList<string> Lost);

    public sealed record Finding(string Rule, string Table, int Row, IReadOnlyList<string> Columns, Guid? ChildId);

    /// <param name="Table">The table of the return.</param>
    /// <param name="Row">The data row, from 1; 0 of a child of an XML return who has no row in that table.</param>
    /// <param name="Reason">Why it is given back.</param>
    /// <param name="ChildId">The child; null for one whom the hub does not know, or when the row does not say whose it is.</param>
    public sealed record RejectedRow(string Table, int Row, string Reason, Guid? ChildId);

    /// <param name="ChildId">The child.</param>
    /// <param name="Reasons">Numbers of the rules broken, or <c>rejected-row</c>.</param>
    /// <param name="ReversalInDoubt">The region still shows a plan for adoption, and the held rows speak of its end: mend this child first.</param>
    public sealed record HeldChild(Guid ChildId, IReadOnlyList<string> Reasons, bool ReversalInDoubt);

    public static async Task<Ok<Page<Job>>> ListAsync([AsParameters] PageRequest page, LocalityHubDbContext db, CancellationToken ct)
    {
        var before = Cursor.Decode<long?>(page.Cursor) ?? long.MaxValue;
        var imports = await db.Imports.AsNoTracking().Where(i => i.Sequence < before).OrderByDescending(i => i.Sequence).Take(page.Take).ToListAsync(ct);
        var jobs = Page.Of(imports, page, import => import.Sequence);
        var hidden = await HiddenRecords.OfImportsAsync(db, [.. jobs.Items.Select(import => import.Id)], ct);
        return TypedResults.Ok(new Page<Job>([.. jobs.Items.Select(import => Describe(import, hidden))], jobs.Next));
    }

    public static async Task<Results<Ok<Job>, ProblemHttpResult>> OneAsync(Guid importId, LocalityHubDbContext db, CancellationToken ct)
    {
        var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId, ct);
        return import is null ? NotFound() : TypedResults.Ok(Describe(import, await HiddenRecords.OfImportsAsync(db, [importId], ct)));
    }

    public static async Task<Results<Ok<Page<Finding>>, ProblemHttpResult>> FindingsAsync(
        Guid importId, [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = Cursor.Decode<long?>(page.Cursor) ?? 0;
        var rows = await db.ImportFindings.AsNoTracking().Where(f => f.ImportId == importId && f.Id > after).OrderBy(f => f.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, f => f.Id);
        audit.About(found.Items.Select(row => row.ChildId).OfType<Guid>());
        return rows.Count == 0 && !await ExistsAsync(db, importId, ct)
            ? NotFound()
            : TypedResults.Ok(Map(found, f => new Finding(f.Rule, ((Table)f.Table).ToString(), f.Row, f.Columns, f.ChildId)));
    }

    public static async Task<Results<Ok<Page<RejectedRow>>, ProblemHttpResult>> RejectedRowsAsync(
        Guid importId, [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = Cursor.Decode<long?>(page.Cursor) ?? 0;
        var rows = await db.ImportRejectedRows.AsNoTracking().Where(r => r.ImportId == importId && r.Id > after).OrderBy(r => r.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, r => r.Id);
        audit.About(found.Items.Select(row => row.ChildId).OfType<Guid>());
        return rows.Count == 0 && !await ExistsAsync(db, importId, ct)
            ? NotFound()
            : TypedResults.Ok(Map(found, r => new RejectedRow(((Table)r.Table).ToString(), r.Row, r.Reason, r.ChildId)));
    }

    public static async Task<Results<Ok<Page<HeldChild>>, ProblemHttpResult>> HeldChildrenAsync(
        Guid importId, [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = Cursor.Decode<long?>(page.Cursor) ?? 0;
        var rows = await db.ImportHeldChildren.AsNoTracking().Where(h => h.ImportId == importId && h.Id > after).OrderBy(h => h.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, h => h.Id);
        audit.About(found.Items.Select(row => row.ChildId));
        return rows.Count == 0 && !await ExistsAsync(db, importId, ct)
            ? NotFound()
            : TypedResults.Ok(Map(found, h => new HeldChild(h.ChildId, h.Reasons, h.ReversalInDoubt)));
    }

    public static async Task<Results<Ok<Page<Preview>>, ProblemHttpResult>> PreviewAsync(
        Guid importId, [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = Cursor.Decode<long?>(page.Cursor) ?? 0;
        var rows = await db.ImportPreviews.AsNoTracking().Where(p => p.ImportId == importId && p.Id > after).OrderBy(p => p.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, p => p.Id);
        audit.About(found.Items.Select(row => row.ChildId).OfType<Guid>());
        return rows.Count == 0 && !await ExistsAsync(db, importId, ct)
            ? NotFound()
            : TypedResults.Ok(Map(found, p => new Preview(p.ChildId, p.LocalId, p.Outcome, p.HoldReasons, p.StageBefore, p.StageAfter, p.Gained, p.Lost)));
    }

    private static Page<TTo> Map<TFrom, TTo>(Page<TFrom> page, Func<TFrom, TTo> map) => new([.. page.Items.Select(map)], page.Next);

    private static Task<bool> ExistsAsync(LocalityHubDbContext db, Guid importId, CancellationToken ct) => db.Imports.AnyAsync(i => i.Id == importId, ct);

    private static ProblemHttpResult NotFound() => Problems.NotFound("import.not-found", "This council has no such import.");

    // How many children and rows there were, whoever handed them in knows: a smaller number would betray what is hidden. What the hub
    // thinks of a hidden child is left out, as if there were nothing to be said of it.
    private static Job Describe(Import import, IReadOnlyDictionary<Guid, HiddenRecords.Counts> hidden)
    {
        var without = hidden.GetValueOrDefault(import.Id, HiddenRecords.Counts.None);
        return new Job(
            import.Id,
            import.Year,
            import.State,
            new Progress(import.Done, import.Total),
            new Counts(
                import.ChildrenNew + import.ChildrenUpdated + import.ChildrenUnchanged + import.ChildrenHeld,
                import.ChildrenNew,
                import.ChildrenUpdated - without.Updated,
                import.ChildrenUnchanged + without.Held + without.Updated,
                import.ChildrenHeld - without.Held,
                import.Rows + without.RejectedRows,
                import.RejectedRows - without.RejectedRows,
                import.Findings - without.Findings),
            import.SubmittedAt,
            import.StartedAt,
            import.FinishedAt,
            import is { ProblemCode: { } code, ProblemDetail: { } detail } ? new JobProblem(code, detail) : null,
            import.IsDry,
            import.Undoes,
            import.UndoneAt,
            import.Undoes is null && new CensusYear(import.Year).CheckedBy is var by && by != import.Year ? by : null);
    }
}
