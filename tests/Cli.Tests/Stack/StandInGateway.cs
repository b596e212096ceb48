using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Partnership.Contracts;

namespace Partnership.Cli.Tests.Stack;

/// <summary>Answers as the gateway and the identity service do, on a port of its own, and keeps what was asked.</summary>
internal sealed class StandInGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _polls;
    private int _tokens;

    public StandInGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/connect/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            TokenRequests.Add(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
            return form["client_id"] == "case-system-999"
                ? Results.Json(new { error = "invalid_client", error_description = "The client is not registered." }, statusCode: 401)
                : Results.Json(new { access_token = $"token-{++_tokens}", expires_in = 300 });
        });
        _app.MapPost("/connect/authorize", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            SignIns.Add(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
            return form["user"] == "nobody" ? Results.BadRequest() : Results.Redirect($"{form["redirect_uri"]}?code=c0de&state={form["state"]}");
        });
        _app.MapPost("/api/v1/councils/{code}/imports", async (string code, HttpRequest request) =>
        {
            Keys.Add(request.Headers["Idempotency-Key"].ToString());
            if (Fault is { } fault)
            {
                request.HttpContext.Response.Headers.RetryAfter = "0";
                return Results.StatusCode(fault);
            }

            if (Keys.Count <= RefuseFirst)
            {
                request.HttpContext.Response.Headers.RetryAfter = "0";
                return Results.StatusCode(429);
            }

            Asked.Add(request.QueryString.ToString());
            var form = await request.ReadFormAsync();
            Uploaded.AddRange(form.Files.Select(file => file.FileName));
            Parts.AddRange(form.Files.Select(file => $"{file.Name}={file.FileName}"));
            var years = form.Files.Select(file => file.Name).Where(name => name.Length == 4).Distinct().Order(StringComparer.Ordinal).Select(year => new { year = int.Parse(year, CultureInfo.InvariantCulture), id = JobOf(year) });
            return Results.Accepted($"/api/v1/councils/{code}/imports/11111111-1111-1111-1111-111111111111", new { years });
        });
        _app.MapGet("/api/v1/councils/{code}/imports/{id:guid}", (Guid id) => LosesJobs ? Results.StatusCode(504) : Results.Json(new
        {
            id, year = id == JobOf("2024") ? 2024 : 2025, state = id == JobOf("2024") && FirstYearFails ? "failed" : ++_polls < 3 && !IsEnded ? "running" : EndState, dryRun = IsDry, progress = new { done = _polls, total = 3 },
            counts = new { children = 3, @new = 2, updated = 1, unchanged = 0, held = Held, rows = 9, rejectedRows = 0, findings = Held + Forgotten },
            checkedByYear = CheckedByYear,
            problem = EndState == "failed" || FirstYearFails ? new { code = "import.unknown-table", detail = "a.csv is no table." } : null,
        }));
        _app.MapGet("/api/v1/councils/{code}/imports/{id:guid}/held-children", () => Results.Json(new
        {
            items = new[] { new { childId = Guid.Empty, reasons = (string[])["551"], reversalInDoubt = true } }, next = (string?)null,
        }));
        _app.MapGet("/api/v1/councils/{code}/imports/{id:guid}/findings", (string? cursor) => Results.Json(new
        {
            items = Forgotten > 0 ? [] : new[] { new { rule = cursor is null ? "551" : "102", table = "Header", row = 1, columns = (string[])["CHILD"], childId = (Guid?)(cursor is null ? Guid.Empty : null) } },
            next = cursor is null && Forgotten == 0 ? "more" : null,
        }));
        _app.MapGet("/api/v1/councils/{code}/imports/{id:guid}/rejected-rows", () => Results.Json(new
        {
            items = RejectedRows, next = (string?)null,
        }));
        _app.MapGet("/api/v1/councils/{code}/imports", () => Results.Json(new
        {
            items = ((bool[])[false, true]).Select(dryRun => new
            {
                id = Guid.Empty, year = 2025, state = "done", progress = new { done = 3, total = 3 },
                counts = new { children = 3, @new = 2, updated = 1, unchanged = 0, held = 0, rows = 9, rejectedRows = 0, findings = 4 },
                submittedAt = "2025-06-16T09:00:00+00:00", dryRun, undoneAt = dryRun ? null : "2025-06-17T09:00:00+00:00",
            }),
            next = (string?)null,
        }));
        _app.MapGet("/api/v1/councils/{code}/imports/{id:guid}/preview", () => Results.Json(new
        {
            items = new[] { new { localId = "OWN7", outcome = "updated", holdReasons = Array.Empty<string>(), stageBefore = "should-be-placed", stageAfter = "ended", gained = (string[])["decision-reversed 2025-01-10"], lost = Array.Empty<string>() } },
            next = (string?)null,
        }));
        _app.MapGet("/api/v1/councils/{code}/imports/{id:guid}/comparison/{other:guid}", (Guid other) => other == Guid.Empty
            ? Results.Json(new { code = "import.findings-gone", detail = "No longer kept." }, contentType: "application/problem+json", statusCode: 410)
            : Results.Json(new { rules = new[] { new { rule = "522", both = 1, mended = 4, @new = NewlyBroken, rows = 3 } } }));
        _app.MapPost("/api/v1/councils/{code}/imports/{id:guid}/undo", (string code, Guid id) =>
        {
            Undone.Add(id);
            return Results.Accepted($"/api/v1/councils/{code}/imports/11111111-1111-1111-1111-111111111111");
        });
        _app.MapPut("/api/v1/councils/{code}/return-map", async (HttpRequest request) =>
        {
            var map = await JsonDocument.ParseAsync(request.Body);
            Confirmed.Add((request.Headers.IfMatch.ToString(), map.RootElement.GetRawText()));
            return Results.Json(new { headings = map.RootElement.GetProperty("headings"), values = map.RootElement.GetProperty("values"), confirmedBy = "social.worker.860", confirmedAt = "2025-06-16T09:00:00+00:00" });
        });
        _app.MapPost("/api/v1/councils/{code}/changes", (JsonElement records) =>
        {
            Records.AddRange(records.EnumerateArray());
            var results = Enumerable.Range(0, records.GetArrayLength())
                .Select(index => new { index, problem = index == 0 ? new { code = "record.in-future", detail = "A day is sent when it has come.", field = "adoption.matched_date" } : null });
            return Results.Json(new { applied = records.GetArrayLength() - 1, unchanged = 0, refused = 1, results });
        });
        _app.MapGet("/api/v1/councils/{code}/changes", (string after, int limit) =>
        {
            ChangesAsked.Add(after);
            object Change(string localId, bool gone) => new
            {
                childId = gone ? GoneId : Guid.Empty, localId, version = 4, stage = gone ? null : "should-be-placed", held = false, updatedAt = "2025-06-16T09:00:00+00:00",
                milestones = gone ? [] : new[] { new { kind = "should-be-placed", date = "2025-06-02", source = "return" } }, gone,
            };
            return after switch
            {
                "" => Results.Json(new { items = new[] { Change("OWN7", false) }, after = "one+", more = true }),
                "one+" => Results.Json(new { items = new[] { Change("OWN8", true) }, after = "two", more = false }),
                "two" => Results.Json(new { items = Array.Empty<object>(), after = "two", more = false }),
                _ => Results.Json(new { code = "page.cursor", detail = "This is no cursor.", field = "after" }, contentType: "application/problem+json", statusCode: 400),
            };
        });
        _app.MapGet("/api/v1/councils/{code}/findings/summary", (HttpRequest request, string? format, string? cursor) =>
        {
            Asked.Add(request.QueryString.ToString());
            if (IsCut)
            {
                request.HttpContext.Response.Headers.Link = $"<{request.Path}?cursor=more>; rel=\"next\"";
            }

            return format switch
            {
                "csv" => Results.Text("year,import\r\n", "text/csv"),
                "xlsx" => Results.Bytes([80, 75, 3, 4], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                _ => Results.Json(new
                {
                    items = new[]
                    {
                        new
                        {
                            importId = Guid.Empty, year = cursor is null ? 2025 : 2024, finishedAt = "2025-06-16T09:00:00+00:00",
                            rules = IsClean ? [] : new[] { new { rule = "551", rows = 3, children = 2, holds = true } }, notChecked = (string[])["219"], findingsGone = IsClean && cursor is not null,
                        },
                    },
                    next = cursor is null ? "more" : null,
                }),
            };
        });
        _app.MapGet("/api/v1/councils/{code}/annex-map", () => Results.Json(new { headings = Headings, values = Array.Empty<object>(), confirmedBy = (string?)null, confirmedAt = (string?)null }));
        _app.MapGet("/api/v1/councils/{code}/return-map", (HttpResponse response) =>
        {
            response.Headers.ETag = "\"3\"";
            return Results.Json(new { headings = ReturnHeadings, values = ReturnValues, confirmedBy = "somebody", confirmedAt = (string?)null });
        });
        _app.MapPost("/api/v1/councils/{code}/households/changes", (JsonElement records) =>
        {
            Households.AddRange(records.EnumerateArray());
            return Results.Json(new
            {
                applied = records.GetArrayLength(), unchanged = 0, refused = 0, results = Enumerable.Range(0, records.GetArrayLength()).Select(index => new { index, problem = (object?)null }),
            });
        });
        foreach (var service in (string[])["region", "fund", "panels"])
        {
            _app.MapGet($"/api/v1/{service}/parked-messages", () => Results.Json(new { items = Array.Empty<object>(), next = (string?)null }));
            _app.MapGet($"/api/v1/{service}/parked-messages/{{id:guid}}", (Guid id) => Results.NotFound());
            _app.MapPost($"/api/v1/{service}/parked-messages/replay", () => Results.Json(new { replayed = 0 }));
        }

        Calls.Map(_app);
        _app.Use(async (context, next) =>
        {
            if (context.Request.Headers.Authorization.Count > 0)
            {
                Bearers.Add(context.Request.Headers.Authorization.ToString());
            }

            if (Away is { } away && context.Request.Path.StartsWithSegments(away))
            {
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "0");
                return;
            }

            await next(context);
        });
        _app.MapGet("/api/v1/councils/{code}/parked-messages", () => Results.Json(new { items = new[] { Parked }, next = (string?)null }));
        _app.MapGet("/api/v1/councils/{code}/parked-messages/{id:guid}", (Guid id, HttpResponse response) =>
        {
            response.Headers.ETag = "\"7\"";
            return id == ParkedId ? Results.Json(Parked) : Results.NotFound();
        });
        _app.MapPost("/api/v1/councils/{code}/parked-messages/{id:guid}/discard", async (HttpRequest request) =>
        {
            Discards.Add((request.Headers.IfMatch.ToString(), await new StreamReader(request.Body).ReadToEndAsync()));
            return Results.NoContent();
        });
        _app.MapPost("/api/v1/councils/{code}/parked-messages/replay", () => Results.Json(new { replayed = 3 }));
        _app.MapGet("/api/v1/councils/{code}/audit/chain", () => Results.Json(new { items = Trail, next = (string?)null }));
        _app.MapGet("/api/v1/region/councils/{code}/audit-anchors", () => Results.Json(new { items = Anchors, next = (string?)null }));
        _app.MapGet("/api/v1/councils/{code}/audit/shared-anchors", () => Results.Json(new { items = SharedAnchors, next = (string?)null }));
        _app.MapGet("/api/v1/region/audit/chain", () => RegionTrail is { } trail
            ? Results.Json(new { items = trail, next = (string?)null })
            : Results.Json(new { code = "role.not-allowed", detail = "None of the token's roles may do this." }, contentType: "application/problem+json", statusCode: 403));
        _app.MapGet("/api/v1/panels/audit/chain", () => Results.Json(new { items = RegionTrail ?? [], next = (string?)null }));
        _app.MapGet("/api/v1/fund/audit/chain", () => Results.Json(new { items = RegionTrail ?? [], next = (string?)null }));
        _app.MapGet("/api/v1/region/indicators", (HttpRequest request) => request.Query["to"] == "2025-04-01"
            ? Results.Json(
                new { title = "Bad Request", code = "window.not-year-end", detail = "The window ends on a 31 March.", field = "to", next = "Ask for 2025-03-31." },
                contentType: "application/problem+json", statusCode: 400)
            : Results.Text(Indicators, "application/json"));
    }

    public const string Indicators =
        """{"window":{"from":"2022-04-01","to":"2025-03-31"},"definition":1,"region":{"A1":{"n":310,"rounded":512,"excluded":{"no-entry":7,"never-placed":{"suppressed":true}}},"A2":{"suppressed":true},"A10":{"n":310,"rounded":470},"A3":{"within":200,"of":400}},"councils":{"860":{"A1":{"n":90,"sum_days":45090,"mean":501.0,"rounded":501}}}}""";

    public static Guid ParkedId { get; } = new("01970000-0000-7000-8000-000000000001");

    /// <summary>A child whom the hub has forgotten.</summary>
    private static Guid GoneId { get; } = new("01970000-0000-7000-8000-000000000008");

    private static object Parked => new { messageId = ParkedId, outgoing = false, name = "wait-measured", attempts = 8, parkedAt = "2025-06-16T09:00:00+00:00", reason = "[planted]" };

    public List<(string IfMatch, string Body)> Discards { get; } = [];

    /// <summary>Every council's trail, and what was said of it.</summary>
    public IReadOnlyList<AuditRecord> Trail { get; init; } = [];

    public IReadOnlyList<AuditAnchor> Anchors { get; init; } = [];

    /// <summary>What every hub was told of the shared services' trails.</summary>
    public IReadOnlyList<object> SharedAnchors { get; init; } = [];

    /// <summary>The region's own trail; null where nobody may read it.</summary>
    public IReadOnlyList<AuditRecord>? RegionTrail { get; init; } = [];

    public string EndState { get; init; } = "done";

    /// <summary>Whether the job of 2024 fails, of an upload of several years.</summary>
    public bool FirstYearFails { get; init; }

    /// <summary>What is asked of webhooks, candidate matches and children.</summary>
    public StandInCalls Calls { get; } = new();

    public int Held { get; init; }

    /// <summary>Findings that were, and are no longer kept.</summary>
    public int Forgotten { get; init; }

    /// <summary>Whether every job has ended long ago.</summary>
    public bool IsEnded { get; init; }

    public bool IsDry { get; init; }

    /// <summary>Whether no rule is told of: one import broke none, and of the other it is no longer known.</summary>
    public bool IsClean { get; init; }

    /// <summary>Whether there are more imports than a file of findings holds.</summary>
    public bool IsCut { get; init; }

    /// <summary>The year by whose codes a job is checked, where its own are not known.</summary>
    public int? CheckedByYear { get; init; }

    /// <summary>The rows that an import gave back.</summary>
    public IReadOnlyList<object> RejectedRows { get; init; } = [new { table = "Header", row = 2, reason = "=the row has 4 cells" }];

    public int RefuseFirst { get; init; }

    /// <summary>What a hand-in is answered with instead of a job: 503 while what stands behind the gateway is away.</summary>
    public int? Fault { get; set; }

    /// <summary>Whether the gateway is away once a hand-in was taken.</summary>
    public bool LosesJobs { get; set; }

    /// <summary>The addresses behind which nobody answers; null for none.</summary>
    public string? Away { get; set; }

    public ConcurrentBag<Dictionary<string, string>> TokenRequests { get; } = [];

    public ConcurrentBag<Dictionary<string, string>> SignIns { get; } = [];

    /// <summary>What requests carried to say whose they are.</summary>
    public ConcurrentBag<string> Bearers { get; } = [];

    public List<string> Keys { get; } = [];

    public List<string> Uploaded { get; } = [];

    /// <summary>The same with the names of the parts.</summary>
    public List<string> Parts { get; } = [];

    /// <summary>What was asked of a hand-in beside its files.</summary>
    public List<string> Asked { get; } = [];

    public List<Guid> Undone { get; } = [];

    /// <summary>Children who break a rule in one of two imports alone.</summary>
    public int NewlyBroken { get; init; }

    /// <summary>Maps that were confirmed, and the version that they took the place of.</summary>
    public List<(string IfMatch, string Map)> Confirmed { get; } = [];

    /// <summary>From where the way back was asked.</summary>
    public List<string> ChangesAsked { get; } = [];

    /// <summary>Records of the daily feed.</summary>
    public List<JsonElement> Records { get; } = [];

    /// <summary>The headings of the map of workbooks that the council keeps.</summary>
    public IReadOnlyList<object> Headings { get; init; } = [];

    /// <summary>The same of its return files.</summary>
    public IReadOnlyList<object> ReturnHeadings { get; init; } = [];

    /// <summary>What values of them stand for.</summary>
    public IReadOnlyList<object> ReturnValues { get; init; } = [];

    /// <summary>The households that were sent.</summary>
    public List<JsonElement> Households { get; } = [];

    public string Address => _app.Urls.First();

    /// <summary>The job of a year, of an upload of several.</summary>
    private static Guid JobOf(string year) => new($"22222222-2222-2222-2222-22222222{year}");

    public async Task<StandInGateway> StartAsync()
    {
        await _app.StartAsync();
        return this;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
