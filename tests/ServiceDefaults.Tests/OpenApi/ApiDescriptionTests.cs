using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Tenancy;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.OpenApi;

public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task Get_Description_TellsPolicyHeadersProblemsAndExamples()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var service = await TestService.StartAsync(tokens.Settings, app =>
        {
            var council = app.MapGroup("/api/v1/councils/{code}").RequireOwnCouncil();
            council.MapGet("/settings", ([AsParameters] PageRequest page) => TypedResults.Ok(new Settings("x", page.Size)))
                .RequireAuthorization(Policies.ReadCouncil).WithSummary("Read the settings").WithExample(response: new Settings("Rowan", 3));
            council.MapPut("/settings", (Settings settings, Caller caller) => TypedResults.Ok(settings))
                .RequireAuthorization(Policies.ManageCouncil).WithSummary("Change the settings")
                .WithIdempotency<DbContext>().WithExample(new Settings("Rowan", 3), new Settings("Rowan", 3));
        });

        using var client = service.Client();
        var api = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;

        Assert.StartsWith("3.1", api["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("bearer", api["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>());
        var read = api["paths"]!["/api/v1/councils/{code}/settings"]!["get"]!;
        Assert.Equal(Policies.ReadCouncil, read["x-policy"]!.GetValue<string>());
        Assert.Contains(Roles.SocialWorker, read["x-roles"]!.AsArray().Select(role => role!.GetValue<string>()));
        Assert.Equal("Read the settings", read["summary"]!.GetValue<string>());
        Assert.Equal("Rowan", read["responses"]!["200"]!["content"]!["application/json"]!["example"]!["name"]!.GetValue<string>());
        Assert.Equal(["code", "cursor", "limit"], Names(read));
        Assert.Equal(["200", "400", "401", "403", "404", "429", "503"], Statuses(read));

        var change = api["paths"]!["/api/v1/councils/{code}/settings"]!["put"]!;
        Assert.Equal(["Idempotency-Key", "If-Match", "code"], Names(change));
        Assert.Equal(["200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "503"], Statuses(change));
        Assert.Equal(3, change["requestBody"]!["content"]!["application/json"]!["example"]!["days"]!.GetValue<int>());
        Assert.Equal(
            "#/components/schemas/Problem",
            change["responses"]!["412"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>());
        Assert.NotNull(api["components"]!["schemas"]!["Problem"]!["properties"]!["code"]);
    }

    [Fact]
    public async Task Get_Description_NamesEachUseCasesTypesApartAndShowsThatFilesAreTaken()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var service = await TestService.StartAsync(tokens.Settings, app =>
        {
            app.MapPut("/name", (Naming.Request request) => TypedResults.Ok(new Page<Naming.Request>([request], null))).RequireAuthorization(Policies.ReadCouncil);
            app.MapPut("/age", (Ageing.Request request) => TypedResults.Ok(request)).RequireAuthorization(Policies.ReadCouncil);
            app.MapPost("/files", () => TypedResults.NoContent()).RequireAuthorization(Policies.ReadCouncil).WithFiles("One part for each.");
        });

        using var client = service.Client();
        var api = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;

        Assert.Equal("#/components/schemas/NamingRequest", Schema(api["paths"]!["/name"]!["put"]!["requestBody"]!));
        Assert.Equal("#/components/schemas/PageOfNamingRequest", Schema(api["paths"]!["/name"]!["put"]!["responses"]!["200"]!));
        Assert.Equal("#/components/schemas/AgeingRequest", Schema(api["paths"]!["/age"]!["put"]!["requestBody"]!));
        Assert.NotNull(api["components"]!["schemas"]!["AgeingRequest"]!["properties"]!["years"]);
        var files = api["paths"]!["/files"]!["post"]!;
        Assert.Equal("One part for each.", files["requestBody"]!["description"]!.GetValue<string>());
        Assert.NotNull(files["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!["properties"]!["files"]);
        Assert.Superset(new HashSet<string> { "413", "415" }, Statuses(files).ToHashSet());

        static string Schema(JsonNode body) => body["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>();
    }

    private static IEnumerable<string> Names(JsonNode operation) =>
        operation["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Statuses(JsonNode operation) =>
        operation["responses"]!.AsObject().Select(response => response.Key).Order(StringComparer.Ordinal);

    private sealed record Settings(string Name, int Days);
}

internal static class Naming
{
    public sealed record Request(string Given);
}

internal static class Ageing
{
    public sealed record Request(int Years);
}
