using System.Net;
using System.Net.Http.Headers;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.Gateway.Tests;

/// <summary>How much, how large, how long, and what happens when nobody is there.</summary>
public sealed class LimitTests
{
    private const string Children = "/api/v1/councils/860/children";

    [Fact]
    public async Task Get_OverTheRate_Returns429ToThatClientAlone()
    {
        await using var gateway = await GatewayHost.StartAsync(("Gateway:RequestsPerSecond", "5"));
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetAsync(Children)));

        Assert.InRange(responses.Count(response => response.IsSuccessStatusCode), 5, 30);
        var refused = responses.First(response => response.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("client.too-many-requests", await refused.ReadCodeAsync());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        using var another = gateway.Client(gateway.Tokens.With(Roles.SocialWorker, 860));
        Assert.Equal(HttpStatusCode.OK, (await another.GetAsync(Children)).StatusCode);
        using var nobody = gateway.Client();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/health")).StatusCode);
        }
    }

    [Theory]
    // Announced or streamed, whole or as one of several files.
    [InlineData(false, 1001, 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(false, 1001, 1, true, HttpStatusCode.RequestEntityTooLarge)]
    // (The server counts the chunks' own lengths as well.)
    [InlineData(false, 950, 1, true, HttpStatusCode.OK)]
    [InlineData(true, 1100, 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 1100, 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 800, 6, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 800, 6, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 800, 3, true, HttpStatusCode.OK)]
    public async Task Post_Body_IsLimitedByFileAndByRequest(bool files, int bytes, int count, bool streamed, HttpStatusCode status)
    {
        await using var gateway = await GatewayHost.StartAsync(("Gateway:BodyBytes", "1000"), ("Gateway:FileBytes", "1000"), ("Gateway:RequestBytes", "4000"));
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/councils/860/imports") { Content = Content(files, bytes, count) };
        request.Headers.TransferEncodingChunked = streamed;
        if (streamed)
        {
            request.Content.Headers.ContentLength = null;
        }

        using var response = await client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.RequestEntityTooLarge)
        {
            Assert.Equal("request.too-large", await response.ReadCodeAsync());
            Assert.Empty(gateway.Staffordshire.Requests);
        }
        else
        {
            Assert.True(gateway.Staffordshire.Requests.Single().BodyBytes >= bytes * count);
        }
    }

    // Before the first part, and in the headers of one; in lines and without.
    [Theory]
    [InlineData("", "", "x", 33_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("", "", "X-More: and more\r\n", 2_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n", "\r\n\r\nCHILD\r\n--b--\r\n", "X-More: and more\r\n", 2_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\nX-Long: ", "\r\n\r\nCHILD\r\n--b--\r\n", "x", 33_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n", "\r\n\r\nCHILD\r\n--b--\r\n", "X-More: and more\r\n", 500, HttpStatusCode.OK)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n", "\r\n--b--\r\n", "a line of a file\r\n", 5_000, HttpStatusCode.OK)]
    public async Task Post_HeadOfAPart_IsLimited(string before, string after, string repeated, int times, HttpStatusCode status)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        var body = System.Text.Encoding.ASCII.GetBytes(before + string.Concat(Enumerable.Repeat(repeated, times)) + after);
        using var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "multipart/form-data; boundary=b" } } };

        using var response = await client.PostAsync("/api/v1/councils/860/imports", content);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, gateway.Staffordshire.Requests.Count);
    }

    [Fact]
    public async Task Get_ServiceSilent_Returns504()
    {
        await using var gateway = await GatewayHost.StartAsync(("Gateway:Timeout", "00:00:00.2"));
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        using var response = await client.GetAsync("/api/v1/councils/860/silent");
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("service.timed-out", await response.ReadCodeAsync());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Post_ServiceSilentAfterAnUpload_Returns504AfterTheUploadsOwnTime()
    {
        await using var gateway = await GatewayHost.StartAsync(("Gateway:Timeout", "00:10:00"), ("Gateway:UploadTimeout", "00:00:00.2"));
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        using var response = await client.PostAsync("/api/v1/councils/860/silent", Content(files: true, 10, 1));
        Assert.Equal("service.timed-out", await response.ReadCodeAsync());
    }

    [Fact]
    public async Task Get_ServiceBusy_ShedsTheSurplusAtOnceAndLetsOthersIn()
    {
        await using var gateway = await GatewayHost.StartAsync(("Gateway:ConcurrentPerService", "2"), ("Gateway:WaitingPerService", "1"), ("Gateway:LongestWait", "00:10:00"));
        using var client = gateway.Client(gateway.Tokens.With(Roles.SocialWorker, 860, 861));
        using var leave = new CancellationTokenSource();
        var held = Enumerable.Range(0, 2).Select(_ => client.GetAsync("/api/v1/councils/860/silent", leave.Token)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(gateway.Staffordshire.Silent == 2), "two requests under way");

        var more = Enumerable.Range(0, 3).Select(_ => client.GetAsync(Children)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(more.Count(request => request.IsCompleted) == 2), "two refusals");

        foreach (var refused in more.Where(request => request.IsCompleted))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
            Assert.Equal("service.overloaded", await (await refused).ReadCodeAsync());
            Assert.NotNull((await refused).Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/councils/861/children")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/v1/councils/860/imports", Content(files: true, 10, 1))).StatusCode);

        // Once the two have gone, the one that waited has its turn.
        var waiting = more.Single(request => !request.IsCompleted);
        await leave.CancelAsync();
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        foreach (var left in held)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }
    }

    [Fact]
    public async Task Get_TurnDoesNotCome_Returns503AfterTheLongestWait()
    {
        await using var gateway = await GatewayHost.StartAsync(("Gateway:ConcurrentPerService", "1"), ("Gateway:LongestWait", "00:00:00.1"));
        using var client = gateway.Client(gateway.Tokens.With(Roles.SocialWorker, 860));
        using var leave = new CancellationTokenSource();
        var held = client.GetAsync("/api/v1/councils/860/silent", leave.Token);
        await Eventually.TrueAsync(() => Task.FromResult(gateway.Staffordshire.Silent == 1), "a request under way");

        using var response = await client.GetAsync(Children);

        Assert.Equal("service.overloaded", await response.ReadCodeAsync());
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }

    [Fact]
    public async Task Get_ServiceBreaksOff_Returns502()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        using var response = await client.GetAsync("/api/v1/councils/860/cut");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("service.broken-off", await response.ReadCodeAsync());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Get_ServiceDown_Returns503AndTheOthersGoOn()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client(gateway.Tokens.With(Roles.SocialWorker, 860, 861));
        await gateway.Staffordshire.DisposeAsync();
        using var response = await client.GetAsync(Children);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("service.unavailable", await response.ReadCodeAsync());
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/councils/861/children")).StatusCode);
    }

    [Fact]
    public async Task Get_AddressOrHeadersTooLong_IsRefused()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client(gateway.Tokens.CaseSystem(860));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await client.GetAsync(Children + "?q=" + new string('x', 9000))).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, Children);
        request.Headers.Add("X-Long", new string('x', 17_000));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await client.SendAsync(request)).StatusCode);
        using var many = new HttpRequestMessage(HttpMethod.Get, Children);
        for (var i = 0; i < 64; i++)
        {
            many.Headers.Add($"X-Many-{i}", "x");
        }

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await client.SendAsync(many)).StatusCode);
    }

    private static HttpContent Content(bool files, int bytes, int count)
    {
        if (!files)
        {
            return new ByteArrayContent(new byte[bytes]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var parts = new MultipartFormDataContent();
        for (var i = 0; i < count; i++)
        {
            parts.Add(new ByteArrayContent(new byte[bytes]), "files", $"{i}.csv");
        }

        return parts;
    }
}
