using System.Net.Http.Json;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Every write of the hub, repeated and contested: an operation that is added and has no sample here fails the first test.</summary>
public sealed class WriteTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Council = "/api/v1/councils/{code}";
    private const string Own = "/api/v1/councils/860";

    private static readonly Dictionary<string, string> RoleOf = new(StringComparer.Ordinal)
    {
        [$"POST {Council}/imports"] = Roles.CaseSystem,
        [$"POST {Council}/imports/{{importId:guid}}/undo"] = Roles.CaseSystem,
        [$"PUT {Council}/children/{{childId:guid}}/name"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/milestones/{{kind}}"] = Roles.FamilyFinder,
        [$"DELETE {Council}/children/{{childId:guid}}"] = Roles.CaldicottGuardian,
        [$"PUT {Council}/children/{{childId:guid}}/restriction"] = Roles.CaldicottGuardian,
        [$"POST {Council}/children/{{childId:guid}}/restriction/lift"] = Roles.CaldicottGuardian,
        [$"POST {Council}/children/break-glass"] = Roles.SocialWorker,
        [$"POST {Council}/break-glass-grants/{{grantId:guid}}/review"] = Roles.CaldicottGuardian,
        [$"POST {Council}/changes"] = Roles.CaseSystem,
        [$"POST {Council}/webhooks"] = Roles.CaseSystem,
        [$"DELETE {Council}/webhooks/{{webhookId:guid}}"] = Roles.CaseSystem,
        [$"POST {Council}/webhooks/{{webhookId:guid}}/deliveries/{{deliveryId:guid}}/replay"] = Roles.CaseSystem,
        [$"POST {Council}/support/families"] = Roles.SupportWorker,
        [$"PUT {Council}/support/families/{{familyId:guid}}"] = Roles.SupportWorker,
        [$"POST {Council}/support/families/{{familyId:guid}}/assessments"] = Roles.SupportWorker,
        [$"POST {Council}/support/assessments/{{assessmentId:guid}}/withdrawal"] = Roles.SupportWorker,
        [$"PUT {Council}/support/assessments/{{assessmentId:guid}}/narratives/{{part}}"] = Roles.SupportWorker,
        [$"PUT {Council}/children/{{childId:guid}}/permanence"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/needs"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/background"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/exclusion-areas"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/search"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/search/pause"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/search/resume"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/search/end"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/placements"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/placements/{{placementId:guid}}/end"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/moves"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/temporary-approvals"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/temporary-approvals/{{approvalId:guid}}/end"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/orders"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/orders/{{courtOrderId:guid}}/withdraw"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/match/withdraw"] = Roles.SocialWorker,
        [$"POST {Council}/sibling-groups"] = Roles.SocialWorker,
        [$"PUT {Council}/sibling-groups/{{groupId:guid}}"] = Roles.SocialWorker,
        [$"PUT {Council}/sibling-groups/{{groupId:guid}}/children/{{childId:guid}}"] = Roles.SocialWorker,
        [$"DELETE {Council}/sibling-groups/{{groupId:guid}}/children/{{childId:guid}}"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/ruled-out/{{household:guid}}"] = Roles.SocialWorker,
        [$"POST {Council}/links/{{linkId:guid}}/decision"] = Roles.SocialWorker,
        [$"POST {Council}/links/{{linkId:guid}}/words"] = Roles.SocialWorker,
        [$"POST {Council}/households/{{householdId:guid}}/learned/{{learnedId:guid}}"] = Roles.Recruitment,
        [$"POST {Council}/children/{{childId:guid}}/profile-versions"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/profile-versions/{{versionId:guid}}"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/profile-versions/{{versionId:guid}}/approve"] = Roles.FamilyFinder,
        [$"POST {Council}/children/{{childId:guid}}/profile-versions/{{versionId:guid}}/withdraw"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/profile-versions/{{versionId:guid}}/court-permissions"] = Roles.SocialWorker,
        [$"POST {Council}/households/{{householdId:guid}}/profile-versions"] = Roles.Recruitment,
        [$"PUT {Council}/households/{{householdId:guid}}/profile-versions/{{versionId:guid}}"] = Roles.Recruitment,
        [$"POST {Council}/households/{{householdId:guid}}/profile-versions/{{versionId:guid}}/approve"] = Roles.Recruitment,
        [$"POST {Council}/households/{{householdId:guid}}/profile-versions/{{versionId:guid}}/withdraw"] = Roles.Recruitment,
        [$"POST {Council}/disclosures/{{disclosureId:guid}}/end"] = Roles.SocialWorker,
        [$"POST {Council}/case-transfers"] = Roles.SocialWorker,
        [$"POST {Council}/case-transfers/{{transferId:guid}}/accept"] = Roles.SocialWorker,
        [$"POST {Council}/case-transfers/{{transferId:guid}}/revoke"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/case-events"] = Roles.SocialWorker,
        [$"POST {Council}/children/{{childId:guid}}/case-events/{{eventId:guid}}/withdraw"] = Roles.SocialWorker,
        [$"PUT {Council}/children/{{childId:guid}}/duties/{{duty}}/reason"] = Roles.SocialWorker,
        [$"POST {Council}/households/{{householdId:guid}}/assessment-pauses"] = Roles.Recruitment,
        [$"POST {Council}/households/{{householdId:guid}}/assessment-pauses/{{pauseId:guid}}/end"] = Roles.Recruitment,
        [$"PUT {Council}/households/{{householdId:guid}}/duties/{{duty}}/reason"] = Roles.Recruitment,
        [$"PUT {Council}/children/{{childId:guid}}/nhs-number"] = Roles.SocialWorker,
        [$"POST {Council}/households"] = Roles.Recruitment,
        [$"POST {Council}/households/approvals"] = Roles.CaseSystem,
        [$"POST {Council}/households/changes"] = Roles.CaseSystem,
        [$"PUT {Council}/households/{{householdId:guid}}"] = Roles.Recruitment,
        [$"PUT {Council}/households/{{householdId:guid}}/offer"] = Roles.Recruitment,
        [$"POST {Council}/households/{{householdId:guid}}/holds"] = Roles.Recruitment,
        [$"POST {Council}/households/{{householdId:guid}}/holds/{{holdId:guid}}/end"] = Roles.Recruitment,
        [$"POST {Council}/households/{{householdId:guid}}/reviews"] = Roles.Recruitment,
        [$"PUT {Council}/households/{{householdId:guid}}/restriction"] = Roles.CaldicottGuardian,
        [$"POST {Council}/households/{{householdId:guid}}/restriction/lift"] = Roles.CaldicottGuardian,
        [$"PUT {Council}/households/{{householdId:guid}}/checks"] = Roles.Recruitment,
        [$"POST {Council}/panel-cases"] = Roles.SocialWorker,
        [$"PUT {Council}/panel-cases/{{caseId:guid}}"] = Roles.SocialWorker,
        [$"PUT {Council}/panel-cases/{{caseId:guid}}/gates/{{gate}}"] = Roles.SocialWorker,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/raise"] = Roles.SocialWorker,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/withdraw"] = Roles.SocialWorker,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/papers"] = Roles.SocialWorker,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/papers/{{paperId:guid}}/recall"] = Roles.SocialWorker,
        [$"POST {Council}/panel-items/{{itemId:guid}}/minutes"] = Roles.PanelAdviser,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/decision-records"] = Roles.DecisionMaker,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/decisions/{{decisionId:guid}}/notices/{{recipient}}"] = Roles.SocialWorker,
        [$"PUT {Council}/letter-templates/{{letter}}"] = Roles.PanelAdviser,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/letters"] = Roles.SocialWorker,
        [$"POST {Council}/panel-cases/{{caseId:guid}}/letters/{{letterId:guid}}/sent"] = Roles.SocialWorker,
        [$"PUT {Council}/settings"] = Roles.CaldicottGuardian,
        [$"PUT {Council}/annex-map"] = Roles.SocialWorker,
        [$"PUT {Council}/return-map"] = Roles.SocialWorker,
        [$"POST {Council}/parked-messages/replay"] = Roles.Operator,
        [$"POST {Council}/parked-messages/{{messageId:guid}}/replay"] = Roles.Operator,
        [$"POST {Council}/parked-messages/{{messageId:guid}}/discard"] = Roles.Operator,
    };

    private static readonly string[] ReadsByPost =
        [$"POST {Council}/children/search", $"POST {Council}/annex-map/suggestions", $"POST {Council}/return-map/suggestions", $"POST {Council}/support/identity-guard", $"POST {Council}/support/assessments/{{assessmentId:guid}}/export"];

    public static TheoryData<string> Operations => [.. RoleOf.Keys];

    [Fact]
    public void Operations_ThatWrite_AllHaveASample() =>
        Assert.Equal(WriteOperations.Of(hub.Services, ReadsByPost).Keys.Order(StringComparer.Ordinal), RoleOf.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ManyTimesAtOnceUnderOneKey_TakesEffectOnce(string operation)
    {
        var sample = await SampleAsync(operation);
        using var client = hub.ClientOf(RoleOf[operation], 860);
        var (effects, entries) = (await sample.Effects(), await EntriesAsync());

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Repeats, sameKey: true);

        Assert.All(answers, answer => Assert.True((int)answer.Status is >= 200 and < 300, $"{(int)answer.Status} {answer.Body}"));
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(effects + 1, await sample.Effects());
        Assert.Equal((entries.Done + 1, entries.Repeated + WriteOperations.Repeats - 1), await EntriesAsync());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ByThreeEditorsOfOneVersion_IsOnesAlone(string operation)
    {
        var sample = await SampleAsync(operation);
        Assert.Equal(WriteOperations.Of(hub.Services)[operation], sample.ETagFrom is not null);
        if (sample.ETagFrom is null)
        {
            // It changes nothing that somebody else could have changed.
            return;
        }

        using var client = hub.ClientOf(RoleOf[operation], 860);
        var effects = await sample.Effects();

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Editors, sameKey: false);

        WriteOperations.DemandOneEditor(operation, answers);
        Assert.Equal(effects + 1, await sample.Effects());
    }

    private async Task<WriteSample> SampleAsync(string operation)
    {
        if (CaseTransferSamples.IsOne(operation))
        {
            return await CaseTransferSamples.OfAsync(hub, operation);
        }

        if (DutySamples.IsOne(operation))
        {
            return await DutySamples.OfAsync(hub, operation);
        }

        if (ProfileSamples.IsOne(operation))
        {
            return await ProfileSamples.OfAsync(hub, operation);
        }

        if (LinkSamples.IsOne(operation))
        {
            return await LinkSamples.OfAsync(hub, operation);
        }

        if (PermanenceSamples.IsOne(operation))
        {
            return await PermanenceSamples.OfAsync(hub, operation);
        }

        if (CaseSamples.IsOne(operation))
        {
            return await CaseSamples.OfAsync(hub, operation);
        }

        if (operation.Contains("/households", StringComparison.Ordinal))
        {
            return await HouseholdSamples.OfAsync(hub, operation);
        }

        switch (operation.Replace(Council, "", StringComparison.Ordinal))
        {
            case "POST /imports":
                var files = new ReturnFiles().Waiting(LocalId());
                return new WriteSample($"{Own}/imports?year=2025", files.ToContent, () => CountAsync("select count(*) from import"));
            case "POST /imports/{importId:guid}/undo":
                var newest = (await hub.ImportAsync(new ReturnFiles().Waiting(LocalId()))).GetProperty("id").GetString();
                return new WriteSample($"{Own}/imports/{newest}/undo", () => null, () => CountAsync($"select count(*) from import where undoes = '{newest}'"));
            case "PUT /children/{childId:guid}/name":
                var named = await ChildAsync();
                return new WriteSample(
                    $"{Own}/children/{named}/name", () => JsonContent.Create(new { given = "Clementina", family = "Thistledown" }), () => VersionAsync(named), $"{Own}/children/{named}");
            case "PUT /children/{childId:guid}/nhs-number":
                var numbered = await ChildAsync();
                return new WriteSample(
                    $"{Own}/children/{numbered}/nhs-number", () => JsonContent.Create(new { nhsNumber = "943 476 5919" }), () => VersionAsync(numbered), $"{Own}/children/{numbered}");
            case "PUT /children/{childId:guid}/milestones/{kind}":
                var matched = await ChildAsync();
                return new WriteSample(
                    $"{Own}/children/{matched}/milestones/matched", () => JsonContent.Create(new { date = "2025-02-01" }), () => VersionAsync(matched), $"{Own}/children/{matched}");
            case "DELETE /children/{childId:guid}":
                var erased = await ChildAsync();
                return new WriteSample(
                    $"{Own}/children/{erased}?reason=made-in-error", () => null, () => CountAsync($"select 1 - count(*) from child where id = '{erased}'"), $"{Own}/children/{erased}");
            case "PUT /children/{childId:guid}/restriction":
                var kept = await ChildAsync();
                return new WriteSample(
                    $"{Own}/children/{kept}/restriction",
                    () => JsonContent.Create(new { roles = new[] { "social-worker" }, reason = "court-direction" }),
                    () => VersionAsync(kept),
                    $"{Own}/children/{kept}");
            case "POST /children/{childId:guid}/restriction/lift":
                var hidden = await ChildAsync();
                await RestrictAsync(hidden);
                return new WriteSample(
                    $"{Own}/children/{hidden}/restriction/lift", () => JsonContent.Create(new { reason = "no-longer-needed" }), () => VersionAsync(hidden), $"{Own}/children/{hidden}");
            case "POST /children/break-glass":
                var opened = await ChildAsync();
                await RestrictAsync(opened);
                var localId = await hub.Database.ScalarAsync<string>($"select local_id from child where id = '{opened}'");
                return new WriteSample(
                    $"{Own}/children/break-glass",
                    () => JsonContent.Create(new { localId, reason = "court-direction", caseReference = "PLANTED-1" }),
                    () => CountAsync($"select count(*) from break_glass_grant where child_id = '{opened}'"));
            case "POST /break-glass-grants/{grantId:guid}/review":
                var grant = Guid.NewGuid();
                await hub.Database.ExecuteAsync(
                    $"""
                    insert into break_glass_grant (id, child_id, subject, client_id, reason, case_reference, granted_at, expires_at, version)
                    values ('{grant}', '{await ChildAsync()}', 'planted', 'planted', 'court-direction', 'PLANTED-1', now(), now(), 1)
                    """);
                return new WriteSample(
                    $"{Own}/break-glass-grants/{grant}/review",
                    () => JsonContent.Create(new { outcome = "justified" }),
                    () => CountAsync($"select version from break_glass_grant where id = '{grant}'"),
                    $"{Own}/break-glass-grants/{grant}");
            case "POST /changes":
                var fed = LocalId();
                return new WriteSample(
                    $"{Own}/changes", () => JsonContent.Create(new[] { new { la_child_id = fed } }), () => CountAsync($"select count(*) from child where local_id = '{fed}'"));
            case "POST /webhooks":
                return new WriteSample(
                    $"{Own}/webhooks", () => JsonContent.Create(new { url = "https://case-system.example.org/written" }), () => CountAsync("select count(*) from webhook"));
            case "DELETE /webhooks/{webhookId:guid}":
                var (removed, _) = await WebhookAsync();
                return new WriteSample(
                    $"{Own}/webhooks/{removed}", () => null, () => CountAsync($"select 1 - count(*) from webhook where id = '{removed}'"), $"{Own}/webhooks/{removed}");
            case "POST /webhooks/{webhookId:guid}/deliveries/{deliveryId:guid}/replay":
                var (webhook, delivery) = await WebhookAsync();
                return new WriteSample(
                    $"{Own}/webhooks/{webhook}/deliveries/{delivery}/replay",
                    () => null,
                    () => CountAsync($"select count(*) from webhook_delivery where id = '{delivery}' and state <> 2"));
            case "POST /support/families":
                return new WriteSample($"{Own}/support/families", () => JsonContent.Create(SupportFamily()), () => CountAsync("select count(*) from support_family"));
            case "PUT /support/families/{familyId:guid}":
                var (changed, member) = await SupportFamilyAsync();
                return new WriteSample(
                    $"{Own}/support/families/{changed}",
                    () => JsonContent.Create(SupportFamily(member)),
                    () => CountAsync($"select version from support_family where id = '{changed}'"),
                    $"{Own}/support/families/{changed}");
            case "POST /support/families/{familyId:guid}/assessments":
                var (assessed, needing) = await SupportFamilyAsync();
                return new WriteSample(
                    $"{Own}/support/families/{assessed}/assessments",
                    () => JsonContent.Create(Assessment(needing)),
                    () => CountAsync($"select count(*) from support_assessment where family_id = '{assessed}'"));
            case "POST /support/assessments/{assessmentId:guid}/withdrawal":
                var withdrawn = await AssessmentAsync();
                return new WriteSample(
                    $"{Own}/support/assessments/{withdrawn}/withdrawal",
                    () => null,
                    () => CountAsync($"select version from support_assessment where id = '{withdrawn}'"),
                    $"{Own}/support/assessments/{withdrawn}");
            case "PUT /support/assessments/{assessmentId:guid}/narratives/{part}":
                var told = await AssessmentAsync();
                return new WriteSample(
                    $"{Own}/support/assessments/{told}/narratives/measures",
                    () => JsonContent.Create(new { text = "A questionnaire before and after." }),
                    () => CountAsync($"select version from support_assessment where id = '{told}'"),
                    $"{Own}/support/assessments/{told}");
            case "PUT /settings":
                return new WriteSample(
                    $"{Own}/settings",
                    () => JsonContent.Create(new { serviceTitle = "Adoption team", contactRole = "Manager", decisionMakerRole = "Director" }),
                    () => CountAsync("select version from council_settings"),
                    $"{Own}/settings");
            case "PUT /annex-map":
                return new WriteSample(
                    $"{Own}/annex-map", () => JsonContent.Create(new { headings = Array.Empty<object>(), values = Array.Empty<object>() }), () => CountAsync("select version from annex_map"), $"{Own}/annex-map");
            case "PUT /return-map":
                return new WriteSample(
                    $"{Own}/return-map", () => JsonContent.Create(new { headings = Array.Empty<object>(), values = Array.Empty<object>() }), () => CountAsync("select version from return_map"), $"{Own}/return-map");
            case "POST /parked-messages/replay":
                return await Parked().ReplayAllAsync();
            case "POST /parked-messages/{messageId:guid}/replay":
                return await Parked().ReplayAsync();
            case "POST /parked-messages/{messageId:guid}/discard":
                return await Parked().DiscardAsync();
            default:
                throw new InvalidOperationException($"{operation} has no sample.");
        }
    }

    private static string LocalId() => $"W{Guid.NewGuid():n}"[..12].ToUpperInvariant();

    private async Task<Guid> ChildAsync()
    {
        var local = LocalId();
        await hub.ImportAsync(new ReturnFiles().Waiting(local));
        return await hub.ChildIdAsync(local);
    }

    private static object SupportFamily(Guid? child = null) => new
    {
        otherNames = Array.Empty<string>(),
        addressLines = Array.Empty<string>(),
        livesHere = true,
        children = new[]
        {
            new { id = child, given = "Orla", family = "Underwillow", dateOfBirth = "2016-02-03", route = "adopted-from-care", placedBy = "this-council", hasPlan = false, orderMadeOn = "2024-01-09" },
        },
    };

    private static object Assessment(Guid child) => new { assessedOn = "2025-06-02", children = new[] { new { id = child, needs = new[] { "attachment" } } } };

    private async Task<(Guid Family, Guid Child)> SupportFamilyAsync()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        using var added = await worker.PostAsJsonAsync($"{Own}/support/families", SupportFamily());
        var family = await added.Content.ReadFromJsonAsync<JsonElement>();
        return (family.GetProperty("id").GetGuid(), family.GetProperty("children")[0].GetProperty("id").GetGuid());
    }

    private async Task<Guid> AssessmentAsync()
    {
        var (family, child) = await SupportFamilyAsync();
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        using var made = await worker.PostAsJsonAsync($"{Own}/support/families/{family}/assessments", Assessment(child));
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private async Task<(Guid Webhook, Guid Delivery)> WebhookAsync()
    {
        var (webhook, delivery) = (Guid.NewGuid(), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            insert into webhook (id, url, secret, created_by, created_at, told_up_to, version)
            values ('{webhook}', 'https://case-system.example.org/planted', '\x00', 'planted', now(), pg_current_xact_id(), 1);
            insert into webhook_delivery (id, webhook_id, event, body, created_at, state, attempts, next_at, deadline)
            values ('{delivery}', '{webhook}', 'ping', '{"{}"}', now(), 2, 9, now(), now());
            """);
        return (webhook, delivery);
    }

    private Task RestrictAsync(Guid child) => hub.Database.ExecuteAsync(
        $"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', '{"{}"}', 'court-direction', 'planted', now())");

    private ParkedSamples Parked() => new(hub.Database, Own, "republish-regional-state");

    private Task<long> VersionAsync(Guid child) => CountAsync($"select version from child where id = '{child}'");

    private Task<long> CountAsync(string query) => hub.Database.ScalarAsync<long>(query);

    private async Task<(long Done, long Repeated)> EntriesAsync() => (
        await CountAsync("select count(*) from audit_entry where outcome = 'done' and operation not like '%.read'"),
        await CountAsync("select count(*) from audit_entry where outcome = 'repeated'"));
}
