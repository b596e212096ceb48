using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Partnership.Provision.Broker;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Measuring;

/// <summary>Which processes of this machine the servers are, so that what they do is counted too.</summary>
internal static class ServerProcesses
{
    /// <summary>The database server's first process, which has started all others of it.</summary>
    public static async Task<int> PostgresAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The broker's; its name is in what it was started with, and nowhere on its command line.</summary>
    public static async Task<int> BrokerAsync()
    {
        using var management = MessageBroker.Connect(TestServers.BrokerManagement, TestServers.Broker);
        using var overview = JsonDocument.Parse(await management.GetStringAsync("/api/overview"));
        var name = $"RABBITMQ_NODENAME={overview.RootElement.GetProperty("node").GetString()}";
        return Process.GetProcesses().Where(process => process.ProcessName.StartsWith("beam", StringComparison.Ordinal))
            .Single(process => File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains(name)).Id;
    }
}
