using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Projection;

internal sealed class WaitMeasuredConsumer(CentralHubDbContext db, ReleaseSignal releases) : IMessageConsumer<WaitMeasured>
{
    public async Task ConsumeAsync(IReadOnlyList<WaitMeasured> messages, CancellationToken cancellationToken)
    {
        await RegionalLog.AppendAsync(db, [.. messages.Select(RegionalFact.From)], cancellationToken);
        releases.Arrived();
    }
}
