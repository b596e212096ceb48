using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Links;

internal sealed class LinkDecidedConsumer(CentralHubDbContext db, LinkDecisions decisions) : IMessageConsumer<LinkDecided>
{
    public async Task ConsumeAsync(IReadOnlyList<LinkDecided> messages, CancellationToken cancellationToken)
    {
        await FamilyLog.AppendAsync(db, FamilyEventKind.LinkDecided, messages, cancellationToken);
        foreach (var message in messages)
        {
            await decisions.ApplyAsync(message, cancellationToken);

            // The next may be about the same household or reader.
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
