using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>Panel scheduling says who may read the papers of an item, until when. The newest holds, in whatever order they come.</summary>
internal sealed class OpenPapersConsumer(LocalityHubDbContext db) : IMessageConsumer<OpenPapers>
{
    public async Task ConsumeAsync(IReadOnlyList<OpenPapers> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var opening = await db.PaperOpenings.FindAsync([message.Item, message.Reader.Value], cancellationToken);
            if (opening is null)
            {
                opening = new PaperOpening { ItemId = message.Item, Reader = message.Reader.Value, CaseId = message.Case };
                db.Add(opening);
            }
            else if (opening.ItemVersion >= message.ItemVersion)
            {
                continue;
            }

            (opening.ItemVersion, opening.Open, opening.Until) = (message.ItemVersion, message.Open, message.Until.Day);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
