using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>What a service sends and takes in, and how patiently.</summary>
/// <typeparam name="TContext">The context with the tables of <see cref="MessagingTables.AddMessagingTables"/>.</typeparam>
public sealed class MessagingOptions<TContext>
    where TContext : DbContext
{
    private readonly Dictionary<string, ConsumerRegistration> _consumers = new(StringComparer.Ordinal);

    internal MessagingOptions(IServiceCollection services) => Services = services;

    /// <summary>The queue that messages come from, such as <c>central-hub.region</c>; null for a service that only sends.</summary>
    public string? Queue { get; set; }

    /// <summary>The name of the broker's address under <c>ConnectionStrings</c>.</summary>
    public string ConnectionName { get; set; } = "messaging";

    /// <summary>How many messages share a transaction at most.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>How often an unroutable message is sent, or a failing one consumed, before it is parked.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>The wait before the second attempt; it doubles with each further one up to 5 minutes, and varies by half.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long claimed outbox rows stay with a relay that no longer answers.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the inbox remembers; longer than any redelivery, a restored backup included.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);

    internal IReadOnlyDictionary<string, ConsumerRegistration> Consumers => _consumers;

    private IServiceCollection Services { get; }

    /// <summary>Takes in one kind of message.</summary>
    /// <exception cref="ArgumentException">That message already has a consumer.</exception>
    public void Consume<TMessage, TConsumer>()
        where TMessage : class, IMessage
        where TConsumer : class, IMessageConsumer<TMessage>
    {
        _consumers.Add(MessageCatalogue.NameOf(typeof(TMessage)), new ConsumerRegistration<TMessage>());
        Services.TryAddScoped<IMessageConsumer<TMessage>, TConsumer>();
    }
}
