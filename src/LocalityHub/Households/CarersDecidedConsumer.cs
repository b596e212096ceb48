using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Households;

/// <summary>A decision maker has decided about a household as foster carers. A later decision in one case takes the earlier one's place, in whatever order they come.</summary>
internal sealed class CarersDecidedConsumer(LocalityHubDbContext db, Council council, HouseholdChange change, TimeProvider clock) : IMessageConsumer<CarersDecided>
{
    public async Task ConsumeAsync(IReadOnlyList<CarersDecided> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await ConsumeAsync(message, cancellationToken);
        }
    }

    private async Task ConsumeAsync(CarersDecided message, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var reference = await session.FindAsync(message.Household, ReferencePurpose.PanelHousehold, ct);
        if (reference?.HouseholdId is not { } householdId || await change.LockAsync(householdId, null, ct) is not { } household)
        {
            // Parked in the end, for a person: an approval must not vanish, and nobody else can give it.
            throw new InvalidOperationException("The decision is about carers whom this hub does not know.");
        }

        var decision = await db.CarerDecisions.SingleOrDefaultAsync(known => known.Id == message.Case, ct);
        if (decision is null)
        {
            decision = new CarerDecision { Id = message.Case, HouseholdId = householdId };
            db.Add(decision);
        }
        else if (message.DecidedOn.Day < decision.DecidedOn || IsKnown(decision, message))
        {
            return;
        }

        (decision.Decision, decision.DecidedOn, decision.ReceivedAt) = (message.Decision, message.DecidedOn.Day, clock.GetUtcNow());
        (decision.Routes, decision.Numbers, decision.Ages) = NamesNoTerms(message)
            ? await TermsBeforeAsync(householdId, message, ct)
            : (message.Routes, message.Numbers, message.Ages);
        await change.SettleAsync(household, ct);
    }

    /// <summary>
    /// What goes on goes on as it stood. Carers may have been approved before the council worked with this hub, which no list of carers tells: then the terms stay
    /// unsaid here until a decision states some.
    /// </summary>
    private async Task<(HouseholdRoutes Routes, ChildCounts Numbers, AgeBands Ages)> TermsBeforeAsync(Guid householdId, CarersDecided message, CancellationToken ct)
    {
        var stood = CarerDecision.Holding(await db.CarerDecisions.AsNoTracking()
            .Where(known => known.HouseholdId == householdId && known.Id != message.Case && known.Decision == HouseholdDecision.Approved && known.DecidedOn <= message.DecidedOn.Day).ToListAsync(ct));
        return stood is null ? default : (stood.Routes, stood.Numbers, stood.Ages);
    }

    private static bool NamesNoTerms(CarersDecided message) =>
        message is { Decision: HouseholdDecision.Approved, Routes: HouseholdRoutes.None, Numbers: ChildCounts.None, Ages: AgeBands.None };

    /// <summary>Told again. Other terms on the same day are not: the later word about a case holds.</summary>
    private static bool IsKnown(CarerDecision decision, CarersDecided message) =>
        (decision.Decision, decision.DecidedOn) == (message.Decision, message.DecidedOn.Day)
        && (NamesNoTerms(message) || (decision.Routes, decision.Numbers, decision.Ages) == (message.Routes, message.Numbers, message.Ages));
}
