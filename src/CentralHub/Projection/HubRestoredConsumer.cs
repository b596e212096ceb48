using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Releases;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Projection;

/// <summary>Withdraws what a hub said before it was restored and did not say again since: it has forgotten it, and nobody else would correct it.</summary>
internal sealed class HubRestoredConsumer(CentralHubDbContext db, RestoredHub families, ReleaseSignal releases, ILogger<HubRestoredConsumer> logger)
    : IMessageConsumer<HubRestored>
{
    public async Task ConsumeAsync(IReadOnlyList<HubRestored> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var withdrawn = await RegionalLog.WithdrawForgottenAsync(db, message.Council, message.Epoch, cancellationToken)
                + await families.EndForgottenAsync(message.Council, message.Epoch, cancellationToken);
            await families.RestateAsync(message.Council, cancellationToken);
            logger.LogWarning(
                "The hub of council {Council} was restored from a backup; epoch {Epoch} begins, {Withdrawn} references that it has forgotten are withdrawn.",
                message.Council, message.Epoch, withdrawn);
        }

        releases.Arrived();
    }
}
