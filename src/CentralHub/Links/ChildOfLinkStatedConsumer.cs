using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Links;

internal sealed class ChildOfLinkStatedConsumer(CentralHubDbContext db, LinkParts parts) : IMessageConsumer<ChildOfLinkStated>
{
    public async Task ConsumeAsync(IReadOnlyList<ChildOfLinkStated> messages, CancellationToken cancellationToken)
    {
        await FamilyLog.AppendAsync(db, FamilyEventKind.ChildOfLinkStated, messages, cancellationToken);
        foreach (var message in messages)
        {
            await parts.ApplyAsync(message, cancellationToken);

            // The next may be about the same link.
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
