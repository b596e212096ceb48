using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>One household with everything that the hub knows, its offer apart: for the council that owns the record.</summary>
internal static class ReadHousehold
{
    /// <param name="Role">parent, child or other-adult.</param>
    /// <param name="Given">Given names.</param>
    /// <param name="Family">Family name.</param>
    /// <param name="DateOfBirth">Null when not known yet.</param>
    public sealed record Member(MemberRole Role, string Given, string Family, DateOnly? DateOfBirth = null);

    /// <param name="Address">The address, without the postcode.</param>
    /// <param name="Postcode">The whole postcode.</param>
    /// <param name="LivesIn">The council of the region in whose area it lives, three digits; null when elsewhere.</param>
    public sealed record Home(string? Address = null, string? Postcode = null, string? LivesIn = null);

    /// <param name="InterestAcceptedOn">Stage one began.</param>
    /// <param name="StageOneDecidedOn">Stage one ended.</param>
    /// <param name="StageTwoFrom">The household said that it wishes to go on: stage two began.</param>
    /// <param name="ApprovalExpectedOn">In stage two, when a decision is expected.</param>
    public sealed record Assessment(DateOnly? InterestAcceptedOn = null, DateOnly? StageOneDecidedOn = null, DateOnly? StageTwoFrom = null, DateOnly? ApprovalExpectedOn = null);

    /// <param name="AgreedOn">When it was agreed with the household.</param>
    /// <param name="Text">The plan.</param>
    public sealed record Plan(DateOnly AgreedOn, string Text);

    /// <param name="Name">The worker's name.</param>
    /// <param name="Subject">The subject of the worker's tokens, where the worker has any.</param>
    public sealed record Worker(string Name, string? Subject = null);

    /// <param name="On">From when.</param>
    /// <param name="Reason">withdrew, other-agency, approval-ended or in-error.</param>
    public sealed record Closing(DateOnly On, ClosingReason Reason);

    /// <param name="Id">The panel case, or the import's own id.</param>
    /// <param name="Source">panel or import.</param>
    /// <param name="SourceDocument">What an import read it in.</param>
    /// <param name="Outcome">approved, not-approved or terminated.</param>
    /// <param name="DecidedOn">The day of the decision.</param>
    /// <param name="Routes">What it is approved for.</param>
    /// <param name="Numbers">Numbers of children in the terms of approval.</param>
    /// <param name="Ages">Ages in the terms of approval.</param>
    public sealed record Decision(
        Guid Id, ApprovalSource Source, string? SourceDocument, HouseholdDecision Outcome, DateOnly DecidedOn, IReadOnlyList<HouseholdRoutes> Routes,
        IReadOnlyList<ChildCounts> Numbers, IReadOnlyList<AgeBands> Ages);

    /// <param name="Approved">Whether it is approved to foster now.</param>
    /// <param name="DecidedBy">The decision that holds, with its terms.</param>
    /// <param name="Decisions">All decisions, the earliest first.</param>
    public sealed record Fostering(bool Approved, Decision DecidedBy, IReadOnlyList<Decision> Decisions);

    public sealed record Hold(Guid Id, DateOnly From, DateOnly Until, HoldReason Reason, string? Note, DateOnly? EndedOn);

    public sealed record Review(Guid Id, DateOnly On, ReviewOutcome Outcome, string? Summary);

    /// <param name="SourceDocument">Which list.</param>
    /// <param name="Adopters">The adopters as the case system calls them.</param>
    /// <param name="InterestAcceptedOn">Stage one began.</param>
    /// <param name="StageOneDecidedOn">Stage one ended.</param>
    /// <param name="StageTwoFrom">Stage two began.</param>
    /// <param name="ApprovedOn">Approved.</param>
    /// <param name="LeftOn">Left the adoption process.</param>
    /// <param name="Differs">What the record has otherwise, since a person entered it so: interest-accepted, stage-one-decided, stage-two, closed.</param>
    public sealed record FromList(
        string SourceDocument, IReadOnlyList<string> Adopters, DateOnly? InterestAcceptedOn, DateOnly? StageOneDecidedOn, DateOnly? StageTwoFrom, DateOnly? ApprovedOn,
        DateOnly? LeftOn, IReadOnlyList<string> Differs);

    /// <param name="Id">The household.</param>
    /// <param name="Reference">How the council's own case system calls it.</param>
    /// <param name="Restricted">Others of the council do not see the record: handle it with care.</param>
    /// <param name="ClosedToRelease">Nothing of it is released to another council.</param>
    /// <param name="Members">Who lives there.</param>
    /// <param name="Home">Where.</param>
    /// <param name="Assessment">The days of the assessment.</param>
    /// <param name="Approval">ended, stage-two, approved or under-review; null before stage two.</param>
    /// <param name="ApprovedBy">The decision that holds.</param>
    /// <param name="ReviewDue">By when the approval is to be reviewed.</param>
    /// <param name="Availability">unavailable, on-hold or available.</param>
    /// <param name="MatchingPlan">Its matching plan; null when none is agreed.</param>
    /// <param name="Closed">Null while the record is open.</param>
    /// <param name="Decisions">All decisions, the earliest first.</param>
    /// <param name="Holds">All holds, the earliest first.</param>
    /// <param name="Reviews">All reviews, the earliest first.</param>
    /// <param name="Worker">Who works with it.</param>
    /// <param name="Returned">What the case system's list of adopters said last; null when it is in none.</param>
    /// <param name="Carers">What was decided about it as foster carers, beside what was as adopters; null when nothing was.</param>
    public sealed record Response(
        Guid Id,
        string? Reference,
        bool Restricted,
        bool ClosedToRelease,
        IReadOnlyList<Member> Members,
        Home Home,
        Assessment Assessment,
        ApprovalState? Approval,
        Decision? ApprovedBy,
        DateOnly? ReviewDue,
        Availability Availability,
        Plan? MatchingPlan,
        Closing? Closed,
        IReadOnlyList<Decision> Decisions,
        IReadOnlyList<Hold> Holds,
        IReadOnlyList<Review> Reviews,
        Worker? Worker,
        FromList? Returned = null,
        Fostering? Carers = null);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid householdId, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Id == householdId, ct) is not { } household)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(household, db, LondonCalendar.Today(clock), ct));
    }

    /// <summary>The same for a household that is hidden from the caller as for one that does not exist.</summary>
    public static ProblemHttpResult NotFound() => Problems.NotFound("household.not-found", "This council has no such household.");

    public static async Task<Response> DescribeAsync(Household household, LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var facts = await HouseholdChange.FactsAsync(household, db, ct);
        var returned = await db.HouseholdReturns.AsNoTracking().SingleOrDefaultAsync(known => known.HouseholdId == household.Id, ct);
        var approval = facts.Approval;
        return new Response(
            household.Id,
            household.SourceReference,
            await db.HouseholdRestrictions.AnyAsync(restriction => restriction.HouseholdId == household.Id, ct),
            household.ClosedToRelease,
            [.. facts.Members.Select(member => new Member(member.Role, member.GivenName, member.FamilyName, member.DateOfBirth))],
            new Home(household.Address, household.Postcode, household.LivesIn is { } code ? new Contracts.CouncilCode(code).ToString() : null),
            new Assessment(household.InterestAcceptedOn, household.StageOneDecidedOn, household.StageTwoFrom, household.ApprovalExpectedOn),
            approval.State,
            approval.Decision is { } holds ? Describe(holds) : null,
            facts.ReviewDue,
            facts.AvailabilityOn(today),
            household is { MatchingPlanOn: { } agreed, MatchingPlan: { } plan } ? new Plan(agreed, plan) : null,
            household is { ClosedOn: { } closed, ClosedReason: { } reason } ? new Closing(closed, reason) : null,
            [.. facts.Decisions.Select(Describe)],
            [.. facts.Holds.Select(hold => new Hold(hold.Id, hold.From, hold.Until, hold.Reason, hold.Note, hold.EndedOn))],
            [.. facts.Reviews.Select(review => new Review(review.Id, review.On, review.Outcome, review.Summary))],
            household.WorkerName is { } worker ? new Worker(worker, household.WorkerSubject) : null,
            returned is null ? null : new FromList(
                returned.SourceDocument, returned.Adopters, returned.InterestAcceptedOn, returned.StageOneDecidedOn, returned.StageTwoFrom, returned.ApprovedOn, returned.LeftOn,
                returned.DiffersFrom(household)),
            CarerDecision.Holding(facts.Carers) is { } fostering
                ? new Fostering(fostering.Decision == HouseholdDecision.Approved, Describe(fostering), [.. facts.Carers.Select(Describe)])
                : null);
    }

    private static Decision Describe(CarerDecision decision) => new(
        decision.Id, ApprovalSource.Panel, null, decision.Decision, decision.DecidedOn, decision.Routes.ToList(), decision.Numbers.ToList(), decision.Ages.ToList());

    private static Decision Describe(ApprovalDecision decision) => new(
        decision.Id, decision.Source, decision.SourceDocument, decision.Decision, decision.DecidedOn, decision.Routes.ToList(), decision.Numbers.ToList(), decision.Ages.ToList());
}
