using System.Net;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Placements;

/// <summary>What happens to a child, entered the day it happens: whoever moved in is looked for no more.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class PlacementTests(HubFixture hub)
{
    [Fact]
    public async Task Place_ForAdoption_IsTheMilestoneByHandAndEndsTheSearchAtOnce()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        var matched = (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString();

        var placed = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Good();

        Assert.Equal("Ended", matched);
        Assert.False(await PermanenceSamples.PointsToAChildAsync(hub, reference));
        Assert.Equal("adoption", placed["placements"][0].GetProperty("kind").GetString());
        var read = (await worker.GetAsync(path)).Good();
        Assert.Equal("placed", read["stage"].GetString());
        Assert.Contains(read["milestones"].EnumerateArray(), milestone => (milestone.GetProperty("kind").GetString(), milestone.GetProperty("source").GetString()) == ("placed", "hand"));
    }

    [Fact]
    public async Task Match_ThatFallsThrough_BringsTheSearchBackUnderItsReference()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        Assert.True(await PermanenceSamples.PointsToAChildAsync(hub, reference));

        await hub.Database.ExecuteAsync($"delete from given_milestone where child_id = '{child}'");
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/placement-order", new { date = "2024-08-20" }, path)).Good();

        Assert.Equal("Searching", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
    }

    [Fact]
    public async Task End_DisruptedPlacement_BringsTheChildBackToWaitingUnderAnotherReference()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-02" }, path)).Good()["placements"][0].GetProperty("id").GetGuid();

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-14", reason = "disrupted", words = "Broke down." }, path)).Good();

        Assert.Equal("placement-order-made", (await worker.GetAsync(path)).Good()["stage"].GetString());
        var started = (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good()["reference"].GetGuid();
        Assert.NotEqual(reference, started);
        Assert.Equal("PlacementOrderMade", (await PermanenceSamples.ToldAsync(hub, started)).GetProperty("stage").GetString());
    }

    [Theory]
    [InlineData("disrupted", "Disrupted")]
    [InlineData("planned", "Disrupted")]
    [InlineData("moved", "Disrupted")]
    [InlineData("in-error", "Placed")]
    public async Task End_OfTheMatchedPlacement_TellsTheRegionOfTheLink(string reason, string told)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        var (link, later) = (await LinkSamples.PlantMatchAsync(hub, child), await LinkSamples.PlantMatchAsync(hub, child, "2025-06-15"));

        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-02" }, path)).Good()["placements"][0].GetProperty("id").GetGuid();
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));
        var end = reason == "moved"
            ? await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-14", to = "foster-carers", reason = "Could not stay." }, path)
            : await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-14", reason, words = "It did not go on." }, path);
        end.Good();

        Assert.Equal(told, await LinkSamples.DecidedAsync(hub, link));
        Assert.Null(await LinkSamples.DecidedAsync(hub, later));
        var decisions = (await worker.GetAsync($"/links/{link}")).Good()["decisions"];
        Assert.Equal(told == "Placed" ? 2 : 3, decisions.GetArrayLength());
        Assert.Equal(told == "Placed" ? "2025-06-02" : "2025-06-14", decisions[decisions.GetArrayLength() - 1].GetProperty("decidedOn").GetString());

        // Said once, whatever else of the child changes.
        (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-15", to = "hospital", reason = "Overnight." }, path)).Good();
        Assert.Equal(decisions.GetArrayLength(), (await worker.GetAsync($"/links/{link}")).Good()["decisions"].GetArrayLength());
    }

    [Fact]
    public async Task Place_OfAHeldChild_EndsTheSearchAllTheSame()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var local = await hub.Database.ScalarAsync<string>($"select local_id from child where id = '{child}'");
        await hub.ImportAsync(new ReturnFiles().Waiting(local).Add("placed_adoption.csv", $"{local},03/02/2022,01/06/2024"));
        Assert.True((await worker.GetAsync(path)).Good()["held"].GetBoolean());

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Good();

        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        Assert.False(await PermanenceSamples.PointsToAChildAsync(hub, reference));
    }

    [Theory]
    [InlineData("early-permanence", "early-permanence")]
    [InlineData("long-term-fostering", "long-term-fostering")]
    public async Task Place_OtherwiseThanForAdoption_EndsTheSearchToo(string plan, string kind)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, plan);
        var path = $"/children/{child}";

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind, from = "2025-06-16", carersDuallyApproved = true }, path)).Good();

        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
    }

    [Fact]
    public async Task Order_AndMove_EndThePlacementAndAnOrderTheSearch()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, "long-term-fostering");
        var path = $"/children/{child}";

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-02" }, path)).Good();
        var moved = (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-09", to = "relatives-or-friends", reason = "The carer fell ill." }, path)).Good();
        Assert.Equal(("2025-06-09", "moved"), (moved["placements"][0].GetProperty("endedOn").GetString(), moved["placements"][0].GetProperty("endReason").GetString()));

        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-13" }, path)).Good();
        Assert.Equal("order-made", (await worker.GetAsync(path + "/family-finding")).Good()["searches"][0].GetProperty("endReason").GetString());

        // Of the same kind, or of an earlier day, there is none; those who were her guardians may adopt her, and nothing follows that.
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-16" }, path)).Refused(HttpStatusCode.Conflict, "order.made");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "child-arrangements-order", on = "2025-06-12" }, path)).Refused(HttpStatusCode.Conflict, "order.made");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "adoption-order", on = "2025-06-16" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "child-arrangements-order", on = "2025-06-16" }, path)).Refused(HttpStatusCode.Conflict, "order.made");
        Assert.NotEqual(Guid.Empty, reference);
    }

    [Theory]
    [InlineData("adoption", "hospital")]
    [InlineData("adoption", "short-break")]
    [InlineData("long-term-fostering", "short-break")]
    public async Task Move_ForAStay_EndsNoPlacementAndPutsNobodyBackIntoTheSearch(string kind, string to)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, kind);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        var link = await LinkSamples.PlantMatchAsync(hub, child);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind, from = "2025-06-02" }, path)).Good();
        var before = await LinkSamples.DecidedAsync(hub, link);

        var moved = (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-12", to, reason = "Until Monday." }, path)).Good();

        Assert.Equal((System.Text.Json.JsonValueKind.Null, to), (moved["placements"][0].GetProperty("endedOn").ValueKind, moved["moves"][0].GetProperty("to").GetString()));
        Assert.Equal(before, await LinkSamples.DecidedAsync(hub, link));
        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Refused(HttpStatusCode.Conflict, "search.placed");

        // An order that ended it is no other for a stay since: taken back, the child lives there still.
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-10" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-13", to, reason = "Again." }, path)).Good();
        var order = (await worker.GetAsync(path + "/placements")).Good()["orders"][0].GetProperty("id").GetGuid();
        Assert.Equal("order-made", (await worker.GetAsync(path + "/placements")).Good()["placements"][0].GetProperty("endReason").GetString());
        var back = (await worker.ChangeAsync(HttpMethod.Post, $"{path}/orders/{order}/withdraw", new { words = "Another child's." }, path)).Good();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, back["placements"][0].GetProperty("endedOn").ValueKind);
    }

    [Fact]
    public async Task Place_UnderSixWeeks_NeedsAnOrderOrWrittenAgreement()
    {
        // Six weeks beginning with the day of birth end on 15 June: the 16th is the first day.
        using var worker = hub.As(Roles.SocialWorker);
        var local = $"SIX{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Header(local, "05/05/2025").NoPreviousPermanence(local, "05/05/2025").Episode(local, "06/05/2025", "S", "V2", "U6").Decision(local, "05/05/2025", "20/05/2025"));
        var path = $"/children/{await hub.ChildIdAsync(local)}";

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-15" }, path)).Refused(HttpStatusCode.Conflict, "placement.under-six-weeks");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-16", writtenAgreement = true }, path)).Refused(HttpStatusCode.Conflict, "placement.without-authority");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-15", writtenAgreement = true }, path)).Good();
    }

    /// <summary>Matching may come before the authority; placing may not, whatever the parents wrote.</summary>
    [Fact]
    public async Task Place_WithoutOrderOrConsent_IsRefusedUntilThereIsOne()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var local = $"AUTH{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Header(local, "03/02/2024").NoPreviousPermanence(local, "03/02/2024").Episode(local, "05/03/2024", "S", "C1", "U6").Decision(local, "03/02/2024", "01/06/2024"));
        var path = $"/children/{await hub.ChildIdAsync(local)}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        Task<HubAnswer> PlaceAsync(string kind) => worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind, from = "2025-06-12", writtenAgreement = true }, path);

        (await PlaceAsync("adoption")).Refused(HttpStatusCode.Conflict, "placement.without-authority");
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(consentOn: "2025-06-02"), path)).Good();
        (await PlaceAsync("adoption")).Good();
    }

    /// <summary>What allowed the agency to place is looked for on the day of the placement, whenever that is entered.</summary>
    [Theory]
    [InlineData("order")]
    [InlineData("consent")]
    public async Task Place_BeforeTheOrderOrConsentOfALaterDay_IsRefused(string authority)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var local = $"LATER{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Header(local, "03/02/2024").NoPreviousPermanence(local, "03/02/2024").Episode(local, "05/03/2024", "S", "C1", "U6").Decision(local, "03/02/2024", "01/06/2024"));
        var path = $"/children/{await hub.ChildIdAsync(local)}";
        (await EnterAsync("matched", "2025-02-20")).Good();
        (await (authority == "order"
            ? EnterAsync("placement-order", "2025-03-10")
            : worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(consentOn: "2025-03-10"), path))).Good();

        (await PlaceAsync("2025-03-01")).Refused(HttpStatusCode.Conflict, "placement.without-authority");
        (await PlaceAsync("2025-03-09")).Refused(HttpStatusCode.Conflict, "placement.without-authority");
        (await EnterAsync("placed", "2025-03-01")).Refused(HttpStatusCode.Conflict, "placement.without-authority");
        (await PlaceAsync("2025-03-10")).Good();

        // Nor does the order move to after the placement; with consent of that day there needs to be none.
        if (authority == "order")
        {
            (await EnterAsync("placement-order", "2025-03-11")).Refused(HttpStatusCode.Conflict, "milestone.after-placement");
            (await EnterAsync("placement-order", "2025-03-09")).Good();
        }
        else
        {
            (await EnterAsync("placement-order", "2025-03-20")).Good();
        }

        Task<HubAnswer> EnterAsync(string kind, string date) => worker.ChangeAsync(HttpMethod.Put, $"{path}/milestones/{kind}", new { date }, path);

        Task<HubAnswer> PlaceAsync(string from) => worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from, writtenAgreement = true }, path);
    }

    [Theory]
    [InlineData("placements", """{"kind":"long-term-fostering","from":"2025-06-17"}""", "placement.in-future")]
    [InlineData("placements", """{"kind":"adoption","from":"2024-05-31"}""", "placement.without-authority")]
    [InlineData("moves", """{"on":"2025-06-17","to":"hospital","reason":"x"}""", "placement.in-future")]
    [InlineData("orders", """{"kind":"adoption-order","on":"2024-08-01"}""", "milestone.before-placement-order")]
    public async Task Enter_WhatCannotBe_IsRefusedAndChangesNothing(string what, string body, string code)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var path = $"/children/{await PermanenceSamples.WaitingAsync(hub)}";

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/{what}", System.Text.Json.JsonDocument.Parse(body).RootElement, path)).Refused(HttpStatusCode.Conflict, code);

        Assert.Equal("\"1\"", (await worker.GetAsync(path)).ETag);
    }
}
