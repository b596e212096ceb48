using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Makes a plan, explains it, and shows what a change would do.</summary>
internal static class PlanSchedule
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.6);

    /// <param name="From">The first day of meetings.</param>
    /// <param name="Until">The last.</param>
    /// <param name="PanelIds">Whose meetings; all of the caller's when empty.</param>
    /// <param name="IncludeBooked">Place booked cases anew too, unless they are pinned or their agenda is settled.</param>
    internal sealed record Request(DateOnly From, DateOnly Until, IReadOnlyList<Guid> PanelIds, bool IncludeBooked = false);

    /// <param name="CaseId">The case.</param>
    /// <param name="MeetingId">Where to; null for nowhere.</param>
    internal sealed record Move(Guid CaseId, Guid? MeetingId);

    /// <param name="Moves">What a person would have otherwise; a swap is two moves. Each is pinned.</param>
    /// <param name="Replan">Place all others anew around the pins.</param>
    /// <param name="Save">Keep it; without, it is only looked at.</param>
    internal sealed record ChangeRequest(IReadOnlyList<Move> Moves, bool Replan = false, bool Save = false);

    /// <param name="CaseId">The case.</param>
    /// <param name="MeetingId">Where it is heard; null when nowhere.</param>
    /// <param name="Date">When.</param>
    /// <param name="Pinned">A person has put it there.</param>
    /// <param name="DaysWaited">Since it was ready.</param>
    /// <param name="DaysLate">Beyond its nearest limit.</param>
    /// <param name="Earlier">Why it is at no earlier meeting, and what keeps it out of each.</param>
    internal sealed record Placed(Guid CaseId, Guid? MeetingId, DateOnly? Date, bool Pinned, long? DaysWaited, long? DaysLate, IReadOnlyList<EarlierMeeting> Earlier);

    /// <param name="PlanId">The plan.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last.</param>
    /// <param name="PanelIds">Whose meetings.</param>
    /// <param name="Figures">Days waited, days late, cases late and unplaced of this plan.</param>
    /// <param name="FirstCome">The same if each case in turn took the first meeting with room.</param>
    /// <param name="Optimal">No plan is better.</param>
    /// <param name="Gap">How far from the best it may be, as a part of its cost.</param>
    /// <param name="Milliseconds">How long it took.</param>
    /// <param name="Applied">Whether it was applied.</param>
    /// <param name="Placements">Where each case is.</param>
    internal sealed record Response(
        Guid PlanId, DateOnly From, DateOnly Until, IReadOnlyList<Guid> PanelIds, ScheduleFigures Figures, ScheduleFigures FirstCome, bool Optimal, double Gap, int Milliseconds, bool Applied,
        IReadOnlyList<Placed> Placements);

    /// <param name="Before">The plan as it is.</param>
    /// <param name="After">As it would be.</param>
    /// <param name="Breaks">What forbids it; nothing when it may be saved.</param>
    /// <param name="Changed">Cases that would be heard elsewhere.</param>
    /// <param name="Saved">Whether it was kept.</param>
    internal sealed record Effect(ScheduleFigures Before, ScheduleFigures After, IReadOnlyList<Broken> Breaks, IReadOnlyList<Move> Changed, bool Saved);

    /// <param name="CaseId">The case; null for a meeting that is too full.</param>
    /// <param name="MeetingId">The meeting.</param>
    /// <param name="Block">What keeps it out.</param>
    internal sealed record Broken(Guid? CaseId, Guid MeetingId, Block Block);

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> CreateAsync(
        Request request, HttpContext context, ProblemBuilder builder, PanelDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        Days.RequireKnown("from", request.From);
        if (request.Until < request.From || request.Until > request.From.AddYears(2))
        {
            throw new InvalidRequestException("schedule.days", "A plan covers up to two years.", "until");
        }

        var panels = await db.Panels.AsNoTracking().Where(panel => request.PanelIds.Count == 0 || request.PanelIds.Contains(panel.Id)).ToListAsync(ct);
        if (panels.Count == 0 || (request.PanelIds.Count > 0 && panels.Count != request.PanelIds.Distinct().Count()))
        {
            return Panels.KeepPanels.NotFound();
        }

        var plan = new SchedulePlan
        {
            Id = Guid.CreateVersion7(), From = request.From, Until = request.Until, PanelIds = [.. panels.Select(panel => panel.Id).Order()], IncludesBooked = request.IncludeBooked,
            Councils = [.. panels.SelectMany(panel => panel.Councils).Distinct().Order()], CreatedAt = clock.GetUtcNow(),
        };
        var problem = await builder.BuildAsync(plan, new Dictionary<Guid, Guid?>(), ct);
        Keep(plan, problem, ScheduleSolver.Solve(problem, Budget, clock));
        db.Plans.Add(plan);
        await db.SaveChangesAsync(ct);
        audit.About([plan.Id]);
        IfMatch.SetETag(context, plan.Version);
        return TypedResults.Created($"/api/v1/panels/schedules/{plan.Id}", Describe(plan, problem));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(
        Guid planId, HttpContext context, ProblemBuilder builder, PanelDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Plans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Id == planId, ct) is not { } plan)
        {
            return NotFound();
        }

        audit.About(plan.Placements.Select(placement => placement.CaseId));
        IfMatch.SetETag(context, plan.Version);
        return TypedResults.Ok(Describe(plan, await builder.BuildAsync(plan, PinsOf(plan), ct)));
    }

    internal static async Task<Results<Ok<Effect>, ProblemHttpResult>> ChangeAsync(
        Guid planId, ChangeRequest request, HttpContext context, ProblemBuilder builder, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Plans.SingleOrDefaultAsync(plan => plan.Id == planId, ct) is not { } plan)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, plan.Version);
        RequireOpen(plan);
        var pins = PinsOf(plan);
        var free = await builder.BuildAsync(plan, new Dictionary<Guid, Guid?>(), ct);
        var before = MeetingsOf(plan, free);
        var after = before.ToArray();
        foreach (var move in request.Moves)
        {
            var @case = IndexOf(free.Cases, each => each.Id == move.CaseId);
            var meeting = move.MeetingId is { } to ? IndexOf(free.Meetings, each => each.Id == to) : -1;
            if (@case < 0 || (move.MeetingId is not null && meeting < 0))
            {
                throw new RuleBrokenException("schedule.not-in-plan", "Cases and meetings are those of the plan, as they are now.", "moves") { NamesNothingThere = true };
            }

            pins[move.CaseId] = move.MeetingId;
            after[@case] = meeting;
        }

        SolvedSchedule? solved = null;
        if (request.Replan)
        {
            var pinned = await builder.BuildAsync(plan, pins, ct);
            solved = ScheduleSolver.Solve(pinned, Budget, clock);
            after = [.. solved.Schedule.Meetings];
        }

        var breaks = BreaksOf(free, after);
        var save = request.Save && breaks.Count == 0;
        if (save)
        {
            plan.Placements = [.. free.Cases.Select((each, i) => new Placement(each.Id, after[i] < 0 ? null : free.Meetings[after[i]].Id, pins.ContainsKey(each.Id)))];
            plan.Cost = Enumerable.Range(0, after.Length).Sum(i => free.CostOf(i, after[i]));
            (plan.Bound, plan.IsOptimal) = solved is null ? (Math.Min(plan.Bound, plan.Cost), false) : (solved.Bound, solved.IsOptimal);
            plan.Version++;
            await db.SaveChangesAsync(ct);
        }

        IfMatch.SetETag(context, plan.Version);
        return TypedResults.Ok(new Effect(
            ScheduleChecker.FiguresOf(free, before), ScheduleChecker.FiguresOf(free, after), breaks,
            [.. Enumerable.Range(0, after.Length).Where(i => after[i] != before[i]).Select(i => new Move(free.Cases[i].Id, after[i] < 0 ? null : free.Meetings[after[i]].Id))], save));
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("schedule.not-found", "There is no such plan.");

    internal static void RequireOpen(SchedulePlan plan)
    {
        if (plan.AppliedAt is not null)
        {
            throw new RuleBrokenException("schedule.applied", "The plan was applied: make a new one.");
        }
    }

    private static Dictionary<Guid, Guid?> PinsOf(SchedulePlan plan) =>
        plan.Placements.Where(placement => placement.Pinned).ToDictionary(placement => placement.CaseId, placement => placement.MeetingId);

    private static int[] MeetingsOf(SchedulePlan plan, ScheduleProblem problem)
    {
        var placed = plan.Placements.ToDictionary(placement => placement.CaseId, placement => placement.MeetingId);
        return [.. problem.Cases.Select(@case => placed.GetValueOrDefault(@case.Id) is { } meeting ? IndexOf(problem.Meetings, each => each.Id == meeting) : -1)];
    }

    private static int IndexOf<T>(IReadOnlyList<T> list, Func<T, bool> isIt)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (isIt(list[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static List<Broken> BreaksOf(ScheduleProblem problem, int[] meetingOf)
    {
        var breaks = Enumerable.Range(0, meetingOf.Length)
            .Where(i => meetingOf[i] >= 0 && !problem.IsOpen(i, meetingOf[i]))
            .Select(i => new Broken(problem.Cases[i].Id, problem.Meetings[meetingOf[i]].Id, problem.BlockOf(i, meetingOf[i]))).ToList();
        breaks.AddRange(Enumerable.Range(0, problem.Meetings.Count)
            .Where(j => Enumerable.Range(0, meetingOf.Length).Where(i => meetingOf[i] == j).Sum(i => problem.Cases[i].Minutes) > problem.Meetings[j].Minutes)
            .Select(j => new Broken(null, problem.Meetings[j].Id, Block.Minutes)));
        return breaks;
    }

    private static void Keep(SchedulePlan plan, ScheduleProblem problem, SolvedSchedule solved)
    {
        plan.Placements = [.. problem.Cases.Select((each, i) => new Placement(each.Id, solved.Schedule[i] < 0 ? null : problem.Meetings[solved.Schedule[i]].Id, false))];
        (plan.Cost, plan.Bound, plan.IsOptimal, plan.Milliseconds) = (solved.Schedule.Cost, solved.Bound, solved.IsOptimal, (int)solved.Elapsed.TotalMilliseconds);
    }

    private static Response Describe(SchedulePlan plan, ScheduleProblem problem)
    {
        var at = MeetingsOf(plan, problem);
        var pins = PinsOf(plan);
        var placements = problem.Cases.Select((@case, i) =>
        {
            DateOnly? day = at[i] < 0 ? null : problem.Meetings[at[i]].Date;
            return new Placed(
                @case.Id, at[i] < 0 ? null : problem.Meetings[at[i]].Id, day, pins.ContainsKey(@case.Id), day is { } heard ? ScheduleCost.WaitOf(@case, heard) : null,
                day is { } then ? ScheduleCost.LateOf(@case, then) : null, ScheduleExplanation.Of(problem, at, i));
        });
        return new Response(
            plan.Id, plan.From, plan.Until, plan.PanelIds, ScheduleChecker.FiguresOf(problem, at), ScheduleChecker.FiguresOf(problem, FirstComeFirstServed.Solve(problem).Meetings), plan.IsOptimal,
            plan.Cost == 0 ? 0 : Math.Round((double)(plan.Cost - plan.Bound) / plan.Cost, 4), plan.Milliseconds, plan.AppliedAt is not null, [.. placements]);
    }
}
