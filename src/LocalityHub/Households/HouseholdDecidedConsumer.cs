using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// A decision maker has decided about a household. A later decision in one case takes the earlier one's place, in whatever order they come;
/// of several cases the newest decision holds (<see cref="Approval"/>).
/// </summary>
internal sealed class HouseholdDecidedConsumer(LocalityHubDbContext db, Council council, HouseholdChange change, TimeProvider clock) : IMessageConsumer<HouseholdDecided>
{
    public async Task ConsumeAsync(IReadOnlyList<HouseholdDecided> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await ConsumeAsync(message, cancellationToken);
        }
    }

    private async Task ConsumeAsync(HouseholdDecided message, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var reference = await session.FindAsync(message.Household, ReferencePurpose.PanelHousehold, ct);
        if (reference?.HouseholdId is not { } householdId || await change.LockAsync(householdId, null, ct) is not { } household)
        {
            // Parked in the end, for a person: an approval must not vanish, and nobody else can give it.
            throw new InvalidOperationException("The decision is about a household that this hub does not know.");
        }

        var decision = await db.ApprovalDecisions.SingleOrDefaultAsync(known => known.Id == message.Case, ct);
        if (decision is null)
        {
            decision = new ApprovalDecision { Id = message.Case, HouseholdId = householdId, Source = ApprovalSource.Panel };
            db.Add(decision);
        }
        else if (message.DecidedOn.Day < decision.DecidedOn || IsKnown(decision, message))
        {
            return;
        }

        (decision.Decision, decision.DecidedOn, decision.ReceivedAt) = (message.Decision, message.DecidedOn.Day, clock.GetUtcNow());
        (decision.Routes, decision.Numbers, decision.Ages) = message is { Decision: HouseholdDecision.Approved, Routes: HouseholdRoutes.None }
            ? await TermsBeforeAsync(householdId, message, ct)
            : (message.Routes, message.Numbers, message.Ages);
        await change.SettleAsync(household, ct);
    }

    /// <summary>A refused termination leaves the approval as it stood: its terms go on.</summary>
    private async Task<(HouseholdRoutes Routes, ChildCounts Numbers, AgeBands Ages)> TermsBeforeAsync(Guid householdId, HouseholdDecided message, CancellationToken ct)
    {
        var stood = await db.ApprovalDecisions.AsNoTracking()
            .Where(known => known.HouseholdId == householdId && known.Id != message.Case && known.Decision == HouseholdDecision.Approved && known.DecidedOn <= message.DecidedOn.Day)
            .OrderByDescending(known => known.DecidedOn).ThenByDescending(known => known.ReceivedAt).FirstOrDefaultAsync(ct);

        // Before the approval itself, this waits for it, and is parked for a person in the end.
        return stood is null
            ? throw new InvalidOperationException("An approval goes on that this hub does not know.")
            : (stood.Routes, stood.Numbers, stood.Ages);
    }

    /// <summary>
    /// Panel scheduling tells again, after this hub was restored, what the backup may have known. A refused termination names no terms: those that it was kept
    /// with are the approval's before it.
    /// </summary>
    private static bool IsKnown(ApprovalDecision decision, HouseholdDecided message) =>
        (decision.Decision, decision.DecidedOn) == (message.Decision, message.DecidedOn.Day)
        && (message is { Decision: HouseholdDecision.Approved, Routes: HouseholdRoutes.None }
            || (decision.Routes, decision.Numbers, decision.Ages) == (message.Routes, message.Numbers, message.Ages));
}
