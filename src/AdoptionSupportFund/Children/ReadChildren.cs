using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Children;

/// <summary>The children for whom a council may apply, and where each stands with the limits.</summary>
internal static class ReadChildren
{
    /// <summary>
    /// An assessment that was handed over for a child.
    /// <c>WindowCloses</c>: the last day on which an application may rest on it, by the rules of today.
    /// </summary>
    public sealed record AssessmentEntry(Guid Id, DateOnly AssessedOn, DateOnly ReviewDue, bool NarrativesChecked, bool Withdrawn, DateOnly? WindowCloses);

    /// <summary>
    /// A financial year's balance, by our applications alone.
    /// <c>Year</c>: by the calendar year in which it ends.
    /// </summary>
    public sealed record BalanceEntry(int Year, long TherapyPence, long AssessmentPence, long? LimitPence, long? LeftForTherapyPence, long? LeftForAssessmentPence);

    /// <summary>
    /// A child by reference.
    /// <c>Needs</c>: codes of what was found.
    /// <c>BornIn</c>: the year from April to March of birth.
    /// </summary>
    public sealed record Entry(
        Guid Id, Guid FamilyId, SupportRoute Route, int BornIn, bool HasPlan, ApplicantBasis Basis, IReadOnlyList<SupportNeeds> Needs, Guid AssessmentId);

    /// <summary><c>Basis</c>: by-our-applications: how balances are counted.</summary>
    public sealed record Response(Entry Child, IReadOnlyList<AssessmentEntry> Assessments, string Basis, IReadOnlyList<BalanceEntry> Balances);

    public static async Task<Ok<Page<Entry>>> ListAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, Guid? family = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var children = db.Children.AsNoTracking().Where(child => child.Council == code.Number && child.Id > after);
        if (family is { } wanted)
        {
            children = children.Where(child => child.FamilyId == wanted);
        }

        var found = Page.Of(await children.OrderBy(child => child.Id).Take(page.Take).ToListAsync(ct), page, child => child.Id);
        audit.About(found.Items.Select(child => child.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(
        CouncilCode code, Guid childId, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId && child.Council == code.Number, ct) is not { } child)
        {
            return Problems.NotFound("child.not-found", "This council applies for no such child.");
        }

        var today = LondonCalendar.Today(clock);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var window = rules.Of(YearEnded.Of(today), today)?.On<WindowRule>(today);
        var assessments = await db.Assessments.AsNoTracking().Where(assessment => assessment.ChildId == childId).OrderBy(assessment => assessment.AssessedOn).ToListAsync(ct);
        var balances = await db.Balances.AsNoTracking().Where(balance => balance.ChildId == childId).OrderBy(balance => balance.Year).ToListAsync(ct);
        return TypedResults.Ok(new Response(
            Describe(child),
            [
                .. assessments.Select(assessment => new AssessmentEntry(
                    assessment.Id, assessment.AssessedOn, assessment.ReviewDue, assessment.NarrativesChecked, assessment.Withdrawn,
                    window is null ? null : EligibilityChecks.Closes(assessment.AssessedOn, window))),
            ],
            ReadApplications.Basis,
            [.. balances.Select(balance => Describe(balance, rules, today))]));
    }

    private static BalanceEntry Describe(ChildBalance balance, Rulebook rules, DateOnly today)
    {
        var pack = rules.Of(new YearEnded(balance.Year), today);
        var (therapy, assessment) = pack is null ? (null, null) : Limits.Left(pack, today, balance.Use);
        return new BalanceEntry(balance.Year, balance.Therapy, balance.Assessment, pack is null ? null : Limits.FairAccess(pack, today), therapy, assessment);
    }

    private static Entry Describe(FundChild child) => new(
        child.Id, child.FamilyId, child.Route, child.BornIn, child.HasPlan, child.Basis,
        [.. Enum.GetValues<SupportNeeds>().Where(need => need != SupportNeeds.None && child.Needs.HasFlag(need))], child.AssessmentId);
}
