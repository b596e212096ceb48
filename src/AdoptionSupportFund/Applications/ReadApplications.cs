using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Region;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Applications;

/// <summary>A council's applications, each with its totals and what was found, explained.</summary>
internal static class ReadApplications
{
    /// <summary>
    /// <c>Number</c>: how people name it.
    /// <c>FundPence</c>: asked of the fund; after the decision what was awarded.
    /// <c>OthersPence</c>: of the other funders.
    /// <c>Stops</c>: how many findings stand in the way of submitting it.
    /// </summary>
    public sealed record Entry(
        Guid Id, string Number, Guid AssessmentId, ApplicationStatus Status, DateOnly? AppliedOn, DateOnly? DecisionExpected, string? PortalReference, int Children, long FundPence, long OthersPence, int Stops);

    /// <summary>
    /// <c>LineId</c>: the line.
    /// <c>Number</c>: its place, from 1.
    /// <c>CostPence</c>: hours times rate.
    /// </summary>
    public sealed record LineEntry(
        Guid LineId, int Number, string Therapy, Guid? ProviderId, decimal Hours, long RatePence, DateOnly Starts, DateOnly Ends, long CostPence, Guid? ReplacesId, Guid? ReplacedById,
        IReadOnlyList<PartEntry> Funding);

    public sealed record PartEntry(Guid ChildId, Funder Funder, long Pence, long? AwardedPence);

    /// <summary>
    /// Where one child stands in one financial year, counted by our applications: what another applicant has asked is not known here.
    /// <c>Year</c>: the financial year, by the calendar year in which it ends.
    /// <c>FundPence</c>: what this application asks of the fund.
    /// <c>OthersPence</c>: what it leaves to others: the shortfall.
    /// <c>UsedPence</c>: what our other applications have used of the fund's money.
    /// <c>LimitPence</c>: the fair access limit; null where there is none.
    /// <c>LeftForTherapyPence</c>: what is left after this application.
    /// <c>LeftForAssessmentPence</c>: the same for specialist assessments.
    /// </summary>
    public sealed record Total(
        Guid ChildId, int Year, long FundPence, long OthersPence, long UsedPence, long? LimitPence, long? LeftForTherapyPence, long? LeftForAssessmentPence);

    /// <summary>
    /// <c>Code</c>: what was found.
    /// <c>Severity</c>: note, exceptable or blocks.
    /// <c>Rule</c>: the pack and rule that say so.
    /// <c>Why</c>: why, in words.
    /// <c>Next</c>: what to do.
    /// <c>Exceptions</c>: codes by which it may be passed.
    /// </summary>
    public sealed record FindingEntry(
        string Code, Severity Severity, string? Rule, Guid? ChildId, int? Line, long? Pence, DateOnly? Day, string Why, string Next, IReadOnlyList<string> Exceptions);

    /// <summary><c>Basis</c>: by-our-applications: how balances are counted.</summary>
    public sealed record Response(
        Guid Id,
        string Number,
        Guid AssessmentId,
        Guid? AmendsId,
        ApplicationStatus Status,
        DateOnly? AppliedOn,
        DateOnly? DecisionExpected,
        DateOnly? DecidedOn,
        DateOnly? SpendConfirmedOn,
        string? PortalReference,
        string? Reason,
        IReadOnlyList<string> Exceptions,
        IReadOnlyList<Guid> Children,
        IReadOnlyList<LineEntry> Lines,
        string Basis,
        IReadOnlyList<Total> Totals,
        DateOnly CheckedOn,
        IReadOnlyList<FindingEntry> Findings);

    public const string Basis = "by-our-applications";

    public static async Task<Ok<Page<Entry>>> ListAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, string? status = null, int? year = null)
    {
        var after = page.After<long?>() ?? long.MaxValue;
        var applications = db.Applications.AsNoTracking().Where(application => application.Council == code.Number && application.Number < after);
        if (Codes.Filter<ApplicationStatus>(status, "status") is { } wanted)
        {
            applications = applications.Where(application => application.Status == wanted);
        }

        if (year is not null)
        {
            var ended = ReadRegionFigures.YearOf(year);
            var (first, last) = (new DateOnly(ended - 1, 4, 1), new DateOnly(ended, 3, 31));
            applications = applications.Where(application => application.AppliedOn >= first && application.AppliedOn <= last);
        }

        var rows = await applications.Include(application => application.Children).Include(application => application.Lines).ThenInclude(line => line.Funding).AsSplitQuery()
            .OrderByDescending(application => application.Number).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, application => application.Number);
        audit.About(found.Items.Select(application => application.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Summarise)], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(
        CouncilCode code, Guid applicationId, HttpContext context, FundDbContext db, Rulebooks rulebooks, CancellationToken ct)
    {
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        IfMatch.SetETag(context, application.Version);
        return TypedResults.Ok(await DescribeAsync(application, db, rulebooks, ct));
    }

    public static async Task<Response> DescribeAsync(Application application, FundDbContext db, Rulebooks rulebooks, CancellationToken ct) => new(
        application.Id,
        NumberOf(application),
        application.AssessmentId,
        application.AmendsId,
        application.Status,
        application.AppliedOn,
        application.DecisionExpected,
        application.DecidedOn,
        application.SpendConfirmedOn,
        application.PortalReference,
        application.Reason,
        application.Exceptions,
        [.. application.Children.Select(child => child.ChildId).Order()],
        [.. application.Lines.OrderBy(line => line.Number).Select(Describe)],
        Basis,
        await TotalsAsync(application, db, rulebooks, ct),
        application.CheckedOn,
        [.. application.ReadFindings().Select(Describe)]);

    public static string NumberOf(Application application) => $"F{application.Number:000000}";

    private static Entry Summarise(Application application) => new(
        application.Id,
        NumberOf(application),
        application.AssessmentId,
        application.Status,
        application.AppliedOn,
        application.DecisionExpected,
        application.PortalReference,
        application.Children.Count,
        Parts(application).Where(part => part.Funder == Funder.Fund).Sum(part => part.AwardedPence ?? part.Pence),
        Parts(application).Where(part => part.Funder != Funder.Fund).Sum(part => part.AwardedPence ?? part.Pence),
        application.MayBeChanged ? FindingBook.Unexcepted(application.ReadFindings(), []).Count() : 0);

    private static IEnumerable<LineFunding> Parts(Application application) => application.Lines.SelectMany(line => line.Funding);

    private static LineEntry Describe(ApplicationLine line) => new(
        line.Id, line.Number, line.Therapy, line.ProviderId, line.Hours, line.RatePence, line.Starts, line.Ends, LineFacts.CostOf(line.Hours, line.RatePence), line.ReplacesId, line.ReplacedById,
        [.. line.Funding.OrderBy(part => part.ChildId).ThenBy(part => part.Funder).Select(part => new PartEntry(part.ChildId, part.Funder, part.Pence, part.AwardedPence))]);

    private static FindingEntry Describe(Finding finding)
    {
        var kind = FindingBook.Kinds[finding.Code];
        return new FindingEntry(finding.Code, kind.Severity, finding.Rule, finding.Child, finding.Line, finding.Pence, finding.Day, kind.Why, kind.Next, kind.Exceptions);
    }

    private static async Task<IReadOnlyList<Total>> TotalsAsync(Application application, FundDbContext db, Rulebooks rulebooks, CancellationToken ct)
    {
        var rules = await rulebooks.CurrentAsync(db, ct);
        var day = application.AppliedOn ?? application.CheckedOn;
        var facts = await FactsReader.ReadAsync(db, application, FactsReader.LinesOf(application), day, rules, locked: null, ct);
        var (uses, others) = (Asked.By(facts, rules).ToDictionary(use => use.Key, use => use.Use), Asked.OfOthers(facts.Lines));
        return
        [
            .. uses.Keys.Union(others.Keys).OrderBy(key => key.Child).ThenBy(key => key.Year).Select(key =>
            {
                var (asked, used) = (uses.GetValueOrDefault(key), facts.Used.GetValueOrDefault(key));
                var pack = rules.Of(key.Year, day);
                var (therapy, assessment) = pack is null ? (null, null) : Limits.Left(pack, day, used + asked);
                return new Total(
                    key.Child, key.Year.Year, asked.Therapy + asked.Assessment, others.GetValueOrDefault(key), used.Therapy + used.Assessment,
                    pack is null ? null : Limits.FairAccess(pack, day), therapy, assessment);
            }),
        ];
    }
}
