using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.IdentityGuard;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Support;

/// <summary>Completes an assessment of needs or a review of one, and withdraws one that was made in error. Each time the fund hears of it.</summary>
internal static class Assess
{
    /// <param name="AssessedOn">The day on which it was completed.</param>
    /// <param name="Children">What was found, for each child that it covers.</param>
    /// <param name="ReviewDue">When the plan of support is to be reviewed; a year later when left out.</param>
    /// <param name="ReviewsId">The assessment that it reviews.</param>
    public sealed record Request(DateOnly AssessedOn, IReadOnlyList<Found> Children, DateOnly? ReviewDue = null, Guid? ReviewsId = null);

    /// <param name="Id">A child of the family.</param>
    /// <param name="Needs">Codes.</param>
    public sealed record Found(Guid Id, IReadOnlyList<SupportNeeds> Needs);

    /// <summary>
    /// A narrative part.
    /// <c>Text</c>: as it was written; null when it was not yet.
    /// <c>Found</c>: where the identity guard found something.
    /// </summary>
    public sealed record Narrative(NarrativePart Part, string? Text, IReadOnlyList<Identifier> Found);

    /// <summary>
    /// An assessment.
    /// <c>FundReference</c>: how the support fund knows it.
    /// <c>NarrativesChecked</c>: all parts are written and hold nothing that identifies.
    /// </summary>
    public sealed record Response(
        Guid Id, Guid FamilyId, Guid FundReference, Guid? ReviewsId, DateOnly AssessedOn, DateOnly ReviewDue, bool Withdrawn, IReadOnlyList<Found> Children, IReadOnlyList<Narrative> Narratives, bool NarrativesChecked);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        string code, Guid familyId, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        if (await SupportLedger.LockAsync(db, familyId, ct) is not { } family)
        {
            return KeepFamily.NotFound();
        }

        var due = Check(request, family, today);
        if (request.ReviewsId is { } reviewed && !await db.SupportAssessments.AnyAsync(each => each.Id == reviewed && each.FamilyId == familyId && each.AssessedOn <= request.AssessedOn, ct))
        {
            return NotFound();
        }

        var assessment = new SupportAssessment
        {
            Id = Guid.CreateVersion7(), FamilyId = familyId, ChildIds = family.ChildIds, ReviewsId = request.ReviewsId, AssessedOn = request.AssessedOn, ReviewDue = due, AssessedBy = caller.Subject, Version = 1,
        };
        assessment.Children.AddRange(request.Children.Select(child => new AssessedChild
        {
            AssessmentId = assessment.Id, SupportChildId = child.Id, ChildId = family.Children.Single(each => each.Id == child.Id).ChildId,
            Needs = child.Needs.Aggregate(SupportNeeds.None, (all, need) => all | need),
        }));
        db.Add(assessment);
        await db.SaveChangesAsync(ct);
        await SupportLedger.SettleAsync(db, council.Code, family, today, ct);
        audit.About([assessment.Id, family.Id]);
        IfMatch.SetETag(context, assessment.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/support/assessments/{assessment.Id}", await DescribeAsync(assessment, family, db, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(Guid assessmentId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await FindAsync(assessmentId, db, ct) is not var (assessment, family))
        {
            return NotFound();
        }

        IfMatch.SetETag(context, assessment.Version);
        return TypedResults.Ok(await DescribeAsync(assessment, family, db, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> WithdrawAsync(
        Guid assessmentId, HttpContext context, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await FindAsync(assessmentId, db, ct) is not var (assessment, family))
        {
            return NotFound();
        }

        if (assessment.Version != expected)
        {
            throw new StaleVersionException();
        }

        var covered = assessment.Children.Select(child => child.SupportChildId).ToArray();
        if (assessment.Withdrawn
            || await db.SupportAssessments.AnyAsync(
                each => each.FamilyId == family.Id && each.Id != assessment.Id && each.Children.Any(child => covered.Contains(child.SupportChildId))
                    && (each.AssessedOn > assessment.AssessedOn || (each.AssessedOn == assessment.AssessedOn && each.Number > assessment.Number)),
                ct))
        {
            throw new RuleBrokenException("support-assessment.not-newest", "Only the newest assessment of its children is withdrawn, and once: a later one has taken this one's place.", "assessmentId");
        }

        assessment.Withdrawn = true;
        assessment.Version++;
        await db.SaveChangesAsync(ct);
        await SupportLedger.SettleAsync(db, council.Code, family, LondonCalendar.Today(clock), ct);
        IfMatch.SetETag(context, assessment.Version);
        return TypedResults.Ok(await DescribeAsync(assessment, family, db, ct));
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("support-assessment.not-found", "This council has made no such assessment.");

    /// <summary>An assessment with its family, which is locked until the request's transaction ends; null when there is none that the caller sees.</summary>
    public static async Task<(SupportAssessment Assessment, SupportFamily Family)?> FindAsync(Guid assessmentId, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.SupportAssessments.Where(each => each.Id == assessmentId).Select(each => (Guid?)each.FamilyId).SingleOrDefaultAsync(ct) is not { } familyId
            || await SupportLedger.LockAsync(db, familyId, ct) is not { } family)
        {
            return null;
        }

        return (await db.SupportAssessments.Include(each => each.Children).Include(each => each.Narratives).AsSplitQuery().SingleAsync(each => each.Id == assessmentId, ct), family);
    }

    public static async Task<Response> DescribeAsync(SupportAssessment assessment, SupportFamily family, LocalityHubDbContext db, CancellationToken ct)
    {
        var known = await FamilyTexts.KnownAsync(family, db, ct);
        var reference = await db.SupportReferences.SingleAsync(each => each.Kind == SupportReferenceKind.Assessment && each.AboutId == assessment.Id, ct);
        return new Response(
            assessment.Id,
            assessment.FamilyId,
            reference.Reference,
            assessment.ReviewsId,
            assessment.AssessedOn,
            assessment.ReviewDue,
            assessment.Withdrawn,
            [
                .. assessment.Children.OrderBy(child => child.SupportChildId).Select(child => new Found(
                    child.SupportChildId, [.. Enum.GetValues<SupportNeeds>().Where(need => need != SupportNeeds.None && child.Needs.HasFlag(need))])),
            ],
            [
                .. Enum.GetValues<NarrativePart>().Select(part => assessment.Narratives.Find(each => each.Part == part) is { } narrative
                    ? new Narrative(part, narrative.Text, narrative.IsClean ? [] : Guard.Find(narrative.Text, known))
                    : new Narrative(part, null, [])),
            ],
            SupportLedger.AreChecked(assessment));
    }

    /// <summary>Demands what can be, and gives the day of the review.</summary>
    private static DateOnly Check(Request request, SupportFamily family, DateOnly today)
    {
        if (request.AssessedOn > today || request.AssessedOn.Year < 2015)
        {
            throw new InvalidRequestException("support-assessment.day", "It was completed today or before.", "assessedOn");
        }

        var due = request.ReviewDue ?? request.AssessedOn.AddYears(1);

        // Adoption Support Services Regulations 2005, regulation 19, and Special Guardianship Regulations 2005, regulation 17: at least once a year.
        if (due <= request.AssessedOn || due > request.AssessedOn.AddYears(1))
        {
            throw new InvalidRequestException("support-assessment.review", "The plan of support is reviewed within a year.", "reviewDue");
        }

        if (request.Children.Count == 0 || request.Children.Any(child => child is null || child.Needs.Count == 0 || child.Needs.Contains(SupportNeeds.None) || family.Children.All(each => each.Id != child.Id))
            || request.Children.DistinctBy(child => child.Id).Count() != request.Children.Count)
        {
            throw new InvalidRequestException("support-assessment.children", "children names children of the family, each once, with at least one need.", "children") { NamesNothingThere = true };
        }

        return due;
    }
}
