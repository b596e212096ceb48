using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>Hands a case to panel scheduling when its gates are met, where nobody waits for the hub to do it (<see cref="ReadyCases"/>), and takes it back.</summary>
internal static class RaiseCase
{
    public static async Task<Results<Ok<ReadPanelCase.Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, HttpContext context, Caller caller, LocalityHubDbContext db, CaseChange change, CaseFacts facts, LinkDecisions links, AreaKey areas, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(caseId, expected, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        CaseChange.RequireOpen(@case);
        if (@case.State == PanelCaseState.Raised)
        {
            throw new RuleBrokenException("panel-case.raised", "The case was raised before.");
        }

        if (await LeftCases.ToWithdraw(db).AnyAsync(idle => idle.Id == caseId, ct) || (@case.LinkId is { } link && !await links.IsChosenAsync(link, ct)))
        {
            throw new RuleBrokenException(
                "panel-case.nothing-to-decide", "The child is adopted, the household's record is closed, or it is chosen for the children no longer: take the case back, or choose the household again.");
        }

        if (@case.LinkId is { } chosen)
        {
            await LimitsOfLinks.DemandNoneAsync(chosen, @case.ChildIds, db, areas, ct);
        }

        var today = LondonCalendar.Today(clock);
        var gates = CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Raise, today);

        // The first in the order of the rules, so that the code is the same each time; the case's own page lists all.
        if (gates.FirstOrDefault(gate => gate.Stops) is { } shut)
        {
            throw new RuleBrokenException($"gate.{JsonNamingPolicy.KebabCaseLower.ConvertName(shut.Gate.Code.ToString())}", Refusal(shut), "gates");
        }

        await change.RaiseAsync(@case, caller.Subject, today, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await ReadPanelCase.DescribeAsync(@case, db, facts, today, ct));
    }

    public static async Task<Results<Ok<ReadPanelCase.Response>, ProblemHttpResult>> WithdrawAsync(
        Guid caseId, HttpContext context, LocalityHubDbContext db, CaseChange change, CaseFacts facts, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(caseId, expected, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        CaseChange.RequireOpen(@case);

        // What is decided stays decided; and a qualifying determination is followed by a second decision in every case.
        if (await db.CaseDecisions.AnyAsync(decision => decision.CaseId == caseId && decision.Outcome != PanelDecisionOutcome.Deferred, ct))
        {
            throw new RuleBrokenException("panel-case.decided", "The case is decided, or has a determination that a second decision follows: it is not taken back any more.");
        }

        @case.State = PanelCaseState.Withdrawn;
        await change.SettleAsync(@case, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await ReadPanelCase.DescribeAsync(@case, db, facts, LondonCalendar.Today(clock), ct));
    }

    private static string Refusal(CaseGateReading shut) => shut.On is { } from
        ? $"Not before {from:d MMMM yyyy}: {shut.Gate.Title} ({shut.Gate.Source})."
        : $"Missing: {shut.Gate.Title} ({shut.Gate.Source}).";
}
