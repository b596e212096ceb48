using Partnership.CentralHub.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Register;

internal sealed class DutyOverdueConsumer(CentralHubDbContext db) : IMessageConsumer<DutyOverdue>
{
    public async Task ConsumeAsync(IReadOnlyList<DutyOverdue> messages, CancellationToken cancellationToken)
    {
        await FamilyLog.AppendAsync(db, FamilyEventKind.DutyOverdue, messages, cancellationToken);
        RegisterDue.Mark(db, DueKind.Publication);
    }
}
