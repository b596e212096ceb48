using Partnership.CentralHub.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Register;

internal sealed class ChildProfiledConsumer(CentralHubDbContext db) : IMessageConsumer<ChildProfiled>
{
    public async Task ConsumeAsync(IReadOnlyList<ChildProfiled> messages, CancellationToken cancellationToken) =>
        RegisterDue.Mark(db, DueKind.Child, await FamilyLog.AppendAsync(db, FamilyEventKind.ChildProfiled, messages, cancellationToken));
}
