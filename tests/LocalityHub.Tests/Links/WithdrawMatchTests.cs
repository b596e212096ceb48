using System.Net;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Links;

/// <summary>A match that falls through before the child has moved in.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class WithdrawMatchTests(HubFixture hub)
{
    [Fact]
    public async Task Withdraw_AMatch_EndsTheLinkSearchesAgainAndLeavesTheDecisionAsItWas()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, link) = await MatchedAsync();
        var (path, @case) = ($"/children/{child}", Guid.NewGuid());
        await hub.Database.ExecuteAsync($"insert into match_decision (case_id, child_id, link_id, agreed, decided_on) values ('{@case}', '{child}', '{link}', true, '2025-05-20')");

        var answer = (await worker.ChangeAsync(HttpMethod.Post, path + "/match/withdraw", Withdrawal(), path)).Good();

        Assert.Equal(("searching", reference), (answer["standing"].GetString(), answer["reference"].GetGuid()));
        var withdrawn = answer["withdrawnMatches"].EnumerateArray().Single();
        Assert.Equal(
            (link, "2025-05-20", "2025-06-13", "households-circumstances"),
            (withdrawn.GetProperty("linkId").GetGuid(), withdrawn.GetProperty("matchedOn").GetString(), withdrawn.GetProperty("on").GetString(), withdrawn.GetProperty("reason").GetString()));
        Assert.Equal(("MatchNotAgreed", 2L), await LinkSamples.ToldDecisionAsync(hub, link));
        Assert.Equal("Searching", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        var read = (await worker.GetAsync(path)).Good();
        Assert.Equal("placement-order-made", read["stage"].GetString());
        Assert.DoesNotContain(read["milestones"].EnumerateArray(), milestone => milestone.GetProperty("kind").GetString() == "matched");
        Assert.Equal(1L, await hub.Database.ScalarAsync<long>($"select count(*) from match_decision where case_id = '{@case}' and agreed"));

        // Nothing of why is in what the region was told.
        Assert.DoesNotContain("ill", (await PermanenceSamples.ToldAsync(hub, link)).ToString(), StringComparison.Ordinal);

        await hub.ApplyAsync(LinkSamples.Told(link, 7, reference, Guid.NewGuid(), LinkState.NotProgressed, NotProgressedReasons.MatchNotAgreed));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/match/withdraw", Withdrawal(), path)).Refused(HttpStatusCode.Conflict, "match.not-matched");
    }

    [Fact]
    public async Task Withdraw_AfterSomebodyHasEndedTheSearch_BeginsAnotherUnderAnotherReference()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, _) = await MatchedAsync();
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search/end", new { reason = "no-longer-needed", words = "Matched." }, path)).Good();

        var answer = (await worker.ChangeAsync(HttpMethod.Post, path + "/match/withdraw", Withdrawal(), path)).Good();

        Assert.Equal("searching", answer["standing"].GetString());
        Assert.NotEqual(reference, answer["reference"].GetGuid());
        Assert.Equal(2, answer["searches"].GetArrayLength());
    }

    /// <summary>Of brothers and sisters who are matched together the link is the others' still; whom the caller does not see counts alike.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Withdraw_ForOneOfTwo_LeavesTheLinkToTheOther(bool hidden)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _, link) = await MatchedAsync();
        var (other, otherReference) = await PermanenceSamples.SearchedAsync(hub);
        await hub.ApplyAsync(LinkSamples.Told(link, 6, otherReference, Guid.NewGuid(), LinkState.Matched, children: ChildCounts.Two));
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{other}/milestones/matched", new { date = "2025-05-20" }, $"/children/{other}")).Good();
        if (hidden)
        {
            await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{other}', array[]::text[], 'staff-or-relative', 'planted', now())");
        }

        (await worker.ChangeAsync(HttpMethod.Post, $"/children/{child}/match/withdraw", Withdrawal(), $"/children/{child}")).Good();
        Assert.Equal("Matched", await LinkSamples.DecidedAsync(hub, link));

        await hub.Database.ExecuteAsync($"delete from child_restriction where child_id = '{other}'");

        // Where the one has gone since, with others, is nothing that became of this match.
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child}/milestones/matched", new { date = "2025-06-14" }, $"/children/{child}")).Good();
        (await worker.ChangeAsync(HttpMethod.Post, $"/children/{child}/placements", new { kind = "adoption", from = "2025-06-15" }, $"/children/{child}")).Good();
        Assert.Equal("Matched", await LinkSamples.DecidedAsync(hub, link));

        (await worker.ChangeAsync(HttpMethod.Post, $"/children/{other}/match/withdraw", Withdrawal(), $"/children/{other}")).Good();
        Assert.Equal("MatchNotAgreed", await LinkSamples.DecidedAsync(hub, link));
    }

    [Fact]
    public async Task Withdraw_WhatCannotFallThrough_IsRefused()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _, link) = await MatchedAsync();
        var path = $"/children/{child}";
        (await WithdrawAsync(Withdrawal("2025-06-17"))).Refused(HttpStatusCode.Conflict, "match.in-future");
        (await WithdrawAsync(Withdrawal("2025-05-19"))).Refused(HttpStatusCode.Conflict, "match.before-it-was");
        (await WithdrawAsync(new { reason = "household-withdrew", on = "2025-06-13", decidedBy = " ", words = "x" })).Refused(HttpStatusCode.BadRequest, "match.decided-by");

        // The case system would give it again.
        await hub.Database.ExecuteAsync($"insert into given_milestone (child_id, kind, source, date, entered_by, entered_at) select child_id, kind, 2, '2025-05-21', 'planted', now() from given_milestone where child_id = '{child}' and kind = {(short)Partnership.CaseData.Milestones.MilestoneKind.Matched}");
        (await WithdrawAsync(Withdrawal())).Refused(HttpStatusCode.Conflict, "match.told-by-feed");
        await hub.Database.ExecuteAsync($"delete from given_milestone where child_id = '{child}' and source = 2");

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Good();
        (await WithdrawAsync(Withdrawal())).Refused(HttpStatusCode.Conflict, "match.moved-in");
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));

        Task<HubAnswer> WithdrawAsync(object body) => worker.ChangeAsync(HttpMethod.Post, path + "/match/withdraw", body, path);
    }

    private static object Withdrawal(string on = "2025-06-13") => new { reason = "households-circumstances", on, decidedBy = "Invented Manager, team manager", words = "One of them is seriously ill." };

    /// <summary>A child who is matched since 20 May by a link that the region has recorded.</summary>
    private async Task<(Guid Child, Guid Reference, Guid Link)> MatchedAsync()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var link = Guid.NewGuid();
        await hub.ApplyAsync(LinkSamples.Told(link, 5, reference, Guid.NewGuid(), LinkState.Selected));
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child}/milestones/matched", new { date = "2025-05-20" }, $"/children/{child}")).Good();
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Matched));
        return (child, reference, link);
    }
}
