using System.Net.Http.Json;

namespace Partnership.TestSupport;

/// <summary>What an operator does with parked messages, ready to be tried in any service that has them.</summary>
/// <param name="database">The service's.</param>
/// <param name="root">The address above <c>/parked-messages</c>.</param>
/// <param name="message">The name of a message that the service takes in.</param>
public sealed class ParkedSamples(TestDatabase database, string root, string message)
{
    public async Task<WriteSample> ReplayAllAsync()
    {
        var id = await ParkAsync();
        return new WriteSample($"{root}/parked-messages/replay", () => null, () => ReplayedAsync(id));
    }

    public async Task<WriteSample> ReplayAsync()
    {
        var id = await ParkAsync();
        return new WriteSample($"{root}/parked-messages/{id}/replay", () => null, () => ReplayedAsync(id), $"{root}/parked-messages/{id}");
    }

    public async Task<WriteSample> DiscardAsync()
    {
        var id = await ParkAsync();
        return new WriteSample(
            $"{root}/parked-messages/{id}/discard",
            () => JsonContent.Create(new { reason = "planted for a test" }),
            () => database.ScalarAsync<long>($"select 1 - count(*) from parked where message_id = '{id}'"),
            $"{root}/parked-messages/{id}");
    }

    // Of a consumer that is not here: whatever is replayed stays as it is.
    private async Task<Guid> ParkAsync()
    {
        var id = Guid.CreateVersion7();
        await database.ExecuteAsync(
            $"insert into parked (message_id, consumer, name, body, headers, attempts, reason) values ('{id}', 'elsewhere', '{message}', '', '{"{}"}', 8, 'planted')");
        return id;
    }

    private Task<long> ReplayedAsync(Guid id) => database.ScalarAsync<long>($"select count(*) from parked where message_id = '{id}' and replay_at is not null");
}
