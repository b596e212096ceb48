using System.Net;
using System.Text.Json;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.TemporaryApprovals;

/// <summary>Adopters who foster a named child first (reg. 25A): what comes before, what ends it, and that nobody else is given the child.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class TemporaryApprovalTests(HubFixture hub)
{
    private static readonly object AllRecorded = new
    {
        kinConsideredOn = "2025-05-12", whyNotKin = "None came forward.", nominatedOfficerApprovedOn = "2025-05-13", nominatedOfficer = "Director", wishesAscertainedOn = "2025-05-14", parentsToldOn = "2025-05-15",
    };

    [Fact]
    public async Task Enter_BeforeItsPreconditions_IsRefusedAndAfterThemStands()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var path = $"/children/{child}";
        var ((household, _), (unapproved, _)) = (await HouseholdSamples.PlantAsync(hub), await HouseholdSamples.PlantAsync(hub, approved: false));
        var (dual, _) = await HouseholdSamples.PlantAsync(hub);
        await hub.Database.ExecuteAsync($"update household_decision set routes = 3 where household_id = '{dual}'");

        await RefusedAsync(PermanenceSamples.TemporaryApproval(household), "temporary-approval.preconditions");
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("early-permanence", new { kinConsideredOn = "2025-05-12", whyNotKin = "None came forward." }), path)).Good();
        await RefusedAsync(PermanenceSamples.TemporaryApproval(household), "temporary-approval.preconditions");
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("early-permanence", AllRecorded), path)).Good();
        await RefusedAsync(PermanenceSamples.TemporaryApproval(unapproved), "temporary-approval.not-approved");
        await RefusedAsync(PermanenceSamples.TemporaryApproval(dual), "temporary-approval.dually-approved");
        await RefusedAsync(PermanenceSamples.TemporaryApproval(Guid.NewGuid()), "temporary-approval.no-household");
        await RefusedAsync(PermanenceSamples.TemporaryApproval(household, from: "2025-06-08"), "temporary-approval.order");
        await RefusedAsync(PermanenceSamples.TemporaryApproval(household, from: "2025-06-17"), "temporary-approval.in-future");
        await RefusedAsync(PermanenceSamples.TemporaryApproval(null, link: Guid.NewGuid(), adoptersApprovedOn: "2025-03-04"), "temporary-approval.link");
        await RefusedAsync(PermanenceSamples.TemporaryApproval(household, link: Guid.NewGuid()), "temporary-approval.household", HttpStatusCode.BadRequest);

        var entered = (await EnterAsync(PermanenceSamples.TemporaryApproval(household))).Good().Body[0];
        Assert.Equal((household, "2025-03-04", true), (entered.GetProperty("householdId").GetGuid(), entered.GetProperty("adoptersApprovedOn").GetString(), entered.GetProperty("stands").GetBoolean()));
        await RefusedAsync(PermanenceSamples.TemporaryApproval(household), "temporary-approval.stands");

        using var recruiter = hub.As(Roles.Recruitment);
        Assert.Equal(HttpStatusCode.Forbidden, (await recruiter.GetAsync(path + "/temporary-approvals")).Status);
        using var adviser = hub.As(Roles.PanelAdviser);
        Assert.Equal(1, (await adviser.GetAsync(path + "/temporary-approvals")).Good().Body.GetArrayLength());
        Assert.Equal(HttpStatusCode.Forbidden, (await adviser.SendAsync(HttpMethod.Post, path + "/temporary-approvals", PermanenceSamples.TemporaryApproval(household), "\"1\"")).Status);

        Task<HubAnswer> EnterAsync(object body) => worker.ChangeAsync(HttpMethod.Post, path + "/temporary-approvals", body, path);

        async Task RefusedAsync(object body, string code, HttpStatusCode status = HttpStatusCode.Conflict) => (await EnterAsync(body)).Refused(status, code);
    }

    [Fact]
    public async Task Place_ForEarlyPermanence_NeedsDualApprovalOrTheTemporaryOneOfThisChild()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var ((child, household), (other, _)) = (await ApprovedAsync(worker), await ApprovedAsync(worker));
        var (dual, _) = await HouseholdSamples.PlantAsync(hub);
        await hub.Database.ExecuteAsync($"update household_decision set routes = 3 where household_id = '{dual}'");

        (await PlaceAsync(other, household)).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await PlaceAsync(child, household, from: "2025-06-09")).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await PlaceAsync(child, null)).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await PlaceAsync(child, household)).Good();
        (await PlaceAsync(other, dual)).Good();

        // By two decisions as well as by one; and not once the approval to foster has ended, which takes nothing from what was lawful before.
        var ((carers, _), (third, _), (fourth, _)) = (await HouseholdSamples.PlantAsync(hub), await ApprovedAsync(worker), await ApprovedAsync(worker));
        await HouseholdSamples.DecideAsCarersAsync(hub, carers, HouseholdDecision.Approved, "2025-06-01");
        (await PlaceAsync(third, carers)).Good();
        await HouseholdSamples.DecideAsCarersAsync(hub, dual, HouseholdDecision.Terminated, "2025-06-13");
        (await PlaceAsync(fourth, dual, from: "2025-06-13")).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await PlaceAsync(fourth, dual)).Good();

        Task<HubAnswer> PlaceAsync(Guid of, Guid? with, string from = "2025-06-12") =>
            worker.ChangeAsync(HttpMethod.Post, $"/children/{of}/placements", new { kind = "early-permanence", from, householdId = with }, $"/children/{of}");
    }

    [Theory]
    [InlineData("placement", "placement-terminated", "2025-06-15")]
    [InlineData("adopters", "adopters-approval-ended", "2025-06-14")]
    [InlineData("dual", "approved-as-foster-parents", "2025-06-14")]
    [InlineData("carers", "approved-as-foster-parents", "2025-06-14")]
    [InlineData("adoption", "placed-for-adoption", "2025-06-15")]
    [InlineData("notice", "carers-notice", "2025-07-12")]
    public async Task Approval_EndsByWhateverRecordSaysSoFirst(string how, string why, string endsOn)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, household) = await ApprovedAsync(worker);
        var path = $"/children/{child}";
        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "early-permanence", from = "2025-06-12", householdId = household }, path)).Good()["placements"][0].GetProperty("id").GetGuid();
        switch (how)
        {
            case "placement" or "adoption":
                (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-15", reason = "planned", words = "x" }, path)).Good();
                if (how == "adoption")
                {
                    (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-06-13" }, path)).Good();
                    (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-15", householdId = household }, path)).Good();
                }

                break;
            case "notice":
                var approval = (await worker.GetAsync(path + "/temporary-approvals")).Good().Body[0].GetProperty("id").GetGuid();
                var notice = new { reason = "carers-notice", on = "2025-06-14", words = "x" };
                (await worker.ChangeAsync(HttpMethod.Post, $"{path}/temporary-approvals/{approval}/end", notice, path)).Good();
                (await worker.ChangeAsync(HttpMethod.Post, $"{path}/temporary-approvals/{approval}/end", notice, path)).Refused(HttpStatusCode.Conflict, "temporary-approval.ended");
                break;
            case "carers":
                await HouseholdSamples.DecideAsCarersAsync(hub, household, HouseholdDecision.Approved, "2025-06-14");
                break;
            default:
                await hub.Database.ExecuteAsync(
                    $"""
                    insert into household_decision (id, household_id, source, source_document, decision, decided_on, routes, numbers, ages, received_at)
                    values (gen_random_uuid(), '{household}', 2, 'planted', {(how == "dual" ? "1, '2025-06-14', 3, 3, 14" : "3, '2025-06-14', 0, 0, 0")}, now())
                    """);
                break;
        }

        var entry = (await worker.GetAsync(path + "/temporary-approvals")).Good().Body[0];
        Assert.Equal((why, endsOn, how == "notice"), (entry.GetProperty("why").GetString(), entry.GetProperty("endsOn").GetString(), entry.GetProperty("stands").GetBoolean()));

        // Owed while the child still lives there: by the end of the notice, or at once where the approval is over.
        var duty = (await worker.GetAsync(path + "/duties")).Good()["duties"].EnumerateArray().SingleOrDefault(each => each.GetProperty("duty").GetString() == "temporary-approval");
        var owed = duty.ValueKind == JsonValueKind.Undefined ? null : $"{duty.GetProperty("due").GetString()} {duty.GetProperty("lateness").GetString()}";
        Assert.Equal(how switch { "notice" => "2025-07-12 settled", "adopters" => "2025-06-14 under-one-week", _ => null }, owed);
    }

    [Fact]
    public async Task End_EnteredInError_IsAsIfItHadNeverBeen()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, household) = await ApprovedAsync(worker);
        var path = $"/children/{child}";
        var approval = (await worker.GetAsync(path + "/temporary-approvals")).Good().Body[0].GetProperty("id").GetGuid();

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/temporary-approvals/{Guid.NewGuid()}/end", new { reason = "in-error", on = "2025-06-10", words = "x" }, path)).Refused(HttpStatusCode.NotFound, "temporary-approval.not-found");
        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/temporary-approvals/{approval}/end", new { reason = "in-error", on = "2025-06-09", words = "x" }, path)).Refused(HttpStatusCode.Conflict, "temporary-approval.before-it-began");
        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/temporary-approvals/{approval}/end", new { reason = "in-error", on = "2025-06-10", words = "Another child." }, path)).Good();

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "early-permanence", from = "2025-06-12", householdId = household }, path)).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/temporary-approvals", PermanenceSamples.TemporaryApproval(household), path)).Good();
    }

    /// <summary>Of another council's adopters this hub knows the link alone: those of one link are not those of another.</summary>
    [Fact]
    public async Task Place_WithAnotherCouncilsCarers_IsWithThoseOfTheLinkThatWasApproved()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, "early-permanence");
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("early-permanence", AllRecorded), path)).Good();
        var (approved, other) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var link in new[] { approved, other })
        {
            await hub.ApplyAsync(LinkSamples.Told(link, 5, reference, Guid.NewGuid(), LinkState.Selected));
        }

        (await worker.ChangeAsync(HttpMethod.Post, path + "/temporary-approvals", PermanenceSamples.TemporaryApproval(null, link: approved, adoptersApprovedOn: "2025-03-04"), path)).Good();

        (await PlaceAsync(other)).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await PlaceAsync(null)).Refused(HttpStatusCode.Conflict, "placement.carers-not-approved");
        (await PlaceAsync(Guid.NewGuid())).Refused(HttpStatusCode.Conflict, "placement.link");
        (await PlaceAsync(approved, Guid.NewGuid())).Refused(HttpStatusCode.Conflict, "placement.household");
        var placed = (await PlaceAsync(approved)).Good()["placements"][0];
        Assert.Equal(approved, placed.GetProperty("linkId").GetGuid());

        // What ends with the one link's carers ends their approval, and no other's.
        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placed.GetProperty("id").GetGuid()}/end", new { on = "2025-06-13", reason = "planned", words = "x" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/temporary-approvals", PermanenceSamples.TemporaryApproval(null, link: other, adoptersApprovedOn: "2025-03-04"), path)).Good();
        var approvals = (await worker.GetAsync(path + "/temporary-approvals")).Good().Body.EnumerateArray().ToDictionary(each => each.GetProperty("linkId").GetGuid(), each => each.GetProperty("stands").GetBoolean());
        Assert.Equal((false, true), (approvals[approved], approvals[other]));

        Task<HubAnswer> PlaceAsync(Guid? link, Guid? household = null) =>
            worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "early-permanence", from = "2025-06-12", linkId = link, householdId = household }, path);
    }

    /// <summary>A child for whom early permanence is asked, and adopters who are approved for it since 10 June.</summary>
    private async Task<(Guid Child, Guid Household)> ApprovedAsync(HubClient worker)
    {
        var (child, (household, _)) = (await PermanenceSamples.WaitingAsync(hub), await HouseholdSamples.PlantAsync(hub));
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("early-permanence", AllRecorded), path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/temporary-approvals", PermanenceSamples.TemporaryApproval(household), path)).Good();
        return (child, household);
    }
}
