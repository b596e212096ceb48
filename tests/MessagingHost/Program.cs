using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;

// A service for the tests to kill: --write N writes messages, --consume true consumes them, --crash STEP --time N says when to die.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (builder.Configuration["crash"] is { } step)
{
    builder.Services.AddSingleton<MessagingSteps>(new CrashingSteps(step, builder.Configuration.GetValue("time", 1)));
}

builder.AddTally(builder.Configuration.GetValue("consume", false));
using var host = builder.Build();
await host.StartAsync();
if (builder.Configuration.GetValue<int?>("write") is { } total)
{
    await Tally.WriteAsync(host.Services, total, builder.Configuration.GetValue("references", 50), CancellationToken.None);
}

await host.WaitForShutdownAsync();
