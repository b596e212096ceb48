using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Region;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Outcomes;

/// <summary>Scores before and after, and what came of each therapy.</summary>
internal static class RecordOutcome
{
    /// <param name="LineId">A line of the approved application.</param>
    /// <param name="ChildId">A child of the line.</param>
    /// <param name="Tool">strengths-and-difficulties, goal-based-outcome, parental-self-efficacy or fund-outcome.</param>
    /// <param name="When">before or after.</param>
    /// <param name="Score">On the tool's scale.</param>
    /// <param name="MeasuredOn">The day.</param>
    public sealed record Request(Guid LineId, Guid ChildId, OutcomeTool Tool, MeasuredWhen When, int Score, DateOnly MeasuredOn);

    public sealed record Response(Guid Id, Request Measured);

    /// <summary>By therapy and tool; figures over fewer than six children are hidden, and so is how many did better where a part is as small.</summary>
    public sealed record Report(IReadOnlyList<OutcomeFigures.Figure> Outcomes);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        CouncilCode code, Guid applicationId, Request request, FundDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var (least, most) = OutcomeFigures.ScaleOf(request.Tool);
        if (request.Score < least || request.Score > most)
        {
            throw new InvalidRequestException("outcome.score", $"score is {least} to {most} by this tool.", "score");
        }

        if (request.MeasuredOn > LondonCalendar.Today(clock) || request.MeasuredOn.Year < 2015)
        {
            throw new InvalidRequestException("outcome.day", "It was measured today or before.", "measuredOn");
        }

        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (application.Status is not (ApplicationStatus.Approved or ApplicationStatus.Closed))
        {
            throw new RuleBrokenException("outcome.not-approved", "Outcomes are of applications that were approved.", "applicationId");
        }

        if (application.Lines.Find(line => line.Id == request.LineId && line.Funding.Exists(part => part.ChildId == request.ChildId)) is not { } line)
        {
            return Problems.NotFound("line.not-found", "The application has no such line for that child.");
        }

        var measured = new Measurement
        {
            Id = Guid.CreateVersion7(), Council = application.Council, ApplicationId = application.Id, LineId = line.Id, ChildId = request.ChildId, Therapy = line.Therapy, Tool = request.Tool, When = request.When,
            Score = (short)request.Score, MeasuredOn = request.MeasuredOn,
        };
        db.Add(measured);
        await db.SaveChangesAsync(ct);
        audit.About([measured.Id, request.ChildId]);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/outcomes", new Response(measured.Id, request));
    }

    public static async Task<Ok<Report>> ReportAsync(CouncilCode code, FundDbContext db, CancellationToken ct) =>
        TypedResults.Ok(new Report(OutcomeFigures.Of(await db.Measurements.AsNoTracking().Where(each => each.Council == code.Number).ToListAsync(ct))));

    public static async Task<Ok<Report>> RegionAsync(RegionDesk desk, CancellationToken ct) => TypedResults.Ok(new Report(await desk.OutcomesAsync(ct)));
}
