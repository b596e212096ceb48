using System.Text;
using System.Text.Json;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Audit;

/// <summary>Whoever changes the trail is refused or found out.</summary>
public sealed class TamperTests(TamperTests.ToldTrail trail) : IClassFixture<TamperTests.ToldTrail>
{
    [Theory]
    [InlineData("update audit_entry set subject = 'somebody.else' where sequence = 3", 3, "changed")]
    [InlineData("update audit_entry set at = at + interval '1 microsecond' where sequence = 3", 3, "changed")]
    [InlineData("update audit_entry set ids = '{}', outcome = 'refused-role' where sequence = 3", 3, "changed")]
    [InlineData("update audit_entry set hash = sha256('') where sequence = 3", 3, "changed")]
    [InlineData("delete from audit_entry where sequence = 3", 3, "missing")]
    [InlineData("delete from audit_entry where sequence = 1", 1, "missing")]
    [InlineData("update audit_entry set sequence = case sequence when 2 then 102 else 103 end where sequence in (2, 3); update audit_entry set sequence = 105 - sequence where sequence > 100", 2, "changed")]
    [InlineData("delete from audit_entry where sequence >= 5", 5, "cut-off")]
    [InlineData("delete from audit_entry", 1, "cut-off")]
    [InlineData("select pg_advisory_xact_lock(4707182361954640945); update audit_entry set sequence = null, hash = null, subject = 'somebody.else' where sequence >= 4; select audit_seal(100)", 8, "anchor-differs")]
    public async Task Tampering_ByWhoeverOwnsTheTable_IsFound(string tamper, long place, string fault)
    {
        await using var connection = new NpgsqlConnection(trail.Hub.Database.ConnectionString);
        await connection.OpenAsync();
        Assert.Empty(await BreaksAsync(connection));

        // Taken back at the end: the next one tampers with the same trail.
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(tamper, connection, transaction);
        await command.ExecuteNonQueryAsync();

        Assert.Contains(new AuditBreak(place, fault), await BreaksAsync(connection));
    }

    [Theory]
    [InlineData("update audit_entry set subject = 'nobody'")]
    [InlineData("delete from audit_entry")]
    [InlineData("truncate audit_entry")]
    [InlineData("insert into audit_entry (council, subject, client, roles, operation, ids, outcome, at) values (860, 'a', 'b', '{}', 'c', '{}', 'd', now())")]
    [InlineData("insert into audit_entry (council, subject, client, roles, operation, ids, outcome, sequence) values (860, 'a', 'b', '{}', 'c', '{}', 'd', 1)")]
    public async Task Service_ChangingTheTrail_IsRefused(string statement)
    {
        var role = $"{trail.Hub.Database.Name}_service";
        await trail.Hub.Database.ExecuteAsync($"create role {role} login password 'invented'; grant all on all tables in schema public to {role}; {AuditTables.AppendOnly(role)}");
        await using var connection = new NpgsqlConnection(trail.Hub.Database.ConnectionStringFor(role, "invented") + ";Pooling=false");
        await connection.OpenAsync();
        await using (var insert = new NpgsqlCommand("insert into audit_entry (council, subject, client, roles, operation, ids, outcome) values (860, 'a', 'b', '{}', 'c', '{}', 'd')", connection))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(statement, connection);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await connection.CloseAsync();
        await trail.Hub.Database.ExecuteAsync($"drop owned by {role}; drop role {role}");
    }

    private async Task<List<AuditBreak>> BreaksAsync(NpgsqlConnection connection) =>
        await AuditChain.VerifyAsync((await StoredTrail.ReadAsync(connection)).ToAsyncEnumerable(), trail.Anchors).ToListAsync();

    /// <summary>A hub that entered eight reads, told the region of them, and was stopped.</summary>
    public sealed class ToldTrail : IAsyncLifetime
    {
        private const int Entries = 8;

        internal HubFixture Hub { get; } = new() { Settings = { ["Audit:AnchorInterval"] = "00:00:00.1" } };

        /// <summary>What the hub has told the region.</summary>
        internal List<AuditAnchor> Anchors { get; } = [];

        public async ValueTask InitializeAsync()
        {
            await Hub.InitializeAsync();
            using var worker = Hub.ClientOf(Roles.SocialWorker, 860);
            for (var read = 0; read < Entries; read++)
            {
                await worker.GetAsync("/api/v1/councils/860/children");
            }

            await using var connection = await Hub.Broker.ConnectAsync();
            await using var channel = await connection.CreateChannelAsync();
            await Eventually.TrueAsync(
                async () =>
                {
                    while (await channel.BasicGetAsync(Topology.CentralHubQueue, autoAck: true) is { } message)
                    {
                        var said = JsonDocument.Parse(Encoding.UTF8.GetString(message.Body.Span)).RootElement;
                        Anchors.Add(new AuditAnchor(said.GetProperty("version").GetInt64(), said.GetProperty("hash").Deserialize<AuditHash>()));
                    }

                    return Anchors.Exists(anchor => anchor.Sequence >= Entries);
                },
                "an anchor of the last entry");
            await Hub.StopAsync();
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
