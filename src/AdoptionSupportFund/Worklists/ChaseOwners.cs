using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.Contracts.SupportFund;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.AdoptionSupportFund.Worklists;

/// <summary>
/// Tells each council's hub what of its worklist has come nearer, is overdue or is settled, since only the hub knows whose it is: once for each step,
/// and anew when the day has changed.
/// </summary>
internal static class ChaseOwners
{
    /// <summary>Days within which a broken draft is to be mended, counted from when its owner is told.</summary>
    public const int MendWithin = 7;

    private const int Week = 7;

    private static readonly Dictionary<FundTask, SupportTask> Chased = new()
    {
        [FundTask.WindowClosing] = SupportTask.WindowClosing,
        [FundTask.DraftBroken] = SupportTask.DraftBroken,
        [FundTask.PackageEnding] = SupportTask.PackageEnding,
        [FundTask.SpendUnconfirmed] = SupportTask.SpendUnconfirmed,
    };

    /// <summary>
    /// Publishes what is new on a day; call it within the transaction of what has found it, and wake the relay afterwards. Returns how much that was.
    /// </summary>
    /// <remarks>A new pack can break each of tens of thousands of drafts: what is told is written by statements, not row by row.</remarks>
    public static async Task<int> TellAsync(FundDbContext db, DateOnly today, Rulebook rules, CancellationToken ct)
    {
        var told = 0;
        foreach (var council in await db.Children.Select(child => child.Council).Union(db.Applications.Select(application => application.Council)).Order().ToListAsync(ct))
        {
            var items = (await Worklist.OfAsync(db, council, today, rules, ct)).Where(item => Chased.ContainsKey(item.Task)).ToList();
            var abouts = items.Select(item => item.About).ToArray();
            var known = await db.Chases.AsNoTracking()
                .Where(chase => chase.Council == council && (chase.Step != ChaseStep.Settled || abouts.Contains(chase.About))).ToDictionaryAsync(chase => (chase.Task, chase.About), ct);
            var moved = new List<Chase>();
            foreach (var item in items)
            {
                var task = Chased[item.Task];
                if (!known.Remove((task, item.About), out var chase))
                {
                    chase = new Chase { Id = Guid.CreateVersion7(), Council = council, Task = task, About = item.About, AssessmentId = item.AssessmentId!.Value };
                }

                if (Move(chase, DueOf(item, chase, today), today))
                {
                    moved.Add(chase);
                }
            }

            foreach (var settled in known.Values.Where(chase => chase.Step != ChaseStep.Settled))
            {
                settled.Step = ChaseStep.Settled;
                moved.Add(settled);
            }

            moved.ForEach(chase => chase.Version++);
            await WriteAsync(db, moved, ct);
            told += moved.Count;
        }

        return told;
    }

    /// <summary>Tells again, under the next version, what is open of assessments that a hub states anew after it was restored: it may have forgotten it.</summary>
    public static async Task RepeatAsync(FundDbContext db, short council, IReadOnlyCollection<Guid> assessments, CancellationToken ct)
    {
        foreach (var chase in await db.Chases.Where(chase => chase.Council == council && assessments.Contains(chase.AssessmentId)).ToListAsync(ct))
        {
            chase.Version++;
            db.Publish(Message(chase));
        }
    }

    // A draft has no day of its own: its days are counted from when it was found broken, until it is mended.
    private static DateOnly DueOf(WorkItem item, Chase chase, DateOnly today) => item.Task != FundTask.DraftBroken ? item.DueOn
        : chase.Step == ChaseStep.Settled ? today.AddDays(MendWithin) : chase.DueOn;

    private static bool Move(Chase chase, DateOnly dueOn, DateOnly today)
    {
        var step = dueOn < today ? ChaseStep.Overdue : dueOn <= today.AddDays(Week) ? ChaseStep.WithinAWeek : ChaseStep.Ahead;
        if (chase.DueOn == dueOn && chase.Step >= step)
        {
            return false;
        }

        (chase.DueOn, chase.Step) = (dueOn, step);
        return true;
    }

    private static async Task WriteAsync(FundDbContext db, List<Chase> chases, CancellationToken ct)
    {
        if (chases.Count == 0)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into chase (id, council, task, about, assessment_id, due_on, step, version)
            select * from unnest({chases.Select(chase => chase.Id).ToArray()}, {chases.Select(chase => chase.Council).ToArray()}, {chases.Select(chase => (short)chase.Task).ToArray()},
                {chases.Select(chase => chase.About).ToArray()}, {chases.Select(chase => chase.AssessmentId).ToArray()}, {chases.Select(chase => chase.DueOn).ToArray()},
                {chases.Select(chase => (short)chase.Step).ToArray()}, {chases.Select(chase => chase.Version).ToArray()})
            on conflict (id) do update set due_on = excluded.due_on, step = excluded.step, version = excluded.version
            """,
            ct);
        await OutboxBulk.WriteAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction(), [.. chases.Select(Message)], ct);
    }

    private static ChaseSupport Message(Chase chase) =>
        new(Guid.CreateVersion7(), new CouncilCode(chase.Council), chase.Id, chase.Version, chase.AssessmentId, chase.Task, chase.Step, new WorkDay(chase.DueOn));
}
