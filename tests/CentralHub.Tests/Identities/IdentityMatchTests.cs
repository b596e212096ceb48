using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Identities;

[Collection(FamiliesHost.Collection)]
public sealed class IdentityMatchTests(FamiliesHost families)
{
    [Fact]
    public async Task Stated_TheSameNumberByTwoCouncils_IsACandidateForBothAndForNobodyElse()
    {
        var digest = Digest();
        var (one, other) = (Of(860, pupil: digest), Of(861, pupil: digest));
        await families.SendAsync(one, other, Of(861, pupil: Digest()), Of(860, pupil: digest));

        var seen = await FoundAsync(one, other);

        Assert.Equal(("candidate", "pupil-number"), ((string)seen["state"]!, (string)seen["by"]!.AsArray().Single()!));
        Assert.Equal(one.Reference, (Guid)seen["own"]!.AsArray().Single()!["reference"]!);
        Assert.Equal("861", (string)seen["others"]!.AsArray().Single()!["council"]!);
        Assert.DoesNotContain(other.Reference.ToString(), seen.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(digest.ToString(), seen.ToJsonString(), StringComparison.Ordinal);
        var theirs = await families.GetAsync($"/identity-matches/{(Guid)seen["match"]!}", Worker(861));
        Assert.Equal(other.Reference, (Guid)theirs["own"]!.AsArray().Single()!["reference"]!);
        var (status, _) = await families.AskAsync($"/identity-matches/{(Guid)seen["match"]!}", Worker(893));
        Assert.Equal(HttpStatusCode.NotFound, status);

        // Two records of one council are its own matter: each of them is a candidate of the other council's record, and not of the other.
        await Eventually.TrueAsync(
            async () => await families.CountAsync($"select count(*) from identity_match_side where match in (select match from identity_match_side where reference = '{other.Reference}') and council = 860") == 2,
            "both records of the one council");
    }

    [Fact]
    public async Task Answer_ByANamedPersonOfEachCouncil_ConfirmsAndTellsEachWhoTheOtherIs()
    {
        var digest = Digest();
        var (one, other) = (Of(860, nhs: digest), Of(861, nhs: digest));
        await families.SendAsync(one, other);
        var match = await FoundAsync(one, other);
        var id = (Guid)match["match"]!;

        var (_, first) = await AnswerAsync(id, Worker(860), "same-child", 1);
        Assert.Equal("candidate", (string)first["state"]!);
        var waiting = await families.GetAsync($"/identity-matches/{id}", Worker(861));
        Assert.Equal(("same-child", null), ((string)waiting["others"]!.AsArray().Single()!["answer"]!, waiting["others"]!.AsArray().Single()!["answeredBy"]));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await AnswerAsync(id, Worker(861), "same-child", 1)).Status);

        var (_, second) = await AnswerAsync(id, Worker(861), "same-child", 2);

        Assert.Equal(("confirmed", "worker.860"), ((string)second["state"]!, (string)second["others"]!.AsArray().Single()!["answeredBy"]!));
        Assert.Equal("worker.861", (string)(await families.GetAsync($"/identity-matches/{id}", Worker(860)))["others"]!.AsArray().Single()!["answeredBy"]!);

        // A person may think again, and then nothing is confirmed.
        var (_, third) = await AnswerAsync(id, Worker(860), "different-children", 3);
        Assert.Equal(("different-children", null), ((string)third["state"]!, third["others"]!.AsArray().Single()!["answeredBy"]));
        Assert.DoesNotContain(id, await ListAsync(Worker(860), open: true));
        Assert.Contains(id, await ListAsync(Worker(860), open: false));
    }

    [Fact]
    public async Task Answer_BySomebodyOfBothCouncils_ConfirmsForOneOfThemAlone()
    {
        var digest = Digest();
        var (one, other) = (Of(860, nhs: digest), Of(861, nhs: digest));
        await families.SendAsync(one, other);
        var id = (Guid)(await FoundAsync(one, other))["match"]!;
        var both = families.Hub.Tokens.For([Roles.SocialWorker], [860, 861], subject: "worker.both");

        var (unsaid, refused) = await AnswerAsync(id, both, "same-child", 1);
        Assert.Equal((HttpStatusCode.BadRequest, "identity-match.council"), (unsaid, (string)refused["code"]!));
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(id, both, "same-child", 1, "860")).Status);
        var (status, same) = await AnswerAsync(id, both, "same-child", 2, "861");
        Assert.Equal((HttpStatusCode.Conflict, "identity-match.same-person"), (status, (string)same["code"]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await AnswerAsync(id, Worker(860), "same-child", 2, "861")).Status);

        Assert.Equal("confirmed", (string)(await AnswerAsync(id, Worker(861), "same-child", 2)).Body["state"]!);
    }

    /// <summary>An adoption order, an erasure, a mistyped number: whatever withdrew it, the match looks like one that there never was, also where it was confirmed.</summary>
    [Fact]
    public async Task Withdrawn_AfterItWasConfirmed_LooksLikeNoMatchAndComesBackByNothingOlder()
    {
        var digest = Digest();
        var (one, other) = (Of(860, pupil: digest), Of(861, pupil: digest));
        await families.SendAsync(one, other);
        var id = (Guid)(await FoundAsync(one, other))["match"]!;
        await AnswerAsync(id, Worker(860), "same-child", 1);
        await AnswerAsync(id, Worker(861), "same-child", 2);

        await families.SendAsync(one with { Version = 3, Standing = IdentityStanding.Withdrawn, ByPupilNumber = null });
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from identity_match where id = '{id}'") == 0, "the match's end");

        var (gone, body) = await families.AskAsync($"/identity-matches/{id}", Worker(861));
        var (never, unknown) = await families.AskAsync($"/identity-matches/{Guid.NewGuid()}", Worker(861));
        Assert.Equal((HttpStatusCode.NotFound, never), (gone, gone));
        Assert.Equal((string)unknown["detail"]!, (string)body["detail"]!);
        Assert.DoesNotContain(id, await ListAsync(Worker(861)));
        Assert.Equal(0, await families.CountAsync($"select count(*) from identity_match_side where reference in ('{one.Reference}', '{other.Reference}')"));
        Assert.Equal(0, await families.CountAsync($"select count(*) from family_event where reference = '{one.Reference}'"));

        // What was sent before and comes late, and another council's word of the same reference, bring nothing back.
        await families.SendAsync(one with { Version = 2 }, one with { Council = new CouncilCode(893), Version = 9 }, other with { Version = 2 });
        await Eventually.TrueAsync(async () => await families.CountAsync($"select version from child_identity where reference = '{other.Reference}'") == 2, "the later messages");
        Assert.Equal(0, await families.CountAsync($"select count(*) from identity_match_side where reference = '{one.Reference}'"));
    }

    /// <summary>Hubs take a new key one after the other: until both have, their digests say nothing about each other.</summary>
    [Fact]
    public async Task Stated_UnderANewKey_EndsNoMatchUntilTheOtherHubHasItToo()
    {
        var (old, renewed) = (Digest("11111111"), Digest("22222222"));
        var (one, other) = (Of(860, nhs: old), Of(861, nhs: old));
        await families.SendAsync(one, other);
        var id = (Guid)(await FoundAsync(one, other))["match"]!;

        await families.SendAsync(one with { Version = 2, ByNhsNumber = renewed });
        await VersionAsync(one, 2);
        Assert.Equal(1, await families.CountAsync($"select count(*) from identity_match where id = '{id}'"));
        await families.SendAsync(other with { Version = 2, ByNhsNumber = renewed });
        await VersionAsync(other, 2);
        Assert.Equal(1, await families.CountAsync($"select count(*) from identity_match where id = '{id}'"));

        // Another number under the same key: two children after all.
        await families.SendAsync(other with { Version = 3, ByNhsNumber = Digest("22222222") });
        await VersionAsync(other, 3);
        Assert.Equal(0, await families.CountAsync($"select count(*) from identity_match where id = '{id}'"));
    }

    [Fact]
    public async Task Restored_HubThatDoesNotSayItAgain_EndsTheMatch()
    {
        var digest = Digest();
        var (one, other) = (Of(893, pupil: digest), Of(894, pupil: digest));
        await families.SendAsync(one, other);
        await FoundAsync(one, other);

        await families.SendAsync(new HubRestored(Guid.NewGuid(), new CouncilCode(893), 2, 1));

        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from identity_match_side where reference = '{one.Reference}'") == 0, "the match's end");
        await families.SendAsync(one with { Epoch = 2 });
        await FoundAsync(one, other);
    }

    private static ChildIdentityStated Of(int council, Guid? nhs = null, Guid? pupil = null) =>
        new(Guid.NewGuid(), new CouncilCode(council), 1, 1, IdentityStanding.Stated, nhs, pupil);

    /// <summary>Somebody's, under one key.</summary>
    private static Guid Digest(string mark = "11111111") => Guid.Parse(mark + Guid.NewGuid().ToString()[8..]);

    private string Worker(int council) => families.Hub.Tokens.For([Roles.SocialWorker], [council], subject: $"worker.{council}");

    /// <summary>The match of two records, as the first one's council sees it.</summary>
    private async Task<JsonNode> FoundAsync(ChildIdentityStated one, ChildIdentityStated other)
    {
        const string Pair = "from identity_match_side first join identity_match_side second on second.match = first.match";
        var where = $"where first.reference = '{one.Reference}' and second.reference = '{other.Reference}'";
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) {Pair} {where}") == 1, "the match");
        var id = await families.Hub.Database.ScalarAsync<Guid>($"select first.match {Pair} {where}");
        return await families.GetAsync($"/identity-matches/{id}", Worker(one.Council.Number));
    }

    private Task VersionAsync(ChildIdentityStated identity, long version) => Eventually.TrueAsync(
        async () => await families.CountAsync($"select version from child_identity where reference = '{identity.Reference}'") == version, "the message");

    private Task<(HttpStatusCode Status, JsonNode Body)> AnswerAsync(Guid match, string token, string answer, long version, string? council = null) =>
        families.PostAsync($"/identity-matches/{match}/answer", token, new { answer, council }, version);

    private async Task<List<Guid>> ListAsync(string token, bool? open = null)
    {
        var found = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await families.GetAsync($"/identity-matches?limit=2&cursor={cursor}{(open is { } only ? $"&open={(only ? "true" : "false")}" : "")}", token);
            found.AddRange(page["items"]!.AsArray().Select(match => (Guid)match!["match"]!));
            cursor = (string?)page["next"];
        }

        return found;
    }
}
