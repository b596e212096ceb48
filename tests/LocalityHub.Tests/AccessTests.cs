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
        { "DELETE", "/children/{child}?reason=made-in-error", Roles.CaldicottGuardian, Roles.CaseSystem },
        { "PUT", "/children/{child}/restriction", Roles.CaldicottGuardian, Roles.SocialWorker },
        { "POST", "/children/{child}/restriction/lift", Roles.CaldicottGuardian, Roles.CaseSystem },
        { "GET", "/restrictions", Roles.CaldicottGuardian, Roles.FamilyFinder },
        { "POST", "/children/break-glass", Roles.SocialWorker, Roles.CaseSystem },
        { "GET", "/break-glass-grants", Roles.CaldicottGuardian, Roles.SocialWorker },
        { "GET", "/break-glass-grants/{grant}", Roles.CaldicottGuardian, Roles.Auditor },
        { "POST", "/break-glass-grants/{grant}/review", Roles.CaldicottGuardian, Roles.FamilyFinder },
        { "PUT", "/children/{child}/name", Roles.SocialWorker, Roles.CaldicottGuardian },
        { "PUT", "/children/{child}/milestones/matched", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "GET", "/children/{child}/permanence", Roles.PanelAdviser, Roles.Recruitment },
        { "PUT", "/children/{child}/permanence", Roles.SocialWorker, Roles.PanelAdviser },
        { "GET", "/children/{child}/needs", Roles.CaldicottGuardian, Roles.CaseSystem },
        { "PUT", "/children/{child}/needs", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "GET", "/children/{child}/background", Roles.FamilyFinder, Roles.SupportWorker },
        { "PUT", "/children/{child}/background", Roles.SocialWorker, Roles.CaseSystem },
        { "GET", "/children/{child}/exclusion-areas", Roles.SocialWorker, Roles.HubOperations },
        { "PUT", "/children/{child}/exclusion-areas", Roles.SocialWorker, Roles.Recruitment },
        { "GET", "/children/{child}/family-finding", Roles.PanelAdviser, Roles.Operator },
        { "POST", "/children/{child}/search", Roles.FamilyFinder, Roles.Recruitment },
        { "POST", "/children/{child}/search/pause", Roles.SocialWorker, Roles.PanelAdviser },
        { "POST", "/children/{child}/search/resume", Roles.SocialWorker, Roles.CaseSystem },
        { "POST", "/children/{child}/search/end", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "GET", "/children/{child}/placements", Roles.SocialWorker, Roles.Recruitment },
        { "POST", "/children/{child}/placements", Roles.SocialWorker, Roles.Recruitment },
        { "POST", "/children/{child}/placements/{placement}/end", Roles.SocialWorker, Roles.CaseSystem },
        { "POST", "/children/{child}/moves", Roles.FamilyFinder, Roles.Auditor },
        { "POST", "/children/{child}/orders", Roles.SocialWorker, Roles.PanelAdviser },
        { "POST", "/children/{child}/orders/{courtOrder}/withdraw", Roles.SocialWorker, Roles.PanelAdviser },
        { "POST", "/sibling-groups", Roles.SocialWorker, Roles.Recruitment },
        { "GET", "/sibling-groups/{group}", Roles.PanelAdviser, Roles.CaseSystem },
        { "PUT", "/sibling-groups/{group}", Roles.FamilyFinder, Roles.PanelAdviser },
        { "PUT", "/sibling-groups/{group}/children/{child}", Roles.SocialWorker, Roles.Recruitment },
        { "DELETE", "/sibling-groups/{group}/children/{child}", Roles.SocialWorker, Roles.CaldicottGuardian },
        { "PUT", "/children/{child}/ruled-out/{reference}", Roles.FamilyFinder, Roles.Recruitment },
        { "GET", "/links", Roles.Recruitment, Roles.SupportWorker },
        { "GET", "/links/{link}", Roles.PanelAdviser, Roles.CaseSystem },
        { "POST", "/links/{link}/decision", Roles.SocialWorker, Roles.Recruitment },
        { "POST", "/links/{link}/words", Roles.Recruitment, Roles.PanelAdviser },
        { "GET", "/households/{household}/learned", Roles.SupportWorker, Roles.SocialWorker },
        { "POST", "/households/{household}/learned/{learned}", Roles.Recruitment, Roles.CaldicottGuardian },
        { "POST", "/children/{child}/profile-versions", Roles.SocialWorker, Roles.PanelAdviser },
        { "GET", "/children/{child}/profile-versions", Roles.PanelAdviser, Roles.Recruitment },
        { "GET", "/children/{child}/profile-versions/{version}", Roles.FamilyFinder, Roles.SupportWorker },
        { "PUT", "/children/{child}/profile-versions/{version}", Roles.SocialWorker, Roles.PanelAdviser },
        { "POST", "/children/{child}/profile-versions/{version}/approve", Roles.FamilyFinder, Roles.SocialWorker },
        { "POST", "/children/{child}/profile-versions/{version}/withdraw", Roles.SocialWorker, Roles.Recruitment },
        { "POST", "/children/{child}/profile-versions/{version}/court-permissions", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "POST", "/households/{household}/profile-versions", Roles.Recruitment, Roles.PanelAdviser },
        { "GET", "/households/{household}/profile-versions", Roles.PanelAdviser, Roles.SocialWorker },
        { "GET", "/households/{household}/profile-versions/{version}", Roles.Recruitment, Roles.FamilyFinder },
        { "PUT", "/households/{household}/profile-versions/{version}", Roles.Recruitment, Roles.SocialWorker },
        { "POST", "/households/{household}/profile-versions/{version}/approve", Roles.Recruitment, Roles.SupportWorker },
        { "POST", "/households/{household}/profile-versions/{version}/withdraw", Roles.Recruitment, Roles.PanelAdviser },
        { "GET", "/disclosures", Roles.CaldicottGuardian, Roles.PanelAdviser },
        { "GET", "/disclosures/{disclosure}", Roles.SocialWorker, Roles.SupportWorker },
        { "POST", "/disclosures/{disclosure}/end", Roles.CaldicottGuardian, Roles.PanelAdviser },
        { "POST", "/case-transfers", Roles.SocialWorker, Roles.PanelAdviser },
        { "GET", "/case-transfers", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "GET", "/case-transfers/{transfer}", Roles.SocialWorker, Roles.Recruitment },
        { "POST", "/case-transfers/{transfer}/accept", Roles.SocialWorker, Roles.CaseSystem },
        { "POST", "/case-transfers/{transfer}/revoke", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "GET", "/worklist", Roles.SupportWorker, Roles.CaseSystem },
        { "GET", "/children/{child}/duties", Roles.PanelAdviser, Roles.Recruitment },
        { "POST", "/children/{child}/case-events", Roles.SocialWorker, Roles.PanelAdviser },
        { "POST", "/children/{child}/case-events/{event}/withdraw", Roles.FamilyFinder, Roles.CaldicottGuardian },
        { "PUT", "/children/{child}/duties/match-in-time/reason", Roles.SocialWorker, Roles.Recruitment },
        { "GET", "/households/{household}/duties", Roles.SupportWorker, Roles.SocialWorker },
        { "POST", "/households/{household}/assessment-pauses", Roles.Recruitment, Roles.PanelAdviser },
        { "POST", "/households/{household}/assessment-pauses/{pause}/end", Roles.Recruitment, Roles.CaldicottGuardian },
        { "PUT", "/households/{household}/duties/stage-one/reason", Roles.Recruitment, Roles.SupportWorker },
        { "PUT", "/children/{child}/nhs-number", Roles.SocialWorker, Roles.CaldicottGuardian },
        { "GET", "/identities/{identity}", Roles.CaldicottGuardian, Roles.FamilyFinder },
        { "POST", "/households", Roles.Recruitment, Roles.SocialWorker },
        { "GET", "/households", Roles.SupportWorker, Roles.FamilyFinder },
        { "POST", "/households/approvals", Roles.CaseSystem, Roles.Recruitment },
        { "POST", "/households/changes", Roles.CaseSystem, Roles.Recruitment },
        { "GET", "/households/{household}", Roles.PanelAdviser, Roles.CaseSystem },
        { "PUT", "/households/{household}", Roles.Recruitment, Roles.SupportWorker },
        { "GET", "/households/{household}/offer", Roles.Recruitment, Roles.HubOperations },
        { "PUT", "/households/{household}/offer", Roles.Recruitment, Roles.PanelAdviser },
        { "POST", "/households/{household}/holds", Roles.Recruitment, Roles.FamilyFinder },
        { "POST", "/households/{household}/holds/{hold}/end", Roles.Recruitment, Roles.CaldicottGuardian },
        { "POST", "/households/{household}/reviews", Roles.Recruitment, Roles.SocialWorker },
        { "PUT", "/households/{household}/restriction", Roles.CaldicottGuardian, Roles.Recruitment },
        { "POST", "/households/{household}/restriction/lift", Roles.CaldicottGuardian, Roles.Recruitment },
        { "GET", "/household-restrictions", Roles.CaldicottGuardian, Roles.Recruitment },
        { "GET", "/annex-map", Roles.CaseSystem, Roles.Recruitment },
        { "PUT", "/annex-map", Roles.SocialWorker, Roles.CaseSystem },
        { "POST", "/annex-map/suggestions", Roles.CaseSystem, Roles.HubOperations },
        { "GET", "/return-map", Roles.CaseSystem, Roles.Recruitment },
        { "PUT", "/return-map", Roles.SocialWorker, Roles.CaseSystem },
        { "POST", "/return-map/suggestions", Roles.CaseSystem, Roles.HubOperations },
        { "GET", "/settings", Roles.SocialWorker, Roles.Operator },
        { "PUT", "/settings", Roles.CaldicottGuardian, Roles.CaseSystem },
        { "GET", "/parked-messages", Roles.Operator, Roles.CaseSystem },
        { "GET", "/parked-messages/{parked}", Roles.Operator, Roles.SocialWorker },
        { "POST", "/parked-messages/replay", Roles.Operator, Roles.CaldicottGuardian },
        { "POST", "/parked-messages/{parked}/replay", Roles.Operator, Roles.HubOperations },
        { "POST", "/parked-messages/{parked}/discard", Roles.Operator, Roles.Auditor },
        { "GET", "/audit", Roles.CaldicottGuardian, Roles.Operator },
        { "GET", "/audit/chain", Roles.CaldicottGuardian, Roles.Auditor },
        { "GET", "/audit/shared-anchors", Roles.CaldicottGuardian, Roles.Auditor },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Request_ByRoleAndCouncil_IsLetInOrNot(string method, string path, string allowed, string refused)
    {
        var (child, import, local) = await OwnedAsync();
        if (PermanenceSamples.IsOne(path.Replace("{child}", "}", StringComparison.Ordinal)))
        {
            var (group, placement, order) = await PermanenceSamples.PlantAsync(hub, child, $"{method} {path}");
            path = path.Replace("{group}", group.ToString(), StringComparison.Ordinal).Replace("{placement}", placement.ToString(), StringComparison.Ordinal)
                .Replace("{courtOrder}", order.ToString(), StringComparison.Ordinal);
        }

        var (household, hold) = await HouseholdSamples.PlantAsync(hub, restricted: path.EndsWith("/lift", StringComparison.Ordinal));
        path = path.Replace("{household}", household.ToString(), StringComparison.Ordinal).Replace("{hold}", hold.ToString(), StringComparison.Ordinal);
        if (LinkSamples.IsOne(path))
        {
            var (link, learned) = await LinkSamples.PlantAsync(hub, child, household);
            path = path.Replace("{link}", link.ToString(), StringComparison.Ordinal).Replace("{learned}", learned.ToString(), StringComparison.Ordinal)
                .Replace("{reference}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
        }

        if (DutySamples.IsOne(path))
        {
            var (entered, pause) = await DutySamples.PlantAsync(hub, child, household, path);
            path = path.Replace("{event}", entered.ToString(), StringComparison.Ordinal).Replace("{pause}", pause.ToString(), StringComparison.Ordinal);
        }

        if (CaseTransferSamples.IsOne(path))
        {
            path = path.Replace("{transfer}", (await CaseTransferSamples.PlantAsync(hub, child)).ToString(), StringComparison.Ordinal);
        }

        if (ProfileSamples.IsOne(path))
        {
            var version = await ProfileSamples.PlantAsync(hub, path.StartsWith("/children", StringComparison.Ordinal) ? child : null, household);
            path = path.Replace("{version}", version.ToString(), StringComparison.Ordinal)
                .Replace("{disclosure}", (await DisclosureSamples.PlantAsync(hub, child, null)).ToString(), StringComparison.Ordinal);
        }

        if (path.EndsWith("/lift", StringComparison.Ordinal) || path.EndsWith("/break-glass", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', '{"{}"}', 'court-direction', 'planted', now())");
        }

        path = path.Replace("{child}", child.ToString(), StringComparison.Ordinal).Replace("{import}", import, StringComparison.Ordinal)
            .Replace("{identity}", (await MintAsync(child)).ToString(), StringComparison.Ordinal)
            .Replace("{grant}", (await GrantAsync(child)).ToString(), StringComparison.Ordinal)
            .Replace("{parked}", (await ParkAsync()).ToString(), StringComparison.Ordinal);

        var owner = await SendAsync(hub.ClientOf(allowed, 860), method, "/api/v1/councils/860" + path, local, child);
        var wrongRole = await SendAsync(hub.ClientOf(refused, 860), method, "/api/v1/councils/860" + path, local, child);
        var wrongCouncil = await SendAsync(hub.ClientOf(allowed, 861), method, "/api/v1/councils/860" + path, local, child);
        var otherHub = await SendAsync(hub.ClientOf(allowed, 861), method, "/api/v1/councils/861" + path, local, child);
        var nobody = await SendAsync(hub.Anonymous(), method, "/api/v1/councils/860" + path, local, child);

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

    private async Task<Guid> MintAsync(Guid child)
    {
        var reference = Guid.NewGuid();
        await hub.Database.ExecuteAsync($"insert into sealed.regional_reference (reference, child_id, purpose, year, epoch, version, content) values ('{reference}', '{child}', 17, 0, 1, 1, '')");
        return reference;
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

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string method, string path, string localId, Guid child)
    {
        using (client)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = (method, path) switch
            {
                ("GET" or "DELETE", _) => null,
                (_, var p) when p.EndsWith("/case-transfers", StringComparison.Ordinal) => JsonContent.Create(CaseTransferSamples.Offer(child)),
                (_, var p) when CaseTransferSamples.IsOne(p) => null,
                (_, var p) when DutySamples.IsOne(p) => DutySamples.BodyOf(p) is { } body ? JsonContent.Create(body) : null,
                (_, var p) when LinkSamples.BodyOf(p) is { } body => JsonContent.Create(body),
                (_, var p) when ProfileSamples.IsOne(p) => ProfileSamples.BodyOf(p) is { } body ? JsonContent.Create(body) : null,
                (_, var p) when !p.EndsWith("/children/search", StringComparison.Ordinal) && PermanenceSamples.BodyOf(method, p) is { } body => JsonContent.Create(body),
                (_, var p) when p.EndsWith("/search", StringComparison.Ordinal) && !p.EndsWith("/children/search", StringComparison.Ordinal) => null,
                (_, var p) when p.EndsWith("/resume", StringComparison.Ordinal) => null,
                (_, var p) when p.Contains("/households", StringComparison.Ordinal) && HouseholdSamples.BodyOf(p) is { } body => JsonContent.Create(body),
                (_, var p) when p.Contains("/imports", StringComparison.Ordinal) => new ReturnFiles().Waiting("ACCESS").ToContent(),
                (_, var p) when p.EndsWith("/break-glass", StringComparison.Ordinal) => JsonContent.Create(new { localId, reason = "court-direction", caseReference = "ACCESS-1" }),
                (_, var p) when p.EndsWith("/restriction", StringComparison.Ordinal) => JsonContent.Create(new { roles = Array.Empty<string>(), reason = "court-direction" }),
                (_, var p) when p.EndsWith("/lift", StringComparison.Ordinal) => JsonContent.Create(new { reason = "set-in-error" }),
                (_, var p) when p.EndsWith("/review", StringComparison.Ordinal) => JsonContent.Create(new { outcome = "justified" }),
                (_, var p) when p.EndsWith("/search", StringComparison.Ordinal) => JsonContent.Create(new { localId = "ACCESS" }),
                (_, var p) when p.EndsWith("/name", StringComparison.Ordinal) => JsonContent.Create(new { given = "Invented", family = "Child" }),
                (_, var p) when p.EndsWith("/nhs-number", StringComparison.Ordinal) => JsonContent.Create(new { nhsNumber = "943 476 5919" }),
                (_, var p) when p.EndsWith("/replay", StringComparison.Ordinal) => null,
                (_, var p) when p.EndsWith("/discard", StringComparison.Ordinal) => JsonContent.Create(new { reason = "planted for a test" }),
                (_, var p) when p.EndsWith("-map", StringComparison.Ordinal) => JsonContent.Create(new { headings = Array.Empty<object>(), values = Array.Empty<object>() }),
                (_, var p) when p.EndsWith("/suggestions", StringComparison.Ordinal) => JsonContent.Create(new { list = 10, headings = Array.Empty<string>() }),
                (_, var p) when p.EndsWith("/settings", StringComparison.Ordinal) => JsonContent.Create(new { serviceTitle = "A", contactRole = "B", decisionMakerRole = "C" }),
                _ => JsonContent.Create(new { date = "2025-02-01" }),
            };
            request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }
    }
}
