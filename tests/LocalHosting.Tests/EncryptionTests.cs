using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Partnership.LocalHosting.Testing;
using Partnership.TestSupport;

namespace Partnership.LocalHosting.Tests;

/// <summary>The authority of the data folder, and servers that switch encryption on and off.</summary>
public sealed class EncryptionTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Today = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TestHost _host = new();
    private readonly ManualTimeProvider _clock = new(Today);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void For_Server_IsSignedByTheAuthorityForLocalhostOnly()
    {
        var certificates = Certificates();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(certificates.AuthorityFile);
        var made = certificates.For("gateway");
        using var server = X509Certificate2.CreateFromPemFile(made.CertificateFile, made.KeyFile);

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Today.DateTime;
        Assert.True(chain.Build(server), string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.True(server.MatchesHostname("localhost"));
        Assert.False(server.MatchesHostname("127.0.0.1"));
        Assert.False(server.MatchesHostname("gateway"));
        Assert.Same(made, certificates.For("gateway"));
    }

    [Fact]
    public void Authority_NextRun_IsTheSameUntilItsServersWouldOutliveIt()
    {
        var first = File.ReadAllText(Certificates().AuthorityFile);

        _clock.Advance(TimeSpan.FromDays(3 * 365));
        Assert.Equal(first, File.ReadAllText(Certificates().AuthorityFile));

        _clock.Advance(TimeSpan.FromDays(1.5 * 365));
        Assert.NotEqual(first, File.ReadAllText(Certificates().AuthorityFile));
    }

    [Fact]
    public void Authority_KeyLost_IsMadeAnew()
    {
        var first = Certificates();
        var before = File.ReadAllText(first.AuthorityFile);
        File.Delete(Path.ChangeExtension(first.AuthorityFile, ".key"));

        Assert.NotEqual(before, File.ReadAllText(Certificates().AuthorityFile));
    }

    [Fact]
    public async Task Postgres_EncryptedAndBack_KeepsItsRows()
    {
        await using (var plain = await StartAsync())
        {
            Assert.Equal(false, await AskAsync(plain, "create table kept (n int); insert into kept values (42)"));
        }

        await using (var encrypted = await StartAsync("--LocalHosting:Tls=true"))
        {
            Assert.Equal(true, await AskAsync(encrypted, "insert into kept select n + 1 from kept"));
        }

        await using var again = await StartAsync();
        Assert.Equal(false, await AskAsync(again, "select 1 / (count(*) - 1) from kept"));
    }

    [Fact]
    public async Task Broker_WithoutManagement_GreetsEncrypted()
    {
        var builder = _host.NewBuilder("--LocalHosting:Tls=true");
        builder.AddRabbitMQ("bus");
        await using var app = await _host.StartAsync(builder);

        await app.HealthyAsync("bus");

        Assert.StartsWith("amqps://", await app.GetConnectionStringAsync("bus", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private LocalCertificates Certificates()
    {
        Directory.CreateDirectory(_host.Data);
        var certificates = new LocalCertificates(_host.Data, _clock);
        certificates.Prepare();
        return certificates;
    }

    private async Task<DistributedApplication> StartAsync(params string[] arguments)
    {
        var builder = _host.NewBuilder(arguments);
        builder.AddPostgres("pg").WithDataVolume();
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("pg");
        return app;
    }

    /// <summary>Runs a statement and tells whether the connection was encrypted.</summary>
    private static async Task<object?> AskAsync(DistributedApplication app, string sql)
    {
        await using var connection = new NpgsqlConnection(await app.GetConnectionStringAsync("pg") + ";Pooling=false");
        await connection.OpenAsync();
        await using var statement = new NpgsqlCommand(sql, connection);
        await statement.ExecuteNonQueryAsync();
        await using var question = new NpgsqlCommand("select ssl from pg_stat_ssl where pid = pg_backend_pid()", connection);
        return await question.ExecuteScalarAsync();
    }
}
