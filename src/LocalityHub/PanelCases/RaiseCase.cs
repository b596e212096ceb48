using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>Hands a case to panel scheduling when its gates are met, and takes it back.</summary>
internal static class RaiseCase
{
    public static async Task<Results<Ok<ReadPanelCase.Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, HttpContext context, LocalityHubDbContext db, CaseChange change, CaseFacts facts, TimeProvider clock, CancellationToken ct)
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

        var today = LondonCalendar.Today(clock);
        var gates = CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Raise, today);

        // The first in the order of the rules, so that the code is the same each time; the case's own page lists all.
        if (gates.FirstOrDefault(gate => gate.Stops) is { } shut)
        {
            throw new RuleBrokenException($"gate.{JsonNamingPolicy.KebabCaseLower.ConvertName(shut.Gate.Code.ToString())}", Refusal(shut), "gates");
        }

        (@case.State, @case.ReadyOn) = (PanelCaseState.Raised, today);
        await change.SettleAsync(@case, ct);
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
        @case.State = PanelCaseState.Withdrawn;
        await change.SettleAsync(@case, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await ReadPanelCase.DescribeAsync(@case, db, facts, LondonCalendar.Today(clock), ct));
    }

    private static string Refusal(CaseGateReading shut) => shut.On is { } from
        ? $"Not before {from:d MMMM yyyy}: {shut.Gate.Title} ({shut.Gate.Source})."
        : $"Missing: {shut.Gate.Title} ({shut.Gate.Source}).";
}
