using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Identities;

internal sealed class ChildIdentityStatedConsumer(IdentityBook book) : IMessageConsumer<ChildIdentityStated>
{
    public Task ConsumeAsync(IReadOnlyList<ChildIdentityStated> messages, CancellationToken cancellationToken) => book.TakeAsync(messages, cancellationToken);
}
