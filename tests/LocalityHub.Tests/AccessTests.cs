using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests;

/// <summary>Every endpoint of the hub for the wrong role, the wrong council and nobody; the same id is the owner's in the same run.</summary>
public sealed class AccessTests(HubFixture hub) : IClassFixture<HubFixture>
{
    /// <summary>Method, path below the council with {child} and {import}, a role that may, a role that may not.</summary>
    public static TheoryData<string, string, string, string> Endpoints => new()
    {
        { "POST", "/imports?year=2025", Roles.CaseSystem, Roles.SocialWorker },
        { "GET", "/imports", Roles.CaseSystem, Roles.SocialWorker },
        { "GET", "/imports/{import}", Roles.CaseSystem, Roles.FamilyFinder },
        { "GET", "/imports/{import}/findings", Roles.CaseSystem, Roles.HubOperations },
        { "GET", "/imports/{import}/rejected-rows", Roles.CaseSystem, Roles.BoardMember },
        { "GET", "/imports/{import}/held-children", Roles.CaseSystem, Roles.Operator },
        { "GET", "/children", Roles.SocialWorker, Roles.HubOperations },
        { "POST", "/children/search", Roles.FamilyFinder, Roles.Auditor },
        { "GET", "/children/{child}", Roles.CaldicottGuardian, Roles.Operator },
        { "PUT", "/children/{child}/restriction", Roles.CaldicottGuardian, Roles.SocialWorker },
        { "POST", "/children/{child}/restriction/lift", Roles.CaldicottGuardian, Roles.CaseSystem },
        { "GET", "/restrictions", Roles.CaldicottGuardian, Roles.FamilyFinder },
        { "POST", "/children/break-glass", Roles.SocialWorker, Roles.CaseSystem },
        { "GET", "/break-glass-grants", Roles.CaldicottGuardian, Roles.SocialWorker },
        { "GET", "/break-glass-grants/{grant}", Roles.CaldicottGuardian, Roles.Auditor },
        { "POST", "/break-glass-grants/{grant}/review", Roles.CaldicottGuardian, Roles.FamilyFinder },
        { "PUT", "/children/{child}/name", Roles.SocialWorker, Roles.CaldicottGuardian },
        { "PUT", "/children/{child}/milestones/matched", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "GET", "/settings", Roles.SocialWorker, Roles.Operator },
        { "PUT", "/settings", Roles.CaldicottGuardian, Roles.CaseSystem },
        { "GET", "/parked-messages", Roles.Operator, Roles.CaseSystem },
        { "GET", "/parked-messages/{parked}", Roles.Operator, Roles.SocialWorker },
        { "POST", "/parked-messages/replay", Roles.Operator, Roles.CaldicottGuardian },
        { "POST", "/parked-messages/{parked}/replay", Roles.Operator, Roles.HubOperations },
        { "POST", "/parked-messages/{parked}/discard", Roles.Operator, Roles.Auditor },
        { "GET", "/audit", Roles.CaldicottGuardian, Roles.Operator },
        { "GET", "/audit/chain", Roles.CaldicottGuardian, Roles.Auditor },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Request_ByRoleAndCouncil_IsLetInOrNot(string method, string path, string allowed, string refused)
    {
        var (child, import, local) = await OwnedAsync();
        if (path.EndsWith("/lift", StringComparison.Ordinal) || path.EndsWith("/break-glass", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', '{"{}"}', 'court-direction', 'planted', now())");
        }

        path = path.Replace("{child}", child.ToString(), StringComparison.Ordinal).Replace("{import}", import, StringComparison.Ordinal)
            .Replace("{grant}", (await GrantAsync(child)).ToString(), StringComparison.Ordinal)
            .Replace("{parked}", (await ParkAsync()).ToString(), StringComparison.Ordinal);

        var owner = await SendAsync(hub.ClientOf(allowed, 860), method, "/api/v1/councils/860" + path, local);
        var wrongRole = await SendAsync(hub.ClientOf(refused, 860), method, "/api/v1/councils/860" + path, local);
        var wrongCouncil = await SendAsync(hub.ClientOf(allowed, 861), method, "/api/v1/councils/860" + path, local);
        var otherHub = await SendAsync(hub.ClientOf(allowed, 861), method, "/api/v1/councils/861" + path, local);
        var nobody = await SendAsync(hub.Anonymous(), method, "/api/v1/councils/860" + path, local);

        Assert.True((int)owner is >= 200 and < 300, $"{owner}");
        Assert.Equal(HttpStatusCode.Forbidden, wrongRole);
        Assert.Equal(HttpStatusCode.NotFound, wrongCouncil);
        Assert.Equal(HttpStatusCode.NotFound, otherHub);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody);
    }

    private async Task<(Guid Child, string Import, string LocalId)> OwnedAsync()
    {
        var local = $"ACC{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        var job = await hub.ImportAsync(new ReturnFiles().Waiting(local));
        return (await hub.ChildIdAsync(local), job.GetProperty("id").GetString()!, local);
    }

    private async Task<Guid> GrantAsync(Guid child)
    {
        var id = Guid.NewGuid();
        await hub.Database.ExecuteAsync(
            $"""
            insert into break_glass_grant (id, child_id, subject, client_id, reason, case_reference, granted_at, expires_at, version)
            values ('{id}', '{child}', 'planted', 'planted', 'court-direction', 'PLANTED-1', now(), now(), 1)
            """);
        return id;
    }

    // Parked a microsecond after the epoch, so that its version is 1.
    private async Task<Guid> ParkAsync()
    {
        var id = Guid.NewGuid();
        await hub.Database.ExecuteAsync(
            $"""
            insert into parked (message_id, consumer, name, body, headers, attempts, parked_at, reason)
            values ('{id}', 'locality-hub-860.commands', 'republish-regional-state', '', '{"{}"}', 8, '1970-01-01T00:00:00.000001Z', 'planted')
            """);
        return id;
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string method, string path, string localId)
    {
        using (client)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = (method, path) switch
            {
                ("GET", _) => null,
                (_, var p) when p.Contains("/imports", StringComparison.Ordinal) => new ReturnFiles().Waiting("ACCESS").ToContent(),
                (_, var p) when p.EndsWith("/break-glass", StringComparison.Ordinal) => JsonContent.Create(new { localId, reason = "court-direction", caseReference = "ACCESS-1" }),
                (_, var p) when p.EndsWith("/restriction", StringComparison.Ordinal) => JsonContent.Create(new { roles = Array.Empty<string>(), reason = "court-direction" }),
                (_, var p) when p.EndsWith("/lift", StringComparison.Ordinal) => JsonContent.Create(new { reason = "set-in-error" }),
                (_, var p) when p.EndsWith("/review", StringComparison.Ordinal) => JsonContent.Create(new { outcome = "justified" }),
                (_, var p) when p.EndsWith("/search", StringComparison.Ordinal) => JsonContent.Create(new { localId = "ACCESS" }),
                (_, var p) when p.EndsWith("/name", StringComparison.Ordinal) => JsonContent.Create(new { given = "Invented", family = "Child" }),
                (_, var p) when p.EndsWith("/replay", StringComparison.Ordinal) => null,
                (_, var p) when p.EndsWith("/discard", StringComparison.Ordinal) => JsonContent.Create(new { reason = "planted for a test" }),
                (_, var p) when p.EndsWith("/settings", StringComparison.Ordinal) => JsonContent.Create(new { serviceTitle = "A", contactRole = "B", decisionMakerRole = "C" }),
                _ => JsonContent.Create(new { date = "2025-02-01" }),
            };
            request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }
    }
}
