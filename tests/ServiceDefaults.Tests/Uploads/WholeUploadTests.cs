using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Uploads;

/// <summary>When a refused upload is answered: after its last byte for whoever may upload, at once for others.</summary>
public sealed class WholeUploadTests : IAsyncLifetime
{
    private TestTokens _tokens = null!;
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        _service = await TestService.StartAsync(_tokens.Settings, app =>
        {
            app.MapPost("/files", void () => throw new InvalidRequestException("import.year", "No such year.", "year")).RequireAuthorization(Policies.ImportReturns).WithFiles("Any.");
            app.MapPost("/text", void () => throw new InvalidRequestException("import.year", "No such year.", "year")).RequireAuthorization(Policies.ImportReturns);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    [Theory]
    [InlineData("/files", Roles.CaseSystem, true, 400)]
    [InlineData("/files", Roles.SocialWorker, true, 403)]
    [InlineData("/files", null, false, 401)]
    [InlineData("/text", Roles.CaseSystem, false, 400)]
    public async Task Post_Refused_IsAnsweredWhenItHasBeenRead(string path, string? role, bool waits, int status)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(_service.Address).Port);
        var token = role is null ? "" : $"Authorization: Bearer {_tokens.With(role, 860)}\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\n{token}Connection: close\r\nContent-Length: 2000\r\n\r\n{new string('x', 1000)}"));

        // An answer takes milliseconds; one that waits for the rest never comes before it.
        var answered = socket.Poll(TimeSpan.FromSeconds(waits ? 0.5 : 10), SelectMode.SelectRead);
        await socket.SendAsync(Encoding.ASCII.GetBytes(new string('x', 1000)));
        var answer = new byte[64];
        var read = await socket.ReceiveAsync(answer);

        Assert.Equal(!waits, answered);
        Assert.StartsWith($"HTTP/1.1 {status} ", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
    }
}
