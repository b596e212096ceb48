using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Disclosures;

internal sealed class DisclosureAnsweredConsumer(CentralHubDbContext db, HubAnswers answers) : IMessageConsumer<DisclosureAnswered>
{
    public async Task ConsumeAsync(IReadOnlyList<DisclosureAnswered> messages, CancellationToken cancellationToken)
    {
        await FamilyLog.AppendAsync(db, FamilyEventKind.DisclosureAnswered, messages, cancellationToken);
        foreach (var message in messages)
        {
            await answers.ApplyAsync(message, cancellationToken);

            // The next may be about the same household or reader.
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
