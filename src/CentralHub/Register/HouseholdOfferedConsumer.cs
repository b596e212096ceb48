using Partnership.CentralHub.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Register;

internal sealed class HouseholdOfferedConsumer(CentralHubDbContext db) : IMessageConsumer<HouseholdOffered>
{
    public async Task ConsumeAsync(IReadOnlyList<HouseholdOffered> messages, CancellationToken cancellationToken) =>
        RegisterDue.Mark(db, DueKind.Household, await FamilyLog.AppendAsync(db, FamilyEventKind.HouseholdOffered, messages, cancellationToken));
}
