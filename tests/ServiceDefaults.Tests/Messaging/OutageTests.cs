using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Partnership.Contracts;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Messaging;

public sealed class OutageTests
{
    [Fact]
    public async Task Broker_KilledInMidStream_LosesNothingAndRepeatsNothing()
    {
        await using var broker = await OwnBroker.StartAsync();
        await using var site = await TallySite.CreateAsync(broker.Address);
        var declared = Stopwatch.StartNew();
        var host = await site.StartAsync(consume: true);

        // Twice, on a busy machine, a node killed within a second of the queue's first declaration answered no declaration for a
        // minute after its restart; trying for it alone never brought it back. In the product queues are declared by provision,
        // long before; this is about messages, so the queue is given time to be on the disk.
        await Eventually.TrueAsync(() => Task.FromResult(declared.Elapsed > TimeSpan.FromSeconds(6)), "the queues to be on the disk");
        var writing = Tally.WriteAsync(host.Services, 1500, 50, CancellationToken.None);
        foreach (var progress in new[] { 200, 700 })
        {
            await Eventually.TrueAsync(async () => await site.CountAsync("applied") >= progress, "progress", TimeSpan.FromSeconds(120));
            await broker.KillAsync();

            // Writing never waits for the broker.
            var written = await site.CountAsync("written");
            await Eventually.TrueAsync(async () => await site.CountAsync("written") is var now && (now == 1500 || now >= written + 50), "local writes to go on");
            await broker.StartNodeAsync();

            // By themselves. How soon is a figure of docs/messaging.md and not of this test: other tests share the machine.
            var before = await site.CountAsync("applied");
            await Eventually.TrueAsync(async () => await site.CountAsync("applied") is var now && (now > before || now == 1500), "messages to flow again", TimeSpan.FromSeconds(60));
        }

        await writing;
        await site.AssertAllAppliedOnceAsync(1500, TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task Broker_Unreachable_CountsNoAttempts()
    {
        await using var relay = new TcpRelay(TestServers.Broker.Host, TestServers.Broker.Port);
        await using var site = await TallySite.CreateAsync();
        var host = await StartAsync();
        await Tally.WriteAsync(host.Services, 300, 30, CancellationToken.None);
        await Eventually.TrueAsync(async () => await site.CountAsync("applied") > 0, "messages flow");
        for (var time = 1; time <= 3; time++)
        {
            relay.Cut();
            await Tally.WriteAsync(host.Services, 300 + (time * 200), 30, CancellationToken.None);
            Assert.True(await site.CountAsync("outbox") >= 200);
            relay.Mend();
            var expected = 300 + (time * 200);
            await Eventually.TrueAsync(async () => await HasDrainedAsync(expected), "the backlog to drain");
        }

        await site.AssertAllAppliedOnceAsync(900);

        Task<IHost> StartAsync() => site.StartAsync(consume: true, messaging => messaging.MaxAttempts = 2, broker: new UriBuilder(site.Broker) { Port = relay.Port }.Uri);

        // A cut can leave the receiver deaf for good; then its process ends, and a host starts it again.
        async Task<bool> HasDrainedAsync(int expected)
        {
            if (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
            {
                await site.StopAsync(host);
                host = await StartAsync();
            }

            return await site.CountAsync("applied") == expected;
        }
    }

    [Fact]
    public async Task Receiver_DeafWhileTheBrokerAnswers_EndsTheProcessWhichIsStartedAgain()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: true);
        await Tally.WriteAsync(host.Services, 20, 20, CancellationToken.None);
        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 20, "messages flow");

        await host.Services.GetRequiredService<MassTransit.IBusControl>().StopAsync(CancellationToken.None);
        await Tally.WriteAsync(host.Services, 40, 20, CancellationToken.None);
        var ending = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await Eventually.TrueAsync(() => Task.FromResult(ending.IsCancellationRequested), "the process to end", TimeSpan.FromSeconds(90));

        // What a host does with a process that has ended.
        await site.StopAsync(host);
        await site.StartAsync(consume: true);
        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 40, "messages to flow again");
    }

    /// <summary>What a broker that shuts down still takes is not built upon: MassTransit would keep that connection for ever.</summary>
    [Fact]
    public async Task Broker_AnsweringALastTimeAsItShutsDown_IsNotBelieved()
    {
        await using var relay = new TcpRelay(TestServers.Broker.Host, TestServers.Broker.Port);
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false);
        var patience = new BrokerPatience(
            new UriBuilder(site.Broker) { Port = relay.Port }.Uri, Topology.CentralHubQueue, "probe", host.Services.GetRequiredService<IHostApplicationLifetime>(), NullLogger<BrokerPatience>.Instance);
        await patience.WaitAsync();

        relay.TakeNoMoreThan(1);
        var again = patience.WaitAsync();
        await Eventually.TrueAsync(() => Task.FromResult(relay.Refused > 0), "the broker to be asked a second time");
        Assert.False(again.IsCompleted);

        relay.Mend();
        await again.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Database_Unreachable_PausesAndBurnsNeitherAttemptsNorDeliveries()
    {
        var server = new NpgsqlConnectionStringBuilder(TestServers.Postgres);
        await using var relay = new TcpRelay(server.Host!, server.Port);
        await using var site = await TallySite.CreateAsync();
        var through = new NpgsqlConnectionStringBuilder(site.Database) { Host = "127.0.0.1", Port = relay.Port }.ConnectionString;
        await site.StartAsync(consume: true, messaging => messaging.MaxAttempts = 2, database: through);
        for (var number = 0; number < 600; number++)
        {
            if (number is 150 or 300 or 450)
            {
                relay.Cut();
            }

            if (number is 225 or 375 or 525)
            {
                // A pause as long as several polls, in which the broker keeps everything.
                await site.ExecuteAsync("select pg_sleep(0.7)");
                relay.Mend();
            }

            await site.SendRawAsync(Guid.CreateVersion7(), "child-stage-changed", TallySite.Body(Tally.Message(Tally.Reference(number), 1)));
        }

        await Eventually.TrueAsync(async () => await site.CountAsync("applied") == 600, "all messages");
        Assert.Equal(0, await site.CountAsync("parked") + await site.CountAsync("retry"));
        Assert.Equal(0u, await site.QueueLengthAsync());
    }

    [Fact]
    public async Task Consumer_BlamingTheDatabaseThatAnswers_IsPutOffLikeAnyOther()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(
            consume: true,
            messaging => messaging.MaxAttempts = 3,
            services => services.AddScoped<IMessageConsumer<Contracts.LocalityHub.ChildStageChanged>, TimingOutConsumer>());
        await Tally.WriteAsync(host.Services, 20, 20, CancellationToken.None);
        await Eventually.TrueAsync(async () => await site.CountAsync("parked") == 1 && await site.CountAsync("applied") == 19, "one parked, the others through");
        await using var db = site.Context();
        Assert.Equal(19, await db.Newest.CountAsync());
    }

    private sealed class TimingOutConsumer(TallyDbContext db) : IMessageConsumer<Contracts.LocalityHub.ChildStageChanged>
    {
        public Task ConsumeAsync(IReadOnlyList<Contracts.LocalityHub.ChildStageChanged> messages, CancellationToken cancellationToken) =>
            messages.Any(message => message.Reference == Tally.Reference(5))
                ? throw new NpgsqlException("Exception while reading from stream", new TimeoutException())
                : new TallyConsumer(db).ConsumeAsync(messages, cancellationToken);
    }
}
