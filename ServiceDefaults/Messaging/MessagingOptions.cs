using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>What a service sends and takes in, and how patiently.</summary>
public class MessagingOptions
{
    private readonly Dictionary<string, ConsumerRegistration> _consumers = new(StringComparer.Ordinal);
    private readonly IServiceCollection _services;

    internal MessagingOptions(IServiceCollection services) => _services = services;

    /// <summary>The queue that messages come from, such as <c>central-hub.region</c>; null for a service that only sends.</summary>
    public string? Queue { get; set; }

    /// <summary>The name of the broker's address under <c>ConnectionStrings</c>.</summary>
    public string ConnectionName { get; set; } = "messaging";

    /// <summary>How many messages share a transaction at most; twice as many are fetched ahead.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>How often an unroutable message is sent, or a failing one consumed, before it is parked.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>The wait before the next attempt; it doubles with each further one up to 5 minutes, and varies by half.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long claimed outbox rows stay with a relay that no longer answers while it keeps the lead; one that loses the lead loses them at once.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often relay and retries look for work that nobody told them of.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the inbox remembers; longer than any redelivery, a restored backup included.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a parked message waits for a person that something else tells too: what nobody wanted by then is deleted, so that what it says of anybody does not stay for ever.</summary>
    public TimeSpan ParkedRetention { get; set; } = TimeSpan.FromDays(90);

    internal IReadOnlyDictionary<string, ConsumerRegistration> Consumers => _consumers;

    /// <summary>Tells the retries of this process that a person asked to try parked messages again.</summary>
    internal WakeUp Replays { get; } = new();

    /// <summary>Takes in one kind of message.</summary>
    /// <exception cref="ArgumentException">That message already has a consumer.</exception>
    public void Consume<TMessage, TConsumer>()
        where TMessage : class, IMessage
        where TConsumer : class, IMessageConsumer<TMessage>
    {
        _consumers.Add(MessageCatalogue.NameOf(typeof(TMessage)), new ConsumerRegistration<TMessage>());
        _services.TryAddScoped<IMessageConsumer<TMessage>, TConsumer>();
    }

    /// <summary>The wait after a number of failed attempts: exponential, between half of it and one and a half.</summary>
    internal TimeSpan DelayAfter(int attempts)
    {
        var full = Math.Min(RetryDelay.TotalMilliseconds * Math.Pow(2, attempts - 1), TimeSpan.FromMinutes(5).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + Random.Shared.NextDouble()));
    }
}

/// <summary>The options of a service whose messages live in the database of <typeparamref name="TContext"/>.</summary>
/// <typeparam name="TContext">The context with the tables of <see cref="MessagingTables.AddMessagingTables"/>.</typeparam>
public sealed class MessagingOptions<TContext> : MessagingOptions
    where TContext : DbContext
{
    internal MessagingOptions(IServiceCollection services)
        : base(services)
    {
    }
}
