using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalityHub.Identity;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Children;

public sealed class EraseTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Dob = "03/02/2022";
    private const string Council = "/api/v1/councils/860";

    [Fact]
    public async Task Delete_ChildOfReturnsFeedAndHand_LeavesNothingAndTellsTheRegionAndTheCaseSystem()
    {
        // A return with a finding, a dry run, what people wrote, what waits for an operator, and an answer that was kept.
        await hub.ImportAsync(new ReturnFiles().Waiting("ERASE1").Waiting("ERASEBESIDE"), 2024);
        var import = await hub.ImportAsync(new ReturnFiles().Waiting("ERASE1").Decision("ERASE1", Dob, "01/07/2024", "01/06/2024", "RD1").Waiting("ERASEBESIDE"));
        await hub.ImportAsync(new ReturnFiles().Waiting("ERASE1").Waiting("ERASENEW"), dryRun: true);
        var child = await hub.ChildIdAsync("ERASE1");
        var path = $"/children/{child}";
        using var worker = hub.As(Roles.SocialWorker);
        using var raw = hub.ClientOf(Roles.SocialWorker, 860);
        using (var named = new HttpRequestMessage(HttpMethod.Put, $"{Council}{path}/name") { Content = JsonContent.Create(new { given = "Clementina", family = "Thistledown" }) })
        {
            named.Headers.Add("If-Match", (await worker.GetAsync(path)).ETag);
            named.Headers.Add("Idempotency-Key", "erase-name");
            using var answer = await raw.SendAsync(named);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        (await worker.ChangeAsync(HttpMethod.Put, path + "/nhs-number", new { nhsNumber = "943 476 5919" }, path)).Good();
        using (var needs = new HttpRequestMessage(HttpMethod.Put, $"{Council}{path}/needs") { Content = JsonContent.Create(new { needs = new[] { new { need = "autism", level = "low" } } }) })
        {
            needs.Headers.Add("If-Match", (await worker.GetAsync(path)).ETag);
            needs.Headers.Add("Idempotency-Key", "erase-needs");
            using var answer = await raw.SendAsync(needs);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        await hub.Services.GetRequiredService<IdentitySweep>().RunAsync(TestContext.Current.CancellationToken);
        await hub.Database.ExecuteAsync(
            $"""
            insert into outbox (aggregate_id, epoch, version, message_id, name, routing_key, body, headers, parked_at, parked_reason)
            select reference, 1, 0, gen_random_uuid(), 'child-stage-changed', 'central-hub', '', '{"{}"}', now(), 'planted' from sealed.regional_reference where child_id = '{child}' and purpose = 1
            """);
        var start = await AfterAsync();
        using var guardian = hub.As(Roles.CaldicottGuardian);
        (await guardian.SendAsync(HttpMethod.Delete, path + "?reason=tidiness", version: "\"1\"")).Refused(HttpStatusCode.BadRequest, "erasure.reason");
        (await guardian.SendAsync(HttpMethod.Delete, path + "?reason=duplicate", version: "\"0\"")).Refused(HttpStatusCode.PreconditionFailed, "version.stale");

        var gone = await guardian.ChangeAsync(HttpMethod.Delete, path + "?reason=duplicate", null, path);

        Assert.Equal(HttpStatusCode.NoContent, gone.Status);
        (await guardian.GetAsync(path)).Refused(HttpStatusCode.NotFound, "child.not-found");
        Assert.Equal("", await TracesAsync(child, "ERASE1"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from outbox where parked_reason = 'planted'"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from idempotency_key where key in ('erase-name', 'erase-needs')"));
        Assert.Equal("duplicate", (await guardian.GetAsync($"/audit?operation=child.erase&outcome=done&about={child}")).Good()["items"][0].GetProperty("reason").GetString());

        await hub.ChangesAreToldAsync();
        using var client = hub.CaseSystem();
        var changes = await client.GetFromJsonAsync<JsonElement>($"{Council}/changes?after={start}");
        var told = changes.GetProperty("items").EnumerateArray().Single(change => change.GetProperty("localId").GetString() == "ERASE1");
        Assert.True(told.GetProperty("gone").GetBoolean());

        // The others are as they were, and an undo of the import that brought the finding brings the child no more.
        Assert.Equal(1, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id = 'ERASEBESIDE'"));
        using var undo = await client.PostAsync($"{Council}/imports/{import.GetProperty("id").GetString()}/undo", null);
        Assert.Equal("done", (await HubFixture.FinishedAsync(client, undo.Headers.Location!)).GetProperty("state").GetString());
        Assert.Equal("", await TracesAsync(child, "ERASE1"));
    }

    [Fact]
    public async Task Delete_ChildWhoStandsWithOthers_IsRefused()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("ERASECASE"));
        var child = await hub.ChildIdAsync("ERASECASE");
        using var worker = hub.As(Roles.SocialWorker);
        (await worker.PostAsync("/panel-cases", new { kind = "should-be-placed-by-order", childIds = new[] { child } })).Good();
        using var guardian = hub.As(Roles.CaldicottGuardian);

        (await guardian.ChangeAsync(HttpMethod.Delete, $"/children/{child}?reason=made-in-error", null, $"/children/{child}")).Refused(HttpStatusCode.Conflict, "child.in-use");

        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from child where id = '{child}'"));
    }

    [Fact]
    public async Task Delete_WhileAnImportIsUnderWay_IsRefused()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("ERASEBUSY"));
        var child = await hub.ChildIdAsync("ERASEBUSY");
        var busy = Guid.NewGuid();
        using var guardian = hub.As(Roles.CaldicottGuardian);

        // Under another's lease, so that the worker here leaves it alone.
        await hub.Database.ExecuteAsync(
            $"""
            insert into import (id, year, is_dry, state, submitted_at, submitted_by, lease_owner, lease_until, done, total, children_new, children_updated, children_unchanged, children_held, rows, rejected_rows, findings, tables)
            values ('{busy}', 2025, false, 1, now(), 'planted', gen_random_uuid(), now() + interval '1 hour', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            """);
        HubAnswer answer;
        try
        {
            answer = await guardian.ChangeAsync(HttpMethod.Delete, $"/children/{child}?reason=made-in-error", null, $"/children/{child}");
        }
        finally
        {
            await hub.Database.ExecuteAsync($"delete from import where id = '{busy}'");
        }

        answer.Refused(HttpStatusCode.Conflict, "child.import-under-way");
        Assert.Equal(HttpStatusCode.NoContent, (await guardian.ChangeAsync(HttpMethod.Delete, $"/children/{child}?reason=made-in-error", null, $"/children/{child}")).Status);
    }

    /// <summary>Whoever did not see the record does not hear that there was one.</summary>
    [Fact]
    public async Task Delete_RestrictedRecord_IsToldToNobody()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("ERASEHIDDEN"));
        var child = await hub.ChildIdAsync("ERASEHIDDEN");
        using var guardian = hub.As(Roles.CaldicottGuardian);
        using var client = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(client, child, Roles.SocialWorker);
        var start = await AfterAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await guardian.ChangeAsync(HttpMethod.Delete, $"/children/{child}?reason=made-in-error", null, $"/children/{child}")).Status);

        await hub.ChangesAreToldAsync();
        using var system = hub.CaseSystem();
        Assert.DoesNotContain("ERASEHIDDEN", await system.GetStringAsync($"{Council}/changes?after={start}"), StringComparison.Ordinal);
        Assert.Equal("", await TracesAsync(child, "ERASEHIDDEN"));
    }

    /// <summary>The tables, the sealed ones too, in which a child or the council's number of it stands; the trail and what the case system is told apart.</summary>
    private async Task<string> TracesAsync(Guid child, string localId)
    {
        var tables = await hub.Database.ScalarAsync<string>(
            """
            select string_agg(table_schema || '.' || table_name || ' ' || column_name, ',' order by table_name)
            from information_schema.columns where table_schema in ('public', 'sealed') and column_name in ('child_id', 'local_id') and table_name <> 'forgotten_child'
            """);
        var counts = tables.Split(',').Select(place => place.Split(' ')).Select(place =>
            $"select '{place[0]}' as place from {place[0]} where {place[1]} = '{(place[1] == "child_id" ? child.ToString() : localId)}'");
        return await hub.Database.ScalarAsync<string>($"select coalesce(string_agg(distinct place, ' '), '') from ({string.Join(" union all ", counts)}) found");
    }

    private async Task<string> AfterAsync()
    {
        await hub.ChangesAreToldAsync();
        using var client = hub.CaseSystem();
        var after = "";
        for (var more = true; more;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"{Council}/changes?limit=200&after={after}");
            (after, more) = (page.GetProperty("after").GetString()!, page.GetProperty("more").GetBoolean());
        }

        return after;
    }
}
