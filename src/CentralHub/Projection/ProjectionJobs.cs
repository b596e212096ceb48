using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Releases;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.CentralHub;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Projection;

/// <summary>A job that an operator asked for.</summary>
/// <param name="Id">The job.</param>
/// <param name="Kind">rebuild or republish.</param>
/// <param name="State">running or done.</param>
/// <param name="RequestedAt">When it was asked for (UTC).</param>
/// <param name="FinishedAt">When it was done (UTC).</param>
/// <param name="Replayed">References replayed from the log, or councils asked to republish.</param>
/// <param name="Mended">References that differed from the log.</param>
internal sealed record ProjectionJobStatus(
    Guid Id, ProjectionJobKind Kind, string State, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt, int Replayed, int Mended)
{
    internal static ProjectionJobStatus Of(ProjectionJob job) => new(
        job.Id, job.Kind, job.FinishedAt is null ? "running" : "done", job.RequestedAt, job.FinishedAt, job.Replayed, job.Mended);
}

/// <summary>Drops the projection and replays it from the log, or asks the hubs to say again what they know.</summary>
internal static class ProjectionJobs
{
    internal static async Task<Accepted<ProjectionJobStatus>> RebuildAsync(CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var job = new ProjectionJob { Id = Guid.CreateVersion7(), Kind = ProjectionJobKind.Rebuild, RequestedAt = clock.GetUtcNow() };
        db.Jobs.Add(job);
        await db.SaveChangesAsync(ct);
        return Accepted(job);
    }

    internal static async Task<Accepted<ProjectionJobStatus>> RepublishAsync(CentralHubDbContext db, Region region, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var job = new ProjectionJob { Id = Guid.CreateVersion7(), Kind = ProjectionJobKind.Republish, RequestedAt = now, FinishedAt = now, Replayed = region.Councils.Count };
        db.Jobs.Add(job);
        foreach (var council in region.Councils)
        {
            db.Publish(new RepublishRegionalState(Guid.CreateVersion7(), council));
        }

        await db.SaveChangesAsync(ct);
        return Accepted(job);
    }

    internal static async Task<Results<Ok<ProjectionJobStatus>, ProblemHttpResult>> GetAsync(Guid id, CentralHubDbContext db, CancellationToken ct) =>
        await db.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, ct) is { } job
            ? TypedResults.Ok(ProjectionJobStatus.Of(job))
            : Problems.NotFound("job.not-found", "There is no such job.");

    private static Accepted<ProjectionJobStatus> Accepted(ProjectionJob job) =>
        TypedResults.Accepted($"/api/v1/region/projection/jobs/{job.Id}", ProjectionJobStatus.Of(job));
}

/// <summary>Carries out rebuilds, those that a restart interrupted included: each is one transaction and changes all or nothing.</summary>
internal sealed partial class ProjectionRebuilder(SystemScopes scopes, TimeProvider clock, ILogger<ProjectionRebuilder> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunNextAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                LogFailed(exception.GetType().Name);
            }
        }
    }

    private async Task RunNextAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("rebuild");
        var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
        if (!await db.Jobs.AnyAsync(waiting => waiting.FinishedAt == null, ct))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var job = await db.Jobs.FromSql($"select * from projection_job where finished_at is null order by requested_at limit 1 for update skip locked").SingleOrDefaultAsync(ct);
        if (job is null)
        {
            return;
        }

        // The log may be long.
        await db.Database.ExecuteSqlAsync($"set local statement_timeout = 0", ct);
        var figures = await RegionalLog.ReplayAsync(db, ct);
        var families = await FamilyLog.ReplayAsync(db, ct);
        var answers = await CandidateAnsweredConsumer.ReplayAsync(db, ct);
        (job.Replayed, job.Mended) = (figures.Replayed + families.Replayed, figures.Mended + families.Mended + answers);
        RegisterDue.Mark(db, DueKind.All);
        job.FinishedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);

        // Only what was released is written again: a rebuild must not be a way to see figures before their time.
        await scope.ServiceProvider.GetRequiredService<EditionCutter>().RewriteFiguresAsync(ct);
        await transaction.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The projection was not rebuilt ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
