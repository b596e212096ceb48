using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Worklists;

/// <summary>Something that somebody has to do by a day.</summary>
internal sealed record WorkItem(FundTask Task, DateOnly DueOn, Guid About, Guid? ApplicationId, Guid? AssessmentId, Guid? ChildId, string? Owner);

/// <summary>What is to be done for a council's applications, in the order of its days.</summary>
internal static class Worklist
{
    /// <summary>How far ahead it looks.</summary>
    public const int DaysAhead = 28;

    // One that ended longer ago is no task any more: a score from then would tell of something else. Nor are the bids of years before there were scores.
    private const int ScoresWithin = 84;

    private static readonly ApplicationStatus[] Open = [ApplicationStatus.Submitted, ApplicationStatus.Returned, ApplicationStatus.Approved, ApplicationStatus.Closed, ApplicationStatus.Refused];

    /// <summary>
    /// An entry of the list.
    /// <c>About</c>: the application, assessment or provider, by the task.
    /// <c>DaysLeft</c>: calendar days, negative when it is overdue.
    /// <c>Owner</c>: who began the application.
    /// </summary>
    public sealed record Entry(FundTask Task, DateOnly DueOn, int DaysLeft, Guid About, Guid? ApplicationId, Guid? AssessmentId, Guid? ChildId, string? Owner);

    public static async Task<Ok<Page<Entry>>> ListAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct, string? task = null)
    {
        var (today, wanted) = (LondonCalendar.Today(clock), Codes.Filter<FundTask>(task, "task"));
        var after = page.After<Position>() ?? new Position(DateOnly.MinValue, Guid.Empty, 0);
        var items = (await OfAsync(db, (short)code.Number, today, await rulebooks.CurrentAsync(db, ct), ct))
            .Where(item => (wanted is null || item.Task == wanted) && Order(item).CompareTo((after.DueOn, after.About, after.Task)) > 0)
            .OrderBy(Order)
            .Take(page.Take)
            .ToList();
        var found = Page.Of(items, page, item => new Position(item.DueOn, item.About, (int)item.Task));
        audit.About(found.Items.Select(item => item.About));
        return TypedResults.Ok(new Page<Entry>(
            [.. found.Items.Select(item => new Entry(item.Task, item.DueOn, item.DueOn.DayNumber - today.DayNumber, item.About, item.ApplicationId, item.AssessmentId, item.ChildId, item.Owner))], found.Next));
    }

    /// <summary>Everything that is overdue or due within four weeks.</summary>
    public static async Task<IReadOnlyList<WorkItem>> OfAsync(FundDbContext db, short council, DateOnly today, Rulebook rules, CancellationToken ct)
    {
        var horizon = today.AddDays(DaysAhead);
        var items = new List<WorkItem>();
        await AddAssessmentsAsync(db, council, today, horizon, rules, items, ct);
        var drafts = await db.Applications.AsNoTracking()
            .Where(application => application.Council == council && (application.Status == ApplicationStatus.Draft || application.Status == ApplicationStatus.Returned) && application.Findings != "[]")
            .Select(application => new { application.Id, application.AssessmentId, application.CheckedOn, application.CreatedBy, application.Findings }).ToListAsync(ct);
        items.AddRange(drafts.Where(draft => FindingBook.Unexcepted(StoredFindings.Read(draft.Findings), []).Any())
            .Select(draft => new WorkItem(FundTask.DraftBroken, draft.CheckedOn, draft.Id, draft.Id, draft.AssessmentId, null, draft.CreatedBy)));

        var awaited = await db.Applications.AsNoTracking()
            .Where(application => application.Council == council && application.Status == ApplicationStatus.Submitted && application.DecisionExpected <= horizon)
            .Select(application => new { application.Id, application.AssessmentId, application.DecisionExpected, application.CreatedBy }).ToListAsync(ct);
        items.AddRange(awaited.Select(each => new WorkItem(FundTask.DecisionAwaited, each.DecisionExpected!.Value, each.Id, each.Id, each.AssessmentId, null, each.CreatedBy)));

        var confirmWithin = rules.Of(YearEnded.Of(today), today)?.On<ClaimRule>(today)?.ConfirmWithinDays ?? DaysAhead;
        var packages = await (
            from application in db.Applications
            join line in db.Lines on application.Id equals line.ApplicationId
            where application.Council == council && application.Status == ApplicationStatus.Approved && application.SpendConfirmedOn == null && line.ReplacedById == null
            group line.Ends by new { application.Id, application.AssessmentId, application.CreatedBy } into package
            where package.Max() <= horizon
            select new { package.Key, Ends = package.Max() }).ToListAsync(ct);
        items.AddRange(packages.Select(package => package.Ends >= today
            ? new WorkItem(FundTask.PackageEnding, package.Ends, package.Key.Id, package.Key.Id, package.Key.AssessmentId, null, package.Key.CreatedBy)
            : new WorkItem(FundTask.SpendUnconfirmed, package.Ends.AddDays(confirmWithin), package.Key.Id, package.Key.Id, package.Key.AssessmentId, null, package.Key.CreatedBy)));
        await AddProvidersAsync(db, council, today, horizon, items, ct);
        await AddScoresAsync(db, council, today, horizon, rules, items, ct);
        return items;
    }

    /// <summary>Assessments on which no application rests yet and whose window closes, and plans whose review is due.</summary>
    private static async Task AddAssessmentsAsync(FundDbContext db, short council, DateOnly today, DateOnly horizon, Rulebook rules, List<WorkItem> items, CancellationToken ct)
    {
        var assessments = await (
            from assessment in db.Assessments.AsNoTracking()
            join child in db.Children on assessment.ChildId equals child.Id
            where assessment.Council == council && child.Council == council && child.AssessmentId == assessment.Id && !assessment.Withdrawn
            select assessment).ToListAsync(ct);
        items.AddRange(assessments.Where(assessment => assessment.ReviewDue <= horizon)
            .Select(assessment => new WorkItem(FundTask.ReviewDue, assessment.ReviewDue, assessment.ChildId, null, assessment.Id, assessment.ChildId, null)));
        if (rules.Of(YearEnded.Of(today), today)?.On<WindowRule>(today) is not { } window)
        {
            return;
        }

        var ids = assessments.Select(assessment => assessment.Id).Distinct().ToArray();
        var used = await db.Applications.Where(application => ids.Contains(application.AssessmentId) && Open.Contains(application.Status)).Select(application => application.AssessmentId).Distinct().ToListAsync(ct);

        // One that closed more than the horizon ago is no task any more: it needs a review first.
        items.AddRange(assessments.ExceptBy(used, assessment => assessment.Id)
            .Select(assessment => (assessment, Closes: EligibilityChecks.Closes(assessment.AssessedOn, window)))
            .Where(each => each.Closes <= horizon && each.Closes >= today.AddDays(-DaysAhead))
            .DistinctBy(each => each.assessment.Id)
            .Select(each => new WorkItem(FundTask.WindowClosing, each.Closes, each.assessment.Id, null, each.assessment.Id, null, null)));
    }

    /// <summary>Providers of packages that go on, whose checks are to be renewed.</summary>
    private static async Task AddProvidersAsync(FundDbContext db, short council, DateOnly today, DateOnly horizon, List<WorkItem> items, CancellationToken ct)
    {
        var ids = await (
            from application in db.Applications
            join line in db.Lines on application.Id equals line.ApplicationId
            where application.Council == council && application.Status == ApplicationStatus.Approved && line.ReplacedById == null && line.Ends >= today && line.ProviderId != null
            select line.ProviderId!.Value).Distinct().ToListAsync(ct);
        var providers = await KeepRegister.Whole(db).AsNoTracking().Where(provider => ids.Contains(provider.Id)).ToListAsync(ct);
        items.AddRange(providers.Where(provider => !(provider.ChecksDue > horizon)).Select(provider => new WorkItem(FundTask.ProviderCheckDue, provider.ChecksDue ?? today, provider.Id, null, null, null, null)));
    }

    /// <summary>Applications of which a child lacks the score before therapy, or, when it has ended, the one after it, by whatever tool. Assessments are not measured.</summary>
    private static async Task AddScoresAsync(FundDbContext db, short council, DateOnly today, DateOnly horizon, Rulebook rules, List<WorkItem> items, CancellationToken ct)
    {
        var ended = today.AddDays(-ScoresWithin);
        var assessments = rules.Of(YearEnded.Of(today), today)?.On<TherapyRule>(today)?.SpecialistAssessments.ToArray() ?? [];
        var parts = await (
            from application in db.Applications
            join line in db.Lines on application.Id equals line.ApplicationId
            join part in db.LineFunding on line.Id equals part.LineId
            where application.Council == council && (application.Status == ApplicationStatus.Approved || application.Status == ApplicationStatus.Closed)
                && line.ReplacedById == null && line.Starts <= horizon && line.Ends >= ended && !assessments.Contains(line.Therapy)
            select new { application.Id, application.AssessmentId, application.CreatedBy, part.LineId, part.ChildId, line.Starts, line.Ends }).Distinct().ToListAsync(ct);
        var lines = parts.Select(part => part.LineId).Distinct().ToArray();
        var scores = (await db.Measurements.Where(score => lines.Contains(score.LineId)).Select(score => new { score.LineId, score.ChildId, score.When }).ToListAsync(ct))
            .Select(score => (score.LineId, score.ChildId, score.When)).ToHashSet();
        items.AddRange(parts
            .Select(part => (part, When: part.Ends < today ? MeasuredWhen.After : MeasuredWhen.Before))
            .Where(each => !scores.Contains((each.part.LineId, each.part.ChildId, each.When)))
            .GroupBy(each => (each.part.Id, each.part.AssessmentId, each.part.CreatedBy, each.When))
            .Select(group => group.Key.When == MeasuredWhen.Before
                ? new WorkItem(FundTask.ScoreBeforeMissing, group.Min(each => each.part.Starts), group.Key.Id, group.Key.Id, group.Key.AssessmentId, null, group.Key.CreatedBy)
                : new WorkItem(FundTask.ScoreAfterMissing, group.Min(each => each.part.Ends), group.Key.Id, group.Key.Id, group.Key.AssessmentId, null, group.Key.CreatedBy)));
    }

    private static (DateOnly, Guid, int) Order(WorkItem item) => (item.DueOn, item.About, (int)item.Task);

    private sealed record Position(DateOnly DueOn, Guid About, int Task);
}
