using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Partnership.LocalHosting.Testing;
using Partnership.TestSupport;

namespace Partnership.SecureStack.Tests;

/// <summary>
/// The whole system with every connection encrypted, and beside it two more hubs of council 893 that must not get anywhere: one that
/// trusts another authority, and one that calls its servers by a name that their certificates do not hold.
/// </summary>
public sealed partial class EncryptedStackTests(EncryptedStack stack) : IClassFixture<EncryptedStack>
{
    private static readonly byte[] AmqpGreeting = [.. "AMQP"u8, 0, 0, 9, 1];

    [Fact]
    public async Task Demo_OverEncryptedConnections_RegionEqualsTheTruth()
    {
        var (exitCode, output) = await stack.CliAsync("demo", "--region", "shropshire-telford", "--years", "2025-2025");

        Assert.True(exitCode == 0, output);
        Assert.Contains("The region agrees", output, StringComparison.Ordinal);
        Assert.All(new[] { "gateway", "identity", "central-hub", "support-fund", "panel-scheduling", "locality-hub-893" }, service => Assert.Equal("https", stack.App.GetEndpoint(service).Scheme));
    }

    [Fact]
    public async Task Broker_InPlainText_DoesNotAnswer()
    {
        var port = new Uri((await stack.App.GetConnectionStringAsync("broker"))!).Port;

        // A broker that understands answers with a method frame (1); this one with an alert of TLS, or not at all.
        Assert.NotEqual(1, await FirstByteAsync(port, AmqpGreeting, encrypted: false));
        Assert.Equal(1, await FirstByteAsync(port, AmqpGreeting, encrypted: true));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("central-hub")]
    [InlineData("locality-hub-893")]
    [InlineData("identity")]
    [InlineData("broker")]
    public async Task WebPorts_InPlainText_DoNotAnswer(string resource)
    {
        var port = stack.App.GetEndpoint(resource).Port;
        byte[] request = [.. Encoding.ASCII.GetBytes($"GET /alive HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")];

        Assert.NotEqual('H', await FirstByteAsync(port, request, encrypted: false));
        Assert.Equal('H', await FirstByteAsync(port, request, encrypted: true));
    }

    [Fact]
    public async Task Database_InPlainText_RefusesARightPassword()
    {
        var address = new NpgsqlConnectionStringBuilder(await stack.App.GetConnectionStringAsync("postgres")) { Pooling = false };
        Assert.Equal(SslMode.VerifyFull, address.SslMode);
        await using (var encrypted = new NpgsqlConnection(address.ConnectionString))
        {
            await encrypted.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) where a.client_port is not null and not s.ssl", encrypted);
            Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        address.SslMode = SslMode.Disable;
        await using var plain = new NpgsqlConnection(address.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => plain.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(PostgresErrorCodes.InvalidAuthorizationSpecification, refusal.SqlState);
        Assert.Contains("no encryption", refusal.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_OfTheSystem_ReachesItsServers() =>
        Assert.Equal(("healthy", "healthy"), await HealthAsync("locality-hub-893"));

    [Theory]
    [InlineData(EncryptedStack.TrustsAnother)]
    [InlineData(EncryptedStack.CallsByAnotherName)]
    public async Task Hub_ThatCannotBelieveItsServers_TalksToNone(string hub)
    {
        // It has tried, and gave up for that very reason.
        await Eventually.TrueAsync(
            async () => BrokerRefused().IsMatch(await stack.ConsoleAsync(hub)) && DatabaseRefused().IsMatch(await stack.ConsoleAsync(hub)),
            "word that broker and database were not believed");

        Assert.Equal(("unhealthy", "degraded"), await HealthAsync(hub));
    }

    [Fact]
    public async Task Gateway_ThatTrustsAnotherAuthority_ForwardsNothing()
    {
        using var gateway = stack.App.CreateHttpClient(EncryptedStack.GatewayThatTrustsAnother);
        using var description = await gateway.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.NotEqual(HttpStatusCode.OK, description.StatusCode);

        using var trusting = stack.App.CreateHttpClient("gateway");

        // All services describe themselves; the last of them may just have started.
        await Eventually.AssertAsync(async () =>
        {
            using var right = await trusting.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        });
    }

    [Fact]
    public void Keys_AreTheirOwnersAlone()
    {
        var files = Directory.GetFiles(stack.CertificateFolder);

        Assert.Contains(files, file => file.EndsWith("authority.key", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("postgres.key", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private async Task<(string Database, string Broker)> HealthAsync(string hub)
    {
        using var http = stack.App.CreateHttpClient(hub);
        using var response = await http.GetAsync(new Uri("/health", UriKind.Relative));
        var checks = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks");
        return (checks.GetProperty("database").GetString()!, checks.GetProperty("broker").GetString()!);
    }

    /// <summary>The first byte of the answer; -1 when the connection is closed without one.</summary>
    private async Task<int> FirstByteAsync(int port, byte[] request, bool encrypted)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        Stream stream = client.GetStream();
        if (encrypted)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(stack.Trusting());
            stream = tls;
        }

        await using (stream)
        {
            try
            {
                await stream.WriteAsync(request);
                var first = new byte[1];
                return await stream.ReadAsync(first) == 0 ? -1 : first[0];
            }
            catch (IOException)
            {
                return -1;
            }
        }
    }

    [GeneratedRegex(@"The broker is away \([^)]*AuthenticationException")]
    private static partial Regex BrokerRefused();

    [GeneratedRegex(@"\(NpgsqlException < AuthenticationException")]
    private static partial Regex DatabaseRefused();
}
