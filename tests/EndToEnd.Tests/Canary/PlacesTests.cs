using System.Text;
using Google.Protobuf;
using Npgsql;
using Partnership.Contracts;
using Partnership.LocalHosting.Testing;
using RabbitMQ.Client;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>The looking itself: a text that is put into each of the places is found there, and one that is nowhere is not.</summary>
public sealed class PlacesTests(RunningStack stack)
{
    private readonly Places _places = new(stack);

    [Fact]
    public async Task Find_TextInEachPlace_IsFoundThereAndNowhereElse()
    {
        var nowhere = Text();
        var planted = new Dictionary<string, string>();
        foreach (var service in stack.Services.Concat(["postgres", "broker"]))
        {
            // Beside the console's own file, at whose end the host writes on.
            planted[$"{Places.Console}{service}.planted"] = Text();
            await File.WriteAllTextAsync(Path.Combine(stack.DataFolder.FullName, "logs", $"{service}.planted.log"), $"info: planted {planted[$"{Places.Console}{service}.planted"]}\n");
        }

        foreach (var signal in new[] { "traces", "logs", "metrics" })
        {
            planted[signal] = Text();
            await ExportAsync(signal, planted[signal]);
        }

        var parked = Guid.NewGuid();
        foreach (var database in new[] { "central_hub", "locality_hub_860", "locality_hub_894" })
        {
            var text = planted[$"{Places.Table}{database}.parked"] = Text();
            await ExecuteAsync(database, "insert into parked (message_id, consumer, name, body, headers, attempts, reason) values ($1, 'planted', 'planted', $2, '{}', 8, 'planted')", parked, Encoding.UTF8.GetBytes($"{{\"name\":\"{text.ToLowerInvariant()}\"}}"));
        }

        var dead = Text();
        await BuryAsync(dead);
        try
        {
            const string SaidByEach = "Application started";
            var hits = await _places.FindAsync([.. planted.Values, dead, nowhere, SaidByEach]);
            Assert.Superset(
                stack.Services.Select(service => $"{Places.Console}{service}").ToHashSet(), hits.Where(hit => hit.Text == SaidByEach).Select(hit => hit.Place).ToHashSet());

            Assert.Equal(
                planted.Select(each => new Hit(each.Key, each.Value)).OrderBy(hit => hit.Place, StringComparer.Ordinal),
                hits.Where(hit => hit.Text != dead && hit.Text != SaidByEach).OrderBy(hit => hit.Place, StringComparer.Ordinal));
            Assert.Contains(hits, hit => hit.Text == dead && hit.Place.StartsWith($"{Places.Files}broker", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var database in new[] { "central_hub", "locality_hub_860", "locality_hub_894" })
            {
                await ExecuteAsync(database, "delete from parked where message_id = $1", parked);
            }
        }
    }

    private static string Text() => $"PLANTED{Guid.NewGuid():N}".ToUpperInvariant();

    private async Task ExportAsync(string signal, string text)
    {
        using var body = new MemoryStream();
        using (var output = new CodedOutputStream(body, leaveOpen: true))
        {
            // A field that no reader knows.
            output.WriteTag(15, WireFormat.WireType.LengthDelimited);
            output.WriteString(text);
        }

        using var client = new HttpClient();
        using var answer = await client.PostAsync($"{stack.Telemetry.Endpoint}/v1/{signal}", new ByteArrayContent(body.ToArray()));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Puts a message where the broker puts those that it gives up on, and takes it out again.</summary>
    private async Task BuryAsync(string text)
    {
        var queue = Topology.DeadQueueOf(Topology.CentralHubQueue);
        await using var connection = await new ConnectionFactory { Uri = new Uri((await stack.App.GetConnectionStringAsync("broker"))!) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync(string.Empty, queue, Encoding.UTF8.GetBytes(text));
        await channel.QueuePurgeAsync(queue);
    }

    private async Task ExecuteAsync(string database, string statement, params object[] values)
    {
        var address = new NpgsqlConnectionStringBuilder(await stack.App.GetConnectionStringAsync("postgres")) { Database = database, Pooling = false };
        await using var source = NpgsqlDataSource.Create(address);
#pragma warning disable CA2100 // Constants of this file.
        await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
