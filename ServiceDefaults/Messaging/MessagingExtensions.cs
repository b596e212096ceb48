using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Outbox, relay, inbox and consumers of a service.</summary>
public static class MessagingExtensions
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends what <c>db.Publish</c> wrote and takes in what the queue holds. The database comes from
    /// <c>AddPostgres&lt;TContext&gt;</c>, the broker's address from <c>ConnectionStrings:messaging</c>. Neither needs
    /// to be there when the service starts.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such connection string, or messaging was added before.</exception>
    public static IHostApplicationBuilder AddMessaging<TContext>(this IHostApplicationBuilder builder, Action<MessagingOptions<TContext>> configure)
        where TContext : DbContext
    {
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(MessagingDatabase)))
        {
            throw new InvalidOperationException("A service has one outbox and one queue.");
        }

        var options = new MessagingOptions<TContext>(services);
        configure(options);
        var address = new Uri(builder.Configuration.GetConnectionString(options.ConnectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{options.ConnectionName} is not set."));
        var application = builder.Environment.ApplicationName;

        services.AddMetrics();
        services.AddSingleton<MessagingOptions>(options);
        services.AddSingleton(provider => new MessagingDatabase(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(new SystemPool(typeof(TContext))),
            scope =>
            {
                // What is consumed is nobody's request.
                scope.GetRequiredService<DatabaseScope>().EnterSystem();
                return scope.GetRequiredService<TContext>();
            }));
        services.AddSingleton(provider => new MessagingTelemetry(provider.GetRequiredService<IMeterFactory>()));
        services.AddScoped(provider => new ParkedMessages(
            provider.GetRequiredService<TContext>(), provider.GetRequiredService<OutboxSignal>(), provider.GetRequiredService<MessagingOptions>()));
        services.AddSingleton(provider => new BrokerPublisher(address, $"{application} relay", provider.GetRequiredService<MessagingTelemetry>()));
        services.TryAddSingleton<MessagingSteps>();
        services.TryAddSingleton<OutboxSignal>();
        services.AddSingleton<IInterceptor>(provider => new WakeOnCommit<OutboxMessage>(provider.GetRequiredService<OutboxSignal>()));
        services.AddHostedService<OutboxRelay>();
        if (options.Queue is not null)
        {
            services.AddReceiver(options, address, application);
            services.AddScoped(provider => new Hearing(provider.GetRequiredService<IBusControl>(), provider.GetRequiredService<ReceivingConnection>(), provider.GetRequiredService<TContext>()));
        }

        return builder;
    }

    private static void AddReceiver(this IServiceCollection services, MessagingOptions options, Uri address, string application)
    {
        services.AddSingleton<DeliveryReceiver>();
        services.AddSingleton<ReceivingConnection>();
        services.AddSingleton<Inbox>();
        services.AddSingleton(provider => new BrokerPatience(
            address,
            options.Queue!,
            $"{application} receiver probe",
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<BrokerPatience>>()));

        // Before the bus, so that they stop after it: the bus waits for the deliveries that they still apply.
        services.AddHostedService<DeliveryRunner>();
        services.AddHostedService<RetryRunner>();
        services.AddMassTransit(bus =>
        {
            // Nothing tells anybody outside what runs here.
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(health =>
            {
                // Without the broker a service still serves: what it sends waits, what it would receive too.
                health.Name = "broker";
                health.MinimalFailureStatus = HealthStatus.Degraded;
            });
            bus.UsingRabbitMq((provider, broker) =>
            {
                var patience = provider.GetRequiredService<BrokerPatience>();
                broker.Host(address, host =>
                {
                    host.ConnectionName($"{application} receiver");

                    // A connection that has died without a word is given up after two of these, instead of after two minutes. Shorter ones are missed by machines that are only
                    // busy. A frame of eight bytes each way in half of it: with 153 hubs some sixty a second at the broker.
                    host.Heartbeat(Heartbeat);
                    host.OnRefreshConnectionFactory = factory =>
                    {
                        BrokerCertificate.Verify(factory, address);

                        // Of a declaration that hangs all the same, the client is tired sooner than after its own 20 s.
                        factory.ContinuationTimeout = TimeSpan.FromSeconds(5);
                        return patience.WaitAsync();
                    };
                });
                broker.ReceiveEndpoint(options.Queue!, endpoint =>
                {
                    // Named as provision made it: to declare it again alike changes nothing.
                    foreach (var (name, value) in Topology.QueueArguments(options.Queue!))
                    {
                        endpoint.SetQueueArgument(name, value);
                    }

                    var connection = provider.GetRequiredService<ReceivingConnection>();
                    endpoint.ConfigureChannel(pipe => pipe.UseExecute(made => connection.Use(made.ConnectionContext.Connection)));

                    var ahead = options.BatchSize * 2;
                    endpoint.ConfigureConsumeTopology = false;
                    endpoint.PublishFaults = false;
                    endpoint.PrefetchCount = ahead;
                    endpoint.ConcurrentMessageLimit = ahead;

                    // The receiver takes every message itself. Nothing is left for MassTransit to skip or to move to an error queue.
                    endpoint.DiscardSkippedMessages();
                    endpoint.RethrowFaultedMessages();
                    endpoint.ConfigureReceive(pipe => pipe.UseFilter(provider.GetRequiredService<DeliveryReceiver>()));
                });
            });
        });

        // After the bus, so that it stops before it.
        services.AddHostedService<ReceiverWatch>();
    }
}
