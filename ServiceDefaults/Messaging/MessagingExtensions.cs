using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Outbox, relay, inbox and consumers of a service.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Sends what <c>db.Publish</c> wrote and takes in what the queue holds. The database comes from
    /// <c>AddPostgres&lt;TContext&gt;</c>, the broker's address from <c>ConnectionStrings:messaging</c>.
    /// </summary>
    public static IHostApplicationBuilder AddMessaging<TContext>(this IHostApplicationBuilder builder, Action<MessagingOptions<TContext>> configure)
        where TContext : DbContext
    {
        var options = new MessagingOptions<TContext>(builder.Services);
        configure(options);
        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<IInterceptor, OutboxInterceptor>();
        return builder;
    }
}
