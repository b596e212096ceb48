using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

/// <summary>
/// Healthy when the management plugin knows the administrator and the broker's port, and every quorum queue has a leader; without the plugin, when the
/// broker greets.
/// </summary>
internal sealed class BrokerCheck(RabbitMQServerResource server, LocalState state) : IHealthCheck
{
    private const string AmqpGreeting = "AMQP";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(LocalCertificates.NewHandler(server.Certificates)) { Timeout = Patience });

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await (server.ManagementEndpoint.Exists ? AskAsync(cancellationToken) : GreetAsync(cancellationToken));
            return HealthCheckResult.Healthy();
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            return HealthCheckResult.Unhealthy(exception: new WrongPasswordException(server.PasswordParameter, state, e));
        }
        catch (LostStateException lost)
        {
            return HealthCheckResult.Unhealthy(lost.Message, lost);
        }
        catch (Exception e) when (e is SocketException or IOException or HttpRequestException or AuthenticationException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.PrimaryEndpoint.Port, patience.Token);
        await using var stream = await OpenAsync(client, patience.Token);
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(AmqpGreeting), 0, 0, 9, 1], patience.Token);

        // The answer is the first frame of a connection: a method (1) on channel 0.
        var first = new byte[1];
        await stream.ReadExactlyAsync(first, patience.Token);
        if (first[0] != 1)
        {
            throw new IOException("The broker's port answers, but not as a broker.");
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken cancellationToken)
    {
        if (server.Certificates is null)
        {
            return client.GetStream();
        }

        var encrypted = new SslStream(client.GetStream());
        await encrypted.AuthenticateAsClientAsync(server.Certificates.Trusting(), cancellationToken);
        return encrypted;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        (await AskAsync($"health/checks/port-listener/{server.PrimaryEndpoint.Port.ToString(CultureInfo.InvariantCulture)}", cancellationToken)).Dispose();

        // A disk that was full to the last byte ends the queues' log, and with it every queue's process; RabbitMQ 3.10 starts the log again but not the
        // queues, takes messages that it never confirms, and answers each of its own health checks with "ok".
        using var queues = await AskAsync("queues?columns=name,type,leader", cancellationToken);
        var lost = queues.RootElement.EnumerateArray().Count(queue =>
            queue.TryGetProperty("type", out var type) && type.GetString() == "quorum"
            && queue.TryGetProperty("leader", out var leader) && leader.ValueKind == JsonValueKind.Null);
        if (lost > 0)
        {
            throw new LostStateException(string.Create(CultureInfo.InvariantCulture, $"{lost} of its {queues.RootElement.GetArrayLength()} queues have no leader"));
        }
    }

    private async Task<JsonDocument> AskAsync(string path, CancellationToken cancellationToken)
    {
        var user = await server.UserNameReference.GetValueAsync(cancellationToken);
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.ManagementEndpoint.Url}/api/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        using var response = await _client.Value.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
