using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalHosting.Testing;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>The API as described, two councils with something of their own in each, and a way to ask as anybody.</summary>
public partial class AccessFixture(RunningStack stack) : IAsyncLifetime
{
    public const string Collection = "access";
    public const string Own = "860";
    public const string Other = "861";

    private readonly HashSet<string> _parkedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpClient> _doors = [];

    /// <summary>The councils that get something of their own.</summary>
    protected virtual IReadOnlyList<string> Councils => [Own, Other];

    /// <summary>Whom the tokens are of: releases and transfers are for one person.</summary>
    protected virtual string Person => "access-tests";

    /// <summary>The merged description.</summary>
    internal JsonElement Description { get; private set; }

    internal IReadOnlyList<Operation> Operations { get; private set; } = [];

    internal StackTokens Tokens { get; private set; } = null!;

    internal Dictionary<string, Owned> Owned { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(stack.RemovedClientsFile, StackTokens.RemovedClient + "\n");
        Tokens = await StackTokens.ReadAsync(stack);
        foreach (var service in Councils.Select(council => $"locality-hub-{council}").Concat(["gateway", "central-hub", "support-fund", "panel-scheduling"]))
        {
            _doors[service] = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = stack.App.GetEndpoint(service) };
        }

        // Right after the start a service's description may not be there yet.
        await Eventually.AssertAsync(async () => Description = await _doors["gateway"].GetFromJsonAsync<JsonElement>("/openapi/v1.json"));
        Operations = Operation.AllOf(Description);
        foreach (var council in Councils)
        {
            Owned[council] = new Owned(council, await MakeAsync(council));
        }

        await ParkAsync();

        // Lists of what was planted are there before anybody compares two reads of them.
        await Eventually.TrueAsync(async () => await ScalarAsync("central_hub", "select count(*) from register_due") == 0, "every change to be followed");
    }

    /// <summary>Gives a council more in each of the services that councils share, and tells its ids.</summary>
    /// <param name="council">Whose it is.</param>
    /// <param name="name">By which its panel is told from those that it has.</param>
    internal async Task<IReadOnlyDictionary<string, string>> GrowAsync(string council, string name)
    {
        var families = await FamilySamples.MakeAsync(council, (database, statement) => ExecuteAsync(database, statement));
        var panels = await PanelSamples.MakeAsync(
            council, Guid.NewGuid().ToString(), (method, address, body, tag) => SendJsonAsync(Tokens.For(Roles.PanelAdviser, [council]), method, address, body, tag), address => ReadTagAsync(council, address),
            ExecuteAsync, name);
        var ids = new Dictionary<string, string>(families.Concat(panels)) { ["childId"] = Guid.NewGuid().ToString() };
        await new FundThings(this, council).MakeAsync(ids);
        await Eventually.TrueAsync(async () => await ScalarAsync("central_hub", "select count(*) from register_due") == 0, "every change to be followed");
        return ids;
    }

    /// <summary>Parks the messages of the samples, as often as somebody has dealt with them.</summary>
    internal async Task ParkAsync()
    {
        await ParkAsync("central_hub", Samples.RegionalMessage);
        await ParkAsync("support_fund", Samples.RegionalMessage);
        await ParkAsync("panel_scheduling", Samples.RegionalMessage);
        foreach (var (council, owned) in Owned)
        {
            await ParkAsync($"locality_hub_{council}", Guid.Parse(owned.Ids["messageId"]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors.Values)
        {
            door.Dispose();
        }

        // Other tests look for messages that something went wrong with.
        foreach (var database in _parkedIn)
        {
            await ExecuteAsync(database, "delete from parked where consumer = 'planted'");
            await ExecuteAsync(database, "delete from retry where consumer = 'planted'");
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Which doors lead to an operation of a council's: the gateway and the service's own port.</summary>
    internal static string[] DoorsOf(Operation operation, string council) =>
        ["gateway", operation.IsOfHub ? $"locality-hub-{council}" : operation.IsOfFund ? "support-fund" : operation.IsOfPanels ? "panel-scheduling" : "central-hub"];

    /// <summary>Asks an operation.</summary>
    /// <param name="door">The resource whose port is used.</param>
    /// <param name="operation">What is asked.</param>
    /// <param name="token">As whom; null for nobody.</param>
    /// <param name="council">The council in the address.</param>
    /// <param name="ids">Whose things the rest of the address names.</param>
    /// <param name="etag">For writes.</param>
    /// <param name="body">Instead of the sample's.</param>
    internal async Task<(HttpStatusCode Status, string Body, string? ETag)> AskAsync(
        string door, Operation operation, string? token, string council, IReadOnlyDictionary<string, string> ids, string? etag = null, HttpContent? body = null)
    {
        var sample = Samples.ByOperation[operation.Name];
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Fill(operation.Path, sample, council, ids) + sample.Query) { Content = body ?? sample.Content(ids) };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        if (sample.ETagFrom is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag ?? "\"987654321\"");
        }

        using var response = await _doors[door].SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.ToString());
    }

    internal Task<HttpResponseMessage> SendAsync(string door, HttpRequestMessage request) => _doors[door].SendAsync(request);

    internal static string Fill(string path, Sample sample, string council, IReadOnlyDictionary<string, string> ids) => Parameter().Replace(path, match =>
        match.Groups[1].Value switch
        {
            "code" => council,
            var name when sample.Values?.GetValueOrDefault(name) is { } own => own,
            var name => ids.TryGetValue(sample.Instead?.GetValueOrDefault(name) ?? name, out var id) ? id : throw new InvalidOperationException($"No sample has a value for {{{name}}} of {path}."),
        });

    /// <summary>Puts ids where a text names a path's parameter in braces.</summary>
    internal static string FillIds(string text, IReadOnlyDictionary<string, string> ids) => Parameter().Replace(text, match => ids.GetValueOrDefault(match.Groups[1].Value, match.Value));

    /// <summary>Gives the council a child, an import and a job, and tells their ids by the path parameters' names.</summary>
    private async Task<Dictionary<string, string>> MakeAsync(string council)
    {
        var gateway = _doors["gateway"];
        var owner = Tokens.For(Roles.CaseSystem, [council]);
        var import = await SendJsonAsync(owner, HttpMethod.Post, $"/api/v1/councils/{council}/imports?year=2025", TinyReturn.Content());
        var importId = import.GetProperty("id").GetString()!;
        await Eventually.TrueAsync(
            async () => (await SendJsonAsync(owner, HttpMethod.Get, $"/api/v1/councils/{council}/imports/{importId}")).GetProperty("state").GetString() == "done",
            "the import's end");
        var grant = await HideAsync();
        var found = await SendJsonAsync(owner, HttpMethod.Post, $"/api/v1/councils/{council}/children/search", JsonContent.Create(new { localId = TinyReturn.LocalId }));
        var job = await SendJsonAsync(Tokens.For(Roles.Operator, []), HttpMethod.Post, "/api/v1/region/projection/rebuild");
        var (webhookId, spareWebhookId) = (await SubscribeAsync("matrix"), await SubscribeAsync("spare"));
        var calls = await SendJsonAsync(owner, HttpMethod.Get, $"/api/v1/councils/{council}/webhooks/{webhookId}/deliveries");
        var families = await FamilySamples.MakeAsync(council, (database, statement) => ExecuteAsync(database, statement));
        await SendJsonAsync(owner, HttpMethod.Post, $"/api/v1/councils/{council}/households/approvals", JsonContent.Create(Samples.Approval));
        var (household, hold) = await HoldAsync();
        var childId = found.GetProperty("items")[0].GetProperty("id").GetString()!;
        var (group, placement) = await PlaceAsync(childId);
        var (link, learned) = (Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync(
            $"locality_hub_{council}",
            """
            with link as (
                insert into family_link (id, link_version, household_id, household, households_council, children, state, reasons, own_children, version, updated_at)
                values ($1, 1, null, gen_random_uuid(), $3, 1, 6, 0, 1, 1, now()) returning id)
            insert into family_link_child (link_id, child, childs_council, child_id) select id, gen_random_uuid(), $3, $2 from link
            """,
            link, Guid.Parse(childId), short.Parse(council, System.Globalization.CultureInfo.InvariantCulture));
        await ExecuteAsync(
            $"locality_hub_{council}",
            "insert into learned_evidence (id, household_id, link_id, reason, children, learned_at) values ($1, $2, $3, 1, 1, now())",
            learned, Guid.Parse(household), link);
        var transfer = Guid.NewGuid();
        await ExecuteAsync(
            $"locality_hub_{council}",
            """
            with offered as (
                insert into case_transfer (id, from_subject, to_subject, to_name, to_manager, offered_at, state, version)
                values ($1, 'planted', $3, 'Invented Worker', 'Invented Manager', now(), 1, 1) returning id)
            insert into case_transfer_child (transfer_id, child_id, taken_over) select id, $2, false from offered
            """,
            transfer, Guid.Parse(childId), Person);
        await ExecuteAsync(
            $"locality_hub_{council}",
            """
            with owned as (insert into child (id, local_id, held, version, updated_at) values ($1, 'ACCESSOWNED', false, 1, now()) returning id)
            insert into permanence (child_id, plan, agreed_on, owner_subject, owner_name, manager_name, early_permanence_asked, closed_to_release)
            select id, 5, '2024-02-01', $2, 'Invented Worker', 'Invented Manager', false, false from owned
            """,
            Samples.OwnedChild, Person);
        // Of long before the child came into care: it stands in the way of nothing.
        var order = Guid.NewGuid();
        await ExecuteAsync(
            $"locality_hub_{council}", "insert into court_order (id, child_id, kind, \"on\", entered_by) values ($1, $2, 3, '2000-01-01', 'planted')", order, Guid.Parse(childId));
        var approval = Guid.NewGuid();
        await ExecuteAsync(
            $"locality_hub_{council}",
            """
            insert into temporary_approval (id, child_id, household_id, "from", approved_by, adopters_approved_on, suitability_assessed_on, welfare_considered_on, welfare, consulted_on, nominated_officer,
                nominated_officer_approved_on, entered_by, entered_at)
            values ($1, $2, $3, '2024-01-20', 'planted', '2024-01-20', '2024-01-20', '2024-01-20', 'planted', '2024-01-20', 'planted', '2024-01-20', 'planted', now())
            """,
            approval, Guid.Parse(childId), Guid.Parse(household));
        var (entered, pause) = (Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync(
            $"locality_hub_{council}",
            "insert into case_event (id, child_id, kind, \"on\", conditions, entered_by, entered_at) values ($1, $2, 1, '2024-01-20', 0, 'planted', now())",
            entered, Guid.Parse(childId));
        await ExecuteAsync(
            $"locality_hub_{council}",
            "insert into assessment_pause (id, household_id, stage, reason, words, \"from\", entered_by) values ($1, $2, 1, 1, 'planted', '2024-01-20', 'planted')",
            pause, Guid.Parse(household));
        var (version, report, release, spare) = await ReleaseAsync(childId, household);
        var @case = await CaseSamples.OpenAsync(council, childId, SendAsAsync);
        var panels = await PanelSamples.MakeAsync(council, @case, (method, address, body, tag) => SendJsonAsync(Tokens.For(Roles.PanelAdviser, [council]), method, address, body, tag), address => ReadTagAsync(council, address), ExecuteAsync);
        var ofCase = await CaseSamples.MakeAsync(council, @case, panels["itemId"], panels["decisionId"], childId, SendAsAsync, ExecuteAsync);
        var ids = new Dictionary<string, string>(families.Concat(panels).Concat(ofCase))
        {
            ["reference"] = await IdentitySamples.MintAsync(council, childId, ExecuteAsync),
            ["versionId"] = version, ["reportId"] = report,
            ["disclosureId"] = release,
            ["spareDisclosureId"] = spare,
            ["messageId"] = Guid.NewGuid().ToString(),
            ["importId"] = importId,
            ["otherId"] = importId,
            ["webhookId"] = webhookId,
            ["spareWebhookId"] = spareWebhookId,
            ["spareImportId"] = await RehearseAsync(),
            ["deliveryId"] = calls.GetProperty("items")[0].GetProperty("id").GetString()!,
            ["grantId"] = grant,
            ["householdId"] = household,
            ["holdId"] = hold,
            ["childId"] = childId,
            ["groupId"] = group,
            ["linkId"] = link.ToString(),
            ["learnedId"] = learned.ToString(),
            ["placementId"] = placement,
            ["courtOrderId"] = order.ToString(),
            ["approvalId"] = approval.ToString(),
            ["transferId"] = transfer.ToString(),
            ["caseEventId"] = entered.ToString(),
            ["assessmentPauseId"] = pause.ToString(),
            ["id"] = job.GetProperty("id").GetString()!,
        };
        var worker = Tokens.For(Roles.SupportWorker, [council]);
        var family = await SendJsonAsync(worker, HttpMethod.Post, $"/api/v1/councils/{council}/support/families", JsonContent.Create(Samples.TheFamily()));
        ids["familyId"] = family.GetProperty("id").GetString()!;
        ids["supportChildId"] = family.GetProperty("children")[0].GetProperty("id").GetString()!;
        var assessment = await SendJsonAsync(
            worker, HttpMethod.Post, $"/api/v1/councils/{council}/support/families/{ids["familyId"]}/assessments", new Sample(Json: Samples.TheAssessment).Content(ids));
        ids["assessmentId"] = assessment.GetProperty("id").GetString()!;
        ids["assessmentReference"] = assessment.GetProperty("fundReference").GetString()!;
        await new FundThings(this, council).MakeAsync(ids);
        return ids;

        Task<JsonElement> SendAsAsync(string role, HttpMethod method, string address, HttpContent? content, EntityTagHeaderValue? version) =>
            SendJsonAsync(Tokens.For(role, [council]), method, address, content, version);

        // There is nothing in it to undo.
        async Task<string> RehearseAsync()
        {
            var rehearsal = await SendJsonAsync(owner, HttpMethod.Post, $"/api/v1/councils/{council}/imports?year=2025&dryRun=true", TinyReturn.Content());
            return rehearsal.GetProperty("id").GetString()!;
        }

        async Task<string> SubscribeAsync(string name)
        {
            var webhook = await SendJsonAsync(
                owner, HttpMethod.Post, $"/api/v1/councils/{council}/webhooks", JsonContent.Create(new { url = $"https://case-system.example.org/{name}" }));
            return webhook.GetProperty("id").GetString()!;
        }

        // A draft of the child's and one of the household's, and a release of another household's report to whoever asks here, read before.
        async Task<(string Version, string Report, string Release, string Spare)> ReleaseAsync(string child, string home)
        {
            var written = await SendJsonAsync(
                Tokens.For(Roles.SocialWorker, [council]), HttpMethod.Post, $"/api/v1/councils/{council}/children/{child}/profile-versions", JsonContent.Create(Samples.Profile));
            var keeper = Tokens.For(Roles.Recruitment, [council]);
            var drafted = await SendJsonAsync(keeper, HttpMethod.Post, $"/api/v1/councils/{council}/households/{home}/profile-versions", JsonContent.Create(Samples.Profile));
            var another = await SendJsonAsync(keeper, HttpMethod.Post, $"/api/v1/councils/{council}/households", JsonContent.Create(Samples.Household));
            var (version, release, lost) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            var number = short.Parse(council, System.Globalization.CultureInfo.InvariantCulture);
            await ExecuteAsync(
                $"locality_hub_{council}",
                """
                with version as (
                    insert into profile_version (id, household_id, level, number, titles, texts, holds_court_papers, holds_parents_health, writers, written_at, approved_by, approved_as, approved_at, version)
                    values ($1, $2, 3, 1, array['planted'], array['planted'], false, false, array['planted'], now(), 'planted', 'panel-adviser', now(), 1) returning id)
                insert into disclosure (
                    id, disclosure_version, link, subject, household_id, level, purpose, basis, reader, readers_council, expires_at, asked_end, own_end, gates, profile_version_id, stated_epoch,
                    first_read_at, reads, version)
                select release, 1, gen_random_uuid(), 2, $2, 3, 1, 1, $4, $5, now() + interval '1 day', 0, 0, 0, id, 1, now(), 1, 1 from version, unnest(array[$3, $6]) release
                """,
                version, Guid.Parse(another.GetProperty("id").GetString()!), release, PersonReference.Of(Person).Value, number, lost);
            return (written.GetProperty("version").GetProperty("id").GetString()!, drafted.GetProperty("version").GetProperty("id").GetString()!, release.ToString(), lost.ToString());
        }

        // A group of which the child is no member, and a placement that came to its end.
        async Task<(string Group, string Placement)> PlaceAsync(string child)
        {
            var worker = Tokens.For(Roles.SocialWorker, [council]);
            var address = $"/api/v1/councils/{council}/children/{child}";
            var opened = await SendJsonAsync(worker, HttpMethod.Post, $"/api/v1/councils/{council}/sibling-groups", JsonContent.Create(Samples.Siblings));
            var placed = await SendJsonAsync(
                worker, HttpMethod.Post, address + "/placements", JsonContent.Create(new { kind = "home", from = "2024-02-01" }), new EntityTagHeaderValue("\"1\""));
            var id = placed.GetProperty("placements")[0].GetProperty("id").GetString()!;
            await SendJsonAsync(
                worker, HttpMethod.Post, $"{address}/placements/{id}/end", JsonContent.Create(new { on = "2024-02-02", reason = "planned", words = "planted" }), new EntityTagHeaderValue("\"2\""));
            return (opened.GetProperty("id").GetString()!, id);
        }

        async Task<(string Household, string Hold)> HoldAsync()
        {
            var keeper = Tokens.For(Roles.Recruitment, [council]);
            var opened = await SendJsonAsync(keeper, HttpMethod.Post, $"/api/v1/councils/{council}/households", JsonContent.Create(Samples.Household));
            var id = opened.GetProperty("id").GetString()!;
            var held = await SendJsonAsync(
                keeper, HttpMethod.Post, $"/api/v1/councils/{council}/households/{id}/holds",
                JsonContent.Create(new { from = "2099-03-01", until = "2099-04-01", reason = "moving" }), new EntityTagHeaderValue("\"1\""));
            return (id, held.GetProperty("holds")[0].GetProperty("id").GetString()!);
        }

        // A second child, restricted to the guardian, and a grant that somebody had.
        async Task<string> HideAsync()
        {
            var second = await SendJsonAsync(owner, HttpMethod.Post, $"/api/v1/councils/{council}/imports?year=2025", TinyReturn.Of(TinyReturn.HiddenId));
            await Eventually.TrueAsync(
                async () => (await SendJsonAsync(owner, HttpMethod.Get, $"/api/v1/councils/{council}/imports/{second.GetProperty("id").GetString()}")).GetProperty("state").GetString() == "done",
                "the second import's end");
            var guardian = Tokens.For(Roles.CaldicottGuardian, [council]);
            var hidden = await SendJsonAsync(guardian, HttpMethod.Post, $"/api/v1/councils/{council}/children/search", JsonContent.Create(new { localId = TinyReturn.HiddenId }));
            var address = $"/api/v1/councils/{council}/children/{hidden.GetProperty("items")[0].GetProperty("id").GetString()}";
            using var read = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", guardian) } };
            using var seen = await gateway.SendAsync(read);
            await SendJsonAsync(
                guardian, HttpMethod.Put, $"{address}/restriction", JsonContent.Create(new { roles = Array.Empty<string>(), reason = "staff-or-relative" }), seen.Headers.ETag);
            var granted = await SendJsonAsync(
                Tokens.For(Roles.SocialWorker, [council]), HttpMethod.Post, $"/api/v1/councils/{council}/children/break-glass",
                JsonContent.Create(new { localId = TinyReturn.HiddenId, reason = "court-direction", caseReference = "MATRIX-1" }));
            return granted.GetProperty("grantId").GetString()!;
        }
    }

    private async Task<EntityTagHeaderValue?> ReadTagAsync(string council, string address)
    {
        using var read = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Tokens.For(Roles.PanelAdviser, [council])) } };
        using var seen = await _doors["gateway"].SendAsync(read);
        return seen.Headers.ETag;
    }

    /// <summary>Asks through the gateway what must succeed.</summary>
    internal async Task<JsonElement> SendJsonAsync(string token, HttpMethod method, string address, HttpContent? content = null, EntityTagHeaderValue? version = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (version is not null)
        {
            request.Headers.IfMatch.Add(version);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _doors["gateway"].SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {address}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The newest entry of the trail of whoever answers an operation.</summary>
    internal Task<long> EntriesAsync(Operation operation, string council) => ScalarAsync(TrailOf(operation, council), "select coalesce(max(id), 0)::bigint from audit_entry");

    /// <summary>How many attempts that found nothing were entered since for somebody who asks here, and how many of them name the thing or its council.</summary>
    internal async Task<(long Entered, long Telling)> MissesSinceAsync(Operation operation, string council, long entry, string role, string thing, string others)
    {
        var attempts = $"from audit_entry where id > {entry} and outcome = 'not-found' and subject = '{Person}' and roles::text[] @> array['{role}']";
        return (
            await ScalarAsync(TrailOf(operation, council), $"select count(*) {attempts}"),
            await ScalarAsync(TrailOf(operation, council), $"select count(*) {attempts} and (ids @> array['{thing}']::uuid[] or coalesce(councils, '{{}}') @> array[{others}]::smallint[])"));
    }

    /// <summary>How many messages between the services wait to go out, or have been tried once or twice: what was planted without what it belongs to may be tried for ever.</summary>
    internal async Task<long> UnderWayAsync()
    {
        var waiting = 0L;
        foreach (var database in Councils.Select(council => $"locality_hub_{council}").Concat(["central_hub", "support_fund", "panel_scheduling"]))
        {
            waiting += await ScalarAsync(database, "select (select count(*) from outbox where parked_at is null) + (select count(*) from retry where attempts < 3)");
        }

        return waiting;
    }

    private static string TrailOf(Operation operation, string council) =>
        operation.IsOfHub ? $"locality_hub_{council}" : operation.IsOfFund ? "support_fund" : operation.IsOfPanels ? "panel_scheduling" : "central_hub";

    private Task ParkAsync(string database, Guid message)
    {
        _parkedIn.Add(database);
        return ExecuteAsync(
            database,
            "insert into parked (message_id, consumer, name, body, headers, attempts, reason) values ($1, 'planted', 'planted', '', '{}', 8, 'planted') on conflict (message_id, consumer) do update set replay_at = null",
            message);
    }

    internal async Task ExecuteAsync(string database, string statement, params object[] values) =>
        await WithAsync(database, statement, values, command => command.ExecuteNonQueryAsync());

    private Task<long> ScalarAsync(string database, string query) => WithAsync(database, query, [], async command => (long)(await command.ExecuteScalarAsync())!);

    private async Task<T> WithAsync<T>(string database, string statement, object[] values, Func<NpgsqlCommand, Task<T>> run)
    {
        var address = new NpgsqlConnectionStringBuilder(await stack.App.GetConnectionStringAsync("postgres")) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Constants of these tests.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await run(command);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}

/// <summary>One fixture for all tests of who may see what.</summary>
[CollectionDefinition(AccessFixture.Collection)]
public sealed class AccessTests : ICollectionFixture<AccessFixture>;
