using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>Who decides for each council: named and qualified persons, for kinds of decisions, with dates and the power by which they do.</summary>
internal static class KeepDecisionMakers
{
    private const int Years = 3;

    /// <param name="Council">The council.</param>
    /// <param name="Subject">The <c>sub</c> of the person's token.</param>
    /// <param name="Name">The person's name.</param>
    /// <param name="Kinds">What the person decides.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day; null while it lasts.</param>
    /// <param name="Authority">scheme-of-delegation, joint-arrangement or staff-at-disposal.</param>
    /// <param name="AuthorityOn">When that power was given.</param>
    /// <param name="SocialWorkerSince">Since when a social worker: three years of experience are asked for (minimum standard 23).</param>
    internal sealed record Request(
        CouncilCode Council, string Subject, string Name, IReadOnlyList<CaseKind> Kinds, DateOnly From, DateOnly? Until, DecisionAuthority Authority, DateOnly AuthorityOn, DateOnly SocialWorkerSince);

    /// <param name="Until">The last day.</param>
    internal sealed record EndRequest(DateOnly Until);

    internal sealed record Response(
        Guid DecisionMakerId, CouncilCode Council, string Subject, string Name, IReadOnlyList<CaseKind> Kinds, DateOnly From, DateOnly? Until, DecisionAuthority Authority, DateOnly AuthorityOn,
        DateOnly SocialWorkerSince);

    internal static async Task<Ok<Page<Response>>> ListAsync([AsParameters] PageRequest page, PanelDbContext db, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var found = Page.Of(
            await db.DecisionMakers.AsNoTracking().Where(maker => maker.Id > after).OrderBy(maker => maker.Id).Take(page.Take).ToListAsync(ct), page, maker => maker.Id);
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(Describe)], found.Next));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid decisionMakerId, HttpContext context, PanelDbContext db, CancellationToken ct)
    {
        if (await db.DecisionMakers.AsNoTracking().SingleOrDefaultAsync(maker => maker.Id == decisionMakerId, ct) is not { } maker)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, maker.Version);
        return TypedResults.Ok(Describe(maker));
    }

    internal static async Task<Created<Response>> AppointAsync(Request request, PanelCallers callers, PanelDbContext db, AuditTrail audit, CancellationToken ct)
    {
        callers.Own([request.Council]);
        if (request.Subject.Length is 0 or > 200 || request.Name.Length is 0 or > 120 || request.Name.Any(char.IsControl))
        {
            throw new InvalidRequestException("decision-maker.person", "Name the person and the subject of the person's token.", "subject");
        }

        if (request.Subject == callers.Subject)
        {
            throw new RuleBrokenException("decision-maker.self", "Nobody appoints himself or herself.", "subject");
        }

        if (request.Kinds.Count == 0 || request.Until < request.From || request.AuthorityOn > request.From)
        {
            throw new InvalidRequestException("decision-maker.appointment", "An appointment has kinds of decisions, ends after it begins, and follows the power that it rests on.", "kinds");
        }

        Days.RequireKnown("from", request.From, request.Until, request.AuthorityOn, request.SocialWorkerSince);
        if (request.SocialWorkerSince.AddYears(Years) > request.From)
        {
            throw new RuleBrokenException("decision-maker.not-qualified", "A decision maker is a social worker of three years' relevant experience (Adoption: national minimum standards, standard 23).", "socialWorkerSince");
        }

        var maker = new DecisionMaker
        {
            Id = Guid.CreateVersion7(), Council = (short)request.Council.Number, Subject = request.Subject, Name = request.Name.Trim(), Kinds = [.. request.Kinds.Distinct().Order()], From = request.From,
            Until = request.Until, Authority = request.Authority, AuthorityOn = request.AuthorityOn, SocialWorkerSince = request.SocialWorkerSince,
        };
        db.DecisionMakers.Add(maker);
        await db.SaveChangesAsync(ct);
        audit.About([maker.Id]);
        return TypedResults.Created($"/api/v1/panels/decision-makers/{maker.Id}", Describe(maker));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> EndAsync(
        Guid decisionMakerId, EndRequest request, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.DecisionMakers.SingleOrDefaultAsync(maker => maker.Id == decisionMakerId, ct) is not { } maker)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, maker.Version);

        // Decisions that were made stay made: an appointment does not end before today.
        if (request.Until < maker.From || request.Until < LondonCalendar.Today(clock).AddDays(-1))
        {
            throw new RuleBrokenException("decision-maker.end", "An appointment ends yesterday at the earliest.", "until");
        }

        maker.Until = request.Until;
        maker.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, maker.Version);
        return TypedResults.Ok(Describe(maker));
    }

    private static ProblemHttpResult NotFound() => Problems.NotFound("decision-maker.not-found", "There is no such decision maker.");

    private static Response Describe(DecisionMaker maker) => new(
        maker.Id, new CouncilCode(maker.Council), maker.Subject, maker.Name, maker.Kinds, maker.From, maker.Until, maker.Authority, maker.AuthorityOn, maker.SocialWorkerSince);
}
