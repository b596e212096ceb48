using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Candidates;

/// <summary>The hub's yes or no about a household, which tells nothing but itself.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class CandidateTests(HubFixture hub)
{
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

    private async Task<Guid> AskAsync(Guid child, Guid household, string district)
    {
        var question = Guid.NewGuid();
        await hub.ApplyAsync(new AskCandidate(question, LinkSamples.Staffordshire, child, household, Areas.Digest(district)));
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
