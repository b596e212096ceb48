using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Partnership.EndToEnd.Tests.Access;
using Partnership.EndToEnd.Tests.Fuzz;
using Partnership.LocalHosting.Testing;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>
/// Takes a child who can be told from all others through everything that the system does, what goes wrong included, and then looks for
/// it everywhere. The reads come from the description, so that a new list or export takes part by its sample.
/// </summary>
[Collection(nameof(Hostile))]
public sealed partial class CanaryTests(RunningStack stack, FuzzFixture fuzz)
{
    private static readonly string[] Texts = [.. PlantedChild.Unique, .. PlantedChild.Days, .. PlantedHousehold.Unique, .. PlantedHousehold.OfPanels];

    // In the child's own hub, too: what is sent, what waits for an operator, who did what.
    private static readonly string[] OfNobody = ["outbox", "inbox", "retry", "parked", "audit_entry"];

    // Panels are drawn from lists of named people, who have agreed to sit.
    private static readonly string[] PanelPeople = [$"{Places.Table}panel_scheduling.list_member"];

    private readonly List<string> _refusals = [];

    private string Council => fuzz.Target.Council;

    private string Children => $"/api/v1/councils/{Council}/children";

    [Fact]
    public async Task PlantedChild_ThroughEveryFlow_IsInItsOwnHubsTablesAlone()
    {
        await ImportAsync(PlantedChild.Return());
        await ImportAsync(PlantedChild.BrokenReturn());
        await ImportRefusedByTheDatabaseAsync();
        var child = await FindAsync();
        await DecideForAsync(child);
        await PlanAsync(child);
        await WriteOfAsync(child);
        await PrepareCaseAsync(child);
        await NameAndMoveAsync(child);
        await ComeAwayAsync(child);
        await MisspellAsync(child);
        await RestrictAndOpenAsync(child);
        await ApproveAsync(child, await KeepHouseholdAsync());
        await SupportAsync();
        await SitAsync();
        await ReadEverythingAsync(child);

        var hits = await new Places(stack).FindAsync(Texts);

        var own = $"{Places.Table}locality_hub_{Council}.";
        var leaked = hits
            .Where(hit => !(hit.Place.StartsWith(own, StringComparison.Ordinal) && !OfNobody.Contains(hit.Place[own.Length..])))
            .Where(hit => !(PlantedHousehold.OfPanels.Contains(hit.Text) && PanelPeople.Contains(hit.Place)))
            .Where(hit => !(PlantedChild.Days.Contains(hit.Text) && hit.Place.StartsWith($"{Places.Table}locality_hub_", StringComparison.Ordinal)))
            .Select(hit => $"{hit.Text} in {hit.Place}")
            .Concat(_refusals.SelectMany(refusal => Texts.Where(text => refusal.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(text => $"{text} in the answer {refusal}")))
            .ToList();
        Assert.True(leaked.Count == 0, string.Join('\n', leaked));

        // It was there to be found, and its stage went to the region. Of an import that failed nothing is kept.
        Assert.Superset(PlantedChild.Unique.Where(text => text != PlantedChild.RefusedId).Concat(PlantedHousehold.Unique).ToHashSet(), hits.Where(hit => hit.Place.StartsWith(own, StringComparison.Ordinal)).Select(hit => hit.Text).Append("Nettlebed").Append("Quillham").ToHashSet());
        Assert.Superset(PlantedHousehold.OfPanels.ToHashSet(), hits.Where(hit => PanelPeople.Contains(hit.Place)).Select(hit => hit.Text).ToHashSet());
        Assert.True(_refusals.Count >= 40, $"only {_refusals.Count} refusals");
        var unseen = NotSeenTo();
        Assert.True(unseen.Count == 0, string.Join('\n', unseen));
    }

    private async Task ImportAsync(HttpContent files)
    {
        using var answer = await SendAsync(Roles.CaseSystem, HttpMethod.Post, $"/api/v1/councils/{Council}/imports?year=2025", files);
        var job = $"/api/v1/councils/{Council}/imports/{(await JsonAsync(answer)).GetProperty("id").GetString()}";
        await Eventually.TrueAsync(
            async () =>
            {
                using var read = await SendAsync(Roles.CaseSystem, HttpMethod.Get, job);
                return (await JsonAsync(read)).GetProperty("state").GetString() is "done" or "failed";
            },
            "the import's end");
        foreach (var list in new[] { "findings", "rejected-rows", "held-children" })
        {
            using var found = await SendAsync(Roles.CaseSystem, HttpMethod.Get, $"{job}/{list}");
            _refusals.Add(await found.Content.ReadAsStringAsync());
        }
    }

    /// <summary>A rule of the database's own that the child breaks: what the server says of the row must not be written down.</summary>
    private async Task ImportRefusedByTheDatabaseAsync()
    {
        await ExecuteAsync($"alter table child add constraint planted_refusal check (local_id <> '{PlantedChild.RefusedId}') not valid");
        try
        {
            await ImportAsync(PlantedChild.Return(PlantedChild.RefusedId));
        }
        finally
        {
            await ExecuteAsync("alter table child drop constraint planted_refusal");
        }
    }

    private async Task<string> FindAsync()
    {
        using var found = await SendAsync(Roles.CaseSystem, HttpMethod.Post, $"{Children}/search", Json(new { localId = PlantedChild.LocalId }));
        return (await JsonAsync(found)).GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    /// <summary>Words about the child wherever family finding keeps some, and a search of which the region hears.</summary>
    private async Task PlanAsync(string child)
    {
        var path = $"{Children}/{child}";
        const string Words = PlantedChild.GivenName + " " + PlantedChild.FamilyName + " lived at " + PlantedChild.Address;
        await WriteAsync(HttpMethod.Put, "permanence", new { plan = "adoption", agreedOn = "2025-01-06", reason = Words, owner = new { name = PlantedChild.FamilyName, manager = PlantedChild.GivenName, subject = Reader }, contactPlan = Words });
        await WriteAsync(HttpMethod.Put, "needs", new { needs = new[] { new { need = "autism", level = "low", evidence = Words, evidenceOn = "2025-01-06" } } });
        await WriteAsync(HttpMethod.Put, "background", new { support = new[] { "heritage" }, ethnicity = PlantedChild.GivenName, religion = PlantedChild.FamilyName, languages = PlantedChild.GivenName, supportNeeded = Words });
        await WriteAsync(HttpMethod.Put, "exclusion-areas", new { areas = new[] { new { district = "ST16", reason = Words } } });
        await WriteAsync(HttpMethod.Post, "case-events", new { kind = "reviewed", on = "2025-01-06", words = Words });
        await WriteAsync(HttpMethod.Post, "search", null);
        await WriteAsync(HttpMethod.Post, "moves", new { on = "2025-01-06", to = "foster-carers", reason = Words });

        async Task WriteAsync(HttpMethod method, string what, object? body)
        {
            using var answer = await SendAsync(Roles.SocialWorker, method, $"{path}/{what}", body is null ? null : Json(body), versionOf: path);
            Assert.True(answer.IsSuccessStatusCode, $"{what}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Words about the child in a case for panel, which is not raised: the days of a case that is are panel scheduling's to know.</summary>
    private async Task PrepareCaseAsync(string child)
    {
        const string Words = PlantedChild.GivenName + " " + PlantedChild.FamilyName + " lived at " + PlantedChild.Address;
        var cases = $"/api/v1/councils/{Council}/panel-cases";
        using var opened = await SendAsync(Roles.SocialWorker, HttpMethod.Post, cases, Json(new { kind = "should-be-placed-by-order", childIds = new[] { child } }));
        var @case = $"{cases}/{(await JsonAsync(opened)).GetProperty("caseId").GetString()}";
        using var stated = await SendAsync(
            Roles.SocialWorker, HttpMethod.Put, $"{@case}/gates/parents-counselled", Json(new { exception = "not-reasonably-practicable", reason = Words }), versionOf: @case);
        Assert.True(stated.IsSuccessStatusCode, await stated.Content.ReadAsStringAsync());
        using var file = CaseSamples.Paper($"{PlantedChild.GivenName} {PlantedChild.FamilyName}.pdf");
        using var uploaded = await SendAsync(Roles.SocialWorker, HttpMethod.Post, $"{@case}/papers?kind=permanence-report&datedOn=2025-01-06", file);
        var paper = $"{@case}/papers/{(await JsonAsync(uploaded)).GetProperty("id").GetString()}";
        using var recalled = await SendAsync(Roles.SocialWorker, HttpMethod.Post, $"{paper}/recall", Json(new { reason = Words }));
        Assert.True(recalled.IsSuccessStatusCode, await recalled.Content.ReadAsStringAsync());
        await RefusedAsync(HttpMethod.Post, $"{@case}/papers?kind={Uri.EscapeDataString(Words)}&datedOn=2025-01-06", new { files = Words }, role: Roles.SocialWorker);
        await RefusedAsync(HttpMethod.Post, $"{@case}/decision-records", new { material = Array.Empty<Guid>(), otherMaterial = Words, arguments = Words, ownReasons = Words }, role: Roles.DecisionMaker);
        await RefusedAsync(HttpMethod.Post, $"{@case}/letters", new { decisionId = Guid.NewGuid(), kind = "parents-placing", recipient = Words, address = Words, signedBy = Words }, role: Roles.SocialWorker);
    }

    private async Task NameAndMoveAsync(string child)
    {
        var path = $"{Children}/{child}";
        await PutAsync(Roles.CaseSystem, $"{path}/name", new { given = PlantedChild.GivenName, family = PlantedChild.FamilyName });
        await PutAsync(Roles.CaseSystem, $"{path}/nhs-number", new { nhsNumber = PlantedChild.NhsNumber });
        await PutAsync(Roles.SocialWorker, $"{path}/milestones/matched", new { date = "2025-02-01" });
        using var named = await SendAsync(Roles.FamilyFinder, HttpMethod.Post, $"{Children}/search", Json(new { nameParts = new[] { "Quillfeather" } }));
        Assert.Contains(child, await named.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        async Task PutAsync(string role, string address, object body)
        {
            using var answer = await SendAsync(role, HttpMethod.Put, address, Json(body), request => request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString()), path);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>What people and programs get wrong: the child's details where they do not belong.</summary>
    private async Task MisspellAsync(string child)
    {
        var path = $"{Children}/{child}";
        const string Words = PlantedChild.GivenName + " " + PlantedChild.FamilyName;
        string Encoded(string text) => Uri.EscapeDataString(text);
        await RefusedAsync(HttpMethod.Get, $"{Children}/{PlantedChild.LocalId}");
        await RefusedAsync(HttpMethod.Get, $"{Children}/{Encoded(Words)}");
        await RefusedAsync(HttpMethod.Get, $"{Children}?stage={Encoded(Words)}");
        await RefusedAsync(HttpMethod.Get, $"{Children}?cursor={Encoded(PlantedChild.LocalId)}");
        await RefusedAsync(HttpMethod.Get, $"/{Encoded(Words)}/{PlantedChild.LocalId}");
        await RefusedAsync(HttpMethod.Get, $"/api/v1/councils/{Encoded(PlantedChild.Address)}/children");
        await RefusedAsync(HttpMethod.Get, $"/api/v1/region/indicators?to={Encoded(PlantedChild.Born)}");
        await RefusedAsync(new HttpMethod("QUILLFEATHER"), Children);
        await RefusedAsync(HttpMethod.Put, $"{path}/milestones/{Encoded(Words)}", new { date = PlantedChild.BornOn });
        await RefusedAsync(HttpMethod.Put, $"{path}/milestones/matched", new { date = PlantedChild.BornOn });
        await RefusedAsync(HttpMethod.Put, $"{path}/milestones/entered-care", new { date = "2021-08-16", reason = Words });
        await RefusedAsync(HttpMethod.Put, $"{path}/milestones/matched", new { date = Words });
        await RefusedAsync(HttpMethod.Put, $"{path}/nhs-number", new { nhsNumber = PlantedChild.NhsNumber[..9] + "8" });
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new { given = PlantedChild.GivenName + "\u0007", family = PlantedChild.FamilyName });
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new { given = PlantedChild.GivenName + "\0", family = PlantedChild.FamilyName });
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new { given = new string('x', 200) + PlantedChild.GivenName });
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new Dictionary<string, object?> { [Words] = 1, ["given"] = new[] { Words } });
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new { given = Words, family = Words }, request => request.Headers.TryAddWithoutValidation("If-Match", $"\"{PlantedChild.LocalId}\""));
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new { given = Words, family = Words }, request => request.Headers.TryAddWithoutValidation("If-Match", "\"987654321\""));
        await RefusedAsync(HttpMethod.Put, $"{path}/name", new { given = Words, family = Words }, request =>
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Words + new string('k', 200));
            request.Headers.TryAddWithoutValidation("User-Agent", Words);
            request.Headers.TryAddWithoutValidation("traceparent", PlantedChild.LocalId);
            request.Headers.TryAddWithoutValidation("tracestate", $"name={PlantedChild.LocalId}");
            request.Headers.TryAddWithoutValidation("baggage", $"child={PlantedChild.LocalId}");
            request.Headers.TryAddWithoutValidation("X-Correlation-Id", Words);
            request.Headers.TryAddWithoutValidation("Referer", $"http://localhost/{PlantedChild.LocalId}");
        });
        await RefusedAsync(HttpMethod.Post, $"{Children}/search", new { localId = Words + "\0", nameParts = new object[] { Words, new { Words } } });
        await RefusedAsync(HttpMethod.Post, $"{Children}/search", new { nameParts = Enumerable.Repeat(Words, 6) });
        await RefusedAsync(HttpMethod.Post, $"/api/v1/councils/{Council}/imports?year={Encoded(Words)}", new { files = Words });
        await RefusedAsync(HttpMethod.Post, $"/api/v1/councils/{fuzz.Target.OtherCouncil}/children/search", new { localId = PlantedChild.LocalId });
    }

    private async Task RestrictAndOpenAsync(string child)
    {
        var path = $"{Children}/{child}";
        await RefusedAsync(HttpMethod.Put, $"{path}/restriction", new { roles = new[] { PlantedChild.GivenName }, reason = PlantedChild.FamilyName }, role: Roles.CaldicottGuardian);
        using (var restricted = await SendAsync(Roles.CaldicottGuardian, HttpMethod.Put, $"{path}/restriction", Json(new { roles = Array.Empty<string>(), reason = "staff-or-relative" }), versionOf: path))
        {
            Assert.True(restricted.IsSuccessStatusCode, await restricted.Content.ReadAsStringAsync());
        }

        await RefusedAsync(HttpMethod.Get, path);
        await RefusedAsync(HttpMethod.Post, $"{Children}/break-glass", new { localId = PlantedChild.LocalId, reason = PlantedChild.GivenName, caseReference = PlantedChild.Address }, role: Roles.SocialWorker);
        await RefusedAsync(HttpMethod.Post, $"{Children}/break-glass", new { localId = PlantedChild.GivenName, reason = "out-of-hours-duty", caseReference = "CANARY-1" }, role: Roles.SocialWorker);
        using var opened = await SendAsync(Roles.SocialWorker, HttpMethod.Post, $"{Children}/break-glass", Json(new { localId = PlantedChild.LocalId, reason = "out-of-hours-duty", caseReference = "CANARY-1" }));
        var grant = $"/api/v1/councils/{Council}/break-glass-grants/{(await JsonAsync(opened)).GetProperty("grantId").GetString()}";
        using var read = await SendAsync(Roles.SocialWorker, HttpMethod.Get, path);
        Assert.Contains(PlantedChild.LocalId, await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var reviewed = await SendAsync(Roles.CaldicottGuardian, HttpMethod.Post, $"{grant}/review", Json(new { outcome = "justified" }), versionOf: grant);
        using var lifted = await SendAsync(Roles.CaldicottGuardian, HttpMethod.Post, $"{path}/restriction/lift", Json(new { reason = "no-longer-needed" }), versionOf: path);
        Assert.True(reviewed.IsSuccessStatusCode && lifted.IsSuccessStatusCode, await lifted.Content.ReadAsStringAsync());
    }

    /// <summary>Lists, trails, parked messages, jobs, figures, and files of them: whatever the description lets anybody read.</summary>
    private async Task ReadEverythingAsync(string child)
    {
        await fuzz.ParkAsync();
        var reference = await IdentitySamples.MintAsync(Council, child, fuzz.ExecuteAsync);
        var ids = new Dictionary<string, string>(fuzz.Target.Ids) { ["childId"] = child, ["reference"] = reference };
        foreach (var operation in fuzz.Target.Operations.Where(operation => operation.Method == "GET"))
        {
            var sample = fuzz.Target.Samples[operation.Name];

            // What is of another child is not found below this one's address, and the other services know none of it. The reference for
            // identity is this child's own: whoever is restricted, as the hostile tests' child may be by now, has none.
            var isOfChild = operation.IsOfHub
                && (operation.Path.EndsWith("{childId}", StringComparison.Ordinal) || operation.Path.EndsWith("{reference}", StringComparison.Ordinal) || !operation.Path.EndsWith('}'));
            var whose = isOfChild ? ids : fuzz.Target.Ids;
            var address = AccessFixture.Fill(operation.Path, sample, Council, whose) + sample.Query;

            // Whatever other hostile tests have restricted: from the guardian nothing is hidden.
            var reader = operation.IsOfHub && operation.Roles.Contains(Roles.CaldicottGuardian) ? Roles.CaldicottGuardian : operation.Roles.First();
            foreach (var query in FormatsOf(operation).Select(format => $"format={format}").Prepend(""))
            {
                using var answer = await SendAsync(reader, HttpMethod.Get, query.Length == 0 ? address : $"{address}{(sample.Query.Length == 0 ? '?' : '&')}{query}");
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{operation.Name} {query}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    /// <summary>The kinds of file that an operation gives out, as it describes them; without a list, tables.</summary>
    private static IEnumerable<string> FormatsOf(Operation operation) => new OperationShape(operation).In("query").Where(parameter => parameter.Name == "format")
        .SelectMany(parameter => parameter.Schema.TryGetProperty("enum", out var formats) ? formats.EnumerateArray().Select(format => format.GetString()!) : ["csv", "xlsx"]);

    private async Task RefusedAsync(HttpMethod method, string address, object? body = null, Action<HttpRequestMessage>? with = null, string role = Roles.CaseSystem)
    {
        var versionOf = method == HttpMethod.Put ? address[..(Children.Length + 37)] : null;
        using var answer = await SendAsync(role, method, address, body is null ? null : Json(body), with, versionOf);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {address}: {(int)answer.StatusCode} {text}");
        _refusals.Add($"{answer.Headers} {text}");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string role, HttpMethod method, string address, HttpContent? body = null, Action<HttpRequestMessage>? with = null, string? versionOf = null, string? person = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person is null ? fuzz.Target.Token(role) : fuzz.Tokens.For(role, [Council], person));
        with?.Invoke(request);
        if (versionOf is not null && !request.Headers.Contains("If-Match"))
        {
            using var read = await SendAsync(role, HttpMethod.Get, versionOf);
            request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag?.ToString());
        }

        var answer = await stack.Gateway.SendAsync(request);
        if (answer.IsSuccessStatusCode && body is JsonContent { Value: { } value })
        {
            Note(method, address, JsonSerializer.SerializeToElement(value));
        }

        return answer;
    }

    private static JsonContent Json(object body) => JsonContent.Create(body);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task ExecuteAsync(string statement)
    {
        var address = new NpgsqlConnectionStringBuilder(await stack.App.GetConnectionStringAsync("postgres")) { Database = $"locality_hub_{Council}", Pooling = false };
        await using var source = NpgsqlDataSource.Create(address);
#pragma warning disable CA2100 // Constants of this file.
        await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
