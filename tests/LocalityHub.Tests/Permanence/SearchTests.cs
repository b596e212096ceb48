using System.Net;
using System.Text.Json;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Permanence;

/// <summary>A child's plan, needs and search, and what the region is told of them.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class SearchTests(HubFixture hub)
{
    private static readonly object AllRecorded = new
    {
        kinConsideredOn = "2025-05-12", whyNotKin = "A grandmother withdrew.", nominatedOfficerApprovedOn = "2025-05-14", nominatedOfficer = "Assistant director",
        wishesAscertainedOn = "2025-05-15", parentsToldOn = "2025-05-15",
    };

    [Fact]
    public async Task Start_WaitingChild_IsProfiledWithoutNamesPlacesOrDays()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        await hub.Database.ExecuteAsync($"update child set given_name = 'Zephyrine', family_name = 'Quill', ethnicity = 'MWBC' where id = '{child}'");

        // What is no code tells of no group.
        var (other, otherReference) = await PermanenceSamples.SearchedAsync(hub);
        await hub.Database.ExecuteAsync($"update child set ethnicity = 'WHITE BRITISH' where id = '{other}'");
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{other}/background", new { support = new[] { "heritage" } }, $"/children/{other}")).Good();
        Assert.Equal("None", (await PermanenceSamples.ToldAsync(hub, otherReference)).GetProperty("priority").GetString());

        (await worker.ChangeAsync(
            HttpMethod.Put,
            path + "/needs",
            new { needs = new object[] { new { need = "sensory-impairment", level = "medium", evidence = "Seen by a specialist.", evidenceOn = "2025-04-02" }, new { need = "neglect", level = "high" } } },
            path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/background", new { ethnicity = "White and Black Caribbean", religion = "None", support = new[] { "heritage" } }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "st16", reason = "An uncle." } } }, path)).Good();

        var told = await PermanenceSamples.ToldAsync(hub, reference);
        Assert.Equal(
            ("Searching", "UnderThirtyDays", "Adoption", "PlacementOrderMade", "PlacementOrder", "TwelveToEighteenMonths", "Three"),
            (Told("standing"), Told("searched"), Told("plan"), Told("stage"), Told("authority"), Told("wait"), Told("age")));
        Assert.Equal(("One", "Alone", "EthnicityOtherThanWhiteBritish, Disability", "Heritage"), (Told("siblings"), Told("siblingSearch"), Told("priority"), Told("identitySupport")));
        Assert.Equal("""{"SensoryImpairment":"Medium","Neglect":"High"}""", told.GetProperty("needs").ToString());
        Assert.Equal("""{"SensoryImpairment":"2025-Q2"}""", told.GetProperty("evidence").ToString());
        Assert.All(
            new[] { "Zephyrine", "Quill", "ST16", "uncle", "Caribbean", "2022", "2025-0", "specialist", child.ToString() },
            secret => Assert.DoesNotContain(secret, told.ToString(), StringComparison.OrdinalIgnoreCase));

        var flags = (await worker.GetAsync(path + "/permanence")).Good()["priorityFlags"].EnumerateArray().ToList();
        Assert.Equal(["ethnicity-other-than-white-british", "disability"], flags.Select(flag => flag.GetProperty("flag").GetString()));
        Assert.All(flags, flag => Assert.Equal(("2025-06-16", true), (flag.GetProperty("firstSeenOn").GetString(), flag.GetProperty("now").GetBoolean())));

        string Told(string member) => told.GetProperty(member).GetString()!;
    }

    /// <summary>Neither a plan nor a worker is needed: a return or the feed tells it first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Priority_IsFirstSeenOnTheDayOnWhichAnySourceTellsIt(bool byFeed)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = byFeed ? await FedAsync() : await ReturnedAsync();
        var path = $"/children/{child}";
        Assert.Equal(2, await hub.Database.ScalarAsync<long>($"select count(*) from priority_flag where child_id = '{child}' and flag in (1, 4) and first_seen_on = '2025-06-16'"));
        await hub.Database.ExecuteAsync($"update priority_flag set first_seen_on = '2025-05-02' where child_id = '{child}'");

        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(), path)).Good();

        var flags = (await worker.GetAsync(path + "/permanence")).Good()["priorityFlags"].EnumerateArray().ToList();
        Assert.Equal(
            [("five-or-over", "2025-05-02"), ("ethnicity-other-than-white-british", "2025-05-02")],
            flags.Select(flag => (flag.GetProperty("flag").GetString(), flag.GetProperty("firstSeenOn").GetString())));

        async Task<Guid> ReturnedAsync()
        {
            var (local, other) = ($"F{Guid.NewGuid():n}"[..20].ToUpperInvariant(), $"G{Guid.NewGuid():n}"[..20].ToUpperInvariant());
            ReturnFiles Of(ReturnFiles files, string id, string born) => files.Add("header.csv", $"{id},F,{born},MWBC,UN1,0,").NoPreviousPermanence(id, born)
                .Episode(id, "05/01/2024", "S", "C1", "U6", "20/08/2024", "X1").Episode(id, "20/08/2024", "L", "E1", "U6").Decision(id, born, "01/06/2024");

            // Five on the last of May counts from June; on the first of June from July.
            await hub.ImportAsync(Of(Of(new ReturnFiles(), local, "31/05/2020"), other, "01/06/2020"));
            Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from priority_flag where child_id = '{await hub.ChildIdAsync(other)}'"));
            return await hub.ChildIdAsync(local);
        }

        async Task<Guid> FedAsync()
        {
            var local = $"F{Guid.NewGuid():n}"[..20].ToUpperInvariant();
            using var system = hub.CaseSystem();
            using var content = new StringContent(
                $$"""[{ "la_child_id": "{{local}}", "mis_child_id": "MIS", "child_details": { "first_name": "Invented", "ethnicity": "MWBC", "date_of_birth": "2018-02-03" } }]""",
                System.Text.Encoding.UTF8, "application/json");
            using var response = await system.PostAsync("/api/v1/councils/860/changes", content);
            var text = await response.Content.ReadAsStringAsync();
            Assert.Contains("\"applied\":1", text, StringComparison.Ordinal);
            return await hub.ChildIdAsync(local);
        }
    }

    [Fact]
    public async Task Start_BeforeAnyDecision_IsProfiledAtStageEnded()
    {
        var local = $"EARLY{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Header(local, "03/02/2025").NoPreviousPermanence(local, "03/02/2025").Episode(local, "05/03/2025", "S", "C1", "U6"));
        var child = await hub.ChildIdAsync(local);
        using var worker = hub.As(Roles.FamilyFinder);
        var path = $"/children/{child}";

        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("early-permanence", new { kinConsideredOn = "2025-05-12", whyNotKin = "None came forward." }), path)).Good();
        var started = (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good();
        var preparing = await PermanenceSamples.ToldAsync(hub, started["reference"].GetGuid());
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("early-permanence", AllRecorded), path)).Good();
        var requested = await PermanenceSamples.ToldAsync(hub, started["reference"].GetGuid());

        Assert.Equal(("Ended", "None", "None", "UnderOne"), (Of("stage"), Of("wait"), Of("authority"), Of("age")));
        Assert.Equal(("Preparing", "KinConsidered"), (Of("earlyPermanence"), Of("preconditions")));
        Assert.Equal(("Requested", "All"), (requested.GetProperty("earlyPermanence").GetString(), requested.GetProperty("preconditions").GetString()));
        string Of(string member) => preparing.GetProperty(member).GetString()!;
    }

    [Fact]
    public async Task PauseResumeEnd_AreTold_AndTheReferenceDiesWithTheSearch()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";

        (await worker.ChangeAsync(HttpMethod.Post, path + "/search/pause", new { reason = "kin-assessment", words = "An aunt.", reviewOn = "2025-07-01" }, path)).Good();
        Assert.Equal("Paused", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search/pause", new { reason = "court", words = "Again.", reviewOn = "2025-07-01" }, path)).Refused(HttpStatusCode.Conflict, "search.paused");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search/resume", null, path)).Good();
        Assert.Equal("Searching", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());

        var ended = (await worker.ChangeAsync(HttpMethod.Post, path + "/search/end", new { reason = "no-longer-needed", words = "Stays." }, path)).Good();
        var told = await PermanenceSamples.ToldAsync(hub, reference);
        Assert.Equal(("Ended", "None", "{}"), (told.GetProperty("standing").GetString(), told.GetProperty("age").GetString(), told.GetProperty("needs").ToString()));
        Assert.Equal(JsonValueKind.Null, ended["reference"].ValueKind);
        Assert.False(await PermanenceSamples.PointsToAChildAsync(hub, reference));

        var again = (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good();
        Assert.NotEqual(reference, again["reference"].GetGuid());
        Assert.Equal(2, again["searches"].GetArrayLength());
    }

    [Fact]
    public async Task Plan_Changed_KeepsItsHistoryAndEndsTheSearchForWhomNobodyIsSought()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";

        var changed = (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("special-guardianship"), path)).Good();

        Assert.Equal(["special-guardianship", "adoption"], changed["history"].EnumerateArray().Select(past => past.GetProperty("plan").GetString()));
        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        var search = (await worker.GetAsync(path + "/family-finding")).Good()["searches"][0];
        Assert.Equal("plan-changed", search.GetProperty("endReason").GetString());
    }

    [Fact]
    public async Task Reversal_ByHandOrByAReturn_EndsTheSearch()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";

        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/decision-reversed", new { date = "2025-06-10", reason = "RD1" }, path)).Good();

        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        Assert.False(await PermanenceSamples.PointsToAChildAsync(hub, reference));

        // A plan may begin anew before it is decided again.
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good();
    }

    [Fact]
    public async Task Import_OfAReturnThatShowsThePlacement_EndsTheSearchInTheSameTransaction()
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var local = await hub.Database.ScalarAsync<string>($"select local_id from child where id = '{child}'");

        await hub.ImportAsync(new ReturnFiles().Adopted(local));

        var told = await PermanenceSamples.ToldAsync(hub, reference);
        Assert.Equal("Ended", told.GetProperty("standing").GetString());
        Assert.Equal("order-made", await EndReasonAsync(child));
    }

    [Theory]
    [InlineData("no-plan", "search.no-plan")]
    [InlineData("return-home", "search.no-plan")]
    [InlineData("placed", "search.placed")]
    [InlineData("open", "search.open")]
    public async Task Start_WhatCannotBeSearchedFor_IsRefused(string what, string code)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = what == "open" ? (await PermanenceSamples.SearchedAsync(hub)).Child : await PermanenceSamples.WaitingAsync(hub);
        var path = $"/children/{child}";
        if (what is "return-home" or "placed")
        {
            (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(what == "placed" ? "adoption" : what), path)).Good();
        }

        if (what == "placed")
        {
            (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-01" }, path)).Good();
        }

        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Refused(HttpStatusCode.Conflict, code);
    }

    [Theory]
    [InlineData("""{"kinConsideredOn":"2025-05-12"}""", "early-permanence", "permanence.why-not-kin")]
    [InlineData("""{"nominatedOfficer":"Director"}""", "early-permanence", "permanence.nominated-officer")]
    [InlineData("""{"parentsToldOn":"2025-06-17"}""", "early-permanence", "permanence.in-future")]
    [InlineData("""{}""", "adoption", "permanence.not-early")]
    public async Task Put_EarlyPermanenceThatCannotBe_IsRefused(string early, string plan, string code)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var path = $"/children/{await PermanenceSamples.WaitingAsync(hub)}";

        var answer = await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(plan, JsonDocument.Parse(early).RootElement), path);

        Assert.Equal(code, answer.Code);
        Assert.Equal(JsonValueKind.Null, (await worker.GetAsync(path + "/permanence")).Good()["plan"].ValueKind);
    }

    [Theory]
    [InlineData("/needs", """{"needs":[{"need":"autism","level":"none"}]}""", "needs.once")]
    [InlineData("/needs", """{"needs":[{"need":"autism","level":"low"},{"need":"autism","level":"high"}]}""", "needs.once")]
    [InlineData("/needs", """{"needs":[{"need":"autism","level":"low","evidenceOn":"2025-06-17"}]}""", "needs.evidence-day")]
    [InlineData("/exclusion-areas", """{"areas":[{"district":"ST16 2LH","reason":"x"}]}""", "district.invalid")]
    [InlineData("/exclusion-areas", """{"areas":[{"district":"ST16","reason":"x"},{"district":"st16","reason":"y"}]}""", "exclusion-areas.once")]
    [InlineData("/exclusion-areas", """{"areas":[{"district":"ST16","reason":" "}]}""", "text.required")]
    [InlineData("/background", """{"support":["none"]}""", "codes.single")]
    public async Task Put_WhatCannotBe_IsRefusedByItsFieldAndChangesNothing(string what, string body, string code)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var path = $"/children/{await PermanenceSamples.WaitingAsync(hub)}";
        var before = (await worker.GetAsync(path + what)).Good();

        (await worker.ChangeAsync(HttpMethod.Put, path + what, JsonDocument.Parse(body).RootElement, path)).Refused(HttpStatusCode.BadRequest, code);

        Assert.Equal(before, await worker.GetAsync(path + what), (one, other) => one.Body.ToString() == other.Body.ToString() && one.ETag == other.ETag);
    }

    private Task<string> EndReasonAsync(Guid child) =>
        hub.Database.ScalarAsync<string>($"select case end_reason when 1 then 'placed' when 2 then 'order-made' else 'other' end from child_search where child_id = '{child}'");
}
