using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Partnership.Cli.Tests.Stack;

/// <summary>Answers for webhooks, candidate matches and the erasing of a child as the hub and the centre do, and keeps what was asked.</summary>
internal sealed class StandInCalls
{
    public static Guid Id { get; } = new("01970000-0000-7000-8000-000000000002");

    /// <summary>What was written: the verb and the address, the version that it changes, and the body.</summary>
    public List<(string Request, string IfMatch, string Body)> Written { get; } = [];

    /// <summary>How many webhooks the council may still have.</summary>
    public bool IsFull { get; set; }

    public void Map(WebApplication app)
    {
        const string Webhooks = "/api/v1/councils/{code}/webhooks";
        const string Matches = "/api/v1/region/identity-matches";
        const string Children = "/api/v1/councils/{code}/children";
        app.MapGet(Webhooks, () => Results.Json(new { items = new[] { Webhook }, next = (string?)null }));
        app.MapGet(Webhooks + "/{id:guid}", (Guid id, HttpResponse response) => Versioned(response, id == Id ? Results.Json(Webhook) : Results.NotFound()));
        app.MapPost(Webhooks, (HttpRequest request) => WrittenAsync(request, IsFull
            ? Results.Json(new { code = "webhook.too-many", detail = "A council has at most 10 webhooks." }, contentType: "application/problem+json", statusCode: 409)
            : Results.Json(new { id = Id, url = "https://example.org/hook", secret = "c2VjcmV0" }, statusCode: 201)));
        app.MapDelete(Webhooks + "/{id:guid}", (HttpRequest request) => WrittenAsync(request, Results.NoContent()));
        app.MapGet(Webhooks + "/{id:guid}/deliveries", () => Results.Json(new { items = new[] { Delivery("delivered", 204, null), Delivery("given-up", null, "unreachable") }, next = (string?)null }));
        app.MapPost(Webhooks + "/{id:guid}/deliveries/{call:guid}/replay", (HttpRequest request) => WrittenAsync(request, Results.Json(Delivery("waiting", null, null), statusCode: 202)));

        app.MapGet(Matches, (HttpRequest request) => Results.Json(new { items = request.Query["open"] == "true" ? [Match("candidate")] : new[] { Match("candidate"), Match("confirmed") }, next = (string?)null }));
        app.MapGet(Matches + "/{id:guid}", (Guid id, HttpResponse response) => Versioned(response, id == Id ? Results.Json(Match("candidate")) : Results.NotFound()));
        app.MapPost(Matches + "/{id:guid}/answer", (HttpRequest request) => WrittenAsync(request, Results.Json(Match("confirmed"))));
        app.MapGet("/api/v1/councils/{code}/identities/{reference:guid}", () => Results.Json(new { childId = Id, localId = "OWN7" }));

        app.MapPost(Children + "/search", async (HttpRequest request) =>
        {
            var body = await new StreamReader(request.Body).ReadToEndAsync();
            return Results.Json(new { items = body.Contains("OWN7", StringComparison.Ordinal) ? new[] { Child } : [], next = (string?)null });
        });
        app.MapGet(Children + "/{id:guid}", (HttpResponse response) => Versioned(response, Results.Json(Child)));
        app.MapDelete(Children + "/{id:guid}", (HttpRequest request) => WrittenAsync(request, Results.NoContent()));
    }

    private static object Webhook => new { id = Id, url = "https://example.org/hook", createdAt = "2025-06-16T09:00:00+00:00" };

    private static object Child => new { id = Id, localId = "OWN7", stage = "should-be-placed" };

    private static object Delivery(string state, int? status, string? fault) => new
    {
        id = Id, @event = "changes.available", state, attempts = 2, status, fault, createdAt = "2025-06-16T09:00:00+00:00", nextAt = (string?)null, deliveredAt = state == "delivered" ? "2025-06-16T09:00:01+00:00" : null,
    };

    private static object Match(string state) => new
    {
        match = Id, state, by = (string[])["nhs-number"], foundAt = "2025-06-16T09:00:00+00:00", version = 7,
        own = new[] { new { council = "860", reference = Id, answer = "same-child", answeredBy = "Juniper Quill" } },
        others = new[] { new { council = "893", answer = state == "confirmed" ? "same-child" : null, answeredBy = state == "confirmed" ? "Sorrel Finch" : null } },
    };

    private static IResult Versioned(HttpResponse response, IResult result)
    {
        response.Headers.ETag = "\"7\"";
        return result;
    }

    private async Task<IResult> WrittenAsync(HttpRequest request, IResult result)
    {
        Written.Add(($"{request.Method} {request.Path}{request.QueryString}", request.Headers.IfMatch.ToString(), await new StreamReader(request.Body).ReadToEndAsync()));
        return result;
    }
}
