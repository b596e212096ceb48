using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>Opens a case, and changes what it goes with.</summary>
internal static class KeepCase
{
    private const int MostChildren = 8;

    /// <param name="Kind">What panel or decision maker is asked.</param>
    /// <param name="ChildIds">The children, of this council: one, or brothers and sisters who go together; none for adopters and carers.</param>
    /// <param name="HouseholdId">The household of an approval or review; of a match its link tells it.</param>
    /// <param name="LinkId">The link of a match.</param>
    /// <param name="Brief">A brief report on adopters.</param>
    /// <param name="FastTrack">Previous adopters or approved foster carers.</param>
    /// <param name="Infant">A relinquished child under six months.</param>
    /// <param name="CourtDate">A hearing that must not be delayed.</param>
    public sealed record Request(
        CaseKind Kind,
        IReadOnlyList<Guid> ChildIds,
        Guid? HouseholdId = null,
        Guid? LinkId = null,
        bool Brief = false,
        bool FastTrack = false,
        bool Infant = false,
        DateOnly? CourtDate = null);

    /// <param name="ReportSentOn">When the report was sent to the adopters for comment.</param>
    /// <param name="CommentsOn">When their comments came.</param>
    /// <param name="CourtDate">A hearing that must not be delayed.</param>
    public sealed record Change(DateOnly? ReportSentOn = null, DateOnly? CommentsOn = null, DateOnly? CourtDate = null);

    /// <summary>The same for a case of a child or household that is hidden from the caller as for one that does not exist.</summary>
    public static ProblemHttpResult NotFound() => Problems.NotFound("panel-case.not-found", "This council has no such case.");

    public static async Task<Results<Created<ReadPanelCase.Response>, ProblemHttpResult>> OpenAsync(
        Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, CaseChange change, CaseFacts facts, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var route = CaseRoutes.Of(request.Kind);
        CheckParts(request, route);
        if (!await change.HoldAsync(request.ChildIds, ct))
        {
            return Children.ReadChild.NotFound();
        }

        if (request.HouseholdId is { } householdId && !await db.Households.AnyAsync(each => each.Id == householdId, ct))
        {
            return Households.ReadHousehold.NotFound();
        }

        FamilyLink? link = null;
        if (request.LinkId is { } linkId)
        {
            link = await FamilyLink.Visible(db).AsNoTracking().SingleOrDefaultAsync(each => each.Id == linkId, ct);
            if (link is null)
            {
                return ReadLinks.NotFound();
            }

            await RequireChildrenOfAsync(link, request.ChildIds, db, ct);
        }

        var @case = new PanelCase
        {
            Id = Guid.NewGuid(), Kind = request.Kind, CasesCouncil = (short)council.Code.Number, ChildIds = [.. request.ChildIds], ChildReferences = [.. request.ChildIds.Select(_ => Guid.NewGuid())],
            HouseholdId = link?.HouseholdId ?? request.HouseholdId, LinkId = request.LinkId,
            HouseholdsCouncil = link?.HouseholdsCouncil ?? (request.HouseholdId is null ? (short?)null : (short)council.Code.Number), Brief = request.Brief, FastTrack = request.FastTrack,
            Infant = request.Infant, CourtDate = request.CourtDate, OpenedBy = caller.Subject, UpdatedAt = clock.GetUtcNow(),
        };
        db.Add(@case);
        await db.SaveChangesAsync(ct);
        audit.About([@case.Id, .. @case.ChildIds]);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Created($"/api/v1/councils/{council.Code}/panel-cases/{@case.Id}", await ReadPanelCase.DescribeAsync(@case, db, facts, LondonCalendar.Today(clock), ct));
    }

    public static async Task<Results<Ok<ReadPanelCase.Response>, ProblemHttpResult>> ChangeAsync(
        Guid caseId, Change request, HttpContext context, LocalityHubDbContext db, CaseChange change, CaseFacts facts, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(caseId, expected, ct) is not { } @case)
        {
            return NotFound();
        }

        CaseChange.RequireOpen(@case);
        var today = LondonCalendar.Today(clock);
        if (request.ReportSentOn > today || request.CommentsOn > today)
        {
            throw new RuleBrokenException("panel-case.in-future", "A report was sent, and comments came, on days that have been.", request.ReportSentOn > today ? "reportSentOn" : "commentsOn");
        }

        if (request.CommentsOn is { } came && (request.ReportSentOn is not { } sent || came < sent))
        {
            throw new RuleBrokenException("panel-case.comments-before-report", "Comments come after the report was sent.", "commentsOn");
        }

        // Before the panel everything may be put right; what panel was told once keeps its days.
        (@case.ReportSentOn, @case.CommentsOn, @case.CourtDate) = (request.ReportSentOn, request.CommentsOn, request.CourtDate);
        await change.SettleAsync(@case, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await ReadPanelCase.DescribeAsync(@case, db, facts, today, ct));
    }

    /// <summary>A match goes with its link: selected, or on the way to panel, for these children of this council and no others.</summary>
    private static async Task RequireChildrenOfAsync(FamilyLink link, IReadOnlyList<Guid> children, LocalityHubDbContext db, CancellationToken ct)
    {
        if (link.State is not (LinkState.Selected or LinkState.ToPanel))
        {
            throw new RuleBrokenException("panel-case.link-not-selected", "A match goes to panel from a link whose household was selected.", "linkId");
        }

        var own = await db.FamilyLinkChildren.Where(each => each.LinkId == link.Id && each.ChildId != null && each.Part != ChildsPart.Left).Select(each => each.ChildId!.Value).ToListAsync(ct);
        if (!own.ToHashSet().SetEquals(children))
        {
            throw new RuleBrokenException("panel-case.other-children", "A match is of all the children of this council in its link: each has a decision of its own.", "childIds");
        }
    }

    private static void CheckParts(Request request, CaseRoute route)
    {
        if (request.ChildIds.Distinct().Count() != request.ChildIds.Count || request.ChildIds.Count > MostChildren || (request.ChildIds.Count > 0) != route.DecidesEachChild)
        {
            throw new InvalidRequestException("panel-case.children", "Plans and matches name their children, at most eight; approvals and reviews name none.", "childIds");
        }

        if ((request.HouseholdId is null) == (!route.DecidesEachChild || request.Kind == CaseKind.FosterMatch))
        {
            throw new InvalidRequestException("panel-case.household", "An approval, a review and a foster match name their household; nothing else does.", "householdId");
        }

        if ((request.LinkId is not null) != (request.Kind == CaseKind.Match))
        {
            throw new InvalidRequestException("panel-case.link", "A match carries its link; nothing else does.", "linkId");
        }

        if (request.Brief && request.Kind != CaseKind.AdopterApproval)
        {
            throw new InvalidRequestException("panel-case.brief", "Only a report on adopters can be brief.", "brief");
        }
    }
}
