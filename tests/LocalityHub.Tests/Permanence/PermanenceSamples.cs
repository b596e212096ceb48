using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Invented children with plans, and what is done with them, for the tests that try every operation.</summary>
internal static class PermanenceSamples
{
    private const string Own = "/api/v1/councils/860";

    public static object Plan(string plan = "adoption", object? early = null, string? consentOn = null) => new
    {
        plan,
        agreedOn = "2025-05-12",
        reason = "Agreed at the second review.",
        owner = new { name = "Invented Worker", manager = "Invented Manager" },
        contactPlan = "Letters twice a year.",
        consentOn,
        earlyPermanence = early,
    };

    /// <summary>A child who waits: in care since January 2024, decision in June, placement order in August; born on 3 February 2022.</summary>
    public static async Task<Guid> WaitingAsync(HubFixture hub, string dob = "03/02/2022")
    {
        var local = $"P{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Waiting(local, dob));
        return await hub.ChildIdAsync(local);
    }

    /// <summary>A child who waits and is searched for.</summary>
    public static async Task<(Guid Child, Guid Reference)> SearchedAsync(HubFixture hub, string plan = "adoption")
    {
        var child = await WaitingAsync(hub);
        using var worker = hub.As(Roles.SocialWorker);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", Plan(plan), path)).Good();
        return (child, (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good()["reference"].GetGuid());
    }

    /// <summary>What the region was told last under a reference, as JSON.</summary>
    public static async Task<JsonElement> ToldAsync(HubFixture hub, Guid reference)
    {
        await using var db = hub.Db();
        var content = await db.RegionalReferences.AsNoTracking().Where(known => known.Reference == reference).Select(known => known.Content).SingleAsync();
        return JsonDocument.Parse(content).RootElement;
    }

    public static async Task<bool> PointsToAChildAsync(HubFixture hub, Guid reference)
    {
        await using var db = hub.Db();
        return await db.RegionalReferences.AsNoTracking().AnyAsync(known => known.Reference == reference && known.ChildId != null && known.Purpose == ReferencePurpose.ChildProfile);
    }

    /// <summary>A child in the state that an operation needs, its group and placement, all by the shortest way.</summary>
    public static async Task<(Guid Group, Guid Placement, Guid Order)> PlantAsync(HubFixture hub, Guid child, string path)
    {
        var (group, placement, order) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            insert into sibling_group (id, together_search, assessment, assessed_on, elsewhere_councils, elsewhere_children, members, version)
            values ('{group}', gen_random_uuid(), 'planted', '2025-05-01', '{"{}"}', '{"{}"}', 0, 1);
            insert into permanence (child_id, plan, agreed_on, owner_name, manager_name, early_permanence_asked, closed_to_release)
            values ('{child}', 1, '2025-05-12', 'Invented Worker', 'Invented Manager', false, false)
            """);
        if (path.Contains("/search/", StringComparison.Ordinal) && !path.EndsWith("/children/search", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync($"insert into child_search (id, child_id, started_on, started_by, had_plan) values ('{Guid.NewGuid()}', '{child}', '2025-05-20', 'planted', true)");
        }

        if (path.EndsWith("/resume", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync(
                $"""
                insert into search_pause (id, child_id, search_id, "from", review_on, reason, words, paused_by)
                select gen_random_uuid(), child_id, id, '2025-06-01', '2025-07-01', 1, 'planted', 'planted' from child_search where child_id = '{child}'
                """);
        }

        if (path.Contains("{placement", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync($"insert into placement (id, child_id, kind, \"from\", entered_by) values ('{placement}', '{child}', 3, '2025-06-01', 'planted')");
        }

        if (path.Contains("{courtOrder", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync($"insert into court_order (id, child_id, kind, \"on\", entered_by) values ('{order}', '{child}', 2, '2025-06-01', 'planted')");
        }

        if (path.StartsWith("DELETE", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync(
                $"""
                insert into sibling_group_member (group_id, child_id, decision, decided_on, reason, decided_by) values ('{group}', '{child}', 1, '2025-05-01', 'planted', 'planted');
                update sibling_group set members = 1 where id = '{group}'
                """);
        }

        return (group, placement, order);
    }

    /// <summary>The approval of adopters of this council's as a child's foster carers for a time.</summary>
    public static object TemporaryApproval(Guid? household, string from = "2025-06-10", Guid? link = null, string? adoptersApprovedOn = null) => new
    {
        from, approvedBy = "Invented Head", suitabilityAssessedOn = "2025-06-02", welfareConsideredOn = "2025-06-03", welfare = "She need not move again.", consultedOn = "2025-06-02",
        nominatedOfficer = "Invented Officer", nominatedOfficerApprovedOn = "2025-06-09", householdId = household, linkId = link, adoptersApprovedOn,
    };

    /// <summary>A child with every precondition of early permanence, approved adopters, and their approval for the child, which is in the plan of an operation.</summary>
    private static async Task<(Guid Household, Guid Approval)> PlantTemporaryAsync(HubFixture hub, Guid child)
    {
        var ((household, _), approval) = (await HouseholdSamples.PlantAsync(hub), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            update permanence set plan = 2, early_permanence_asked = true, kin_considered_on = '2025-05-12', kin_considered = 'planted', nominated_officer_approved_on = '2025-05-12',
                nominated_officer = 'planted', wishes_ascertained_on = '2025-05-12', parents_told_on = '2025-05-12' where child_id = '{child}';
            insert into temporary_approval (id, child_id, household_id, "from", approved_by, adopters_approved_on, suitability_assessed_on, welfare_considered_on, welfare, consulted_on, nominated_officer,
                nominated_officer_approved_on, entered_by, entered_at)
            values ('{approval}', '{child}', gen_random_uuid(), '2025-06-01', 'planted', '2025-03-04', '2025-06-01', '2025-06-01', 'planted', '2025-06-01', 'planted', '2025-06-01', 'planted', now())
            """);
        return (household, approval);
    }

    /// <summary>A good body for an operation; null where none is sent.</summary>
    public static object? BodyOf(string method, string path) => (method, path) switch
    {
        ("GET" or "DELETE", _) => null,
        (_, var p) when p.EndsWith("/permanence", StringComparison.Ordinal) => Plan(),
        (_, var p) when p.EndsWith("/needs", StringComparison.Ordinal) => new { needs = new[] { new { need = "autism", level = "low" } } },
        (_, var p) when p.EndsWith("/background", StringComparison.Ordinal) => new { support = new[] { "heritage" } },
        (_, var p) when p.EndsWith("/exclusion-areas", StringComparison.Ordinal) => new { areas = new[] { new { district = "ST16", reason = "Planted." } } },
        (_, var p) when p.EndsWith("/pause", StringComparison.Ordinal) => new { reason = "court", words = "Planted.", reviewOn = "2025-07-01" },
        (_, var p) when p.Contains("/search", StringComparison.Ordinal) && p.EndsWith("/end", StringComparison.Ordinal) => new { reason = "no-longer-needed", words = "Planted." },
        (_, var p) when p.EndsWith("/search", StringComparison.Ordinal) || p.EndsWith("/resume", StringComparison.Ordinal) => null,
        (_, var p) when p.EndsWith("/temporary-approvals", StringComparison.Ordinal) => TemporaryApproval(Guid.Empty),
        (_, var p) when p.Contains("/temporary-approvals/", StringComparison.Ordinal) => new { reason = "carers-notice", on = "2025-06-10", words = "Planted." },
        (_, var p) when p.EndsWith("/placements", StringComparison.Ordinal) => new { kind = "long-term-fostering", from = "2025-06-01" },
        (_, var p) when p.EndsWith("/end", StringComparison.Ordinal) => new { on = "2025-06-10", reason = "planned", words = "Planted." },
        (_, var p) when p.EndsWith("/moves", StringComparison.Ordinal) => new { on = "2025-06-10", to = "foster-carers", reason = "Planted." },
        (_, var p) when p.EndsWith("/orders", StringComparison.Ordinal) => new { kind = "special-guardianship-order", on = "2025-06-10" },
        (_, var p) when p.Contains("/orders/", StringComparison.Ordinal) => new { words = "Planted." },
        (_, var p) when p.Contains("/sibling-groups/", StringComparison.Ordinal) && p.Contains("/children/", StringComparison.Ordinal) => new { decision = "together", decidedOn = "2025-06-01", reason = "Planted." },
        (_, var p) when p.Contains("/sibling-groups", StringComparison.Ordinal) => new { assessment = "Planted.", assessedOn = "2025-05-01", togetherUntil = "2025-12-01" },
        _ => null,
    };

    public static bool IsOne(string operation) => new[] { "/permanence", "/needs", "/background", "/exclusion-areas", "}/search", "/placements", "/moves", "/orders", "/temporary-approvals", "/sibling-groups", "/family-finding" }
        .Any(part => operation.Contains(part, StringComparison.Ordinal));

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        var method = operation[..operation.IndexOf(' ', StringComparison.Ordinal)];
        if (operation.EndsWith("/sibling-groups", StringComparison.Ordinal))
        {
            return new WriteSample($"{Own}/sibling-groups", () => JsonContent.Create(BodyOf(method, operation)), () => hub.Database.ScalarAsync<long>("select count(*) from sibling_group"));
        }

        var child = await WaitingAsync(hub);
        var (group, placement, order) = await PlantAsync(hub, child, operation);
        var path = operation[(operation.IndexOf("{code}", StringComparison.Ordinal) + 6)..]
            .Replace("{childId:guid}", child.ToString(), StringComparison.Ordinal).Replace("{groupId:guid}", group.ToString(), StringComparison.Ordinal)
            .Replace("{placementId:guid}", placement.ToString(), StringComparison.Ordinal).Replace("{courtOrderId:guid}", order.ToString(), StringComparison.Ordinal);
        var body = BodyOf(method, path);
        if (path.Contains("/temporary-approvals", StringComparison.Ordinal))
        {
            var (household, approval) = await PlantTemporaryAsync(hub, child);
            path = path.Replace("{approvalId:guid}", approval.ToString(), StringComparison.Ordinal);
            body = path.EndsWith("/end", StringComparison.Ordinal) ? body : TemporaryApproval(household);
        }

        var ofGroup = path.StartsWith("/sibling-groups", StringComparison.Ordinal);
        return new WriteSample(
            Own + path,
            () => body is null ? null : JsonContent.Create(body),
            () => hub.Database.ScalarAsync<long>(ofGroup ? $"select version from sibling_group where id = '{group}'" : $"select version from child where id = '{child}'"),
            ofGroup ? $"{Own}/sibling-groups/{group}" : $"{Own}/children/{child}");
    }
}
