using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Knows the type of a message and calls its consumer without reflection.</summary>
internal abstract class ConsumerRegistration
{
    /// <summary>Reads a body; throws <see cref="JsonException"/> when it is not such a message.</summary>
    public abstract IMessage Read(ReadOnlySpan<byte> body);

    public abstract Task ConsumeAsync(IServiceProvider services, IEnumerable<IMessage> messages, CancellationToken cancellationToken);
}

internal sealed class ConsumerRegistration<TMessage> : ConsumerRegistration
    where TMessage : class, IMessage
{
    public override IMessage Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<TMessage>(body, MessageJson.Options) ?? throw new JsonException("The body is null.");

    public override Task ConsumeAsync(IServiceProvider services, IEnumerable<IMessage> messages, CancellationToken cancellationToken) =>
        services.GetRequiredService<IMessageConsumer<TMessage>>().ConsumeAsync([.. messages.Cast<TMessage>()], cancellationToken);
}
