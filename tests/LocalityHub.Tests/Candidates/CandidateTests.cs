using System.Net;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Candidates;

/// <summary>The hub's yes or no about a household, which tells nothing but itself.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class CandidateTests(HubFixture hub)
{
    private static int _asked;

    private static readonly AreaKey Areas = new(HubFixture.AreaKey);

    [Fact]
    public async Task Ask_HouseholdInAnExclusionArea_IsNoAndEachOtherCauseLooksTheSame()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var ruledOut = Guid.NewGuid();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST16", reason = "An uncle." } } }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{ruledOut}", new { reason = "Knows the school." }, path)).Good();

        var possible = await AskAsync(reference, Guid.NewGuid(), "ST17");
        var excluded = await AskAsync(reference, Guid.NewGuid(), "ST16");
        var ruled = await AskAsync(reference, ruledOut, "ST17");
        var unknown = await AskAsync(Guid.NewGuid(), Guid.NewGuid(), "ST17");

        // While the region's key changes, hub by hub, a digest of the other key could be of an excluded area.
        var otherKey = Guid.NewGuid();
        await hub.ApplyAsync(new AskCandidate(otherKey, LinkSamples.Staffordshire, reference, Guid.NewGuid(), new AreaKey("another-key-of-these-tests").Digest("ST17")));

        Assert.Equal(Content(possible, "true"), await AnsweredAsync(possible));
        foreach (var no in new[] { excluded, ruled, unknown, otherKey })
        {
            Assert.Equal((Content(no, "false"), 1L), (await AnsweredAsync(no), await VersionAsync(no)));
        }
    }

    [Fact]
    public async Task Answers_ChangeWithAreasAndRuling_AndAreSaidThenAlone()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var household = Guid.NewGuid();
        var (here, elsewhere) = (await AskAsync(reference, household, "ST18"), await AskAsync(reference, Guid.NewGuid(), "ST19"));

        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST18", reason = "x" } } }, path)).Good();
        Assert.Equal((Content(here, "false"), 2L), (await AnsweredAsync(here), await VersionAsync(here)));
        Assert.Equal((Content(elsewhere, "true"), 1L), (await AnsweredAsync(elsewhere), await VersionAsync(elsewhere)));

        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "x" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = Array.Empty<object>() }, path)).Good();
        Assert.Equal(2L, await VersionAsync(here));
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "x", considered = true }, path)).Good();
        Assert.Equal((Content(here, "true"), 3L), (await AnsweredAsync(here), await VersionAsync(here)));
    }

    [Fact]
    public async Task Ask_Again_IsAnsweredAgain_AndARedeliveryIsNot()
    {
        var (_, reference) = await PermanenceSamples.SearchedAsync(hub);
        var question = new AskCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, reference, Guid.NewGuid(), Areas.Digest("ST17"));
        var message = await hub.SendAsync(question);
        await TestSupport.Eventually.TrueAsync(async () => await VersionAsync(question.RequestId) == 1, "the answer");

        await hub.SendAsync(question, message);
        await hub.ApplyAsync(question);

        Assert.Equal(2L, await VersionAsync(question.RequestId));
    }

    [Fact]
    public async Task Withdraw_BeforeOrAfterTheQuestion_SilencesIt()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var asked = await AskAsync(reference, Guid.NewGuid(), "ST20");
        await hub.ApplyAsync(new WithdrawCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, asked));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST20", reason = "x" } } }, path)).Good();
        Assert.Equal(0L, await VersionAsync(asked));

        var late = new AskCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, reference, Guid.NewGuid(), Areas.Digest("ST21"));
        await hub.ApplyAsync(new WithdrawCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, late.RequestId));
        await hub.ApplyAsync(late);
        Assert.Equal(0L, await VersionAsync(late.RequestId));
    }

    [Fact]
    public async Task SearchEnds_QuestionsAreForgotten_AndALaterOneIsNo()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var asked = await AskAsync(reference, Guid.NewGuid(), "ST17");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search/end", new { reason = "no-longer-needed", words = "x" }, path)).Good();

        Assert.Equal(0L, await VersionAsync(asked));
        var after = await AskAsync(reference, Guid.NewGuid(), "ST17");
        Assert.Equal(Content(after, "false"), await AnsweredAsync(after));
    }

    /// <summary>
    /// The limit was asked about before the proposal. When it comes to stand against a live link later, only this hub knows: its worker is told, and neither a
    /// selection nor a panel goes on.
    /// </summary>
    [Theory]
    [InlineData("area added", "selected")]
    [InlineData("area added", "to-panel")]
    [InlineData("household moved", "selected")]
    [InlineData("household moved", "to-panel")]
    [InlineData("ruled out", "to-panel")]
    public async Task Link_AgainstWhoseHouseholdALimitComesToStand_IsPutBeforeTheOwnerAndGoesNoFurther(string how, string decision)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        await hub.Database.ExecuteAsync($"update permanence set owner_subject = 'limits-{child}' where child_id = '{child}'");
        using var owner = hub.As(Roles.SocialWorker, $"limits-{child}");
        var (link, household) = (Guid.NewGuid(), Guid.NewGuid());
        var asked = await AskAsync(reference, household, "ST17");
        await AskAsync(reference, Guid.NewGuid(), "ST18");
        await hub.ApplyAsync(LinkSamples.Told(link, 5, reference, household, decision == "selected" ? LinkState.Preferred : LinkState.Selected));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", Areas18(how), path)).Good();
        Assert.Empty(await AgainstAsync());

        switch (how)
        {
            case "area added":
                (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST17", reason = "An uncle." } } }, path)).Good();
                break;
            case "household moved":
                await hub.ApplyAsync(new WithdrawCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, asked));
                await AskAsync(reference, household, "ST18");
                break;
            default:
                (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "Knows the school." }, path)).Good();
                break;
        }

        Assert.Equal([link], await AgainstAsync());
        (await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", Decided(decision), $"/links/{link}")).Refused(HttpStatusCode.Conflict, "link.against-limit");
        var item = (await owner.GetAsync("/worklist?mine=true&limit=200")).Good()["items"].EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "link-against-limit");
        Assert.Equal((child, link, "Invented Worker"), (item.GetProperty("childId").GetGuid(), item.GetProperty("linkId").GetGuid(), item.GetProperty("owner").GetString()));
        Assert.Null(await LinkSamples.DecidedAsync(hub, link));

        // The way on is the child's own record; or back.
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = Array.Empty<object>() }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "x", considered = true }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", Decided(decision), $"/links/{link}")).Good();

        async Task<IEnumerable<Guid>> AgainstAsync() => (await worker.GetAsync(path + "/family-finding")).Good()["linksAgainstLimits"].EnumerateArray().Select(each => each.GetGuid()).ToList();
    }

    /// <summary>Where nobody knows where the household lives now, what was answered about its last home says nothing: neither selection, panel, match nor placement goes on.</summary>
    [Theory]
    [InlineData(LinkState.Preferred)]
    [InlineData(LinkState.Selected)]
    [InlineData(LinkState.Matched)]
    public async Task Link_WhoseHouseholdsHomeIsNotKnown_GoesNoFurtherWhileTheChildMustNotLiveSomewhere(LinkState state)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (path, link, household) = ($"/children/{child}", Guid.NewGuid(), Guid.NewGuid());
        var asked = await AskAsync(reference, household, "ST17");
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", Areas18("household moved"), path)).Good();
        await hub.ApplyAsync(LinkSamples.Told(link, 5, reference, household, LinkState.Selected));
        if (state == LinkState.Matched)
        {
            (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        }

        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, household, state));
        await hub.ApplyAsync(new WithdrawCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, asked));

        (await GoOnAsync()).Refused(HttpStatusCode.Conflict, "link.home-not-known");

        // Nobody is told that a limit stands, for none is known to; and a child who may live anywhere may live there.
        Assert.Empty((await worker.GetAsync(path + "/family-finding")).Good()["linksAgainstLimits"].EnumerateArray());
        if (state == LinkState.Selected)
        {
            (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = Array.Empty<object>() }, path)).Good();
        }
        else
        {
            await AskAsync(reference, household, "ST17");
        }

        (await GoOnAsync()).Good();

        Task<HubAnswer> GoOnAsync() => state == LinkState.Matched
            ? worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)
            : worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", Decided(state == LinkState.Preferred ? "selected" : "to-panel"), $"/links/{link}");
    }

    /// <summary>A match is watched until the child has moved in: its worker alone is told, and the child does not move in while the limit stands.</summary>
    [Theory]
    [InlineData("area added")]
    [InlineData("household moved")]
    [InlineData("household moved after the search")]
    [InlineData("ruled out")]
    [InlineData("plan changed")]
    public async Task Match_AgainstWhichALimitComesToStand_IsPutBeforeTheOwnerAndTheChildDoesNotMoveIn(string how)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (path, link, household) = ($"/children/{child}", Guid.NewGuid(), Guid.NewGuid());
        var asked = await AskAsync(reference, household, "ST17");
        await hub.ApplyAsync(LinkSamples.Told(link, 5, reference, household, LinkState.Selected));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, household, LinkState.Matched));
        Assert.Empty(await AgainstAsync());

        switch (how)
        {
            case "area added":
                (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST17", reason = "An uncle." } } }, path)).Good();
                break;
            case "ruled out":
                (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "Knows the school." }, path)).Good();
                break;
            case "plan changed":
                (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("special-guardianship"), path)).Good();
                break;
            default:
                (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", Areas18("household moved"), path)).Good();
                if (how == "household moved after the search")
                {
                    (await worker.ChangeAsync(HttpMethod.Post, path + "/search/end", new { reason = "no-longer-needed", words = "Matched." }, path)).Good();
                }

                await hub.ApplyAsync(new WithdrawCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, asked));
                var moved = await AskAsync(reference, household, "ST18");
                Assert.Equal(Content(moved, "false"), await AnsweredAsync(moved));
                break;
        }

        Assert.Equal([link], await AgainstAsync());
        await hub.Database.ExecuteAsync($"update permanence set owner_subject = 'match-{child}' where child_id = '{child}'");
        using var owner = hub.As(Roles.SocialWorker, $"match-{child}");
        var item = (await owner.GetAsync("/worklist?mine=true&limit=200")).Good()["items"].EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "link-against-limit");
        Assert.Equal((child, link), (item.GetProperty("childId").GetGuid(), item.GetProperty("linkId").GetGuid()));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Refused(HttpStatusCode.Conflict, "link.against-limit");
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/placed", new { date = "2025-06-12" }, path)).Refused(HttpStatusCode.Conflict, "link.against-limit");
        Assert.Equal("Matched", await LinkSamples.DecidedAsync(hub, link));

        // The way on is the child's own record; once the child has moved in, it is watched no more.
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = Array.Empty<object>() }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "x", considered = true }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(), path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "Knows the school." }, path)).Good();
        Assert.Empty(await AgainstAsync());

        async Task<IEnumerable<Guid>> AgainstAsync() => (await worker.GetAsync(path + "/family-finding")).Good()["linksAgainstLimits"].EnumerateArray().Select(each => each.GetGuid()).ToList();
    }

    /// <summary>Of its own household the council says which it is: with another one the child may move in.</summary>
    [Fact]
    public async Task Match_AgainstALimit_KeepsTheChildFromThatHouseholdAlone()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (path, link) = ($"/children/{child}", Guid.NewGuid());
        var ((matched, _), (other, _)) = (await HouseholdSamples.PlantAsync(hub), await HouseholdSamples.PlantAsync(hub));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        var household = Guid.NewGuid();
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, household, LinkState.Matched));
        await hub.Database.ExecuteAsync($"update family_link set household_id = '{matched}' where id = '{link}'");
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{household}", new { reason = "Knows the school." }, path)).Good();

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "special-guardianship", from = "2025-06-12", householdId = matched }, path)).Refused(HttpStatusCode.Conflict, "link.against-limit");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-12", householdId = other }, path)).Good();
    }

    /// <summary>
    /// A backup has brought a question back that was withdrawn since: the newest is about the home of today. Of a home whose digest is of another key nobody can say, so nothing goes on and
    /// nobody is told an untruth.
    /// </summary>
    [Theory]
    [InlineData("ST17", "ST18", null, 0)]
    [InlineData("ST18", "ST17", "link.against-limit", 1)]
    [InlineData("ST18", null, "link.home-not-known", 0)]
    public async Task Link_WithTwoQuestionsOpen_IsJudgedByTheNewest(string before, string? now, string? refusal, int listed)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (path, link, household) = ($"/children/{child}", Guid.NewGuid(), Guid.NewGuid());
        await AskAsync(reference, household, before);
        await AskAsync(reference, household, now);
        await hub.ApplyAsync(LinkSamples.Told(link, 5, reference, household, LinkState.Preferred));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST17", reason = "An uncle." } } }, path)).Good();

        Assert.Equal(listed, (await worker.GetAsync(path + "/family-finding")).Good()["linksAgainstLimits"].GetArrayLength());
        var decided = await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", Decided("selected"), $"/links/{link}");
        if (refusal is null)
        {
            decided.Good();
        }
        else
        {
            decided.Refused(HttpStatusCode.Conflict, refusal);
        }
    }

    private static object Areas18(string how) => new { areas = how == "household moved" ? [new { district = "ST18", reason = "An aunt." }] : Array.Empty<object>() };

    private static object Decided(string decision) => new { decision, decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "They are the ones." };

    /// <param name="child">The child's reference.</param>
    /// <param name="household">The household's.</param>
    /// <param name="district">Where it lives; null for a home whose digest is of another key.</param>
    private async Task<Guid> AskAsync(Guid child, Guid household, string? district)
    {
        // By time, as the centre's are; two of one millisecond would have no order.
        var question = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(20_000 + Interlocked.Increment(ref _asked)));
        await hub.ApplyAsync(new AskCandidate(question, LinkSamples.Staffordshire, child, household, district is null ? Guid.NewGuid() : Areas.Digest(district)));
        return question;
    }

    private async Task<string> AnsweredAsync(Guid question) => (await PermanenceSamples.ToldAsync(hub, question)).ToString();

    private async Task<long> VersionAsync(Guid question)
    {
        await using var db = hub.Db();
        return await db.RegionalReferences.Where(known => known.Reference == question).Select(known => known.Version).SingleOrDefaultAsync();
    }

    private static string Content(Guid question, string possible) => $$"""{"question":"{{question}}","council":"860","epoch":0,"version":0,"possible":{{possible}}}""";
}
