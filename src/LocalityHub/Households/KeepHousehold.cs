using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>Opens a household's record, and changes it as a whole. Approval is none of it.</summary>
internal static class KeepHousehold
{
    private const int MostMembers = 20;

    /// <param name="Members">Who lives there; at least one parent, at most two.</param>
    /// <param name="Home">Where.</param>
    /// <param name="Assessment">The days of the assessment; the later of two steps is not before the earlier.</param>
    /// <param name="Reference">How the council's own case system calls it; null when it does not.</param>
    /// <param name="MatchingPlan">Its matching plan; null when none is agreed.</param>
    /// <param name="Closed">Null while the record is open.</param>
    /// <param name="ClosedToRelease">Nothing of it is released to another council.</param>
    /// <param name="Worker">Who works with it; null while nobody is named.</param>
    public sealed record Request(
        IReadOnlyList<ReadHousehold.Member> Members,
        ReadHousehold.Home Home,
        ReadHousehold.Assessment Assessment,
        string? Reference = null,
        ReadHousehold.Plan? MatchingPlan = null,
        ReadHousehold.Closing? Closed = null,
        bool ClosedToRelease = false,
        ReadHousehold.Worker? Worker = null);

    public static async Task<Created<ReadHousehold.Response>> OpenAsync(
        string code, Request request, HttpContext context, LocalityHubDbContext db, HouseholdChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var household = new Household { Id = Guid.NewGuid() };
        var today = LondonCalendar.Today(clock);
        db.Add(household);
        db.AddRange(Apply(household, request, today));
        await change.SettleAsync(household, ct);

        audit.About([household.Id]);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/households/{household.Id}", await ReadHousehold.DescribeAsync(household, db, today, ct));
    }

    public static async Task<Results<Ok<ReadHousehold.Response>, ProblemHttpResult>> ChangeAsync(
        Guid householdId, Request request, HttpContext context, LocalityHubDbContext db, HouseholdChange change, ReleaseDoor door, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        var members = Apply(household, request, today);
        await db.HouseholdMembers.Where(member => member.HouseholdId == householdId).ExecuteDeleteAsync(ct);
        db.AddRange(members);
        await change.SettleAsync(household, ct);
        await door.LookAgainAsync(null, householdId, ct);

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await ReadHousehold.DescribeAsync(household, db, today, ct));
    }

    private static List<HouseholdMember> Apply(Household household, Request request, DateOnly today)
    {
        Check(request, today);
        household.SourceReference = PlainText.Line(request.Reference, "reference", 40);
        household.Address = PlainText.Paragraphs(request.Home.Address, "home.address", 400);
        household.Postcode = request.Home.Postcode is { } postcode ? AreaKey.Postcode(postcode, "home.postcode") : null;
        household.LivesIn = LivesIn(request.Home.LivesIn);
        (household.InterestAcceptedOn, household.StageOneDecidedOn) = (request.Assessment.InterestAcceptedOn, request.Assessment.StageOneDecidedOn);
        (household.StageTwoFrom, household.ApprovalExpectedOn) = (request.Assessment.StageTwoFrom, request.Assessment.ApprovalExpectedOn);
        household.MatchingPlanOn = request.MatchingPlan?.AgreedOn;
        household.MatchingPlan = request.MatchingPlan is { } plan ? PlainText.Required(plan.Text, "matchingPlan.text", 20_000) : null;
        (household.ClosedOn, household.ClosedReason) = (request.Closed?.On, request.Closed?.Reason);
        household.ClosedToRelease = request.ClosedToRelease;
        household.WorkerName = request.Worker is { } worker
            ? PlainText.Line(worker.Name, "worker.name") ?? throw new InvalidRequestException("household.worker", "The worker is named.", "worker.name")
            : null;
        household.WorkerSubject = PlainText.Line(request.Worker?.Subject, "worker.subject", 200);
        return
        [
            .. request.Members.Select((member, index) => new HouseholdMember
            {
                HouseholdId = household.Id,
                Ordinal = (short)index,
                Role = member.Role,
                GivenName = PlainText.Line(member.Given, $"members[{index}].given") ?? throw Missing($"members[{index}].given"),
                FamilyName = PlainText.Line(member.Family, $"members[{index}].family") ?? throw Missing($"members[{index}].family"),
                DateOfBirth = member.DateOfBirth,
            }),
        ];

        static InvalidRequestException Missing(string field) => new("household.name", "Each member has a given and a family name.", field);
    }

    private static void Check(Request request, DateOnly today)
    {
        if (request.Members.Count > MostMembers || request.Members.Count(member => member.Role == MemberRole.Parent) is not (1 or 2))
        {
            throw new InvalidRequestException("household.parents", $"A household has one or two parents to be, and at most {MostMembers} members.", "members");
        }

        if (request.Members.Any(member => member.DateOfBirth > today))
        {
            throw new InvalidRequestException("household.date-of-birth", "A member's date of birth lies in the future.", "members");
        }

        var assessment = request.Assessment;
        (DateOnly? Day, string Field)[] steps =
        [
            (assessment.InterestAcceptedOn, "assessment.interestAcceptedOn"),
            (assessment.StageOneDecidedOn, "assessment.stageOneDecidedOn"),
            (assessment.StageTwoFrom, "assessment.stageTwoFrom"),
        ];
        var known = steps.Where(step => step.Day is not null).ToArray();
        if (known.FirstOrDefault(step => step.Day > today) is { Field: { } future })
        {
            throw new RuleBrokenException("household.in-future", "A step of the assessment is entered when it has happened.", future);
        }

        if (known.Zip(known.Skip(1)).FirstOrDefault(pair => pair.First.Day > pair.Second.Day) is { Second.Field: { } late })
        {
            throw new RuleBrokenException("household.steps-out-of-order", "A step of the assessment lies before an earlier one.", late);
        }

        if (known.FirstOrDefault(step => step.Day?.Year < HouseholdOffer.EvidenceFrom) is { Field: { } early })
        {
            throw new InvalidRequestException("household.too-early", "A step of the assessment lies too far back.", early);
        }

        if (assessment is { ApprovalExpectedOn: not null, StageTwoFrom: null } || assessment.ApprovalExpectedOn < assessment.StageTwoFrom)
        {
            throw new RuleBrokenException("household.expected-without-stage-two", "A decision is expected in stage two, after its beginning.", "assessment.approvalExpectedOn");
        }

        // The region hears of the quarter: one beyond what it knows would be refused there.
        if (assessment.ApprovalExpectedOn > today.AddYears(3))
        {
            throw new InvalidRequestException("household.expected-too-far", "A decision is expected within three years.", "assessment.approvalExpectedOn");
        }

        if (request.MatchingPlan?.AgreedOn > today || request.Closed?.On > today)
        {
            throw new RuleBrokenException("household.in-future", "Enter it when it has happened.", request.MatchingPlan?.AgreedOn > today ? "matchingPlan.agreedOn" : "closed.on");
        }
    }

    private static short? LivesIn(string? code) => code is null ? null
        : CouncilCode.TryParse(code, null, out var council) ? (short)council.Number
        : throw new InvalidRequestException("household.lives-in", "livesIn is a council's three digits, or null when elsewhere.", "home.livesIn");
}
