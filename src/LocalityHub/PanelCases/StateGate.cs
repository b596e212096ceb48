using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>
/// Says of a gate that what it asks for is there, that an exception of its own list holds, or why guidance is not kept. What the hub knows
/// by its records and papers nobody states.
/// </summary>
internal static class StateGate
{
    /// <param name="On">When what it asks for was there; null when it is not.</param>
    /// <param name="Exception">An exception that the gate has; null for none.</param>
    /// <param name="Reason">Words: how it was met, why the exception holds, or why guidance is not kept. Needed with an exception.</param>
    public sealed record Request(DateOnly? On = null, GateException? Exception = null, string? Reason = null);

    public static async Task<Results<Ok<ReadPanelCase.Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Coded<GateCode> gate, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, CaseChange change, CaseFacts facts, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(caseId, expected, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        CaseChange.RequireOpen(@case);
        var today = LondonCalendar.Today(clock);
        Check(@case, CaseGates.Of(gate.Value), request, today);
        var statement = await db.GateStatements.SingleOrDefaultAsync(each => each.CaseId == caseId && each.Gate == gate.Value, ct);
        if (statement is null)
        {
            statement = new GateStatement { CaseId = caseId, Gate = gate.Value, StatedBy = caller.Subject };
            db.Add(statement);
        }

        (statement.On, statement.Exception, statement.Reason) = (request.On, request.Exception, PlainText.Paragraphs(request.Reason, "reason", 2_000));
        (statement.StatedBy, statement.StatedAt) = (caller.Subject, clock.GetUtcNow());
        await change.SettleAsync(@case, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await ReadPanelCase.DescribeAsync(@case, db, facts, today, ct));
    }

    /// <summary>Another council's household is known there; to one's own the report is handed over without a release between councils.</summary>
    private static bool IsKnownElsewhere(PanelCase @case, GateCode gate) =>
        gate == (@case.HouseholdId is null ? GateCode.HouseholdApproved : GateCode.ReportReceivedByAdopters);

    private static void Check(PanelCase @case, CaseGate gate, Request request, DateOnly today)
    {
        if (!gate.Kinds.Contains(@case.Kind))
        {
            throw new RuleBrokenException("gate.other-kind", "The gate does not stand before this kind of case.", "gate");
        }

        if (request.On is not null && GateSources.Of(gate.Code) != GateSource.Statement && !IsKnownElsewhere(@case, gate.Code))
        {
            throw new RuleBrokenException("gate.from-records", "The gate is read from the case's papers or from the records of child and household: put it right there.", "on");
        }

        if (request.On is not null && gate.Code == GateCode.AuthorityToPlace && @case.ChildIds.Length > 1)
        {
            throw new RuleBrokenException("gate.of-each-child", "Parents consent to the placing of each child: enter consentOn in the permanence record of each.", "on");
        }

        if (request.On > today)
        {
            throw new RuleBrokenException("gate.in-future", "A gate is met when what it asks for is there.", "on");
        }

        if (request.Exception is { } exception)
        {
            // Those that follow from what the case is are not claimed.
            if (exception is GateException.FastTrack or GateException.BriefReport || gate.Exceptions.All(each => each.Exception != exception))
            {
                var lawful = gate.Exceptions.Where(each => each.Exception is not (GateException.FastTrack or GateException.BriefReport)).Select(each => $"{each.Exception} ({each.Source})").ToList();
                throw new RuleBrokenException(
                    "gate.no-such-exception", lawful.Count == 0 ? $"The law knows no exception to this gate ({gate.Source})." : $"The law knows these exceptions to the gate: {string.Join(", ", lawful)}.", "exception");
            }

            if (string.IsNullOrWhiteSpace(request.Reason))
            {
                throw new RuleBrokenException("gate.reason-required", "Say why the exception holds.", "reason");
            }
        }
    }
}
