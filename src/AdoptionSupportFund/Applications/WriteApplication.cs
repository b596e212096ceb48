using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Applications;

/// <summary>Begins an application from an assessment, and changes one that is a draft or was returned. Each time it is checked.</summary>
internal static class WriteApplication
{
    /// <param name="AssessmentId">The assessment of needs that it rests on.</param>
    /// <param name="Content">What is asked for.</param>
    public sealed record Request(Guid AssessmentId, ApplicationContent Content);

    public static async Task<Results<Created<ReadApplications.Response>, ProblemHttpResult>> BeginAsync(
        CouncilCode code, Request request, HttpContext context, Caller caller, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var rules = await rulebooks.CurrentAsync(db, ct);
        var lines = request.Content.Read(rules);
        var council = (short)code.Number;
        if (!await db.Assessments.AnyAsync(assessment => assessment.Id == request.AssessmentId && assessment.Council == council, ct))
        {
            return Problems.NotFound("assessment.not-found", "This council has handed over no such assessment.");
        }

        var now = clock.GetUtcNow();
        var application = new Application { Id = Guid.CreateVersion7(), Council = council, AssessmentId = request.AssessmentId, CreatedBy = caller.Subject, CreatedAt = now };
        return await KeepAsync(code, application, request.Content, lines, context, db, rulebooks, rules, audit, clock, ct);
    }

    public static async Task<Results<Created<ReadApplications.Response>, ProblemHttpResult>> AmendAsync(
        CouncilCode code, Guid applicationId, ApplicationContent content, HttpContext context, Caller caller, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var rules = await rulebooks.CurrentAsync(db, ct);
        var lines = content.Read(rules);
        if (await FindAsync(db, code, applicationId, ct) is not { } amended)
        {
            return NotFound();
        }

        if (amended.Status != ApplicationStatus.Approved || amended.SpendConfirmedOn is not null)
        {
            throw new RuleBrokenException("amendment.not-approved", "Only an approved application whose spend is not confirmed is amended; a draft is changed.", "applicationId");
        }

        var amendment = new Application
        {
            Id = Guid.CreateVersion7(), Council = amended.Council, AssessmentId = amended.AssessmentId, AmendsId = amended.Id, CreatedBy = caller.Subject, CreatedAt = clock.GetUtcNow(),
        };
        return await KeepAsync(code, amendment, content, lines, context, db, rulebooks, rules, audit, clock, ct);
    }

    private static async Task<Results<Created<ReadApplications.Response>, ProblemHttpResult>> KeepAsync(
        CouncilCode code, Application application, ApplicationContent content, IReadOnlyList<LineFacts> lines, HttpContext context, FundDbContext db, Rulebooks rulebooks, Rulebook rules, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        application.Touch(clock.GetUtcNow());
        db.Add(application);
        if (await FillAsync(application, content, lines, db, rules, LondonCalendar.Today(clock), ct) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(ct);
        audit.About([application.Id, .. content.Children]);
        IfMatch.SetETag(context, application.Version);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/applications/{application.Id}", await ReadApplications.DescribeAsync(application, db, rulebooks, ct));
    }

    public static async Task<Results<Ok<ReadApplications.Response>, ProblemHttpResult>> ChangeAsync(
        CouncilCode code, Guid applicationId, ApplicationContent content, HttpContext context, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var lines = content.Read(rules);
        if (await FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return NotFound();
        }

        if (application.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (!application.MayBeChanged)
        {
            throw new RuleBrokenException("application.not-a-draft", "Only a draft, or an application that the fund returned, may be changed. After approval an amendment may be made.", "status");
        }

        db.RemoveRange(application.Lines);
        db.RemoveRange(application.Children);
        application.Lines.Clear();
        application.Children.Clear();
        application.Touch(clock.GetUtcNow());
        if (await FillAsync(application, content, lines, db, rules, LondonCalendar.Today(clock), ct) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, application.Version);
        return TypedResults.Ok(await ReadApplications.DescribeAsync(application, db, rulebooks, ct));
    }

    /// <summary>The council's application with its children and lines; null when it has none of that id.</summary>
    public static Task<Application?> FindAsync(FundDbContext db, CouncilCode council, Guid id, CancellationToken ct) =>
        db.Applications.Include(application => application.Children).Include(application => application.Lines).ThenInclude(line => line.Funding).AsSplitQuery()
            .SingleOrDefaultAsync(application => application.Id == id && application.Council == council.Number, ct);

    public static ProblemHttpResult NotFound() => Problems.NotFound("application.not-found", "This council has no such application.");

    private static async Task<ProblemHttpResult?> FillAsync(
        Application application, ApplicationContent content, IReadOnlyList<LineFacts> lines, FundDbContext db, Rulebook rules, DateOnly today, CancellationToken ct)
    {
        var known = await db.Children.Where(child => content.Children.Contains(child.Id) && child.Council == application.Council).Select(child => child.Id).ToListAsync(ct);
        if (known.Count < content.Children.Count)
        {
            return Problems.NotFound("child.not-found", "This council applies for no such child.");
        }

        var replaced = content.Lines.Select(line => line.ReplacesId).OfType<Guid>().ToList();
        if (replaced.Distinct().Count() < replaced.Count
            || await db.Lines.CountAsync(line => replaced.Contains(line.Id) && line.ApplicationId == application.AmendsId && line.ReplacedById == null, ct) < replaced.Count)
        {
            throw new InvalidRequestException("line.replaces", "replacesId names a line of the amended application, once, that no other amendment has replaced.", "lines");
        }

        application.Children.AddRange(content.Children.Select(child => new ApplicationChild { ApplicationId = application.Id, ChildId = child, Council = application.Council }));

        // The lines before the facts: what an amendment takes the place of is read from them.
        application.Lines.AddRange(lines.Select(line => Row(application, line, content.Lines[line.Number - 1].ReplacesId)));
        var facts = await FactsReader.ReadAsync(db, application, lines, today, rules, locked: null, ct);
        facts = facts with { Lines = FundingProposal.Fill(lines, facts.Used, today, rules) };
        foreach (var (row, line) in application.Lines.Zip(facts.Lines))
        {
            row.Funding.AddRange(Parts(row, line));
        }

        application.Keep(ApplicationChecks.Of(facts, rules), today);
        return null;
    }

    /// <summary>Gives a new application its children and lines, each with its funding.</summary>
    public static void Put(Application application, IReadOnlyList<Guid> children, IReadOnlyList<LineFacts> lines)
    {
        application.Children.AddRange(children.Select(child => new ApplicationChild { ApplicationId = application.Id, ChildId = child, Council = application.Council }));
        foreach (var line in lines)
        {
            var row = Row(application, line, null);
            row.Funding.AddRange(Parts(row, line));
            application.Lines.Add(row);
        }
    }

    private static IEnumerable<LineFunding> Parts(ApplicationLine row, LineFacts line) =>
        line.Funding.Select(part => new LineFunding { LineId = row.Id, ChildId = part.Child, Funder = part.Funder, Council = row.Council, Pence = part.Pence });

    private static ApplicationLine Row(Application application, LineFacts line, Guid? replaces) => new()
    {
        Id = Guid.CreateVersion7(),
        ApplicationId = application.Id,
        Council = application.Council,
        Number = (short)line.Number,
        Therapy = line.Therapy,
        ProviderId = line.Provider,
        Hours = line.Hours,
        RatePence = line.RatePence,
        Starts = line.Starts,
        Ends = line.Ends,
        ReplacesId = replaces,
    };
}
