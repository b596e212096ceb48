using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.Statutory;

namespace Partnership.LocalityHub.TemporaryApprovals;

/// <summary>A child's temporary approvals of adopters as its foster carers, the newest first: a handful in a childhood.</summary>
internal static class ListTemporaryApprovals
{
    /// <param name="Id">By which its end is entered.</param>
    /// <param name="HouseholdId">The household, where it is one of this council's.</param>
    /// <param name="LinkId">The child's link, where the household is another council's.</param>
    /// <param name="From">The day of the approval.</param>
    /// <param name="ApprovedBy">Who approved for the council, by name.</param>
    /// <param name="AdoptersApprovedOn">When they were approved as adopters.</param>
    /// <param name="SuitabilityAssessedOn">When their suitability to foster the child was assessed.</param>
    /// <param name="WelfareConsideredOn">When the arrangements were considered.</param>
    /// <param name="Welfare">Why the placement is the most appropriate one and in the child's best interests.</param>
    /// <param name="ConsultedOn">When those were consulted whose wishes count.</param>
    /// <param name="NominatedOfficer">The nominated officer, by name.</param>
    /// <param name="NominatedOfficerApprovedOn">When the nominated officer approved.</param>
    /// <param name="Stands">Whether it stands today.</param>
    /// <param name="NoticeOn">When the carers' notice was received.</param>
    /// <param name="EndsOn">The first day without it, by whatever record says so first; null while nothing ends it.</param>
    /// <param name="Why">What ends it.</param>
    /// <param name="EndWords">What was said when a person entered its end.</param>
    public sealed record Entry(
        Guid Id,
        Guid? HouseholdId,
        Guid? LinkId,
        DateOnly From,
        string ApprovedBy,
        DateOnly AdoptersApprovedOn,
        DateOnly SuitabilityAssessedOn,
        DateOnly WelfareConsideredOn,
        string Welfare,
        DateOnly ConsultedOn,
        string NominatedOfficer,
        DateOnly NominatedOfficerApprovedOn,
        bool Stands,
        DateOnly? NoticeOn,
        DateOnly? EndsOn,
        TemporaryApprovalEnd? Why,
        string? EndWords);

    public static async Task<Results<Ok<IReadOnlyList<Entry>>, ProblemHttpResult>> HandleAsync(Guid childId, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await OfAsync(childId, db, clock, ct));
    }

    public static async Task<IReadOnlyList<Entry>> OfAsync(Guid childId, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        return [.. (await TemporaryApprovalStanding.OfAsync([childId], db, ct))[childId].Reverse().Select(each => Describe(each, today))];
    }

    private static Entry Describe(TemporaryApprovalStanding standing, DateOnly today)
    {
        var approval = standing.Approval;
        return new Entry(
            approval.Id, approval.HouseholdId, approval.LinkId, approval.From, approval.ApprovedBy, approval.AdoptersApprovedOn, approval.SuitabilityAssessedOn, approval.WelfareConsideredOn,
            approval.Welfare, approval.ConsultedOn, approval.NominatedOfficer, approval.NominatedOfficerApprovedOn, standing.StandsOn(today), approval.NoticeOn, standing.EndsOn, standing.Why, approval.EndWords);
    }
}
