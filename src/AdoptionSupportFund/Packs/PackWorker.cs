using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts;
using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>Tells the worker that a job waits.</summary>
internal sealed class PackSignal : WakeUp;

/// <summary>
/// Carries out previews and rechecks, page by page, those that a restart interrupted included: a draft that was checked already is found
/// unchanged. Once a day it checks all drafts, since windows close and checks of providers fall due though nobody touches them.
/// </summary>
internal sealed class PackWorker(SystemScopes scopes, Rulebooks rulebooks, PackSignal signal, OutboxSignal outbox, TimeProvider clock, ILogger<PackWorker> logger) : BackgroundService
{
    private const int PageSize = 2_000;

    // Any number, the same in every process of this service: one works, the others wait.
    private const long LockKey = 0x4655_4E44_5041_434B;

    private static readonly ApplicationStatus[] Changeable = [ApplicationStatus.Draft, ApplicationStatus.Returned];
    private static readonly ApplicationStatus[] Decided = [ApplicationStatus.Approved, ApplicationStatus.Closed];
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(wait, stoppingToken);
            wait = Look;
            try
            {
                await RunAllAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception) && !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("Drafts are checked later ({ExceptionType}).", exception.GetType().Name);
                wait = Again;
            }
        }
    }

    private async Task RunAllAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("rule jobs");
        var db = scope.ServiceProvider.GetRequiredService<FundDbContext>();
        await db.Database.OpenConnectionAsync(ct);
        if (!await LockAsync(db, ct))
        {
            return;
        }

        try
        {
            await AskForTodayAsync(db, ct);
            while (await db.PackJobs.Where(job => job.FinishedAt == null).OrderBy(job => job.RequestedAt).FirstOrDefaultAsync(ct) is { } job)
            {
                await RunAsync(db, job, ct);
                db.ChangeTracker.Clear();
            }
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private async Task AskForTodayAsync(FundDbContext db, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        if (!await db.PackJobs.AnyAsync(job => job.Kind == PackJobKind.Daily && job.Day >= today, ct))
        {
            db.Add(new PackJob { Id = Guid.CreateVersion7(), Kind = PackJobKind.Daily, Day = today, RequestedAt = clock.GetUtcNow() });
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task RunAsync(FundDbContext db, PackJob job, CancellationToken ct)
    {
        var current = await rulebooks.CurrentAsync(db, ct);
        var pack = job.PackId is { } id ? (await db.Packs.AsNoTracking().SingleAsync(row => row.Id == id, ct)).Read() : null;
        var rules = job.Kind == PackJobKind.Preview ? current.With(pack!, job.Day) : current;
        (job.Total, job.Done, job.Changed, job.Broken, job.Mended) = (await db.Applications.CountAsync(application => Changeable.Contains(application.Status), ct), 0, 0, 0, 0);
        await db.PackChanges.Where(change => change.JobId == job.Id).ExecuteDeleteAsync(ct);
        await db.PackHistories.Where(past => past.JobId == job.Id).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);

        var after = Guid.Empty;
        while (await PageAsync(db, job, current, rules, after, ct) is { } last)
        {
            after = last;
        }

        if (job.Kind == PackJobKind.Preview)
        {
            (job.HistoryTotal, job.HistoryStopped) = await HistoryAsync(db, job, pack!, current, ct);
        }

        var told = await FinishAsync(db, job, current, ct);
        logger.LogInformation(
            "Rule job {Job} ({Kind}): {Total} drafts, {Changed} changed, {Broken} stopped now, {Mended} no more; owners are told of {Told}.",
            job.Id, job.Kind, job.Total, job.Changed, job.Broken, job.Mended, told);
    }

    /// <summary>Ends a job together with what it tells owners of: neither without the other.</summary>
    private async Task<int> FinishAsync(FundDbContext db, PackJob job, Rulebook current, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var told = job.Kind == PackJobKind.Preview ? 0 : await ChaseOwners.TellAsync(db, job.Day, current, ct);
        job.FinishedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (told > 0)
        {
            outbox.Wake();
        }

        return told;
    }

    /// <summary>Checks a page of drafts in one transaction; returns the last of them, or null when there was none.</summary>
    private static async Task<Guid?> PageAsync(FundDbContext db, PackJob job, Rulebook current, Rulebook rules, Guid after, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var drafts = await Drafts.ReadAsync(
            db, db.Applications.Where(application => Changeable.Contains(application.Status) && application.Id > after).OrderBy(application => application.Id).Take(PageSize), _ => job.Day, rules, ct);
        if (drafts.Count == 0)
        {
            return null;
        }

        var changes = new List<PackChange>();
        var written = new List<(Guid Id, long Version, string Findings)>();
        foreach (var draft in drafts)
        {
            // A preview compares two sets of rules on one day: what a day alone changes is not the pack's doing.
            var before = job.Kind == PackJobKind.Preview ? ApplicationChecks.Of(draft.Facts, current) : StoredFindings.Read(draft.Findings);
            var found = ApplicationChecks.Of(draft.Facts, rules);
            var text = StoredFindings.Write(found);
            if (text == (job.Kind == PackJobKind.Preview ? StoredFindings.Write(before) : draft.Findings))
            {
                continue;
            }

            written.Add((draft.Facts.Id, draft.Version, text));
            var (was, isNow) = (IsStopped(before), IsStopped(found));
            (job.Changed, job.Broken, job.Mended) = (job.Changed + 1, job.Broken + (!was && isNow ? 1 : 0), job.Mended + (was && !isNow ? 1 : 0));
            var (codesBefore, codesNow) = (Codes(before), Codes(found));
            changes.Add(new PackChange
            {
                JobId = job.Id, ApplicationId = draft.Facts.Id, Council = (short)draft.Facts.Council.Number,
                Come = [.. codesNow.Except(codesBefore)], Go = [.. codesBefore.Except(codesNow)], IsStopped = isNow,
            });
        }

        if (job.Kind != PackJobKind.Preview)
        {
            await WriteFindingsAsync(db, drafts, written, job.Day, ct);
        }

        await WriteChangesAsync(db, changes, ct);
        job.Done += drafts.Count;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return drafts[^1].Facts.Id;
    }

    /// <summary>Writes what differs, unless somebody has changed the draft meanwhile: theirs was checked when they did.</summary>
    private static async Task WriteFindingsAsync(FundDbContext db, IReadOnlyList<Checkable> drafts, List<(Guid Id, long Version, string Findings)> written, DateOnly day, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            update application a set findings = u.findings
            from unnest({written.Select(each => each.Id).ToArray()}, {written.Select(each => each.Version).ToArray()}, {written.Select(each => each.Findings).ToArray()}) u(id, version, findings)
            where a.id = u.id and a.version = u.version
            """,
            ct);
        await db.Database.ExecuteSqlAsync($"update application set checked_on = {day} where id = any({drafts.Select(draft => draft.Facts.Id).ToArray()}) and checked_on < {day}", ct);
    }

    // Codes hold no spaces: an array of arrays of different lengths is no parameter.
    private static Task<int> WriteChangesAsync(FundDbContext db, List<PackChange> changes, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        insert into rule_change (job_id, application_id, council, come, go, is_stopped)
        select u.job, u.application, u.council, string_to_array(u.come, ' '), string_to_array(u.go, ' '), u.stopped
        from unnest({changes.Select(change => change.JobId).ToArray()}, {changes.Select(change => change.ApplicationId).ToArray()}, {changes.Select(change => change.Council).ToArray()},
            {changes.Select(change => string.Join(' ', change.Come)).ToArray()}, {changes.Select(change => string.Join(' ', change.Go)).ToArray()}, {changes.Select(change => change.IsStopped).ToArray()})
            u(job, application, council, come, go, stopped)
        """,
        ct);

    /// <summary>
    /// Holds what was decided in the year before against the pack, as if it had all happened in the pack's year, in the order in which it was applied
    /// for: how much of what families were given would have been stopped.
    /// </summary>
    private static async Task<(int Total, int Stopped)> HistoryAsync(FundDbContext db, PackJob job, RulePack pack, Rulebook current, CancellationToken ct)
    {
        var before = new YearEnded(pack.Year.Year - 1);
        var (first, last) = (before.FirstDay, before.LastDay);
        var decided = await Drafts.ReadAsync(
            db,
            db.Applications.Where(application => Decided.Contains(application.Status) && application.AppliedOn >= first && application.AppliedOn <= last).OrderBy(application => application.AppliedOn).ThenBy(application => application.Id),
            application => application.AppliedOn!.Value,
            current,
            ct);
        var stopped = History.Stopped(decided.Select(each => each.Facts), pack, current.With(pack, pack.Year.FirstDay));
        db.AddRange(stopped.Select(each => new PackHistory { JobId = job.Id, ApplicationId = each.Application.Id, Council = (short)each.Application.Council.Number, Codes = [.. each.Codes] }));
        return (decided.Count, stopped.Count);
    }

    private static bool IsStopped(IReadOnlyList<Finding> findings) => FindingBook.Unexcepted(findings, []).Any();

    private static HashSet<string> Codes(IReadOnlyList<Finding> findings) => [.. findings.Select(finding => finding.Code)];

    private static async Task<bool> LockAsync(FundDbContext db, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", (NpgsqlConnection)db.Database.GetDbConnection()) { Parameters = { new() { Value = LockKey } } };
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
