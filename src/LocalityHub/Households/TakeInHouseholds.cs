using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// Takes in households from the case system's list of adopters, such as List 11 of Annex A: one record for each family identifier. What a person
/// has entered goes before the list; what the list itself brought goes with its next version. Each record is a change by itself. The answer is
/// the same for a household that is hidden from who hands the list in.
/// </summary>
internal static class TakeInHouseholds
{
    /// <summary>As many as the daily feed takes.</summary>
    public const int MostRecords = ReceiveChanges.MostRecords;

    private const int MostAdopters = 10;

    /// <param name="Reference">The family identifier: how the council's own case system calls the household.</param>
    /// <param name="SourceDocument">Where it is written, such as the list with its day.</param>
    /// <param name="Adopters">The adopters as the case system calls them.</param>
    /// <param name="InterestAcceptedOn">Stage one began.</param>
    /// <param name="StageOneDecidedOn">Stage one ended.</param>
    /// <param name="StageTwoFrom">Stage two began.</param>
    /// <param name="ApprovedOn">The decision that the household is suitable to adopt.</param>
    /// <param name="LeftOn">The household left the adoption process.</param>
    /// <param name="LeftReason">Why: withdrew (also when it is not said), other-agency, approval-ended or in-error.</param>
    public sealed record Record(
        string Reference,
        string SourceDocument,
        IReadOnlyList<string> Adopters,
        DateOnly? InterestAcceptedOn = null,
        DateOnly? StageOneDecidedOn = null,
        DateOnly? StageTwoFrom = null,
        DateOnly? ApprovedOn = null,
        DateOnly? LeftOn = null,
        ClosingReason? LeftReason = null);

    public static async Task<Ok<ReceiveChanges.Response>> HandleAsync(
        IReadOnlyList<JsonElement> records,
        HttpContext context,
        Council council,
        AreaKey areas,
        LocalityHubDbContext db,
        OutboxSignal outbox,
        AuditTrail audit,
        IOptions<JsonOptions> json,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (records.Count is 0 or > MostRecords)
        {
            throw new InvalidRequestException("changes.count", $"Send from 1 to {MostRecords} records at a time.", null);
        }

        await using var everything = await HubContexts.BesideAsync(db, ct);
        var change = new HouseholdChange(everything, council, areas, clock);
        var results = new List<ReceiveChanges.Result>(records.Count);
        var households = new List<Guid>();
        for (var index = 0; index < records.Count; index++)
        {
            await everything.Database.CurrentTransaction!.CreateSavepointAsync("record", ct);
            try
            {
                var (household, outcome) = await ApplyAsync(Read(records[index], json.Value.SerializerOptions), everything, change, clock, ct);
                households.Add(household);
                results.Add(new ReceiveChanges.Result(index, Guid.CreateVersion7(), outcome, null));
            }
            catch (RecordRefusedException refused)
            {
                await everything.Database.CurrentTransaction!.RollbackToSavepointAsync("record", ct);
                var problem = refused.Problem;
                results.Add(new ReceiveChanges.Result(
                    index, Guid.CreateVersion7(), ReceiveChanges.Outcome.Refused, new ReceiveChanges.Problem(problem.Code, problem.Detail, problem.Field)));
            }

            everything.ChangeTracker.Clear();
        }

        context.Response.OnCompleted(() =>
        {
            outbox.Wake();
            return Task.CompletedTask;
        });
        audit.About(households);
        return TypedResults.Ok(new ReceiveChanges.Response(
            results.Count(result => result.Outcome == ReceiveChanges.Outcome.Applied),
            results.Count(result => result.Outcome == ReceiveChanges.Outcome.Unchanged),
            results.Count(result => result.Outcome == ReceiveChanges.Outcome.Refused),
            results));
    }

    private static Record Read(JsonElement element, JsonSerializerOptions options)
    {
        try
        {
            var record = element.Deserialize<Record>(options) ?? throw new RecordRefusedException("record.not-an-object", "A record is a JSON object.", null);
            var adopters = record.Adopters ?? [];
            Demand(adopters.Count is > 0 and <= MostAdopters, "record.adopters", $"A household has from 1 to {MostAdopters} adopters.", "adopters");
            return record with
            {
                Reference = PlainText.Line(record.Reference, "reference", 40) ?? throw Missing("reference"),
                SourceDocument = PlainText.Line(record.SourceDocument, "sourceDocument") ?? throw Missing("sourceDocument"),
                Adopters = [.. adopters.Select(adopter => PlainText.Line(adopter, "adopters", 40) ?? throw Missing("adopters")).Order(StringComparer.Ordinal)],
                LeftReason = record.LeftOn is null ? null : record.LeftReason ?? ClosingReason.Withdrew,
            };
        }
        catch (JsonException broken)
        {
            throw new RecordRefusedException("record.not-readable", "The record is not of this shape: see the operation's example.", broken.Path);
        }
        catch (InvalidRequestException invalid)
        {
            throw new RecordRefusedException("record.not-text", invalid.Message, invalid.Field);
        }
    }

    private static async Task<(Guid Household, ReceiveChanges.Outcome Outcome)> ApplyAsync(
        Record record, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        Check(record, LondonCalendar.Today(clock));
        var id = await db.Households.Where(known => known.SourceReference == record.Reference).Select(known => (Guid?)known.Id).SingleOrDefaultAsync(ct);
        var household = id is { } found ? await change.LockAsync(found, null, ct) : null;
        if (household is null)
        {
            household = new Household { Id = Guid.NewGuid(), SourceReference = record.Reference };
            db.Add(household);
            await db.SaveChangesAsync(ct);
        }

        var last = await db.HouseholdReturns.SingleOrDefaultAsync(known => known.HouseholdId == household.Id, ct);
        if (last is not null && IsTheSame(last, record))
        {
            return (household.Id, ReceiveChanges.Outcome.Unchanged);
        }

        Describe(household, last, record);
        var decision = await DecideAsync(household.Id, last, record, db, clock.GetUtcNow(), ct);
        if (last is null)
        {
            db.Add(last = new HouseholdReturn { HouseholdId = household.Id, SourceDocument = record.SourceDocument, Adopters = [.. record.Adopters] });
        }

        (last.SourceDocument, last.Adopters, last.DecisionId, last.ReceivedAt) = (record.SourceDocument, [.. record.Adopters], decision, clock.GetUtcNow());
        (last.InterestAcceptedOn, last.StageOneDecidedOn, last.StageTwoFrom) = (record.InterestAcceptedOn, record.StageOneDecidedOn, record.StageTwoFrom);
        (last.ApprovedOn, last.LeftOn, last.LeftReason) = (record.ApprovedOn, record.LeftOn, record.LeftReason);
        await change.SettleAsync(household, ct);
        return (household.Id, ReceiveChanges.Outcome.Applied);
    }

    // Where it is written differs from one list to the next, and changes nothing.
    private static bool IsTheSame(HouseholdReturn last, Record record) =>
        last.Adopters.SequenceEqual(record.Adopters, StringComparer.Ordinal)
        && (last.InterestAcceptedOn, last.StageOneDecidedOn, last.StageTwoFrom, last.ApprovedOn, last.LeftOn, last.LeftReason)
            == (record.InterestAcceptedOn, record.StageOneDecidedOn, record.StageTwoFrom, record.ApprovedOn, record.LeftOn, record.LeftReason);

    /// <summary>Takes over the days that nobody has entered otherwise, unless they would contradict those that somebody has.</summary>
    private static void Describe(Household household, HouseholdReturn? last, Record record)
    {
        var accepted = Newer(household.InterestAcceptedOn, last?.InterestAcceptedOn, record.InterestAcceptedOn);
        var decided = Newer(household.StageOneDecidedOn, last?.StageOneDecidedOn, record.StageOneDecidedOn);
        var stageTwo = Newer(household.StageTwoFrom, last?.StageTwoFrom, record.StageTwoFrom);
        if (InOrder(accepted, decided, stageTwo))
        {
            (household.InterestAcceptedOn, household.StageOneDecidedOn, household.StageTwoFrom) = (accepted, decided, stageTwo);
            household.ApprovalExpectedOn = stageTwo is null || household.ApprovalExpectedOn < stageTwo ? null : household.ApprovalExpectedOn;
        }

        if (household.ClosedOn == last?.LeftOn)
        {
            (household.ClosedOn, household.ClosedReason) = (record.LeftOn, record.LeftReason);
        }

        static DateOnly? Newer(DateOnly? kept, DateOnly? before, DateOnly? now) => kept == before ? now : kept;
    }

    /// <summary>
    /// Gives the decision that the list brought, if any: moved or taken back with it, and not brought where the hub knows of that day's approval already. The
    /// list knows no terms: until they are taken in, the household is approved to adopt and offered for nobody.
    /// </summary>
    private static async Task<Guid?> DecideAsync(Guid household, HouseholdReturn? last, Record record, LocalityHubDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var own = last?.DecisionId is { } known ? await db.ApprovalDecisions.SingleOrDefaultAsync(decision => decision.Id == known, ct) : null;
        if (record.ApprovedOn is not { } approved)
        {
            if (own is not null)
            {
                db.Remove(own);
            }

            return null;
        }

        if (own is not null)
        {
            own.ReceivedAt = own.DecidedOn == approved ? own.ReceivedAt : now;
            own.DecidedOn = approved;
            return own.Id;
        }

        if (await db.ApprovalDecisions.AnyAsync(
            decision => decision.HouseholdId == household && decision.Decision == HouseholdDecision.Approved && decision.DecidedOn == approved, ct))
        {
            return null;
        }

        own = new ApprovalDecision
        {
            Id = Guid.NewGuid(),
            HouseholdId = household,
            Source = ApprovalSource.Import,
            SourceDocument = record.SourceDocument,
            Decision = HouseholdDecision.Approved,
            DecidedOn = approved,
            Routes = HouseholdRoutes.Adoption,
            ReceivedAt = now,
        };
        db.Add(own);
        return own.Id;
    }

    private static void Check(Record record, DateOnly today)
    {
        (DateOnly? Day, string Field)[] days =
        [
            (record.InterestAcceptedOn, "interestAcceptedOn"), (record.StageOneDecidedOn, "stageOneDecidedOn"), (record.StageTwoFrom, "stageTwoFrom"),
            (record.ApprovedOn, "approvedOn"), (record.LeftOn, "leftOn"),
        ];
        var future = Array.Find(days, day => day.Day > today);
        Demand(future.Field is null, "record.in-future", "A day is sent when it has come.", future.Field);
        var early = Array.Find(days, day => day.Day?.Year < HouseholdOffer.EvidenceFrom);
        Demand(early.Field is null, "record.too-early", "The day lies too far back.", early.Field);
        Demand(
            InOrder(record.InterestAcceptedOn, record.StageOneDecidedOn, record.StageTwoFrom, record.ApprovedOn),
            "record.out-of-order",
            "The days contradict each other: stage one, its end, stage two and the approval follow in this order.",
            "stageTwoFrom");
    }

    private static bool InOrder(params DateOnly?[] days)
    {
        var known = days.OfType<DateOnly>().ToArray();
        return known.SequenceEqual(known.Order());
    }

    private static RecordRefusedException Missing(string field) => new("record.id", "Something must stand here.", field);

    private static void Demand(bool holds, string code, string detail, string? field)
    {
        if (!holds)
        {
            throw new RecordRefusedException(code, detail, field);
        }
    }
}
