using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// A decision that was made before this system, or outside it, taken in from a source that is named. The household is named as the council's
/// case system calls it; one that the hub does not know yet gets a record. The answer tells nothing of the record: it may be hidden from
/// who hands the decision in.
/// </summary>
internal static class TakeInApproval
{
    /// <param name="Reference">How the council's own case system calls the household.</param>
    /// <param name="SourceDocument">Where the decision is written, such as a return with its year and row.</param>
    /// <param name="Decision">approved, not-approved or terminated.</param>
    /// <param name="DecidedOn">The day of the decision.</param>
    /// <param name="Routes">What the household is approved for; empty unless approved.</param>
    /// <param name="Numbers">Numbers of children in the terms of approval; empty unless approved.</param>
    /// <param name="Ages">Ages in the terms of approval; empty unless approved.</param>
    public sealed record Request(
        string Reference,
        string SourceDocument,
        HouseholdDecision Decision,
        DateOnly DecidedOn,
        IReadOnlyList<HouseholdRoutes> Routes,
        IReadOnlyList<ChildCounts> Numbers,
        IReadOnlyList<AgeBands> Ages);

    /// <param name="DecisionId">The decision as it was taken in.</param>
    public sealed record Response(Guid DecisionId);

    public static async Task<Ok<Response>> HandleAsync(
        Request request, LocalityHubDbContext db, HouseholdChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var reference = PlainText.Line(request.Reference, "reference", 40)
            ?? throw new InvalidRequestException("approval.reference", "Say which household, as the case system calls it.", "reference");
        var document = PlainText.Line(request.SourceDocument, "sourceDocument")
            ?? throw new InvalidRequestException("approval.source-document", "An approval that is taken in names its source.", "sourceDocument");
        var decision = new ApprovalDecision
        {
            Id = Guid.NewGuid(),
            HouseholdId = await HiddenRecords.FindHouseholdAsync(db, reference, ct) ?? Guid.NewGuid(),
            Source = ApprovalSource.Import,
            SourceDocument = document,
            Decision = request.Decision,
            DecidedOn = request.DecidedOn,
            Routes = request.Routes.ToSet("routes"),
            Numbers = request.Numbers.ToSet("numbers"),
            Ages = request.Ages.ToSet("ages"),
            ReceivedAt = clock.GetUtcNow(),
        };
        Check(decision, LondonCalendar.Today(clock));

        // The whole record for as long as this takes: the region must hear of it, whoever hands it in.
        db.Sight.Open(decision.HouseholdId);
        if (await change.LockAsync(decision.HouseholdId, null, ct) is not { } household)
        {
            household = new Household { Id = decision.HouseholdId, SourceReference = reference };
            db.Add(household);
        }

        db.Add(decision);
        await change.SettleAsync(household, ct);
        audit.About([household.Id, decision.Id]);
        return TypedResults.Ok(new Response(decision.Id));
    }

    private static void Check(ApprovalDecision decision, DateOnly today)
    {
        if (decision.DecidedOn > today)
        {
            throw new RuleBrokenException("approval.in-future", "A decision is taken in when it has been made.", "decidedOn");
        }

        var terms = decision is { Routes: not HouseholdRoutes.None, Numbers: not ChildCounts.None, Ages: not AgeBands.None };
        var none = decision is { Routes: HouseholdRoutes.None, Numbers: ChildCounts.None, Ages: AgeBands.None };
        if (decision.Decision == HouseholdDecision.Approved ? !terms : !none)
        {
            throw new InvalidRequestException("approval.terms", "An approval has routes, numbers and ages; any other decision has none.", "routes");
        }

        if (decision.Routes.HasFlag(HouseholdRoutes.TemporaryApproval))
        {
            throw new InvalidRequestException(
                "approval.temporary", "Temporary approval is for a named child (Care Planning, Placement and Case Review Regulations 2010, reg. 25A): it is offered, not approved.", "routes");
        }
    }
}
