using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>What a hub is told, or asked, of links once more: after it was restored from a backup, and when a household has moved.</summary>
public sealed class RestatedLinkTests : IAsyncLifetime
{
    // A hub of its own: what is restored here would be forgotten of every other test's.
    private readonly FamiliesHost _families = new();

    public ValueTask InitializeAsync() => _families.InitializeAsync();

    public ValueTask DisposeAsync() => _families.DisposeAsync();

    [Fact]
    public async Task Restored_AHub_IsToldEveryLiveLinkReleaseAndQuestionAgain()
    {
        var (child, household) = await _families.PairAsync(894, 894);
        var link = await _families.ProposeAsync(child, household);
        await Eventually.TrueAsync(() => Task.FromResult(_families.Hubs.To<RecordLink>(894).Any(told => told.Link == (Guid)link["link"]!)), "the link to be told");
        var question = _families.Hubs.To<AskCandidate>(894).First(asked => asked.Child == child.Reference).RequestId;

        await _families.SendAsync(child with { Epoch = 2 }, household with { Epoch = 2 }, new HubRestored(Guid.NewGuid(), new CouncilCode(894), 2, 1));

        await Eventually.AssertAsync(() =>
        {
            Assert.Equal([1L, 1L], _families.Hubs.To<RecordLink>(894).Where(told => told.Link == (Guid)link["link"]!).Select(told => told.LinkVersion));
            Assert.Equal(2, _families.Hubs.To<AskCandidate>(894).Count(asked => asked.RequestId == question));
            return Task.CompletedTask;
        });
        Assert.Equal("proposed", (string)(await _families.GetAsync($"/links/{(Guid)link["link"]!}", _families.Finder(894)))["state"]!);
    }

    /// <summary>A backup may be older than the match or the end of a link: whichever side's hub was restored, nothing else would ever tell it.</summary>
    [Fact]
    public async Task Restored_AHub_IsToldOfLinksThatWereMatchedOrEndedToo()
    {
        var (child, household) = await _families.PairAsync(894, 861);
        var (passed, declining) = await _families.PairAsync(894, 861);
        var matched = await _families.StepAsync(await _families.ProposeAsync(child, household), child, household, "considered", "interest");
        var ended = await _families.ProposeAsync(passed, declining);
        foreach (var decision in (LinkDecision[])[LinkDecision.Matched, LinkDecision.Placed, LinkDecision.Disrupted])
        {
            await _families.Hubs.DecideAsync((Guid)matched["link"]!, 894, decision);
        }

        await _families.PostAsync($"/links/{(Guid)ended["link"]!}/steps", _families.Recruiter(861), new { to = "not-progressed", reasons = new[] { "contact-plan" } }, 1);
        await Eventually.AssertAsync(() =>
        {
            Assert.True(Last(894, matched)?.Disrupted);
            Assert.Equal(LinkState.NotProgressed, Last(894, ended)?.State);
            return Task.CompletedTask;
        });

        foreach (var (council, restated) in new (int, IMessage[])[] { (894, [child with { Epoch = 2 }, passed with { Epoch = 2 }]), (861, [household with { Epoch = 2 }, declining with { Epoch = 2 }]) })
        {
            var (before, after) = (Last(council, matched)!, Last(council, ended)!);
            await _families.SendAsync([.. restated, new HubRestored(Guid.NewGuid(), new CouncilCode(council), 2, 1)]);

            await Eventually.AssertAsync(() =>
            {
                foreach (var told in (RecordLink[])[before, after])
                {
                    Assert.Equal(2, _families.Hubs.To<RecordLink>(council).Count(each => each with { RequestId = told.RequestId } == told));
                }

                return Task.CompletedTask;
            });
        }

        RecordLink? Last(int council, JsonNode link) => _families.Hubs.To<RecordLink>(council).Where(told => told.Link == (Guid)link["link"]!).MaxBy(told => told.LinkVersion);
    }

    /// <summary>The home that was asked about before the proposal is not the one that the household has now: only the child's hub can tell whether it is safe.</summary>
    [Fact]
    public async Task Moved_AHouseholdInALiveLink_IsAskedAboutAnewInTheChildsHub()
    {
        var (child, household) = await _families.PairAsync();
        var link = await _families.ProposeAsync(child, household);
        var home = Guid.NewGuid();

        await _families.SendAsync(household with { Version = 2, HomeArea = home });

        await Eventually.AssertAsync(() =>
        {
            Assert.Equal([home], _families.Hubs.To<AskCandidate>(860).Where(asked => asked.Child == child.Reference && asked.Household == household.Reference).Skip(1).Select(asked => asked.HomeArea));
            return Task.CompletedTask;
        });

        // Whatever it answers, nobody sees the link move: it is for the child's council to look at.
        await _families.Hubs.AnswerAsync(child.Reference, household.Reference, possible: false);
        await _families.SettledAsync();
        Assert.Equal(("proposed", 1L), await StandsAsync());

        async Task<(string, long)> StandsAsync()
        {
            var read = await _families.GetAsync($"/links/{(Guid)link["link"]!}", _families.Recruiter(861));
            return ((string)read["state"]!, (long)read["version"]!);
        }
    }

    /// <summary>Once nobody knows where it lives, what was answered about the last home says nothing: the question is taken back, and asked anew, of that home too, when it is known.</summary>
    [Fact]
    public async Task Moved_AHouseholdInALiveLinkNobodyKnowsWhere_IsAskedAboutNoMoreUntilItIsKnown()
    {
        var (child, household) = await _families.PairAsync();
        var link = await _families.ProposeAsync(child, household);
        var asked = Assert.Single(Questions());

        await _families.SendAsync(household with { Version = 2, HomeArea = null });
        await Eventually.TrueAsync(() => Task.FromResult(_families.Hubs.To<WithdrawCandidate>(860).Any(withdrawn => withdrawn.Question == asked.RequestId)), "the question to be taken back");

        // Meanwhile the child's record may have changed; only an answer of its own tells.
        _families.Hubs.Refused[(child.Reference, household.Reference)] = true;
        await _families.SendAsync(household with { Version = 3 });
        await Eventually.TrueAsync(() => Task.FromResult(Questions().Count() == 2), "the question to be asked anew");
        await _families.SettledAsync();
        Assert.Equal(1L, await _families.CountAsync($"select count(*) from candidate_question where household = '{household.Reference}' and withdrawn_at is null"));

        // The link tells nobody of any of it.
        var read = await _families.GetAsync($"/links/{(Guid)link["link"]!}", _families.Recruiter(861));
        Assert.Equal(("proposed", 1L), ((string)read["state"]!, (long)read["version"]!));

        IEnumerable<AskCandidate> Questions() => _families.Hubs.To<AskCandidate>(860).Where(question => question.Child == child.Reference && question.Household == household.Reference);
    }

    /// <summary>Matched, the child's search is over; the household's home is asked about all the same, until the child has moved in.</summary>
    [Fact]
    public async Task Moved_AHouseholdThatIsMatched_IsAskedAboutUntilTheChildHasMovedIn()
    {
        var (child, household) = await _families.PairAsync();
        var link = (Guid)(await _families.ProposeAsync(child, household))["link"]!;
        await _families.Hubs.DecideAsync(link, 860, LinkDecision.Matched);
        await _families.EventuallyAsync(link, _families.Finder(860), "matched");
        await _families.SendAsync(child.Ended());
        await Eventually.TrueAsync(async () => await _families.CountAsync($"select count(*) from search where id = '{child.Reference}' and ended_at is not null") == 1, "the search to end");
        await _families.SettledAsync();
        Assert.Equal(1L, await OpenAsync());
        var home = Guid.NewGuid();

        await _families.SendAsync(household with { Version = 2, HomeArea = home });

        await Eventually.AssertAsync(() =>
        {
            Assert.Equal([home], _families.Hubs.To<AskCandidate>(860).Where(asked => asked.Child == child.Reference && asked.Household == household.Reference).Skip(1).Select(asked => asked.HomeArea));
            return Task.CompletedTask;
        });

        await _families.Hubs.DecideAsync(link, 860, LinkDecision.Placed);
        await Eventually.TrueAsync(async () => await OpenAsync() == 0, "the question to be taken back");

        Task<long> OpenAsync() => _families.CountAsync($"select count(*) from candidate_question where child = '{child.Reference}' and household = '{household.Reference}' and withdrawn_at is null");
    }
}
