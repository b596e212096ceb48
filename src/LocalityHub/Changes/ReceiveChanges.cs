using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Support;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Changes;

/// <summary>
/// Takes a batch of the daily feed. Each record is a change by itself: one that cannot be taken in is answered with what is wrong, and the
/// others hold. What a person entered by hand goes before the feed, and the feed before the returns.
/// </summary>
internal static class ReceiveChanges
{
    /// <summary>As many as the Department takes at a time.</summary>
    public const int MostRecords = 100;

    private const string ToldPlan = "As the council's case system tells it.";

    internal enum Outcome
    {
        Applied,
        Unchanged,
        Refused,
    }

    public sealed record Problem(string Code, string Detail, string? Field);

    /// <param name="Index">The record's place in the batch, from 0.</param>
    /// <param name="Receipt">What to quote when asking about the record.</param>
    /// <param name="Outcome">Applied, unchanged or refused.</param>
    /// <param name="Problem">Why it was refused.</param>
    public sealed record Result(int Index, Guid Receipt, Outcome Outcome, Problem? Problem);

    public sealed record Response(int Applied, int Unchanged, int Refused, IReadOnlyList<Result> Results);

    public static async Task<Ok<Response>> HandleAsync(
        IReadOnlyList<JsonElement> records,
        HttpContext context,
        Caller caller,
        Council council,
        AreaKey areas,
        LocalityHubDbContext db,
        OutboxSignal outbox,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (records.Count is 0 or > MostRecords)
        {
            throw new InvalidRequestException("changes.count", $"Send from 1 to {MostRecords} records at a time.", null);
        }

        await using var everything = await HubContexts.BesideAsync(db, ct);
        var read = records.Select(Read).ToList();
        await LockAsync(everything, [.. read.Select(record => record.Change?.LocalId).OfType<string>()], ct);
        var results = new List<Result>(records.Count);
        var children = new List<Guid>();
        var forgotten = new List<Guid>();
        for (var index = 0; index < read.Count; index++)
        {
            var (change, problem) = read[index];
            if (change is not null)
            {
                (var applied, problem) = await TakeInAsync(change, caller, council, areas, everything, clock, ct);
                if (applied is { } known)
                {
                    children.Add(known.Child);
                    forgotten.AddRange(known.IsForgotten ? [known.Child] : []);
                    results.Add(new Result(index, Guid.CreateVersion7(), known.Outcome, null));
                }
            }

            if (problem is not null)
            {
                results.Add(new Result(index, Guid.CreateVersion7(), Outcome.Refused, new Problem(problem.Code, problem.Detail, problem.Field)));
            }
        }

        await ForgetChildren.ForgetAnswersAsync(Connection(everything), Transaction(everything), [.. forgotten], ct);
        context.Response.OnCompleted(() =>
        {
            outbox.Wake();
            return Task.CompletedTask;
        });
        audit.About(children);
        return TypedResults.Ok(new Response(
            results.Count(result => result.Outcome == Outcome.Applied),
            results.Count(result => result.Outcome == Outcome.Unchanged),
            results.Count(result => result.Outcome == Outcome.Refused),
            results));
    }

    private static (ChildChange? Change, RecordProblem? Problem) Read(JsonElement record)
    {
        try
        {
            return (ChildChange.Read(record), null);
        }
        catch (RecordRefusedException refused)
        {
            return (null, refused.Problem);
        }
    }

    /// <summary>
    /// Locks the children whom a batch is about, and those who stand in a group with one of them, whose standing is told with theirs, in the order of every
    /// writer, whatever order the records have: an import takes hundreds at a time, and of two who take them each in an order of its own, one is broken off.
    /// </summary>
    private static async Task LockAsync(LocalityHubDbContext db, string[] localIds, CancellationToken ct)
    {
        var known = await ChildWrites.IdsAsync(Connection(db), localIds, ct);
        Guid[] about = [.. known.Values.Select(child => child.Id)];
        var groups = db.SiblingGroupMembers.Where(member => about.Contains(member.ChildId)).Select(member => member.GroupId);
        var siblings = await db.SiblingGroupMembers.Where(member => groups.Contains(member.GroupId)).Select(member => member.ChildId).ToListAsync(ct);
        await ChildWrites.LockAsync(Connection(db), Transaction(db), [.. about.Union(siblings)], ct);
    }

    private static NpgsqlConnection Connection(LocalityHubDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static NpgsqlTransaction Transaction(LocalityHubDbContext db) => (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();

    /// <summary>
    /// Takes one record in under a savepoint, or gives it back. Whom nobody knew when the batch was read, an import may have brought since: the record is then
    /// read against what is there now, once.
    /// </summary>
    private static async Task<((Guid Child, Outcome Outcome, bool IsForgotten)? Applied, RecordProblem? Problem)> TakeInAsync(
        ChildChange change, Caller caller, Council council, AreaKey areas, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            await db.Database.CurrentTransaction!.CreateSavepointAsync("record", ct);
            try
            {
                return (await ApplyAsync(change, caller, council, areas, db, clock, ct), null);
            }
            catch (RecordRefusedException refused)
            {
                await db.Database.CurrentTransaction!.RollbackToSavepointAsync("record", ct);
                return (null, refused.Problem);
            }
            catch (Exception exception) when (IsTakenMeanwhile(exception))
            {
                await db.Database.CurrentTransaction!.RollbackToSavepointAsync("record", ct);
                if (isAgain)
                {
                    return (null, new RecordProblem("record.changed-meanwhile", "Somebody else changes this child at the same moment: send the record again.", null));
                }
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static bool IsTakenMeanwhile(Exception exception) =>
        (exception is DbUpdateException ? exception.InnerException : exception) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static async Task<(Guid Child, Outcome Outcome, bool IsForgotten)> ApplyAsync(
        ChildChange change, Caller caller, Council council, AreaKey areas, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var id = await db.Children.Where(child => child.LocalId == change.LocalId).Select(child => (Guid?)child.Id).SingleOrDefaultAsync(ct);
        if (id is null)
        {
            if (change.Purge)
            {
                // Sent again because the answer was lost: it has been done.
                if (await db.ForgottenChildren.Where(gone => gone.LocalId == change.LocalId).OrderByDescending(gone => gone.ForgottenAt).FirstOrDefaultAsync(ct) is { } gone)
                {
                    return (gone.ChildId, Outcome.Unchanged, false);
                }

                throw new RecordRefusedException("record.unknown-child", "There is no child of this identifier to take back.", "la_child_id");
            }

            id = Guid.CreateVersion7();
            db.Add(new Child { Id = id.Value, LocalId = change.LocalId, UpdatedAt = clock.GetUtcNow() });
            await db.SaveChangesAsync(ct);
        }

        if (await ChildPlan.LockAsync(db, id.Value, ct) is not { } plan)
        {
            // Forgotten while this record waited for the lock: there is none of that identifier now.
            return await ApplyAsync(change, caller, council, areas, db, clock, ct);
        }

        if (change.Purge && await PurgeChild.ForgetAsync(id.Value, council, db, clock, ct))
        {
            return (id.Value, Outcome.Applied, true);
        }

        var record = await db.FeedRecords.SingleOrDefaultAsync(each => each.ChildId == id, ct);
        var state = FeedState.Read(record?.Elements);
        var before = state.Write();
        state.Merge(change);
        var after = state.Write();
        var isNew = plan.Child.Version == 0;
        var (isDescribed, isRenamed) = await DescribeAsync(plan.Child, change, db, ct);
        var takesBack = change.Purge && record is not null;
        if (!isDescribed && before == after && !isNew && !takesBack)
        {
            return (id.Value, Outcome.Unchanged, false);
        }

        var (days, today) = (state.Milestones(), LondonCalendar.Today(clock));
        FeedRules.CheckBirth(change.DateOfBirth?.Value, today);
        FeedRules.Check(days, state.CareOfPlan(days), plan.Child, today);
        FeedRules.CheckReversal(days, state.ReversalReason);
        var agreed = FeedRules.CheckPlan(state.Plan, plan.Child, today);
        plan.GiveFromFeed(FeedRules.Kinds, FeedState.OfThisCare(days), state.ReversalReason, caller.Subject, clock.GetUtcNow());
        if (takesBack)
        {
            db.Remove(record!);
        }
        else if (record is not null)
        {
            record.Elements = after;
            record.ReceivedAt = clock.GetUtcNow();
        }
        else if (!change.Purge)
        {
            db.Add(new FeedRecord { ChildId = id.Value, Elements = after, ReceivedAt = clock.GetUtcNow() });
        }

        await PlanAsync(id.Value, agreed, caller, db, clock, ct);
        await plan.SettleAsync(council.Code, clock, ct);
        await using var families = new Permanence.ChildChange(db, council, areas, clock);
        await families.PublishAsync(plan.Child, ct);
        await families.PublishSiblingsAsync(plan.Child, ct);
        if (isRenamed)
        {
            await FamilyTexts.ChildNamedAsync(id.Value, council, db, today, ct);
        }

        return (id.Value, Outcome.Applied, false);
    }

    /// <summary>Takes over the details that were sent; whether any of them changed, and whether a name did.</summary>
    private static async Task<(bool IsDescribed, bool IsRenamed)> DescribeAsync(Child child, ChildChange change, LocalityHubDbContext db, CancellationToken ct)
    {
        var (names, rest) = (NamesOf(child), RestOf(child));
        if (change.Purge || change.PurgeDetails)
        {
            await PurgeChild.DescribeAsync(child, db, ct);
        }

        child.Rename(change.FirstName is { } first ? first.Value : child.GivenName, change.Surname is { } surname ? surname.Value : child.FamilyName);
        child.NhsNumber = change.NhsNumber is { } number ? number.Value : child.NhsNumber;
        child.TakeOver(change, change.TakesBackDetails ? await ReturnedDetails.NewestAsync(child.Id, db, ct) : null);
        var isRenamed = names != NamesOf(child);
        return (isRenamed || rest != RestOf(child), isRenamed);

        static (string?, string?, int) NamesOf(Child child) => (child.GivenName, child.FamilyName, child.FormerNames.Length);

        static (string?, string?, string?, string?, DateOnly?, string) RestOf(Child child) =>
            (child.Upn, child.NhsNumber, child.Sex, child.Ethnicity, child.DateOfBirth, string.Join(' ', child.ToldByFeed));
    }

    /// <summary>Of two plans the one that was agreed later holds; of the same day, the one that a person entered. Whose plan nobody answers for here gets none.</summary>
    private static async Task PlanAsync(Guid childId, (PermanencePlan Plan, DateOnly AgreedOn)? agreed, Caller caller, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (agreed is not { } newer || await db.PermanenceRecords.SingleOrDefaultAsync(known => known.ChildId == childId, ct) is not { } record || record.AgreedOn >= newer.AgreedOn)
        {
            return;
        }

        (record.Plan, record.AgreedOn) = newer;
        db.Add(new PlanChange
        {
            Id = Guid.CreateVersion7(), ChildId = childId, Plan = newer.Plan, AgreedOn = newer.AgreedOn, Reason = ToldPlan, EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow(),
        });
    }
}
