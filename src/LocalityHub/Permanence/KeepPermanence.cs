using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Permanence;

/// <summary>A child's plan for permanence, with its history: read, and changed as a whole.</summary>
internal static class KeepPermanence
{
    private const int MostKin = 100;

    /// <param name="Name">The worker's name.</param>
    /// <param name="Subject">The subject of the worker's tokens, where the worker has any.</param>
    /// <param name="Manager">The name of the worker's manager.</param>
    public sealed record Owner(string Name, string Manager, string? Subject = null);

    /// <summary>What must be recorded before anybody is searched for: days, and the words that go with two of them.</summary>
    /// <param name="KinConsideredOn">Relatives and friends were considered.</param>
    /// <param name="WhyNotKin">Why not them.</param>
    /// <param name="NominatedOfficerApprovedOn">The nominated officer approved.</param>
    /// <param name="NominatedOfficer">Who that is.</param>
    /// <param name="WishesAscertainedOn">The child's wishes and feelings were ascertained, as far as age and understanding allow.</param>
    /// <param name="ParentsToldOn">The parents were told.</param>
    public sealed record EarlyPermanence(
        DateOnly? KinConsideredOn = null, string? WhyNotKin = null, DateOnly? NominatedOfficerApprovedOn = null, string? NominatedOfficer = null,
        DateOnly? WishesAscertainedOn = null, DateOnly? ParentsToldOn = null);

    /// <param name="Plan">adoption, early-permanence, special-guardianship, long-term-fostering or return-home.</param>
    /// <param name="AgreedOn">The day of the review or decision at which it was agreed.</param>
    /// <param name="Reason">Why this plan; kept with it in the history.</param>
    /// <param name="Owner">Who answers for it.</param>
    /// <param name="ContactPlan">Whom the child is to stay in touch with, and how.</param>
    /// <param name="ConsentOn">The parents consented to placement for adoption (Adoption and Children Act 2002, s. 19).</param>
    /// <param name="EarlyPermanence">What is recorded of early permanence; null when it is not asked for.</param>
    /// <param name="ClosedToRelease">Nothing of the record is released to another council.</param>
    /// <param name="KinNames">Names of parents, brothers and sisters, and others connected with the child, whom no profile before the full report may name; null leaves them as they are.</param>
    public sealed record Request(
        PermanencePlan Plan,
        DateOnly AgreedOn,
        string Reason,
        Owner Owner,
        string? ContactPlan = null,
        DateOnly? ConsentOn = null,
        EarlyPermanence? EarlyPermanence = null,
        bool ClosedToRelease = false,
        IReadOnlyList<string>? KinNames = null);

    public sealed record PastPlan(PermanencePlan Plan, DateOnly AgreedOn, string Reason, string EnteredBy, DateTimeOffset EnteredAt);

    /// <param name="Flag">five-or-over, sibling-group, ethnicity-other-than-white-british or disability.</param>
    /// <param name="FirstSeenOn">The day on which the child was first seen to be in it.</param>
    /// <param name="Now">Whether the child still is.</param>
    public sealed record Priority(PriorityFlags Flag, DateOnly FirstSeenOn, bool Now);

    /// <param name="Plan">Null while there is none.</param>
    /// <param name="AgreedOn">When it was agreed.</param>
    /// <param name="Owner">Who answers for it.</param>
    /// <param name="ContactPlan">Whom the child is to stay in touch with, and how.</param>
    /// <param name="ConsentOn">The parents consented to placement for adoption.</param>
    /// <param name="EarlyPermanence">What is recorded of early permanence; null when it is not asked for.</param>
    /// <param name="EarlyPermanenceRequest">none, preparing (a precondition is missing) or requested.</param>
    /// <param name="ClosedToRelease">Nothing of the record is released to another council.</param>
    /// <param name="History">Every plan there was, the newest first.</param>
    /// <param name="PriorityFlags">Derived; groups overlap.</param>
    /// <param name="KinNames">Names of the child's kin, which no profile before the full report may say.</param>
    public sealed record Response(
        PermanencePlan? Plan,
        DateOnly? AgreedOn,
        Owner? Owner,
        string? ContactPlan,
        DateOnly? ConsentOn,
        EarlyPermanence? EarlyPermanence,
        EarlyPermanenceRequest EarlyPermanenceRequest,
        bool ClosedToRelease,
        IReadOnlyList<PastPlan> History,
        IReadOnlyList<Priority> PriorityFlags,
        IReadOnlyList<string> KinNames);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(
        Guid childId, HttpContext context, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(child, db, change, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        Guid childId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, ReleaseDoor door, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        Check(request, LondonCalendar.Today(clock));
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        var record = await db.PermanenceRecords.SingleOrDefaultAsync(known => known.ChildId == childId, ct);
        var reason = PlainText.Required(request.Reason, "reason");
        if (record is null || (record.Plan, record.AgreedOn) != (request.Plan, request.AgreedOn))
        {
            db.Add(new PlanChange
            {
                Id = Guid.CreateVersion7(), ChildId = childId, Plan = request.Plan, AgreedOn = request.AgreedOn, Reason = reason, EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow(),
            });
        }

        if (record is null)
        {
            record = new PermanenceRecord { ChildId = childId, OwnerName = string.Empty, ManagerName = string.Empty };
            db.Add(record);
        }

        Apply(record, request);
        await change.SettleAsync(child, ct);
        await door.LookAgainAsync(childId, null, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(child, db, change, ct));
    }

    private static void Check(Request request, DateOnly today)
    {
        if (request.AgreedOn > today || request.ConsentOn > today)
        {
            throw new RuleBrokenException("permanence.in-future", "Enter it when it has happened.", request.AgreedOn > today ? "agreedOn" : "consentOn");
        }

        if (request.KinNames?.Count > MostKin)
        {
            throw new InvalidRequestException("permanence.kin", $"At most {MostKin} names.", "kinNames");
        }

        if (request.EarlyPermanence is not { } early)
        {
            return;
        }

        if (request.Plan != PermanencePlan.EarlyPermanence)
        {
            throw new InvalidRequestException("permanence.not-early", "Early permanence is asked for when it is the plan.", "earlyPermanence");
        }

        if (new[] { early.KinConsideredOn, early.NominatedOfficerApprovedOn, early.WishesAscertainedOn, early.ParentsToldOn }.Any(day => day > today))
        {
            throw new RuleBrokenException("permanence.in-future", "A precondition is entered when it is met.", "earlyPermanence");
        }

        if (early.KinConsideredOn is null != string.IsNullOrWhiteSpace(early.WhyNotKin))
        {
            throw new InvalidRequestException(
                "permanence.why-not-kin", "That relatives and friends were considered goes with why not them (Children Act 1989, s. 22C(9B)).", "earlyPermanence.whyNotKin");
        }

        if (early.NominatedOfficerApprovedOn is null != string.IsNullOrWhiteSpace(early.NominatedOfficer))
        {
            throw new InvalidRequestException("permanence.nominated-officer", "The nominated officer's approval goes with who that is.", "earlyPermanence.nominatedOfficer");
        }
    }

    private static void Apply(PermanenceRecord record, Request request)
    {
        (record.Plan, record.AgreedOn, record.ConsentOn, record.ClosedToRelease) = (request.Plan, request.AgreedOn, request.ConsentOn, request.ClosedToRelease);
        record.OwnerName = PlainText.Line(request.Owner.Name, "owner.name") ?? throw new InvalidRequestException("permanence.owner", "A plan has an owner by name.", "owner.name");
        record.ManagerName = PlainText.Line(request.Owner.Manager, "owner.manager")
            ?? throw new InvalidRequestException("permanence.owner", "A plan's owner has a manager by name.", "owner.manager");
        record.OwnerSubject = PlainText.Line(request.Owner.Subject, "owner.subject", 200);
        record.ContactPlan = PlainText.Paragraphs(request.ContactPlan, "contactPlan");
        record.KinNames = request.KinNames is { } kin ? [.. kin.Select((name, index) => PlainText.Line(name, $"kinNames[{index}]")).OfType<string>().Distinct(StringComparer.Ordinal)] : record.KinNames;
        var early = request.EarlyPermanence;
        record.EarlyPermanenceAsked = early is not null;
        (record.KinConsideredOn, record.KinConsidered) = (early?.KinConsideredOn, PlainText.Paragraphs(early?.WhyNotKin, "earlyPermanence.whyNotKin", 4_000));
        (record.NominatedOfficerApprovedOn, record.NominatedOfficer) = (early?.NominatedOfficerApprovedOn, PlainText.Line(early?.NominatedOfficer, "earlyPermanence.nominatedOfficer"));
        (record.WishesAscertainedOn, record.ParentsToldOn) = (early?.WishesAscertainedOn, early?.ParentsToldOn);
    }

    private static async Task<Response> DescribeAsync(Child child, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        var record = await db.PermanenceRecords.AsNoTracking().SingleOrDefaultAsync(known => known.ChildId == child.Id, ct);
        var history = await db.PlanChanges.AsNoTracking().Where(past => past.ChildId == child.Id).OrderByDescending(past => past.EnteredAt).ThenByDescending(past => past.Id).ToListAsync(ct);
        var flags = await db.PriorityFlags.AsNoTracking().Where(flag => flag.ChildId == child.Id).OrderBy(flag => flag.Flag).ToListAsync(ct);
        var now = (await change.FactsAsync(child, ct)).Priority;
        return new Response(
            record?.Plan,
            record?.AgreedOn,
            record is null ? null : new Owner(record.OwnerName, record.ManagerName, record.OwnerSubject),
            record?.ContactPlan,
            record?.ConsentOn,
            record is { EarlyPermanenceAsked: true }
                ? new EarlyPermanence(
                    record.KinConsideredOn, record.KinConsidered, record.NominatedOfficerApprovedOn, record.NominatedOfficer, record.WishesAscertainedOn, record.ParentsToldOn)
                : null,
            record?.EarlyPermanence ?? EarlyPermanenceRequest.None,
            record?.ClosedToRelease ?? false,
            [.. history.Select(past => new PastPlan(past.Plan, past.AgreedOn, past.Reason, past.EnteredBy, past.EnteredAt))],
            [.. flags.Select(flag => new Priority(flag.Flag, flag.FirstSeenOn, now.HasFlag(flag.Flag)))],
            record?.KinNames ?? []);
    }
}
