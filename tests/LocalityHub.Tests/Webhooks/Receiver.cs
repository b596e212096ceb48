using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Partnership.LocalityHub.Tests.Webhooks;

/// <summary>Another system: notes every call and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Path, string Event, string Delivery, string Signature, string Body)> Calls { get; } = new();

    public Func<HttpContext, int> Answer { get; set; } = _ => StatusCodes.Status204NoContent;

    public string Address { get; private set; } = string.Empty;

    public int Port => new Uri(Address).Port;

    public static async Task<Receiver> StartAsync(string listen = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(listen);
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            receiver.Calls.Enqueue((context.Request.Path, headers["Partnership-Event"].ToString(), headers["Partnership-Delivery"].ToString(), headers["Partnership-Signature"].ToString(), await reader.ReadToEndAsync()));
            context.Response.StatusCode = receiver.Answer(context);
        });
        await app.StartAsync();
        receiver.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return receiver;
    }

    /// <summary>As a receiver would: from the secret that it was shown, the second in the header and the body that came.</summary>
    public static bool IsGenuine(string secret, string signature, string body)
    {
        var parts = signature.Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var mac = HMACSHA256.HashData(Convert.FromBase64String(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{parts["t"]}.{body}")));
        return CryptographicOperations.FixedTimeEquals(mac, Convert.FromHexString(parts["v1"]));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
