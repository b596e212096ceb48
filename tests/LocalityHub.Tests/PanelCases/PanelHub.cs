using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.LocalityHub.Documents;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>One hub for all tests of cases: each works with children, applicants and cases of its own.</summary>
[CollectionDefinition(nameof(PanelHub))]
public sealed class PanelHubCollection : ICollectionFixture<PanelHub>;

/// <summary>The hub of 860 with panel scheduling played by the test: what it is told lies in its queue, and it sends what it likes.</summary>
public sealed class PanelHub : IAsyncLifetime
{
    private readonly List<(string Name, JsonElement Body)> _told = [];
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private int _children;

    internal HubFixture Hub { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Hub.InitializeAsync();
        _connection = await Hub.Broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true));
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await Hub.DisposeAsync();
    }

    /// <summary>Somebody of the council.</summary>
    internal CaseClient As(string role, string? subject = null) => new(Hub.ClientOfPerson(subject ?? role.Replace('-', '.'), role));

    /// <summary>A child whose plan stands: decided on 1 June 2024, order of 20 August 2024.</summary>
    internal async Task<Guid> WaitingChildAsync()
    {
        var local = $"PANEL{Interlocked.Increment(ref _children)}";
        await Hub.ImportAsync(new ReturnFiles().Waiting(local));
        return await Hub.ChildIdAsync(local);
    }

    /// <summary>A child in care since 5 January 2024, without a plan for adoption.</summary>
    internal async Task<Guid> ChildInCareAsync()
    {
        var local = $"PANEL{Interlocked.Increment(ref _children)}";
        await Hub.ImportAsync(new ReturnFiles().Header(local, "03/02/2022").NoPreviousPermanence(local, "03/02/2022").Episode(local, "05/01/2024", "S", "C1", "U6"));
        return await Hub.ChildIdAsync(local);
    }

    /// <summary>Sends a command as panel scheduling does.</summary>
    internal async Task SendAsync(IMessage message) => await _channel.BasicPublishAsync(
        Topology.RegionExchange,
        MessageCatalogue.RoutingKeyOf(message),
        mandatory: true,
        new BasicProperties { MessageId = Guid.CreateVersion7().ToString(), Type = MessageCatalogue.NameOf(message.GetType()), ContentType = "application/json", Persistent = true },
        JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), JsonSerializerOptions.Web));

    /// <summary>What panel scheduling was told of one kind so far.</summary>
    internal async Task<List<T>> ToldAsync<T>()
        where T : class, IMessage
    {
        await Eventually.TrueAsync(async () => !await Hub.Database.ScalarAsync<bool>("select exists (select from outbox)"), "the outbox to be empty");
        while (await _channel.BasicGetAsync(Topology.PanelSchedulingQueue, autoAck: true) is { } message)
        {
            _told.Add((message.BasicProperties.Type!, JsonDocument.Parse(message.Body).RootElement));
        }

        return [.. _told.Where(each => each.Name == MessageCatalogue.NameOf(typeof(T))).Select(each => each.Body.Deserialize<T>(JsonSerializerOptions.Web)!)];
    }

    /// <summary>Opens a case for a plan by way of a placement order.</summary>
    internal async Task<Guid> OpenAsync(string kind = "should-be-placed-by-order", Guid[]? children = null, object? more = null)
    {
        children ??= [await ChildInCareAsync()];
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (body["kind"], body["childIds"]) = (kind, JsonSerializer.SerializeToNode(children));
        var opened = await As(Roles.SocialWorker).SendAsync(HttpMethod.Post, "/panel-cases", body);
        return opened["caseId"]!.GetValue<Guid>();
    }

    /// <summary>A paper as an invented PDF.</summary>
    internal async Task<JsonNode> UploadAsync(Guid @case, string kind, byte[]? bytes = null, string more = "", string name = "report.pdf") =>
        await As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/papers?kind={kind}&datedOn=2025-06-02{more}", File(bytes ?? Pdf(kind), name));

    /// <summary>Everything that a plan's case needs: papers of the child, statements of what no record tells.</summary>
    internal async Task CompleteAsync(Guid @case)
    {
        foreach (var kind in new[] { "child-health-report", "child-health-summary", "permanence-report" })
        {
            await UploadAsync(@case, kind);
        }

        foreach (var gate in new[] { "report-author", "parents-counselled", "child-counselled", "father-considered" })
        {
            await As(Roles.SocialWorker).SendAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/{gate}", new { on = "2025-06-02" }, $"/panel-cases/{@case}");
        }
    }

    internal async Task<Guid> RaisedAsync(Guid[]? children = null)
    {
        var @case = await OpenAsync(children: children);
        await CompleteAsync(@case);
        await As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}");
        return @case;
    }

    internal static byte[] Pdf(string text) => PdfWriter.Write(new WrittenDocument(text, [DocumentBlock.Paragraph($"Invented {text}.")]));

    internal static MultipartFormDataContent File(byte[] bytes, string name = "report.pdf") => new("planted") { { new ByteArrayContent(bytes), "files", name } };
}

/// <summary>Somebody at the hub's API. What is sent with a version reads it first, as a person's screen does.</summary>
internal sealed class CaseClient(HttpClient http)
{
    public const string Council = "/api/v1/councils/860";

    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await TryAsync(HttpMethod.Get, path);
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} for {path}: {body}");
        return body!;
    }

    public Task<HttpResponseMessage> RawAsync(string path) => http.GetAsync(Council + path);

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        var (status, answer) = await TryAsync(method, path, body, version);
        Assert.True((int)status is >= 200 and < 300, $"{(int)status} for {method} {path}: {answer}");
        return answer ?? new JsonObject();
    }

    /// <summary>Sends what must be refused, and returns the problem's code.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        var (status, answer) = await TryAsync(method, path, body, version);
        Assert.True((int)status >= 400, $"{(int)status} for {method} {path}: {answer}");
        return answer!["code"]!.GetValue<string>();
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> TryAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, Council + path) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)) };
        if (version is not null)
        {
            using var read = await http.GetAsync(Council + version);
            request.Headers.IfMatch.Add(read.Headers.ETag ?? new EntityTagHeaderValue("\"0\""));
        }

        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }
}
