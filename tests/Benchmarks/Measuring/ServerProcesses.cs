using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
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
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(TestServers.Broker.UserInfo))));
        using var overview = JsonDocument.Parse(await client.GetStringAsync(new Uri(TestServers.BrokerManagement, "/api/overview")));
        var name = $"RABBITMQ_NODENAME={overview.RootElement.GetProperty("node").GetString()}";
        return Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
            .Where(folder => File.ReadAllText(Path.Combine(folder, "comm")).StartsWith("beam", StringComparison.Ordinal)
                && File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains(name))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Single();
    }
}
