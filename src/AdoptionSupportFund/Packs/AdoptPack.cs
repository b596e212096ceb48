using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>
/// From a draft pack to rules that hold: first previewed on all drafts and held against what was decided before, then adopted from a day by a
/// named person, upon which every draft is checked again in one go.
/// </summary>
internal static class AdoptPack
{
    /// <param name="From">The first day on which applications are held against it: today or later, in its year.</param>
    public sealed record Request(DateOnly From);

    /// <summary>
    /// <c>State</c>: waiting, running or done.
    /// <c>Done</c>: drafts looked at so far, of Total.
    /// <c>Changed</c>: drafts whose findings differ.
    /// <c>Broken</c>: drafts that would be, or are, stopped and were not before.
    /// <c>Mended</c>: drafts that were stopped and would be, or are, no more.
    /// <c>History</c>: decided applications held against the pack, and how many of them it would have stopped; hidden below six.
    /// </summary>
    public sealed record Response(
        Guid Id, PackJobKind Kind, Guid? PackId, DateOnly Day, string State, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt, int Total, int Done, int Changed, int Broken, int Mended, Past? History);

    public sealed record Past(int Applications, int? Stopped, bool Suppressed);

    /// <summary>
    /// What is different for one draft of the caller's councils.
    /// <c>Come</c>: codes of findings that come.
    /// <c>Go</c>: codes of findings that go.
    /// <c>IsStopped</c>: whether something stands in the way afterwards.
    /// </summary>
    public sealed record Change(Guid ApplicationId, CouncilCode Council, IReadOnlyList<string> Come, IReadOnlyList<string> Go, bool IsStopped);

    /// <summary>
    /// A decided application of the year before that a draft pack would have stopped, of the caller's councils.
    /// <c>Codes</c>: findings that would have stopped it.
    /// </summary>
    public sealed record PastStop(Guid ApplicationId, CouncilCode Council, IReadOnlyList<string> Codes);

    private const int Threshold = 6;

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> PreviewAsync(
        Guid packId, Request request, Caller caller, HttpContext context, FundDbContext db, PackSignal signal, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, packId, ct) is not { } pack)
        {
            return ReadPacks.NotFound();
        }

        var day = CheckedDay(pack, request.From, LondonCalendar.Today(clock));
        var job = Ask(db, signal, context, PackJobKind.Preview, pack.Id, day, caller, clock, audit);
        await db.SaveChangesAsync(ct);
        return Accepted(job);
    }

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> AdoptAsync(
        Guid packId, Request request, Caller caller, HttpContext context, FundDbContext db, PackSignal signal, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Packs.FromSql($"select * from rule_pack where id = {packId} for update").SingleOrDefaultAsync(ct) is not { } pack)
        {
            return ReadPacks.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        CheckedDay(pack, request.From, today);
        if (!await db.PackJobs.AnyAsync(job => job.PackId == packId && job.Kind == PackJobKind.Preview && job.FinishedAt != null, ct))
        {
            throw new RuleBrokenException("rule-pack.not-previewed", "Nobody has looked at what this pack changes for whom: preview it first.", "packId");
        }

        pack.AdoptedFrom = request.From;
        pack.AdoptedBy = caller.Subject;
        pack.AdoptedAt = clock.GetUtcNow();
        var job = Ask(db, signal, context, PackJobKind.Recheck, pack.Id, today, caller, clock, audit);
        await db.SaveChangesAsync(ct);
        return Accepted(job);
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> JobAsync(Guid jobId, FundDbContext db, CancellationToken ct) =>
        await db.PackJobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == jobId, ct) is { } job ? TypedResults.Ok(Describe(job)) : NotFound();

    public static async Task<Results<Ok<Page<Change>>, ProblemHttpResult>> ChangesAsync(Guid jobId, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (!await db.PackJobs.AnyAsync(job => job.Id == jobId, ct))
        {
            return NotFound();
        }

        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await db.PackChanges.AsNoTracking().Where(change => change.JobId == jobId && change.ApplicationId > after)
            .OrderBy(change => change.ApplicationId).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, change => change.ApplicationId);
        audit.About(found.Items.Select(change => change.ApplicationId));
        return TypedResults.Ok(new Page<Change>(
            [.. found.Items.Select(change => new Change(change.ApplicationId, new CouncilCode(change.Council), change.Come, change.Go, change.IsStopped))], found.Next));
    }

    public static async Task<Results<Ok<Page<PastStop>>, ProblemHttpResult>> HistoryAsync(Guid jobId, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (!await db.PackJobs.AnyAsync(job => job.Id == jobId, ct))
        {
            return NotFound();
        }

        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await db.PackHistories.AsNoTracking().Where(past => past.JobId == jobId && past.ApplicationId > after)
            .OrderBy(past => past.ApplicationId).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, past => past.ApplicationId);
        audit.About(found.Items.Select(past => past.ApplicationId));
        return TypedResults.Ok(new Page<PastStop>([.. found.Items.Select(past => new PastStop(past.ApplicationId, new CouncilCode(past.Council), past.Codes))], found.Next));
    }

    private static Task<PackRow?> FindAsync(FundDbContext db, Guid packId, CancellationToken ct) => db.Packs.AsNoTracking().SingleOrDefaultAsync(pack => pack.Id == packId, ct);

    private static DateOnly CheckedDay(PackRow pack, DateOnly from, DateOnly today)
    {
        if (pack.AdoptedFrom is not null)
        {
            throw new RuleBrokenException("rule-pack.adopted", "The pack is adopted already; a change of its rules is a new revision.", "packId");
        }

        var year = new YearEnded(pack.Year);
        if (from < year.FirstDay || from > year.LastDay || from < today)
        {
            throw new RuleBrokenException("rule-pack.day", "A pack holds from a day of its year on, today or later: what was submitted before was held against the rules of its day.", "from");
        }

        return from;
    }

    private static PackJob Ask(
        FundDbContext db, PackSignal signal, HttpContext context, PackJobKind kind, Guid packId, DateOnly day, Caller caller, TimeProvider clock, AuditTrail audit)
    {
        var job = new PackJob { Id = Guid.CreateVersion7(), Kind = kind, PackId = packId, Day = day, RequestedBy = caller.Subject, RequestedAt = clock.GetUtcNow() };
        db.Add(job);
        audit.About([job.Id]);

        // After the answer, hence after the commit.
        context.Response.OnCompleted(() =>
        {
            signal.Wake();
            return Task.CompletedTask;
        });
        return job;
    }

    private static Accepted<Response> Accepted(PackJob job) => TypedResults.Accepted($"/api/v1/fund/rule-jobs/{job.Id}", Describe(job));

    private static Response Describe(PackJob job) => new(
        job.Id,
        job.Kind,
        job.PackId,
        job.Day,
        job.FinishedAt is not null ? "done" : job.Total > 0 ? "running" : "waiting",
        job.RequestedAt,
        job.FinishedAt,
        job.Total,
        job.Done,
        job.Changed,
        job.Broken,
        job.Mended,
        job is { Kind: PackJobKind.Preview, FinishedAt: not null }
            ? new Past(job.HistoryTotal, job.HistoryStopped < Threshold ? null : job.HistoryStopped, job.HistoryStopped < Threshold)
            : null);

    private static ProblemHttpResult NotFound() => Problems.NotFound("rule-job.not-found", "There is no such job.");
}
