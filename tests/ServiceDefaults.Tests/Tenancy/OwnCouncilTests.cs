using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Tenancy;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Tenancy;

public sealed class OwnCouncilTests : IAsyncLifetime
{
    private TestTokens _tokens = null!;
    private TestService _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        var settings = new Dictionary<string, string?>(_tokens.Settings) { ["Council:Code"] = "860" };
        _hub = await TestService.StartAsync(settings, app =>
        {
            var council = app.MapGroup("/api/v1/councils/{code}").RequireOwnCouncil();
            council.MapGet("/children", () => Results.Ok()).RequireAuthorization(Policies.ReadChildren);
            council.MapPost("/children", (Body body) => Results.Ok(body)).RequireAuthorization(Policies.ReadChildren);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/v1/councils/860/children", new[] { 860 }, 200)]
    [InlineData("/api/v1/councils/860/children", new[] { 860, 861 }, 200)]
    [InlineData("/api/v1/councils/860/children", new[] { 861 }, 404)]
    [InlineData("/api/v1/councils/860/children", new int[0], 404)]
    // This hub serves 860: another council's address is nobody's here, not even that council's own.
    [InlineData("/api/v1/councils/861/children", new[] { 861 }, 404)]
    [InlineData("/api/v1/councils/861/children", new[] { 860, 861 }, 404)]
    [InlineData("/api/v1/councils/0860/children", new[] { 860 }, 404)]
    [InlineData("/api/v1/councils/%38%36%31/children", new[] { 860 }, 404)]
    [InlineData("/api/v1/councils/x/children", new[] { 860 }, 404)]
    public async Task Get_Council_AnswersItsOwnPeopleOnly(string address, int[] councils, int status)
    {
        using var client = _hub.Client(_tokens.With(Roles.SocialWorker, councils));
        Assert.Equal(status, (int)(await client.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task Get_AnotherCouncilInTheWrongRole_Returns404AndNot403()
    {
        using var client = _hub.Client(_tokens.With(Roles.BoardMember, 861));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/councils/860/children")).StatusCode);
        using var own = _hub.Client(_tokens.With(Roles.BoardMember, 860));
        Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync("/api/v1/councils/860/children")).StatusCode);
    }

    [Fact]
    public async Task Post_BadBodyToAnotherCouncil_Returns404BeforeTheBodyIsRead()
    {
        using var client = _hub.Client(_tokens.With(Roles.SocialWorker, 861));
        using var response = await client.PostAsJsonAsync("/api/v1/councils/860/children", new { wrong = true });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using var own = _hub.Client(_tokens.With(Roles.SocialWorker, 860));
        using var read = await own.PostAsJsonAsync("/api/v1/councils/860/children", new { wrong = true });
        Assert.Equal(HttpStatusCode.BadRequest, read.StatusCode);
    }

    [Fact]
    public async Task Get_NoToken_Returns401WhateverTheCouncil()
    {
        using var client = _hub.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/councils/860/children")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/councils/861/children")).StatusCode);
    }

    private sealed record Body(string Needed);
}
