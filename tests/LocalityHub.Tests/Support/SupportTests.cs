using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.Contracts.SupportFund;
using Partnership.LocalityHub.Support;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Support;

/// <summary>From a family that nobody knew to what the support fund hears of it, and to the form with its narrative parts joined.</summary>
public sealed class SupportTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Support = "/api/v1/councils/860/support";
    private static readonly string[] Parts = ["summary-of-needs", "reason-for-therapy", "outcomes-hoped-for", "measures"];

    [Fact]
    public async Task Family_KnownForSupportAlone_IsAssessedAndHandedOverByReferenceOnly()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Orla", "2016-02-03", "adopted-from-care", "another-council", "2023-01-09"), Child("Wren", "2018-11-30", "special-guardianship-after-care", "this-council", "2025-01-06"));
        Assert.Equal(["another-council-within-three-years", "order-within-three-years"], family["children"]!.AsArray().Select(child => (string)child!["basis"]!));

        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment", "trauma");

        var sent = await SentAsync(family);
        Assert.Equal(2, sent.Count);
        var first = sent.Single(each => each["bornIn"]!.ToString() == "2016");
        Assert.Equal((1L, false, "AnotherCouncilWithinThreeYears", "2025-06-02", "2026-06-02"), ((long)first["version"]!, (bool)first["narrativesChecked"]!, (string)first["basis"]!, (string)first["assessedOn"]!, (string)first["reviewDue"]!));
        Assert.Equal((string)assessment["fundReference"]!, (string)first["assessment"]!);
        Assert.All(sent, each => Assert.DoesNotContain(new[] { "Orla", "Wren", "Thistledown", "2016-02-03", (string)family["id"]!, (string)assessment["id"]! }, text => each.ToJsonString().Contains(text, StringComparison.OrdinalIgnoreCase)));

        // What changes nothing for the fund is not said; what does is, once.
        family = await ChangeAsync(worker, family, request => request["addressLines"]!.AsArray().Add("9 Invented Lane"));
        Assert.Equal(2, (await SentAsync(family)).Count);
        family = await ChangeAsync(worker, family, request => request["children"]![0]!["handedOver"] = true);
        Assert.Equal(["HandedOver"], (await SentAsync(family)).Where(each => (long)each["version"]! == 2).Select(each => (string)each["basis"]!));

        // A review opens the window anew; withdrawn, nothing may follow from it.
        var review = await AssessAsync(worker, family, "2025-06-16", "behaviour");
        Assert.Equal((409, "support-assessment.not-newest"), await RefusalAsync(await SendAsync(worker, HttpMethod.Post, $"{Support}/assessments/{assessment["id"]}/withdrawal", null, $"{Support}/assessments/{assessment["id"]}")));
        await ReadAsync(await SendAsync(worker, HttpMethod.Post, $"{Support}/assessments/{review["id"]}/withdrawal", null, $"{Support}/assessments/{review["id"]}"));
        Assert.Equal([false, false, true], (await SentAsync(family)).Where(each => each["bornIn"]!.ToString() == "2016").OrderBy(each => (long)each["version"]!).TakeLast(3).Select(each => (bool)each["withdrawn"]!));
    }

    /// <summary>Who may see a restricted child's family travels with what the fund is told of each of its children, as the restriction is set, changed and lifted.</summary>
    [Fact]
    public async Task Restriction_OfAChildOfTheFamily_IsToldToTheFundWithEachOfItsChildren()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var family = await AddAsync(worker, Child("Orla", "2016-02-03", "adopted-from-care", "another-council", "2023-01-09"), Child("Wren", "2018-11-30", "special-guardianship-after-care", "this-council", "2025-01-06"));
        await AssessAsync(worker, family, "2025-06-02", "attachment");
        await hub.Database.ExecuteAsync($"update support_child set child_id = '{child}' where family_id = '{family["id"]}' and given_name = 'Orla'");
        var path = $"/api/v1/councils/860/children/{child}";

        await ReadAsync(await SendAsync(guardian, HttpMethod.Put, path + "/restriction", new { roles = new[] { "support-worker", "social-worker" }, reason = "staff-or-relative" }, path));
        Assert.Equal(["CaldicottGuardian, SupportWorker", "CaldicottGuardian, SupportWorker"], await RestrictedToAsync());
        await ReadAsync(await SendAsync(guardian, HttpMethod.Put, path + "/restriction", new { roles = Array.Empty<string>(), reason = "staff-or-relative" }, path));
        Assert.Equal(["CaldicottGuardian", "CaldicottGuardian"], await RestrictedToAsync());
        (await SendAsync(guardian, HttpMethod.Post, path + "/restriction/lift", new { reason = "no-longer-needed" }, path)).EnsureSuccessStatusCode();
        Assert.Equal(["None", "None"], await RestrictedToAsync());

        async Task<IEnumerable<string>> RestrictedToAsync() =>
            [.. (await SentAsync(family)).GroupBy(each => (string)each["child"]!).Select(same => (string)same.MaxBy(each => (long)each["version"]!)!["restrictedTo"]!)];
    }

    [Fact]
    public async Task Narratives_ThatIdentify_AreFoundByPlaceAndKeepTheFormFromBeingJoined()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Bartholomew", "2015-02-03", "adopted-from-care", "this-council", "2024-01-09"));
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");
        foreach (var part in Parts)
        {
            assessment = await WriteAsync(worker, assessment, part, part == "measures" ? "We measure Bartholomew's sleep." : "The child finds endings hard.");
        }

        Assert.False((bool)assessment["narrativesChecked"]!);
        var found = assessment["narratives"]!.AsArray().Single(each => (string)each!["part"]! == "measures")!["found"]!.AsArray().Single()!;
        Assert.Equal(("name", 11, 11), ((string)found["kind"]!, (int)found["offset"]!, (int)found["length"]!));
        var form = new
        {
            assessmentId = (string)assessment["fundReference"]!,
            fields = new object[] { new { number = 1, section = "Applicant", label = "Our reference", value = "F000123" }, new { number = 2, section = "Outcomes", label = "How progress will be known", narrative = "measures" } },
        };
        var export = $"{Support}/assessments/{assessment["id"]}/export";
        Assert.Equal((409, "export.identifies"), await RefusalAsync(await worker.PostAsJsonAsync(export, form)));

        assessment = await WriteAsync(worker, assessment, "measures", "We measure the child's sleep.");
        Assert.True((bool)assessment["narrativesChecked"]!);
        Assert.True((bool)(await SentAsync(family)).MaxBy(each => (long)each["version"]!)!["narrativesChecked"]!);
        var joined = (await ReadAsync(await worker.PostAsJsonAsync(export, form)))["fields"]!.AsArray();
        Assert.Equal(["F000123", "We measure the child's sleep."], joined.Select(field => (string)field!["value"]!));
        Assert.Equal((409, "export.other-assessment"), await RefusalAsync(await worker.PostAsJsonAsync(export, form with { assessmentId = Guid.NewGuid().ToString() })));

        // A name that becomes known later: what was clean is not any more, and the fund hears it.
        await ChangeAsync(worker, family, request => request["otherNames"]!.AsArray().Add("Endings"));
        Assert.False((bool)(await SentAsync(family)).MaxBy(each => (long)each["version"]!)!["narrativesChecked"]!);
        Assert.Equal(0L, await hub.Database.ScalarAsync<long>("select count(*) from outbox where convert_from(body, 'UTF8') ilike '%sleep%'"));
    }

    [Theory]
    [InlineData("value", "value", "Bartholomew and Thistledown Therapies")]
    [InlineData("value", "value", "03/02/2015")]
    [InlineData("value", "value", "7 Nettlebed Cottages")]
    [InlineData("value", "value", "01632 960123")]
    [InlineData("label", "label", "Paid by: ST16 2LH")]
    [InlineData("section", "label", "Therapy for who was born on 3 February 2015")]
    public async Task Export_WithSomethingThatIdentifiesInAField_IsRefusedWithoutRepeatingIt(string where, string named, string text)
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Bartholomew", "2015-02-03", "adopted-from-care", "this-council", "2024-01-09"));
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");
        var export = $"{Support}/assessments/{assessment["id"]}/export";
        async Task<HttpResponseMessage> ExportAsync(string section, string label, string value) => await worker.PostAsJsonAsync(export, new
        {
            assessmentId = (string)assessment["fundReference"]!,
            fields = new[] { new { number = 1, section = "Total", label = "Asked of the fund", value = "1500.00" }, new { number = 2, section, label, value } },
        });
        await ReadAsync(await ExportAsync("Therapy 1", "Provider", "Invented Therapies"));

        using var answer = await ExportAsync(where == "section" ? text : "Therapy 1", where == "label" ? text : "Provider", where == "value" ? text : "Invented Therapies");

        var told = await answer.Content.ReadAsStringAsync();
        Assert.Equal((409, "export.identifies", $"fields[1].{named}"), ((int)answer.StatusCode, (string)JsonNode.Parse(told)!["code"]!, (string)JsonNode.Parse(told)!["field"]!));
        Assert.DoesNotContain(text, told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(hub.Log, line => line.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>"Child A" is one letter from their name, and in the words of every form.</summary>
    [Fact]
    public async Task Export_OfAFamilyWhoseNameIsAWordOfTheForm_IsJoined()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, new { given = "Bartholomew", family = "Childs", dateOfBirth = "2015-02-03", route = "adopted-from-care", placedBy = "this-council", hasPlan = false, orderMadeOn = "2024-01-09" });
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");

        var form = new { assessmentId = (string)assessment["fundReference"]!, fields = new[] { new { number = 1, section = "Children", label = "Child A: needs", value = "attachment" } } };

        Assert.Single((await ReadAsync(await worker.PostAsJsonAsync($"{Support}/assessments/{assessment["id"]}/export", form)))["fields"]!.AsArray());
    }

    /// <summary>The names of care count too, as they are and as they were: those given by hand, and those that the feed corrects.</summary>
    [Theory]
    [InlineData("SUPPORT2", false)]
    [InlineData("SUPPORT3", true)]
    public async Task Narratives_WithANameOfCare_AreLookedThroughAgainWhenItIsGiven(string localId, bool byFeed)
    {
        await hub.ImportAsync(new ReturnFiles().Waiting(localId));
        var child = await hub.ChildIdAsync(localId);
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Orla", "2022-02-03", "placed-awaiting-order", "this-council", null, child));
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");
        foreach (var part in Parts)
        {
            assessment = await WriteAsync(worker, assessment, part, "The child finds endings hard and asks after the Quillfeathers.");
        }

        Assert.True(await IsCheckedAsync());
        await NameAsync("Zephyrine", "Quillfeather");
        Assert.False(await IsCheckedAsync());
        var found = (await ReadAsync(await worker.GetAsync($"{Support}/assessments/{assessment["id"]}")))["narratives"]![0]!["found"]!.AsArray();
        Assert.Equal(("name", 48), ((string)found.Single()!["kind"]!, (int)found.Single()!["offset"]!));

        // A former name stays one that the family is known by, in what is written from now on as well.
        await NameAsync("Zephyrine", "Thistledown");
        Assert.False(await IsCheckedAsync());
        assessment = await WriteAsync(worker, assessment, "measures", "Quillfeather was the name.");
        Assert.Single(assessment["narratives"]!.AsArray().Single(each => (string)each!["part"]! == "measures")!["found"]!.AsArray());
        var form = new { assessmentId = (string)assessment["fundReference"]!, fields = new object[] { new { number = 1, section = "Outcomes", label = "How progress will be known", narrative = "measures" } } };
        Assert.Equal((409, "export.identifies"), await RefusalAsync(await worker.PostAsJsonAsync($"{Support}/assessments/{assessment["id"]}/export", form)));

        await NameAsync(null, null);
        Assert.True(await IsCheckedAsync());

        async Task<bool> IsCheckedAsync() => (bool)(await SentAsync(family)).MaxBy(each => (long)each["version"]!)!["narrativesChecked"]!;

        async Task NameAsync(string? given, string? name)
        {
            if (byFeed)
            {
                object details = given is null ? new { purge = true } : new { first_name = given, surname = name };
                using var feed = hub.CaseSystem();
                var answer = await ReadAsync(await feed.PostAsJsonAsync("/api/v1/councils/860/changes", new object[] { new { la_child_id = localId, child_details = details } }));
                Assert.Equal(1, (int)answer["applied"]!);
                return;
            }

            using var social = hub.ClientOf(Roles.SocialWorker, 860);
            await ReadAsync(await SendAsync(social, HttpMethod.Put, $"/api/v1/councils/860/children/{child}/name", new { given, family = name }, $"/api/v1/councils/860/children/{child}"));
        }
    }

    [Fact]
    public async Task Guard_OverHttp_AnswersWithPlacesAlone()
    {
        using var worker = hub.ClientOf(Roles.SupportFund, 860);
        using var owner = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(owner, Child("Peregrine", "2015-02-03", "adopted-from-care", "this-council", "2024-01-09"));

        var answer = await ReadAsync(await worker.PostAsJsonAsync($"{Support}/identity-guard", new { text = "Peregrine, ST16 2LH", familyId = (string)family["id"]! }));

        Assert.Equal("[{\"kind\":\"name\",\"offset\":0,\"length\":9},{\"kind\":\"postcode\",\"offset\":11,\"length\":8}]", answer["found"]!.ToJsonString());
        Assert.Equal((404, "support-family.not-found"), await RefusalAsync(await worker.PostAsJsonAsync($"{Support}/identity-guard", new { text = "x", familyId = Guid.NewGuid() })));
        Assert.DoesNotContain(hub.Log, line => line.Contains("Peregrine", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Family_OfARestrictedChild_DoesNotExistForOthers()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("SUPPORT1"));
        var child = await hub.ChildIdAsync("SUPPORT1");
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Orla", "2022-02-03", "placed-awaiting-order", "this-council", null, child));
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");
        Assert.Equal((409, "support-child.elsewhere"), await RefusalAsync(await worker.PostAsJsonAsync($"{Support}/families", Request(Child("Orla", "2022-02-03", "placed-awaiting-order", "this-council", null, child)))));

        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(guardian, child, Roles.SocialWorker);

        foreach (var path in new[] { $"{Support}/families/{family["id"]}", $"{Support}/assessments/{assessment["id"]}" })
        {
            Assert.EndsWith(".not-found", (await RefusalAsync(await worker.GetAsync(path))).Code, StringComparison.Ordinal);
            await ReadAsync(await guardian.GetAsync(path));
        }

        Assert.DoesNotContain((string)family["id"]!, await worker.GetStringAsync($"{Support}/families?limit=200"), StringComparison.Ordinal);
        Assert.Equal((404, "support-family.not-found"), await RefusalAsync(await worker.PostAsJsonAsync($"{Support}/families/{family["id"]}/assessments", new { assessedOn = "2025-06-03", children = Array.Empty<object>() })));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "support-family.children", """{"otherNames":[],"addressLines":[],"livesHere":true,"children":[]}""" },
        { "support-child.order", """{"otherNames":[],"addressLines":[],"livesHere":true,"children":[{"given":"A","family":"B","dateOfBirth":"2016-02-03","route":"adopted-from-care","placedBy":"no-council","hasPlan":false}]}""" },
        { "support-child.birth", """{"otherNames":[],"addressLines":[],"livesHere":true,"children":[{"given":"A","family":"B","dateOfBirth":"2026-02-03","route":"placed-awaiting-order","placedBy":"no-council","hasPlan":false}]}""" },
        { "support-child.name", """{"otherNames":[],"addressLines":[],"livesHere":true,"children":[{"given":" ","family":"B","dateOfBirth":"2016-02-03","route":"placed-awaiting-order","placedBy":"no-council","hasPlan":false}]}""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Family_ThatCannotBe_IsRefusedByItsField(string code, string body)
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        Assert.Equal((400, code), await RefusalAsync(await worker.PostAsync($"{Support}/families", content)));
    }

    /// <summary>Three years after the order the basis changes, and nobody has to touch the family for the fund to hear of it.</summary>
    [Fact]
    public async Task Sweep_WhenThreeYearsHavePassed_TellsTheFundOnce()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Orla", "2016-02-03", "adopted-from-care", "this-council", "2022-06-20"));
        await AssessAsync(worker, family, "2025-06-02", "attachment");
        await hub.Database.ExecuteAsync($"update support_child set order_made_on = date '2022-06-10' where family_id = '{family["id"]}'");
        var sweep = hub.Services.GetRequiredService<SupportSweep>();

        await sweep.RunAsync(TestContext.Current.CancellationToken);
        await sweep.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["OrderWithinThreeYears", "LivesHereAfterThreeYears"], (await SentAsync(family)).OrderBy(each => (long)each["version"]!).Select(each => (string)each["basis"]!));
    }

    /// <summary>What the fund chases stands in the council's worklist as whose assessment it is about, in its newest step, until it is settled.</summary>
    [Fact]
    public async Task Chase_OfTheFund_StandsInTheWorklistUntilItIsSettled()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var family = await AddAsync(worker, Child("Orla", "2016-02-03", "adopted-from-care", "this-council", "2023-06-20"));
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");
        var chase = new ChaseSupport(Guid.NewGuid(), new CouncilCode(860), Guid.NewGuid(), 2, (Guid)assessment["fundReference"]!, SupportTask.WindowClosing, ChaseStep.Overdue, new WorkDay(new DateOnly(2025, 6, 10)));

        await hub.ApplyAsync(chase);
        await hub.ApplyAsync(chase with { RequestId = Guid.NewGuid(), ChaseVersion = 1, Step = ChaseStep.Ahead });
        await hub.ApplyAsync(chase with { RequestId = Guid.NewGuid(), Chase = Guid.NewGuid(), Assessment = Guid.NewGuid() });

        var entry = Assert.Single(await ListedAsync(worker, "?limit=200"))!;
        Assert.Equal(("support-application", "window-closing", "overdue", "2025-06-10"), ((string)entry["kind"]!, (string)entry["task"]!, (string)entry["step"]!, (string)entry["due"]!));
        Assert.NotEmpty((string)entry["owner"]!);
        Assert.Single(await ListedAsync(worker, "?mine=true&overdue=true"));
        Assert.Empty(await ListedAsync(worker, "?overdue=false&limit=200"));
        using var another = hub.ClientOfPerson("another.support.worker", Roles.SupportWorker);
        Assert.Empty(await ListedAsync(another, "?mine=true"));
        using var social = hub.ClientOf(Roles.SocialWorker, 860);
        Assert.Empty(await ListedAsync(social, "?limit=200"));

        await hub.ApplyAsync(chase with { RequestId = Guid.NewGuid(), ChaseVersion = 3, Step = ChaseStep.Settled });
        Assert.Empty(await ListedAsync(worker, "?limit=200"));

        async Task<List<JsonNode?>> ListedAsync(HttpClient client, string query) =>
            [.. (await ReadAsync(await client.GetAsync($"/api/v1/councils/860/worklist{query}")))["items"]!.AsArray().Where(each => (string?)each!["familyId"] == (string)family["id"]!)];
    }

    /// <summary>
    /// What rests on an assessment of another council's, made before the case was handed over, has no owner: it stands before everybody who assesses,
    /// by the fund's reference, whether its steps come in their order or not.
    /// </summary>
    [Fact]
    public async Task Chase_OfAHandedOverCase_StandsInTheWorklistWithoutAnOwner()
    {
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        var chase = new ChaseSupport(Guid.NewGuid(), new CouncilCode(860), Guid.NewGuid(), 1, Guid.NewGuid(), SupportTask.WindowClosing, ChaseStep.Ahead, new WorkDay(new DateOnly(2025, 7, 10)));

        await hub.ApplyAsync(chase with { RequestId = Guid.NewGuid(), ChaseVersion = 2, Step = ChaseStep.WithinAWeek });
        await hub.ApplyAsync(chase);

        var entry = Assert.Single(await ListedAsync("?limit=200"))!;
        Assert.Equal(("support-application", "window-closing", "within-a-week", "2025-07-10"), ((string)entry["kind"]!, (string)entry["task"]!, (string)entry["step"]!, (string)entry["due"]!));
        Assert.Null((string?)entry["owner"]);
        Assert.Empty(await ListedAsync("?mine=true&limit=200"));

        await hub.ApplyAsync(chase with { RequestId = Guid.NewGuid(), ChaseVersion = 3, Step = ChaseStep.Settled });
        Assert.Empty(await ListedAsync("?limit=200"));

        async Task<List<JsonNode?>> ListedAsync(string query) =>
            [.. (await ReadAsync(await worker.GetAsync($"/api/v1/councils/860/worklist{query}")))["items"]!.AsArray().Where(each => (string?)each!["fundReference"] == chase.Assessment.ToString())];
    }

    /// <summary>Asked for in the moment in which the family was linked to a restricted child: what is kept of it does not know that, and is not told all the same.</summary>
    [Fact]
    public async Task Chase_OfAnAssessmentThatIsHidden_IsNotToldToWhoMayNotSeeTheChild()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("SUPPORT9"));
        var child = await hub.ChildIdAsync("SUPPORT9");
        using var worker = hub.ClientOf(Roles.SupportWorker, 860);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var family = await AddAsync(worker, Child("Orla", "2022-02-03", "placed-awaiting-order", "this-council", null, child));
        var assessment = await AssessAsync(worker, family, "2025-06-02", "attachment");
        var chase = new ChaseSupport(Guid.NewGuid(), new CouncilCode(860), Guid.NewGuid(), 1, (Guid)assessment["fundReference"]!, SupportTask.WindowClosing, ChaseStep.Ahead, new WorkDay(new DateOnly(2025, 7, 10)));
        await hub.ApplyAsync(chase);
        Assert.Contains(await ListedAsync(), entry => (string?)entry!["familyId"] == (string)family["id"]!);

        await HiddenChildTests.RestrictAsync(guardian, child, Roles.SocialWorker);
        await hub.Database.ExecuteAsync($"update support_chase set child_ids = array[]::uuid[] where id = '{chase.Chase}'");

        Assert.DoesNotContain(await ListedAsync(), entry => (string?)entry!["familyId"] == (string)family["id"]!);

        async Task<JsonArray> ListedAsync() => (await ReadAsync(await worker.GetAsync("/api/v1/councils/860/worklist?limit=200")))["items"]!.AsArray();
    }

    private static object Child(string given, string born, string route, string placedBy, string? order, Guid? child = null) => new
    {
        given, family = "Thistledown", dateOfBirth = born, route, placedBy, hasPlan = false, orderMadeOn = order, childId = child,
    };

    private static object Request(params object[] children) => new { otherNames = new[] { "Alder Thistledown" }, addressLines = new[] { "7 Nettlebed Cottages" }, livesHere = true, children };

    private static async Task<JsonNode> AddAsync(HttpClient worker, params object[] children) => await ReadAsync(await worker.PostAsJsonAsync($"{Support}/families", Request(children)));

    private static async Task<JsonNode> AssessAsync(HttpClient worker, JsonNode family, string on, params string[] needs) => await ReadAsync(await worker.PostAsJsonAsync(
        $"{Support}/families/{family["id"]}/assessments", new { assessedOn = on, children = family["children"]!.AsArray().Select(child => new { id = (string)child!["id"]!, needs }) }));

    private static async Task<JsonNode> WriteAsync(HttpClient worker, JsonNode assessment, string part, string text) => await ReadAsync(await SendAsync(
        worker, HttpMethod.Put, $"{Support}/assessments/{assessment["id"]}/narratives/{part}", new { text }, $"{Support}/assessments/{assessment["id"]}"));

    private static async Task<JsonNode> ChangeAsync(HttpClient worker, JsonNode family, Action<JsonNode> change)
    {
        var request = family.DeepClone();
        change(request);
        var path = $"{Support}/families/{family["id"]}";
        return await ReadAsync(await SendAsync(worker, HttpMethod.Put, path, new
        {
            otherNames = request["otherNames"], addressLines = request["addressLines"], livesHere = request["livesHere"],
            children = request["children"]!.AsArray().Select(child => new
            {
                id = child!["id"], childId = child["childId"], given = child["given"], family = child["family"], dateOfBirth = child["dateOfBirth"], route = child["route"], placedBy = child["placedBy"],
                hasPlan = child["hasPlan"], orderMadeOn = child["orderMadeOn"], handedOver = child["handedOver"],
            }),
        }, path));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, object? body, string versionOf)
    {
        using var read = await client.GetAsync(versionOf);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await client.SendAsync(request);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<(int Status, string Code)> RefusalAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, text);
        return ((int)response.StatusCode, (string)JsonNode.Parse(text)!["code"]!);
    }

    /// <summary>What the fund's queue was sent of a family's children, in the order of versions: taken from it and kept.</summary>
    private async Task<List<JsonNode>> SentAsync(JsonNode family)
    {
        await Eventually.TrueAsync(async () => !await hub.Database.ScalarAsync<bool>("select exists (select from outbox)"), "an empty outbox");
        await using var connection = await hub.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(Contracts.Topology.SupportFundQueue, autoAck: true) is { } message)
        {
            Messages.Add(JsonNode.Parse(message.Body.Span)!);
        }

        var references = (await ReadAsync(await hub.ClientOf(Roles.CaldicottGuardian, 860).GetAsync($"{Support}/families/{family["id"]}")))["children"]!.AsArray().Select(child => (string?)child!["fundReference"]).ToList();
        return [.. Messages.Where(message => references.Contains((string)message["child"]!)).OrderBy(message => (long)message["version"]!)];
    }

    private static List<JsonNode> Messages { get; } = [];
}
