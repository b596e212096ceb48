using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>A case with its gates, items and decisions as this hub knows them; and the list of cases.</summary>
internal static class ReadPanelCase
{
    /// <param name="Gate">Which.</param>
    /// <param name="Title">What must be there, in plain words.</param>
    /// <param name="Stage">raise, decide or place: the step that it stands before.</param>
    /// <param name="Force">hard has no override; guidance warns.</param>
    /// <param name="State">met, missing, excepted or warning.</param>
    /// <param name="On">Since when it is met, or when time alone opens it.</param>
    /// <param name="Source">Instrument and provision.</param>
    /// <param name="Exceptions">Exceptions that the law knows, each with its provision.</param>
    /// <param name="Exception">The one that holds.</param>
    /// <param name="Reason">What was said of it.</param>
    public sealed record GateEntry(
        GateCode Gate, string Title, GateStage Stage, RuleForce Force, GateState State, DateOnly? On, string Source, IReadOnlyList<Lawful> Exceptions, GateException? Exception, string? Reason);

    public sealed record Lawful(GateException Exception, string Source);

    /// <param name="ItemId">The agenda item.</param>
    /// <param name="MeetsOn">The panel's day.</param>
    /// <param name="State">How it stands.</param>
    /// <param name="Recommended">What was recommended.</param>
    public sealed record Item(Guid ItemId, DateOnly MeetsOn, Contracts.PanelScheduling.AgendaItemState State, Contracts.PanelScheduling.RecommendedOutcome Recommended);

    /// <param name="CaseId">The case.</param>
    /// <param name="Kind">What is asked.</param>
    /// <param name="State">preparing, raised, withdrawn or shared.</param>
    /// <param name="CasesCouncil">The council that raises it.</param>
    /// <param name="ChildIds">The children, of this council.</param>
    /// <param name="HouseholdId">The household, where it is this council's.</param>
    /// <param name="LinkId">The link of a match.</param>
    /// <param name="HouseholdsCouncil">The council that owns the household.</param>
    /// <param name="Brief">A brief report.</param>
    /// <param name="FastTrack">Previous adopters or approved foster carers.</param>
    /// <param name="Infant">A relinquished child under six months.</param>
    /// <param name="CourtDate">A hearing that must not be delayed.</param>
    /// <param name="ReportSentOn">When the report was sent to the adopters.</param>
    /// <param name="CommentsOn">When their comments came.</param>
    /// <param name="ReadyOn">When it was raised.</param>
    /// <param name="Gates">Every gate before every step.</param>
    /// <param name="Items">Where it is, or was, on an agenda.</param>
    /// <param name="RaisedBy">Who raised it, by subject; locality-hub when nobody did.</param>
    public sealed record Response(
        Guid CaseId,
        CaseKind Kind,
        PanelCaseState State,
        CouncilCode CasesCouncil,
        IReadOnlyList<Guid> ChildIds,
        Guid? HouseholdId,
        Guid? LinkId,
        CouncilCode? HouseholdsCouncil,
        bool Brief,
        bool FastTrack,
        bool Infant,
        DateOnly? CourtDate,
        DateOnly? ReportSentOn,
        DateOnly? CommentsOn,
        DateOnly? ReadyOn,
        IReadOnlyList<GateEntry> Gates,
        IReadOnlyList<Item> Items,
        string? RaisedBy = null);

    /// <param name="CaseId">The case.</param>
    /// <param name="Kind">What is asked.</param>
    /// <param name="State">preparing, raised, withdrawn or shared.</param>
    /// <param name="ReadyOn">When it was raised.</param>
    public sealed record Entry(Guid CaseId, CaseKind Kind, PanelCaseState State, DateOnly? ReadyOn);

    public static async Task<Ok<Page<Entry>>> ListAsync(
        [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, Coded<PanelCaseState>? state = null, Coded<CaseKind>? kind = null, Guid? childId = null, Guid? householdId = null)
    {
        var after = Cursor.Decode<Guid?>(page.Cursor) ?? Guid.Empty;
        var (ofState, ofKind) = (state?.Value, kind?.Value);
        var rows = await db.PanelCases.AsNoTracking()
            .Where(each => each.Id > after && (ofState == null || each.State == ofState) && (ofKind == null || each.Kind == ofKind)
                && (childId == null || each.ChildIds.Contains(childId.Value)) && (householdId == null || each.HouseholdId == householdId))
            .OrderBy(each => each.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, each => each.Id);
        audit.About(found.Items.Select(each => each.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(each => new Entry(each.Id, each.Kind, each.State, each.ReadyOn))], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, HttpContext context, LocalityHubDbContext db, CaseFacts facts, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        audit.About([@case.Id, .. @case.ChildIds]);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await DescribeAsync(@case, db, facts, LondonCalendar.Today(clock), ct));
    }

    public static async Task<Response> DescribeAsync(PanelCase @case, LocalityHubDbContext db, CaseFacts facts, DateOnly today, CancellationToken ct)
    {
        var reasons = await db.GateStatements.AsNoTracking().Where(statement => statement.CaseId == @case.Id).ToDictionaryAsync(statement => statement.Gate, statement => statement.Reason, ct);
        var gates = @case.IsOwn ? await facts.OfAsync(@case, ct) : null;
        return new Response(
            @case.Id,
            @case.Kind,
            @case.State,
            new CouncilCode(@case.CasesCouncil),
            @case.ChildIds,
            @case.HouseholdId,
            @case.LinkId,
            @case.HouseholdsCouncil is { } code ? new CouncilCode(code) : null,
            @case.Brief,
            @case.FastTrack,
            @case.Infant,
            @case.CourtDate,
            @case.ReportSentOn,
            @case.CommentsOn,
            @case.ReadyOn,
            gates is null ? [] : [.. Enum.GetValues<GateStage>().SelectMany(stage => CaseGateReadings.Read(gates, stage, today).Select(reading => Describe(reading, reasons.GetValueOrDefault(reading.Gate.Code))))],
            [.. (await db.CaseItems.AsNoTracking().Where(item => item.CaseId == @case.Id).OrderBy(item => item.MeetsOn).ToListAsync(ct))
                .Select(item => new Item(item.Id, item.MeetsOn, item.State, item.Recommended))],
            @case.RaisedBy);
    }

    private static GateEntry Describe(CaseGateReading reading, string? reason) => new(
        reading.Gate.Code, reading.Gate.Title, reading.Gate.Stage, reading.Gate.Force, reading.State, reading.On, reading.Gate.Source.ToString(),
        [.. reading.Gate.Exceptions.Select(each => new Lawful(each.Exception, each.Source.ToString()))], reading.Exception, reason);
}
