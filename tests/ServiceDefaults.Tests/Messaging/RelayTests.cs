using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.Contracts;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Messaging;

public sealed class RelayTests
{
    [Fact]
    public async Task Publish_Committed_ArrivesAsRawJsonWithItsNameAndId()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false);

        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 1));

        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 1, "the message in its queue");
        var message = (await site.TakeAsync())!;
        Assert.Equal("child-stage-changed", message.BasicProperties.Type);
        Assert.Equal("860.child-stage-changed", message.RoutingKey);
        Assert.Equal("application/json", message.BasicProperties.ContentType);
        Assert.True(message.BasicProperties.Persistent);
        Assert.Equal(7, Guid.Parse(message.BasicProperties.MessageId!).Version);
        Assert.Equal(
            """{"reference":"00000001-0000-0000-0000-000000000001","council":"860","epoch":1,"version":1,"stage":"Matched","wait":"SixToTwelveMonths","restrictedTo":"None"}""",
            System.Text.Encoding.UTF8.GetString(message.Body.Span));
        await Eventually.TrueAsync(async () => await site.CountAsync("outbox") == 0, "the confirmed row deleted");
    }

    [Fact]
    public async Task Publish_RolledBack_SendsNothing()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TallyDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Publish(Tally.Message(Tally.Reference(1), 1));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        // The relay takes rows in order: when the later one has come, the earlier would have.
        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(2), 1));
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 1, "the other message");
        Assert.Contains("00000002-", System.Text.Encoding.UTF8.GetString((await site.TakeAsync())!.Body.Span), StringComparison.Ordinal);
    }

    /// <summary>What nobody wanted for a season goes, outgoing and incoming, and what waited behind it is sent; a last word, a command and that a hub was restored, which nothing says again, stay.</summary>
    [Fact]
    public async Task Parked_LongerThanItsTimeAndToldOtherwise_IsDeletedAndTheNextVersionGoes()
    {
        await using var site = await TallySite.CreateAsync();
        await using (var db = site.Context())
        {
            db.Publish(Tally.Message(Tally.Reference(1), 1));
            db.Publish(Tally.Message(Tally.Reference(1), 2));
            db.Publish(Tally.Message(Tally.Reference(2), 1));
            db.Publish(Tally.Message(Tally.Reference(3), 1));
            db.Publish(Tally.Message(Tally.Reference(3), 2));
            await db.SaveChangesAsync();
        }

        await site.ExecuteAsync("update outbox set parked_at = now() - interval '91 days', parked_reason = 'planted' where version = 1");
        await site.ExecuteAsync($"update outbox set parked_at = now() - interval '89 days' where version = 1 and aggregate_id = '{Tally.Reference(3)}'");
        await site.ExecuteAsync("""
            insert into parked (message_id, consumer, name, body, headers, attempts, reason, parked_at)
            select gen_random_uuid(), 'planted', name, '', '{}', 8, 'planted', now() - days * interval '1 day'
            from (values ('child-stage-changed', 89), ('child-stage-changed', 91), ('record-decision', 91), ('hub-restored', 91), ('support-restated', 91), ('panel-cases-restated', 91), ('audit-sealed', 91)) as waiting (name, days)
            """);

        await site.StartAsync(consume: false);

        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 1, "the next version sent");
        Assert.Contains("\"version\":2", System.Text.Encoding.UTF8.GetString((await site.TakeAsync())!.Body.Span), StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => await site.CountAsync("outbox") == 3, "the confirmed row deleted");
        Assert.Equal((2, 6), (await site.CountAsync("outbox where parked_at is not null"), await site.CountAsync("parked")));
        Assert.Equal(5, await site.CountAsync("parked where name in ('record-decision', 'audit-sealed') or name like '%-restored' or name like '%-restated'"));
    }

    [Fact]
    public async Task Publish_SameVersionTwice_IsRefused()
    {
        await using var site = await TallySite.CreateAsync();
        await using var db = site.Context();
        db.Publish(Tally.Message(Tally.Reference(1), 1));
        await db.SaveChangesAsync();
        db.Publish(Tally.Message(Tally.Reference(1), 1));
        var refusal = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.Equal("outbox_aggregate_version", Assert.IsType<PostgresException>(refusal.InnerException).ConstraintName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_WithinOrWithoutTransaction_WakesTheRelayAfterTheCommit(bool explicitTransaction)
    {
        await using var site = await TallySite.CreateAsync();

        // With a safety poll of an hour only the signal can bring the message.
        var host = await site.StartAsync(consume: false, messaging => messaging.PollInterval = TimeSpan.FromHours(1));
        for (var version = 1; version <= 20; version++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TallyDbContext>();
            await using var transaction = explicitTransaction ? await db.Database.BeginTransactionAsync() : null;
            db.Publish(Tally.Message(Tally.Reference(1), version));
            await db.SaveChangesAsync();
            if (transaction is not null)
            {
                // Long enough for a relay woken too early to look, find nothing and sleep again.
                await db.Database.ExecuteSqlAsync($"select pg_sleep(0.02)");
                await transaction.CommitAsync();
            }

            await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == version, "the message, by the signal alone", TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Publish_WhileTheRelayIsBusy_IsNotOverlooked()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false, messaging => messaging.PollInterval = TimeSpan.FromHours(1));

        await Parallel.ForAsync(0, 300, async (number, _) => await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(number), 1)));

        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 300, "all messages, by the signal alone", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task BulkWrite_Committed_IsSentLikeAnyOther()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false, messaging => messaging.PollInterval = TimeSpan.FromHours(1));
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await OutboxBulk.WriteAsync(connection, transaction, [.. Enumerable.Range(0, 2000).Select(number => Tally.Message(Tally.Reference(number), 1))], CancellationToken.None);
            await transaction.CommitAsync();
        }

        host.Services.GetRequiredService<OutboxSignal>().Wake();
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 2000, "all messages");
    }

    [Fact]
    public async Task Relay_ManyVersionsOfFewAggregates_KeepsTheOrderOfEach()
    {
        await using var site = await TallySite.CreateAsync();
        await using (var connection = new NpgsqlConnection(site.Database))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();

            // Written in a mixed order, as commits of several writers may lie.
            var messages = Enumerable.Range(0, 700).Select(number => Tally.Message(Tally.Reference(number % 7), (number / 7) + 1)).ToArray();
            new Random(1).Shuffle(messages);
            await OutboxBulk.WriteAsync(connection, transaction, messages, CancellationToken.None);
            await transaction.CommitAsync();
        }

        await site.StartAsync(consume: false);
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 700, "all messages");
        var last = new Dictionary<Guid, long>();
        while (await site.TakeAsync() is { } taken)
        {
            var message = System.Text.Json.JsonSerializer.Deserialize<Contracts.LocalityHub.ChildStageChanged>(taken.Body.Span, MessageJson.Options)!;
            Assert.Equal(last.GetValueOrDefault(message.Reference) + 1, message.Version);
            last[message.Reference] = message.Version;
        }

        Assert.Equal(7, last.Count);
    }

    [Fact]
    public async Task Relay_BrokerRefusesSome_KeepsTheOrderAllTheSame()
    {
        await using var site = await TallySite.CreateAsync();
        await site.UnbindAsync();

        // A queue with room for one message, that refuses the next while it is full and takes the one after when there is room.
        var channel = await site.ChannelAsync();
        await channel.QueueDeclareAsync("narrow", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" });
        await channel.QueueBindAsync("narrow", Topology.RegionExchange, Topology.EventPattern(typeof(Contracts.LocalityHub.ChildStageChanged)));
        var host = await site.StartAsync(consume: false);
        await Tally.WriteAsync(host.Services, 60, 1, CancellationToken.None);
        var versions = new List<long>();
        await Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync("narrow", autoAck: true) is { } taken)
                {
                    versions.Add(System.Text.Json.JsonSerializer.Deserialize<Contracts.LocalityHub.ChildStageChanged>(taken.Body.Span, MessageJson.Options)!.Version);
                }

                return versions.Count >= 60;
            },
            "all versions",
            TimeSpan.FromSeconds(60));
        Assert.Equal(Enumerable.Range(1, 60).Select(version => (long)version), versions);
    }

    [Fact]
    public async Task Relay_NoQueueBound_RetriesThenParksThatAggregateAlone()
    {
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false, messaging => messaging.MaxAttempts = 3);
        await using (var db = site.Context())
        {
            db.Publish(new RepublishProbe(Tally.Reference(9), new CouncilCode(861), 1, 1));
            db.Publish(new RepublishProbe(Tally.Reference(9), new CouncilCode(861), 1, 2));
            await db.SaveChangesAsync();
        }

        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 1));
        await Eventually.TrueAsync(async () => await site.CountAsync("outbox where parked_at is not null") == 1, "the unroutable message parked");
        Assert.Equal(1u, await site.QueueLengthAsync());

        await using var scope = host.Services.CreateAsyncScope();
        var parked = scope.ServiceProvider.GetRequiredService<ParkedMessages>();
        var entry = Assert.Single(await parked.ListAsync(10));
        Assert.True(entry.Outgoing);
        Assert.Equal(3, entry.Attempts);
        Assert.Equal("No queue is bound for 861.republish-probe.", entry.Reason);

        // The second version waits behind the first, and other aggregates go on.
        Assert.Equal(1, await site.CountAsync("outbox where version = 2 and attempts = 0"));
        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 2));
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 2, "the other aggregate's next version");

        // With a queue bound a replay sends both, in order.
        var channel = await site.ChannelAsync();
        await channel.QueueBindAsync(Topology.CentralHubQueue, Topology.RegionExchange, "*.republish-probe");
        Assert.True(await parked.ReplayAsync(entry, CancellationToken.None));
        await Eventually.TrueAsync(async () => await site.CountAsync("outbox") == 0 && await site.QueueLengthAsync() == 4, "both versions sent");
    }

    [Fact]
    public async Task Relay_TwoProcesses_OneLeadsAndTheOtherTakesOver()
    {
        await using var site = await TallySite.CreateAsync();
        var first = await site.StartAsync(consume: false);
        await TallySite.WriteAsync(first, Tally.Message(Tally.Reference(1), 1));
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 1, "the first leader's message");
        var leader = await site.ScalarAsync<int>(LeaderQuery);

        var second = await site.StartAsync(consume: false);
        await TallySite.WriteAsync(second, Tally.Message(Tally.Reference(1), 2));
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 2, "the second's message, by the first");
        Assert.Equal(leader, await site.ScalarAsync<int>(LeaderQuery));

        await site.StopAsync(first);
        await TallySite.WriteAsync(second, Tally.Message(Tally.Reference(1), 3));
        await Eventually.TrueAsync(async () => await site.QueueLengthAsync() == 3, "the second's message, by itself");
        Assert.NotEqual(leader, await site.ScalarAsync<int>(LeaderQuery));
    }

    [Fact]
    public async Task Relay_AfterOneThatWasKilled_SendsTheRowsOfItsLease()
    {
        await using var site = await TallySite.CreateAsync();
        var silent = await site.StartAsync(consume: false, broker: new Uri("amqp://guest:guest@127.0.0.1:1/"));
        await Tally.WriteAsync(silent.Services, 40, 10, CancellationToken.None);
        await site.StopAsync(silent);
        await site.ExecuteAsync("update outbox set locked_until = now() + interval '1 hour' where id % 2 = 0");

        await site.StartAsync(consume: true);
        await site.AssertAllAppliedOnceAsync(40);
    }

    [Fact]
    public async Task Relay_LosesItsConnections_GoesOnByItself()
    {
        await using var site = await TallySite.CreateAsync();
        await site.StartAsync(consume: true);
        var writer = Task.Run(async () =>
        {
            await using var outside = new ServiceCollection()
                .AddDbContext<TallyDbContext>(options => options.UseNpgsql(site.Database, npgsql => npgsql.EnableRetryOnFailure()))
                .BuildServiceProvider();
            await Tally.WriteAsync(outside, 2000, 40, CancellationToken.None);
        });
        for (var time = 0; time < 5; time++)
        {
            // As a restarted database does: every connection of the service ends at once, in the midst of its work.
            await Eventually.TrueAsync(async () => await site.CountAsync("applied") >= time * 300, "progress");
            await site.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tally'");
        }

        await writer;
        await site.AssertAllAppliedOnceAsync(2000);
    }

    private const string LeaderQuery =
        "select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())";

    private sealed record RepublishProbe(Guid AggregateId, CouncilCode Council, int Epoch, long Version) : IRegionalSnapshot;
}
