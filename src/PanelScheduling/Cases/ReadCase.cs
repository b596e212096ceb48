using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Cases;

/// <summary>Cases: where each stands, its days and clocks.</summary>
internal static class ReadCase
{
    /// <param name="Child">The child, by the reference minted for panels.</param>
    /// <param name="ShouldBePlacedOn">When it was decided that the child should be placed.</param>
    /// <param name="AuthorityOn">When there was authority to place.</param>
    internal sealed record ChildEntry(Guid Child, DateOnly? ShouldBePlacedOn, DateOnly? AuthorityOn);

    /// <param name="Event">What happened.</param>
    /// <param name="Recipient">Who was told; null for what concerns the whole case.</param>
    /// <param name="Round">1, or 2 after a qualifying determination.</param>
    /// <param name="Day">When.</param>
    internal sealed record DayEntry(ClockEvent Event, NoticeRecipient? Recipient, int Round, DateOnly Day);

    /// <param name="Id">The pause.</param>
    /// <param name="Clock">Which clock stands still.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="From">The first day that is not counted.</param>
    /// <param name="Until">The first day that is counted again.</param>
    internal sealed record PauseEntry(Guid Id, ClockCode Clock, PauseReason Reason, DateOnly From, DateOnly? Until);

    internal sealed record Entry(
        Guid CaseId, CaseKind Kind, CouncilCode Council, IReadOnlyList<CouncilCode> Councils, CaseState State, bool Brief, int Children, Guid? Link, DateOnly? ReadyOn, DateOnly? CourtDate);

    internal sealed record Response(
        Entry Case,
        PanelUse Panel,
        bool MayBeDetermination,
        string Source,
        IReadOnlyList<ChildEntry> Children,
        IReadOnlyList<DayEntry> Days,
        IReadOnlyList<PauseEntry> Pauses,
        IReadOnlyList<Absence> Absences,
        int? Minutes,
        Guid? ItemId,
        IReadOnlyList<ListClocks.Entry> Clocks,
        bool GatesStand = true);

    internal static async Task<Ok<Page<Entry>>> ListAsync(
        [AsParameters] PageRequest page, PanelCallers callers, PanelDbContext db, AuditTrail audit, CancellationToken ct, Coded<CaseState>? state = null, Coded<CaseKind>? kind = null)
    {
        var after = page.After<Guid>();
        var (ofState, ofKind) = (state?.Value, kind?.Value);
        var cases = await VisibleAsync(callers, db, ct);
        var found = Page.Of(
            await cases.AsNoTracking().Include(@case => @case.Days)
                .Where(@case => @case.Id > after && (ofState == null || @case.State == ofState) && (ofKind == null || @case.Kind == ofKind))
                .OrderBy(@case => @case.Id).Take(page.Take).ToListAsync(ct),
            page,
            @case => @case.Id);
        audit.About(found.Items.Select(@case => @case.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Summarise)], found.Next));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, HttpContext context, CaseReader reader, PanelCallers callers, PanelDbContext db, CancellationToken ct)
    {
        if (await db.Cases.AsNoTracking().Whole().SingleOrDefaultAsync(@case => @case.Id == caseId, ct) is not { } @case || !await callers.MayFollowAsync(caseId, ct))
        {
            return PanelCases.NotFound();
        }

        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await reader.DescribeAsync(@case, ct));
    }

    /// <summary>The cases that the caller may know of: a member's own meetings', for everybody else those of the token's councils.</summary>
    internal static async Task<IQueryable<PanelCase>> VisibleAsync(PanelCallers callers, PanelDbContext db, CancellationToken ct)
    {
        if (!callers.IsMemberAlone)
        {
            return db.Cases;
        }

        var memberships = await callers.MembershipsAsync(ct);
        var meetings = await callers.MyMeetingsAsync(ct);
        return db.Cases.Where(@case => db.Items.Any(item => item.CaseId == @case.Id && item.State != ItemState.Withdrawn && meetings.Contains(item.MeetingId))
            && !db.Conflicts.Any(conflict => conflict.CaseId == @case.Id && memberships.Contains(conflict.MemberId)));
    }

    internal static Entry Summarise(PanelCase @case) => new(
        @case.Id, @case.Kind, new CouncilCode(@case.Council), Codes.Of(@case.Councils), @case.State, @case.IsBrief, @case.ChildCount, @case.Link, @case.ReadyOn, @case.CourtDate);
}

/// <summary>Describes a case whole.</summary>
internal sealed class CaseReader(PanelDbContext db, TimeProvider clock)
{
    internal async Task<ReadCase.Response> DescribeAsync(PanelCase @case, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var clocks = await db.Clocks.AsNoTracking().Where(each => each.CaseId == @case.Id).OrderBy(each => each.Started).ThenBy(each => each.Code).ToListAsync(ct);
        var item = await db.Items.Where(item => item.CaseId == @case.Id && item.State != ItemState.Withdrawn).OrderByDescending(item => item.BookedAt)
            .Select(item => (Guid?)item.Id).FirstOrDefaultAsync(ct);
        return new ReadCase.Response(
            ReadCase.Summarise(@case),
            @case.Route.Panel,
            @case.Route.HasQualifyingDetermination,
            @case.Route.Source.ToString(),
            [.. @case.Children.OrderBy(child => child.Child).Select(child => new ReadCase.ChildEntry(child.Child, child.ShouldBePlacedOn, child.AuthorityOn))],
            [.. @case.Days.OrderBy(day => day.Day).ThenBy(day => day.Event).Select(day => new ReadCase.DayEntry(day.Event, day.Recipient == default ? null : day.Recipient, day.Round, day.Day))],
            [.. @case.Pauses.OrderBy(pause => pause.From).Select(pause => new ReadCase.PauseEntry(pause.Id, pause.Clock, pause.Reason, pause.From, pause.Until))],
            @case.Absences,
            @case.Minutes,
            item,
            [.. clocks.Select(each => ListClocks.Describe(each, @case, today))],
            @case.GatesStand);
    }
}
