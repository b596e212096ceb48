using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Projection;

internal sealed class ChildStageChangedConsumer(CentralHubDbContext db, ReleaseSignal releases) : IMessageConsumer<ChildStageChanged>
{
    public async Task ConsumeAsync(IReadOnlyList<ChildStageChanged> messages, CancellationToken cancellationToken)
    {
        await RegionalLog.AppendAsync(db, [.. messages.Select(RegionalFact.From)], cancellationToken);
        releases.Arrived();
    }
}
