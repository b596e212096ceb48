using System.Collections.Concurrent;
using Npgsql;
using Partnership.Provision.Databases;
using Xunit;

namespace Partnership.TestSupport;

/// <summary>
/// A database of a test class's own, dropped at the end: as a class fixture, or made in the test by <see cref="CreateAsync"/>.
/// It has the encoding and locale of the real ones.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);
    private readonly string? _template;

    public TestDatabase()
        : this(null)
    {
    }

    private TestDatabase(string? template)
    {
        _template = template;
        Name = $"test_{Guid.CreateVersion7():n}";
        ConnectionString = ConnectionStringOf(Name);
    }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>For the superuser of the test cluster.</summary>
    public string ConnectionString { get; }

    /// <summary>An empty database, or a copy of another to which nobody is connected.</summary>
    public static async Task<TestDatabase> CreateAsync(string? template = null)
    {
        var database = new TestDatabase(template);
        await database.InitializeAsync();
        return database;
    }

    /// <summary>A copy of a database that is built once per test run of an assembly, such as by migrating: far quicker than building each.</summary>
    /// <param name="key">Names what is built.</param>
    /// <param name="build">Fills the empty database of the connection string given; must leave no connection open but pooled ones.</param>
    public static async Task<TestDatabase> CreateFromAsync(string key, Func<string, Task> build) =>
        await CreateAsync(await Templates.GetOrAdd(key, _ => new Lazy<Task<string>>(() => BuildTemplateAsync(build))).Value);

    /// <summary>The same database for another role.</summary>
    public string ConnectionStringFor(string role, string password) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role, Password = password }.ConnectionString;

    /// <summary>Runs a statement as superuser.</summary>
    public async Task ExecuteAsync(string statement) => await ExecuteAsync(ConnectionString, statement);

    /// <summary>Asks for one value as superuser.</summary>
    public async Task<T> ScalarAsync<T>(string query)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(query);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Ends the connection of whoever runs a statement on a table, while it runs: as a server does that restarts, but at the moment that
    /// the test chooses.
    /// </summary>
    /// <param name="table">The table, which is locked until the statement waits for it.</param>
    /// <param name="statement">A part of the statement by which it is known.</param>
    /// <param name="provoke">Brings the statement about, once the table is locked, and again until it waits; without it the worker comes by itself.</param>
    public async Task EndBackendAtWorkAsync(string table, string statement, Func<Task>? provoke = null)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // Tests write their own statements.
        await using (var held = new NpgsqlCommand($"lock table {table} in access exclusive mode", connection, transaction))
#pragma warning restore CA2100
        {
            await held.ExecuteNonQueryAsync();
        }

        // By another connection: one in a transaction sees who was at work when it first looked.
        await Eventually.TrueAsync(
            async () =>
            {
                await (provoke?.Invoke() ?? Task.CompletedTask);
                return await ScalarAsync<long>(
                    $"""
                    select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock' and position('{statement}' in query) > 0
                    """) > 0;
            },
            $"somebody who asks for {table} by a statement with '{statement}'");
    }

    public async ValueTask InitializeAsync() =>
        await ExecuteAsync(TestServers.Postgres, $"create database {Name} {(_template is null ? DatabaseCluster.DatabaseLocale : $"template {_template}")}");

    public async ValueTask DisposeAsync() => await DropAsync(Name);

    private static async Task<string> BuildTemplateAsync(Func<string, Task> build)
    {
        var template = await CreateAsync();
        await build(template.ConnectionString);
        await using (var connection = new NpgsqlConnection(template.ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync(TestServers.Postgres, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{template.Name}'");
        if (TestServers.AreGiven)
        {
            // Servers of our own are gone by then, and the template with them.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAsync(template.Name).GetAwaiter().GetResult();
        }

        return template.Name;
    }

    private static string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Database = database, IncludeErrorDetail = true }.ConnectionString;

    private static async Task DropAsync(string database) =>
        await ExecuteAsync(TestServers.Postgres, $"drop database if exists {database} with (force)");

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Tests write their own statements.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
