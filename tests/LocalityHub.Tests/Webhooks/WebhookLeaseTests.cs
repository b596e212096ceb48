using Npgsql;
using Partnership.Contracts;
using Partnership.LocalityHub.Webhooks;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Webhooks;

/// <summary>Two processes of a hub that both make calls, as they do while one takes over from the other.</summary>
public sealed class WebhookLeaseTests : IAsyncLifetime
{
    private const long Gate = 903;
    private readonly ManualTimeProvider _clock = new(HubFixture.Morning);
    private TestDatabase _database = null!;
    private NpgsqlDataSource _one = null!;
    private NpgsqlDataSource _other = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateFromAsync("locality-hub", HubFixture.MigrateAsync);
        _one = NpgsqlDataSource.Create(_database.ConnectionString);
        _other = NpgsqlDataSource.Create(_database.ConnectionString);
        await _database.ExecuteAsync($"""
            insert into webhook (id, url, secret, created_by, created_at, told_up_to, version)
            values ('01970000-0000-7000-8000-000000000001', 'https://case-system.example.org/', '', 'planted', now(), '0', 1);
            insert into webhook_delivery (id, webhook_id, event, body, created_at, state, attempts, next_at, deadline)
            values ('01970000-0000-7000-8000-000000000002', '01970000-0000-7000-8000-000000000001', 'ping', '', '{_clock.GetUtcNow():O}', 0, 0, '{_clock.GetUtcNow():O}', '{_clock.GetUtcNow().AddDays(3):O}');
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The first has found the call and not yet written that it has it: only then do the two stand at the same call.</summary>
    [Fact]
    public async Task Take_ByTwoAtOnce_GivesTheCallToOneOfThem()
    {
        var ct = TestContext.Current.CancellationToken;
        await _database.ExecuteAsync($"""
            create function pause() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared({Gate}); return new; end $$;
            create trigger pause before update on webhook_delivery for each row execute function pause();
            """);
        await using var gate = await _one.OpenConnectionAsync(ct);
        await ExecuteAsync(gate, $"select pg_advisory_lock({Gate})", ct);

        var first = DeliveriesOf(_one).TakeAsync([], ct);
        await Eventually.TrueAsync(async () => await WaitingAsync() == 1, "the first to have found the call");
        var second = DeliveriesOf(_other).TakeAsync([], ct);
        await Eventually.TrueAsync(async () => second.IsCompleted || await WaitingAsync() == 2, "the second to have looked");
        await ExecuteAsync(gate, $"select pg_advisory_unlock({Gate})", ct);

        Assert.Single(new[] { await first, await second }, taken => taken is not null);
        Assert.Equal(1, await _database.ScalarAsync<int>("select attempts from webhook_delivery"));
    }

    [Fact]
    public async Task Take_WhileTheOtherMakesTheCall_GivesNothingUntilTheLeaseHasRunOut()
    {
        var ct = TestContext.Current.CancellationToken;
        var (one, other) = (DeliveriesOf(_one), DeliveriesOf(_other));

        Assert.NotNull(await one.TakeAsync([], ct));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(await other.TakeAsync([], ct));

        // The one has died with the call in hand: the other makes it again, under the same id.
        _clock.Advance(TimeSpan.FromSeconds(2));
        var again = await other.TakeAsync([], ct);
        Assert.Equal((Guid.Parse("01970000-0000-7000-8000-000000000002"), 2), (again!.Value.Delivery.Id, again.Value.Delivery.Attempts));
    }

    /// <summary>The call is asked for again while its last try is under way, which fails past the old deadline.</summary>
    [Fact]
    public async Task Settle_CallThatWasAskedForAgainMeanwhile_LeavesItToBeMade()
    {
        var ct = TestContext.Current.CancellationToken;
        var deliveries = DeliveriesOf(_one);
        var taken = await deliveries.TakeAsync([], ct);
        _clock.Advance(TimeSpan.FromDays(3));
        await _database.ExecuteAsync($"update webhook_delivery set state = 0, attempts = 0, next_at = '{_clock.GetUtcNow():O}', deadline = '{_clock.GetUtcNow().AddDays(3):O}'");

        await deliveries.SettleAsync(taken!.Value.Delivery, new CallOutcome(503, null), ct);

        Assert.Equal((0, 0), (await _database.ScalarAsync<short>("select state from webhook_delivery"), await _database.ScalarAsync<int>("select attempts from webhook_delivery")));
        var again = await deliveries.TakeAsync([], ct);
        Assert.Equal(1, again!.Value.Delivery.Attempts);

        // Taken again, it is at its first try once more: what is still said of the old one is not of this one.
        await deliveries.SettleAsync(taken.Value.Delivery, new CallOutcome(204, null), ct);
        Assert.Equal(0, await _database.ScalarAsync<short>("select state from webhook_delivery"));
        await deliveries.SettleAsync(again.Value.Delivery, new CallOutcome(204, null), ct);
        Assert.Equal(1, await _database.ScalarAsync<short>("select state from webhook_delivery"));
    }

    private WebhookDeliveries DeliveriesOf(NpgsqlDataSource database) => new(database, new Council(new CouncilCode(860), "Staffordshire"), new WebhookOptions(), _clock);

    private Task<long> WaitingAsync() => _database.ScalarAsync<long>(
        "select count(distinct l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
