using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.PanelScheduling.Cases;

/// <summary>What of a case is the panel's to say: how long it takes, when its people cannot come, and for what reason a clock stands still.</summary>
internal static class ChangeCase
{
    /// <param name="Minutes">How long the item takes; null for the panel's usual time.</param>
    /// <param name="Absences">Days on which presenters or adopters cannot come.</param>
    internal sealed record SchedulingRequest(int? Minutes, IReadOnlyList<Absence> Absences);

    /// <param name="Clock">Which clock.</param>
    /// <param name="Reason">One of the reasons that the law accepts for it.</param>
    /// <param name="From">The first day that is not counted.</param>
    internal sealed record PauseRequest(ClockCode Clock, PauseReason Reason, DateOnly From);

    /// <param name="Until">The first day that is counted again.</param>
    internal sealed record ResumeRequest(DateOnly Until);

    internal static async Task<Results<Ok<ReadCase.Response>, ProblemHttpResult>> ScheduleAsync(
        Guid caseId, SchedulingRequest request, HttpContext context, CaseReader reader, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await PanelCases.LockAsync(caseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        IfMatch.RequireCurrent(context, @case.Version);
        if (request.Minutes is < 5 or > Panels.Panel.LongestMeeting)
        {
            throw new InvalidRequestException("case.minutes", "An item takes 5 to 600 minutes.", "minutes");
        }

        (@case.Minutes, @case.Absences) = (request.Minutes, Absences.Checked(request.Absences));
        return await SaveAsync(@case, context, reader, db, clock, ct);
    }

    internal static async Task<Results<Ok<ReadCase.Response>, ProblemHttpResult>> PauseAsync(
        Guid caseId, PauseRequest request, HttpContext context, CaseReader reader, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await PanelCases.LockAsync(caseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        IfMatch.RequireCurrent(context, @case.Version);
        var rule = ClockRules.Newest(request.Clock);
        if (!rule.MayPauseFor(request.Reason))
        {
            throw new RuleBrokenException(
                "clock.pause-not-lawful",
                rule.Pauses.Count == 0 ? $"Nothing pauses this clock ({rule.Source})." : $"This clock is paused for other reasons only ({rule.Source}).",
                "reason");
        }

        var running = await db.Clocks.FindAsync([caseId, request.Clock, @case.Round, default(Statutory.Panels.NoticeRecipient)], ct);
        if (running is null || running.Ended is not null)
        {
            throw new RuleBrokenException("clock.not-running", "The case has no such clock running.", "clock");
        }

        if (request.From < running.Started || request.From > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("clock.pause-day", "A pause begins between the clock's start and today.", "from");
        }

        if (running.Due is { } due && request.From > due)
        {
            throw new RuleBrokenException("clock.overdue", "The limit had passed by then: a pause does not bring it back.", "from");
        }

        if (@case.Pauses.Exists(pause => pause.Clock == request.Clock && pause.Until is null))
        {
            throw new RuleBrokenException("clock.paused", "The clock stands still already.", "clock");
        }

        @case.Pauses.Add(new CasePause
        {
            Id = Guid.CreateVersion7(), CaseId = caseId, Councils = @case.Councils, Clock = request.Clock, Reason = request.Reason, From = request.From,
        });
        return await SaveAsync(@case, context, reader, db, clock, ct);
    }

    internal static async Task<Results<Ok<ReadCase.Response>, ProblemHttpResult>> ResumeAsync(
        Guid caseId, Guid pauseId, ResumeRequest request, HttpContext context, CaseReader reader, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await PanelCases.LockAsync(caseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        IfMatch.RequireCurrent(context, @case.Version);
        if (@case.Pauses.Find(pause => pause.Id == pauseId && pause.Until is null) is not { } pause)
        {
            return Problems.NotFound("pause.not-found", "The case has no such pause that lasts.");
        }

        if (pause.IsOfHub)
        {
            throw new RuleBrokenException("clock.pause-of-hub", "The assessment stands still in the council's hub, where it goes on too.");
        }

        if (request.Until < pause.From || request.Until > LondonCalendar.Today(clock).AddDays(1))
        {
            throw new RuleBrokenException("clock.resume-day", "A clock goes on between the pause's beginning and tomorrow.", "until");
        }

        pause.Until = request.Until;
        return await SaveAsync(@case, context, reader, db, clock, ct);
    }

    private static async Task<Results<Ok<ReadCase.Response>, ProblemHttpResult>> SaveAsync(
        PanelCase @case, HttpContext context, CaseReader reader, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        @case.Version++;
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await reader.DescribeAsync(@case, ct));
    }
}
