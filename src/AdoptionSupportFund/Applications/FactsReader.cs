using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Children;
using Partnership.AdoptionSupportFund.Decisions;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Applications;

/// <summary>Gathers what the checks need to know of one application.</summary>
internal static class FactsReader
{
    private static readonly ApplicationStatus[] Live = [ApplicationStatus.Draft, ApplicationStatus.Submitted, ApplicationStatus.Returned, ApplicationStatus.Approved];

    /// <param name="db">The request's context.</param>
    /// <param name="application">The application with its children.</param>
    /// <param name="lines">Its lines, or those that it is about to have.</param>
    /// <param name="day">The day on which it would be submitted.</param>
    /// <param name="rules">By which an amendment's replaced lines are told apart.</param>
    /// <param name="locked">The balances where they are locked already; otherwise they are read.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<ApplicationFacts> ReadAsync(
        FundDbContext db, Application application, IReadOnlyList<LineFacts> lines, DateOnly day, Rulebook rules, IReadOnlyDictionary<(Guid Child, YearEnded Year), Use>? locked, CancellationToken ct)
    {
        var ids = application.Children.Select(child => child.ChildId).ToArray();
        var children = await db.Children.AsNoTracking().Where(child => ids.Contains(child.Id)).ToListAsync(ct);
        var assessments = await db.Assessments.AsNoTracking()
            .Where(assessment => assessment.Id == application.AssessmentId && ids.Contains(assessment.ChildId))
            .ToDictionaryAsync(assessment => assessment.ChildId, ct);
        var providerIds = lines.Select(line => line.Provider).OfType<Guid>().Distinct().ToArray();
        var providers = await db.Providers.AsNoTracking().Include(provider => provider.Therapies).Include(provider => provider.Areas).Include(provider => provider.Checks)
            .AsSplitQuery().Where(provider => providerIds.Contains(provider.Id)).ToListAsync(ct);
        return new ApplicationFacts(
            application.Id,
            new CouncilCode(application.Council),
            day,
            [.. children.OrderBy(child => child.Id).Select(child => Of(child, assessments.GetValueOrDefault(child.Id)))],
            lines,
            await UsedAsync(db, application, ids, rules, locked, ct),
            await OthersAsync(db, application, ids, ct),
            providers.ToDictionary(provider => provider.Id, provider => provider.Facts()));
    }

    public static IReadOnlyList<LineFacts> LinesOf(Application application) =>
        [.. application.Lines.OrderBy(line => line.Number).Select(line => Of(line, line.Funding))];

    public static LineFacts Of(ApplicationLine line, IEnumerable<LineFunding> funding) => new(
        line.Number, line.Therapy, line.ProviderId, line.Hours, line.RatePence, line.Starts, line.Ends,
        [.. funding.OrderBy(part => part.ChildId).ThenBy(part => part.Funder).Select(part => new FundingFacts(part.ChildId, part.Funder, part.Pence))]);

    public static ChildFacts Of(FundChild child, NeedsAssessment? assessment) => new(
        child.Id,
        child.Route,
        new YearEnded(child.BornIn),
        child.HasPlan,
        child.Basis,
        assessment is null ? null : new AssessmentFacts(assessment.AssessedOn, assessment.Withdrawn, assessment.NarrativesChecked));

    /// <summary>What is used of the children's limits, without this application's own part and without what an amendment takes the place of.</summary>
    private static async Task<Dictionary<(Guid Child, YearEnded Year), Use>> UsedAsync(
        FundDbContext db, Application application, Guid[] children, Rulebook rules, IReadOnlyDictionary<(Guid Child, YearEnded Year), Use>? locked, CancellationToken ct)
    {
        var used = locked?.ToDictionary() ?? await db.Balances.AsNoTracking().Where(balance => children.Contains(balance.ChildId))
            .ToDictionaryAsync(balance => (balance.ChildId, new YearEnded(balance.Year)), balance => balance.Use, ct);
        foreach (var own in await db.BalanceUses.AsNoTracking().Where(use => use.ApplicationId == application.Id).ToListAsync(ct))
        {
            var key = (own.ChildId, new YearEnded(own.Year));
            used[key] = used.GetValueOrDefault(key) - own.Use;
        }

        foreach (var (key, replaced) in await Amendments.GivenBackAsync(db, application, rules, ct))
        {
            used[key] = used.GetValueOrDefault(key) - replaced;
        }

        return used;
    }

    /// <summary>Lines of the council's other live applications for these children.</summary>
    private static async Task<List<OtherLine>> OthersAsync(FundDbContext db, Application application, Guid[] children, CancellationToken ct)
    {
        var replaced = application.Lines.Select(line => line.ReplacesId).OfType<Guid>().ToArray();
        var rows = await (
            from funding in db.LineFunding
            join line in db.Lines on funding.LineId equals line.Id
            join other in db.Applications on line.ApplicationId equals other.Id
            where children.Contains(funding.ChildId) && other.Id != application.Id && other.Council == application.Council
                && Live.Contains(other.Status) && line.ReplacedById == null && !replaced.Contains(line.Id)
            select new { funding.ChildId, line.Id, line.Therapy, line.ProviderId, line.Starts, line.Ends }).Distinct().ToListAsync(ct);
        return [.. rows.Select(row => new OtherLine(row.ChildId, row.Therapy, row.ProviderId, row.Starts, row.Ends))];
    }
}
