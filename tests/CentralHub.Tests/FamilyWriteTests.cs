using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests;

/// <summary>Every write of family finding, repeated and contested, as <see cref="WriteTests"/> does the others.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class FamilyWriteTests(FamiliesHost families)
{
    private const string Region = "/api/v1/region";

    internal static readonly string[] Known =
    [
        $"POST {Region}/children/{{child:guid}}/interests",
        $"PUT {Region}/weights",
        $"POST {Region}/agreements",
        $"POST {Region}/agreements/{{agreementId:guid}}/accept",
        $"POST {Region}/agreements/{{agreementId:guid}}/end",
        $"POST {Region}/links",
        $"POST {Region}/links/{{linkId:guid}}/steps",
        $"POST {Region}/links/{{linkId:guid}}/workers",
        $"POST {Region}/transfers",
        $"POST {Region}/transfers/{{transferId:guid}}/accept",
        $"POST {Region}/transfers/{{transferId:guid}}/decline",
        $"POST {Region}/transfers/{{transferId:guid}}/revoke",
        $"POST {Region}/links/{{linkId:guid}}/disclosures",
        $"POST {Region}/disclosures/{{disclosureId:guid}}/end",
        $"POST {Region}/disclosures/{{disclosureId:guid}}/receipt",
        $"POST {Region}/disclosures/{{disclosureId:guid}}/ask-attestation",
        $"POST {Region}/disclosures/{{disclosureId:guid}}/attestation",
        $"PUT {Region}/rates/{{from}}",
        $"POST {Region}/outside-searches",
        $"POST {Region}/outside-searches/{{searchId:guid}}/end",
        $"POST {Region}/events",
        $"PUT {Region}/events/{{eventId:guid}}/children/{{child:guid}}",
        $"DELETE {Region}/events/{{eventId:guid}}/children/{{child:guid}}",
        $"POST {Region}/identity-matches/{{matchId:guid}}/answer",
    ];

    public static TheoryData<string> Operations => [.. Known];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ManyTimesAtOnceUnderOneKey_TakesEffectOnce(string operation)
    {
        var (token, sample) = await SampleAsync(operation);
        using var client = families.Hub.ClientOf(token);
        var (effects, entries) = (await sample.Effects(), await EntriesAsync());

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Repeats, sameKey: true);

        Assert.All(answers, answer => Assert.True((int)answer.Status is >= 200 and < 300, answer.Body));
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(effects + 1, await sample.Effects());
        Assert.Equal((entries.Done + 1, entries.Repeated + WriteOperations.Repeats - 1), await EntriesAsync());

        // The guardians of the councils that it concerns can read of it, unless it is the region's affair.
        Assert.Equal(
            operation is $"PUT {Region}/weights" or $"PUT {Region}/rates/{{from}}" or $"POST {Region}/events",
            await families.Hub.Database.ScalarAsync<bool>("select councils = '{}' from audit_entry where outcome = 'done' and operation not like '%.read' order by id desc limit 1"));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ByThreeEditorsOfOneVersion_IsOnesAlone(string operation)
    {
        if (!WriteOperations.Of(families.Hub.Services)[operation])
        {
            // It changes nothing that somebody else could have changed unseen.
            return;
        }

        var (token, sample) = await SampleAsync(operation);
        Assert.NotNull(sample.ETagFrom);
        using var client = families.Hub.ClientOf(token);
        var effects = await sample.Effects();

        var answers = await WriteOperations.SendAtOnceAsync(client, operation, sample, WriteOperations.Editors, sameKey: false);

        WriteOperations.DemandOneEditor(operation, answers);
        Assert.Equal(effects + 1, await sample.Effects());
    }

    private async Task<(string Token, WriteSample Sample)> SampleAsync(string operation) => operation.Replace(Region, "", StringComparison.Ordinal) switch
    {
        "POST /children/{child:guid}/interests" => await InterestAsync(),
        "PUT /weights" => (families.Hub.Tokens.With(Roles.HubOperations), new WriteSample(
            $"{Region}/weights",
            Json(new { number = 1, ages = 1, approval = 1, route = 1, disabilityAndHealth = 1, developmentalUncertainty = 1, attachmentAndTrauma = 1, behaviour = 1, learning = 1, contactPlan = 1 }),
            Count("weights", "true"),
            $"{Region}/weights")),
        "POST /agreements" => await AgreementAsync(null),
        "POST /agreements/{agreementId:guid}/accept" => await AgreementAsync("accept"),
        "POST /agreements/{agreementId:guid}/end" => await AgreementAsync("end"),
        "POST /links" => await LinkAsync(),
        "POST /links/{linkId:guid}/steps" => await OfLinkAsync(
            "steps", new { to = "not-progressed", reasons = new[] { "childs-needs-not-met" } }, id => Count("link_step", $"link = '{id}'"), families.Finder(860), hasETag: true),
        "POST /links/{linkId:guid}/workers" => await OfLinkAsync("workers", new { }, id => Count("link_worker", $"link = '{id}'"), families.Recruiter(861)),
        "POST /transfers" => await TransferAsync(null),
        "POST /transfers/{transferId:guid}/accept" => await TransferAsync("accept"),
        "POST /transfers/{transferId:guid}/decline" => await TransferAsync("decline"),
        "POST /transfers/{transferId:guid}/revoke" => await TransferAsync("revoke"),
        "POST /links/{linkId:guid}/disclosures" => await DisclosureAsync(null, null),
        "POST /disclosures/{disclosureId:guid}/end" => await DisclosureAsync("end", null),
        "POST /disclosures/{disclosureId:guid}/receipt" => await DisclosureAsync("receipt", new { receivedOn = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", null) }),
        "POST /disclosures/{disclosureId:guid}/ask-attestation" => await DisclosureAsync("ask-attestation", null),
        "POST /disclosures/{disclosureId:guid}/attestation" => await DisclosureAsync("attestation", new { papers = "returned" }),
        "PUT /rates/{from}" => (families.Hub.Tokens.With(Roles.Finance), new WriteSample(
            $"{Region}/rates/2018-04-01",
            Json(new { fees = new[] { new { provider = "council", children = "one", pounds = 1 } }, londonPercent = 0, source = "Invented for a test" }),
            () => families.CountAsync("select coalesce(max(version), 0) from rate"),
            $"{Region}/rates")),
        "POST /outside-searches" => await OutsideAsync(isEnded: false),
        "POST /outside-searches/{searchId:guid}/end" => await OutsideAsync(isEnded: true),
        "POST /events" => (families.Hub.Tokens.With(Roles.HubOperations), new WriteSample(
            $"{Region}/events", Json(new { kind = "event", title = "Invented", from = "2027-04-20" }), Count("campaign", "true"))),
        "PUT /events/{eventId:guid}/children/{child:guid}" => await ServedAsync(isIn: false),
        "DELETE /events/{eventId:guid}/children/{child:guid}" => await ServedAsync(isIn: true),
        "POST /identity-matches/{matchId:guid}/answer" => await MatchedAsync(),
        _ => throw new InvalidOperationException($"{operation} has no sample."),
    };

    private async Task<(string, WriteSample)> InterestAsync()
    {
        var niche = FamiliesHost.Niche();
        var alike = Enumerable.Range(0, 5).Select(_ => niche.Child(860)).ToArray();
        var household = niche.Household(861);
        await families.AgreeAsync(860, 861);
        await families.SendAsync([.. alike, household]);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from published_child where reference = '{alike[0].Reference}'") == 1, "the child to be published");
        return (families.Recruiter(861), new WriteSample(
            $"{Region}/children/{alike[0].Reference}/interests", Json(new { household = household.Reference }), Count("interest", $"child = '{alike[0].Reference}'")));
    }

    private async Task<(string, WriteSample)> AgreementAsync(string? answer)
    {
        await families.Hub.Database.ExecuteAsync("update agreement set ended_at = now() where councils = '{893,894}'");
        if (answer is null)
        {
            return (families.Guardian(893), new WriteSample(
                $"{Region}/agreements", Json(new { councils = new[] { "893", "894" }, basis = "public-task" }), Count("agreement", "councils = '{893,894}'")));
        }

        var (_, made) = await families.PostAsync("/agreements", families.Guardian(893), new { councils = new[] { "893", "894" }, basis = "public-task" });
        var id = (Guid)made["agreement"]!;
        return (families.Guardian(894), new WriteSample(
            $"{Region}/agreements/{id}/{answer}", () => null, Count("agreement_council", $"agreement = '{id}' and council = 894 and {(answer == "end" ? "left_at" : "accepted_at")} is not null")));
    }

    private async Task<(string, WriteSample)> LinkAsync()
    {
        var (child, household) = await families.PairAsync();
        return (families.Finder(860), new WriteSample(
            $"{Region}/links", Json(new { child = child.Reference, household = household.Reference }), Count("link", $"household = '{household.Reference}'")));
    }

    private async Task<(string, WriteSample)> OfLinkAsync(string what, object body, Func<Guid, Func<Task<long>>> effects, string token, bool hasETag = false)
    {
        var id = (Guid)(await ProposedAsync())["link"]!;
        return (token, new WriteSample($"{Region}/links/{id}/{what}", Json(body), effects(id), hasETag ? $"{Region}/links/{id}" : null));
    }

    private async Task<(string, WriteSample)> TransferAsync(string? answer)
    {
        var link = (Guid)(await ProposedAsync())["link"]!;
        var colleague = families.Hub.Tokens.For([Roles.SocialWorker], [860], subject: "colleague.860");
        var body = new { links = new[] { link }, to = "colleague.860" };
        if (answer is null)
        {
            return (families.Finder(860), new WriteSample($"{Region}/transfers", Json(body), Count("transfer", $"'{link}' = any (links)")));
        }

        var (_, offered) = await families.PostAsync("/transfers", families.Finder(860), body);
        var id = (Guid)offered["transfer"]!;
        return (answer == "revoke" ? families.Finder(860) : colleague, new WriteSample(
            $"{Region}/transfers/{id}/{answer}", () => null, Count("transfer", $"id = '{id}' and state <> 1")));
    }

    private async Task<(string, WriteSample)> DisclosureAsync(string? what, object? body)
    {
        var (child, household) = await families.PairAsync();
        var link = (Guid)(await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered"))["link"]!;
        var grant = new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = PersonReference.Of("recruitment.861").Value };
        if (what is null)
        {
            return (families.Finder(860), new WriteSample($"{Region}/links/{link}/disclosures", Json(grant), Count("disclosure", $"link = '{link}'")));
        }

        var (_, disclosure) = await families.PostAsync($"/links/{link}/disclosures", families.Finder(860), grant);
        var id = (Guid)disclosure["disclosure"]!;
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from disclosure where id = '{id}' and hub_state = {(int)DisclosureState.Open}") == 1, "the hub's answer");
        await families.Hub.Database.ExecuteAsync(what switch
        {
            "receipt" => $"update disclosure set read = true, level = 3, purpose = 3 where id = '{id}'",
            "attestation" or "ask-attestation" => $"update disclosure set read = true, hub_state = {(int)DisclosureState.Closed} where id = '{id}'",
            _ => "select 1",
        });
        return what == "ask-attestation"
            ? (families.Finder(860), new WriteSample($"{Region}/disclosures/{id}/{what}", () => null, Count("disclosure_step", $"disclosure = '{id}' and kind = 6")))
            : what == "end"
            ? (families.Finder(860), new WriteSample($"{Region}/disclosures/{id}/end", () => null, Count("disclosure_step", $"disclosure = '{id}' and kind = 2"), $"{Region}/disclosures/{id}"))
            : (families.Recruiter(861), new WriteSample($"{Region}/disclosures/{id}/{what}", Json(body!), Count("disclosure_step", $"disclosure = '{id}' and kind in (4, 5)")));
    }

    private async Task<(string, WriteSample)> OutsideAsync(bool isEnded)
    {
        var child = await SearchedAsync();
        var body = new { child, provider = "council" };
        if (!isEnded)
        {
            return (families.Finder(860), new WriteSample($"{Region}/outside-searches", Json(body), Count("outside_search", $"child = '{child}'")));
        }

        var (_, search) = await families.PostAsync("/outside-searches", families.Finder(860), body);
        return (families.Finder(860), new WriteSample(
            $"{Region}/outside-searches/{(Guid)search["search"]!}/end", Json(new { end = "given-up" }), Count("outside_search", $"child = '{child}' and ended_at is not null")));
    }

    private async Task<(string, WriteSample)> ServedAsync(bool isIn)
    {
        var child = await SearchedAsync();
        var (_, made) = await families.PostAsync("/events", families.Hub.Tokens.With(Roles.HubOperations), new { kind = "campaign", title = "Invented", from = "2027-04-20" });
        var address = $"/events/{(Guid)made["event"]!}";
        if (isIn)
        {
            await families.SendAsync(HttpMethod.Put, $"{address}/children/{child}", families.Finder(860), null, 1);
        }

        return (families.Finder(860), new WriteSample(
            $"{Region}{address}/children/{child}", () => null, () => families.CountAsync($"select version from campaign where id = '{(Guid)made["event"]!}'"), $"{Region}{address}"));
    }

    private async Task<(string, WriteSample)> MatchedAsync()
    {
        var id = Guid.NewGuid();
        await families.Hub.Database.ExecuteAsync(
            $"""
            insert into identity_match (id, councils, found_at, by, version) values ('{id}', array[860, 861], now(), 1, 1);
            insert into identity_match_side (match, council, reference) values ('{id}', 860, gen_random_uuid()), ('{id}', 861, gen_random_uuid());
            """);
        return (families.Hub.Tokens.With(Roles.SocialWorker, 860), new WriteSample(
            $"{Region}/identity-matches/{id}/answer", Json(new { answer = "same-child" }), () => families.CountAsync($"select version from identity_match where id = '{id}'"), $"{Region}/identity-matches/{id}"));
    }

    /// <summary>A child that is searched for.</summary>
    private async Task<Guid> SearchedAsync()
    {
        var child = FamiliesHost.Niche().Child(860);
        await families.SendAsync(child);
        await Eventually.AssertAsync(async () => await families.GetAsync($"/children/{child.Reference}", families.Finder(860)));
        return child.Reference;
    }

    private async Task<JsonNode> ProposedAsync()
    {
        var (child, household) = await families.PairAsync();
        return await families.ProposeAsync(child, household);
    }

    private static Func<HttpContent?> Json(object body) => () => JsonContent.Create(body);

    private Func<Task<long>> Count(string table, string condition) => () => families.CountAsync($"select count(*) from {table} where {condition}");

    private async Task<(long Done, long Repeated)> EntriesAsync() => (
        await families.CountAsync("select count(*) from audit_entry where outcome = 'done' and operation not like '%.read'"), await families.CountAsync("select count(*) from audit_entry where outcome = 'repeated'"));
}
