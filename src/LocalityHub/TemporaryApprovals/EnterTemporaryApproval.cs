using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.TemporaryApprovals;

/// <summary>Enters that approved adopters were approved as foster carers of a named child for a time, once everything that comes before it is recorded.</summary>
internal static class EnterTemporaryApproval
{
    // Inserted by the Care Planning, Placement and Case Review and Fostering Services (Miscellaneous Amendments) Regulations 2013 (SI 2013/984), reg. 3.
    private static readonly DateOnly InForce = new(2013, 7, 1);

    /// <param name="From">The day of the approval.</param>
    /// <param name="ApprovedBy">Who approved for the council, by name.</param>
    /// <param name="SuitabilityAssessedOn">Their suitability to care for the child as foster parents was assessed.</param>
    /// <param name="WelfareConsideredOn">It was considered whether the arrangements safeguard and promote the child's welfare and meet its needs in the care plan.</param>
    /// <param name="Welfare">Why this is the most appropriate placement and in the child's best interests; stays in this hub.</param>
    /// <param name="ConsultedOn">Those were consulted whose wishes count in the child's case.</param>
    /// <param name="NominatedOfficer">The nominated officer, by name.</param>
    /// <param name="NominatedOfficerApprovedOn">The nominated officer approved.</param>
    /// <param name="HouseholdId">The household, where it is one of this council's.</param>
    /// <param name="LinkId">The child's link, where the household is another council's.</param>
    /// <param name="AdoptersApprovedOn">Of another council's household: when its agency approved it for adoption.</param>
    public sealed record Request(
        DateOnly From,
        string ApprovedBy,
        DateOnly SuitabilityAssessedOn,
        DateOnly WelfareConsideredOn,
        string Welfare,
        DateOnly ConsultedOn,
        string NominatedOfficer,
        DateOnly NominatedOfficerApprovedOn,
        Guid? HouseholdId = null,
        Guid? LinkId = null,
        DateOnly? AdoptersApprovedOn = null);

    public static async Task<Results<Created<IReadOnlyList<ListTemporaryApprovals.Entry>>, ProblemHttpResult>> HandleAsync(
        string code, Guid childId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        CheckDays(request, LondonCalendar.Today(clock));
        if (request.HouseholdId is null == request.LinkId is null)
        {
            throw new InvalidRequestException("temporary-approval.household", "One of the two: a household of this council's, or the child's link with another's.", "householdId");
        }

        var (approvedBy, welfare, officer) = (PlainText.Required(request.ApprovedBy, "approvedBy"), PlainText.Required(request.Welfare, "welfare", 4_000), PlainText.Required(request.NominatedOfficer, "nominatedOfficer"));
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        if ((await change.FactsAsync(child, ct)).Record is not { EarlyPermanence: EarlyPermanenceRequest.Requested })
        {
            throw new RuleBrokenException(
                "temporary-approval.preconditions",
                "Early permanence is the plan, and each of its preconditions is recorded, before carers are approved for it (Children Act 1989, s. 22C(9B); Care Planning, Placement and Case Review Regulations 2010, reg. 22A).");
        }

        var adoptersApproved = request.HouseholdId is { } own ? await ApprovedAsync(own, request.From, db, ct) : await LinkedAsync(request, childId, db, ct);
        if ((await TemporaryApprovalStanding.OfAsync([childId], db, ct))[childId].Any(
            each => each.StandsOn(request.From) && (each.Approval.HouseholdId, each.Approval.LinkId) == (request.HouseholdId, request.LinkId)))
        {
            throw new RuleBrokenException("temporary-approval.stands", "They are approved for this child already.");
        }

        db.Add(new TemporaryApproval
        {
            Id = Guid.NewGuid(), ChildId = childId, HouseholdId = request.HouseholdId, LinkId = request.LinkId, From = request.From, ApprovedBy = approvedBy, AdoptersApprovedOn = adoptersApproved,
            SuitabilityAssessedOn = request.SuitabilityAssessedOn, WelfareConsideredOn = request.WelfareConsideredOn, Welfare = welfare, ConsultedOn = request.ConsultedOn,
            NominatedOfficer = officer, NominatedOfficerApprovedOn = request.NominatedOfficerApprovedOn, EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow(),
        });
        await change.SettleAloneAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/children/{childId}/temporary-approvals", await ListTemporaryApprovals.OfAsync(childId, db, clock, ct));
    }

    private static void CheckDays(Request request, DateOnly today)
    {
        if (request.From > today)
        {
            throw new RuleBrokenException("temporary-approval.in-future", "Enter it when it has happened.", "from");
        }

        if (request.From < InForce)
        {
            throw new InvalidRequestException("temporary-approval.too-early", "There was no such approval before 1 July 2013.", "from");
        }

        foreach (var (day, field) in new[]
        {
            (request.SuitabilityAssessedOn, "suitabilityAssessedOn"), (request.WelfareConsideredOn, "welfareConsideredOn"), (request.ConsultedOn, "consultedOn"),
            (request.NominatedOfficerApprovedOn, "nominatedOfficerApprovedOn"), (request.AdoptersApprovedOn ?? request.From, "adoptersApprovedOn"),
        })
        {
            if (day > request.From)
            {
                throw new RuleBrokenException("temporary-approval.order", "This comes before the approval (Care Planning, Placement and Case Review Regulations 2010, reg. 25A(2)).", field);
            }
        }
    }

    /// <summary>The day on which a household of this council's was approved for adoption; it stands on the day.</summary>
    private static async Task<DateOnly> ApprovedAsync(Guid householdId, DateOnly day, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(known => known.Id == householdId, ct) is not { } household)
        {
            throw new RuleBrokenException("temporary-approval.no-household", "This council has no such household.", "householdId") { NamesNothingThere = true };
        }

        var facts = await HouseholdChange.FactsAsync(household, db, ct);
        if (facts.ApprovalOn(day) is not { State: ApprovalState.Approved, Decision: { } decision } || !decision.Routes.HasFlag(HouseholdRoutes.Adoption))
        {
            throw new RuleBrokenException("temporary-approval.not-approved", "Only approved adopters are approved temporarily, for as long as that approval stands.", "householdId");
        }

        return decision.Routes.HasFlag(HouseholdRoutes.DuallyApproved)
            ? throw new RuleBrokenException("temporary-approval.dually-approved", "They are approved to foster as well: they need no other approval.", "householdId")
            : decision.DecidedOn;
    }

    private static async Task<DateOnly> LinkedAsync(Request request, Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        if (!await FamilyLink.WithOthersOf(childId, db).AnyAsync(link => link.Id == request.LinkId, ct))
        {
            throw new RuleBrokenException("temporary-approval.link", "The child has no such link with a household of another council's.", "linkId") { NamesNothingThere = true };
        }

        return request.AdoptersApprovedOn ?? throw new InvalidRequestException("temporary-approval.adopters-approved", "Say when their agency approved them for adoption.", "adoptersApprovedOn");
    }
}
