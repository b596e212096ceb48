using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Searches;

/// <summary>From what hubs say to a child's list, with every reason, and to what moves on it.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class CandidateTests(FamiliesHost families)
{
    private static readonly OfferProfile Willing = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.CouldConsider);

    [Fact]
    public async Task List_OfARegisteredChild_HoldsWhoPassesEveryLimitInOrderWithReasons()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var child = niche.Child(860) with
        {
            Needs = NeedProfile.None.With(Need.Autism, NeedLevel.Medium), Evidence = EvidenceDates.None.With(Need.Autism, new Quarter(2020, 1)),
            IdentitySupport = IdentitySupport.Faith | IdentitySupport.Language,
        };
        var (yes, unasked) = (niche.Household(861) with { Offers = Willing, IdentitySupport = IdentitySupport.Faith }, niche.Household(860));
        var no = niche.Household(860) with { Offers = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.No, OfferAnswer.No) };
        var (held, elsewhere, excluded) = (niche.Household(861) with { Availability = Availability.OnHold }, niche.Household(894), niche.Household(861));
        families.Hubs.Refused[(child.Reference, excluded.Reference)] = true;

        await families.SendAsync(child, yes, unasked, no, held, elsewhere, excluded);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), yes, unasked);

        var list = await families.GetAsync($"/children/{child.Reference}/candidates", families.Finder(860));
        Assert.Equal(("alone", "open"), ((string)list["search"]!, (string)list["state"]!));
        Assert.NotNull(list["weights"]!["weights"]!["learning"]);
        Assert.Equal([yes.Reference, unasked.Reference], list["candidates"]!.AsArray().Select(candidate => (Guid)candidate!["household"]!));
        var first = list["candidates"]![0]!;
        Assert.Equal((1, "approved"), ((int)first["place"]!, (string)first["approval"]!));
        var need = first["factors"]!.AsArray().Single(factor => (string)factor!["kind"]! == "need")!;
        Assert.Equal(("fits", "autism", "medium", "yes"), ((string)need["fit"]!, (string)need["need"]!, (string)need["level"]!, (string)need["answer"]!));
        Assert.Equal(("old", "2020-Q1", "none"), ((string)need["child"]!["state"]!, (string)need["child"]!["from"]!, (string)need["household"]!["state"]!));
        Assert.Equal(["faith"], first["identity"]!["shown"]!.AsArray().Select(support => (string)support!));
        Assert.Equal(["language"], first["identity"]!["toArrange"]!.AsArray().Select(support => (string)support!));
        Assert.Equal("conflict", (string)list["candidates"]![1]!["factors"]!.AsArray().Single(factor => (string)factor!["kind"]! == "need")!["fit"]!);
        Assert.DoesNotContain("score", list.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        // Who could not be asked about was not: neither the one on hold nor the one without an agreement.
        HouseholdOffered[] all = [yes, unasked, excluded, no, held, elsewhere];
        var asked = families.Hubs.To<AskCandidate>(860).Where(question => question.Child == child.Reference).Select(question => question.Household).ToHashSet();
        Assert.Equal([true, true, true, false, false, false], all.Select(household => asked.Contains(household.Reference)));
    }

    /// <summary>Whoever leaves a list leaves it alike, whether the child's hub now says no or the household was put on hold.</summary>
    [Fact]
    public async Task Changes_NoAndHold_LookTheSame()
    {
        var niche = FamiliesHost.Niche();
        var child = niche.Child(860);
        var (refused, held, stays) = (niche.Household(860), niche.Household(860), niche.Household(860));
        await families.SendAsync(child, refused, held, stays);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), refused, held, stays);

        await families.Hubs.AnswerAsync(child.Reference, refused.Reference, possible: false);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), held, stays);
        await families.SendAsync(held with { Version = 2, Availability = Availability.OnHold });
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), stays);

        var changes = (await families.GetAsync($"/children/{child.Reference}/candidate-changes", families.Finder(860)))["items"]!.AsArray();
        Assert.Equal([held.Reference, refused.Reference], changes.Where(change => (string)change!["movement"]! == "left").Select(change => (Guid)change!["household"]!));
        Assert.Single(changes.Where(change => (string)change!["movement"]! == "left").Select(change => Alike(change!)).Distinct());

        static string Alike(JsonNode change)
        {
            var same = change.DeepClone().AsObject();
            foreach (var own in (string[])["at", "household", "from"])
            {
                same.Remove(own);
            }

            return same.ToJsonString();
        }
    }

    [Fact]
    public async Task Changes_AnAnswerThatImproves_SaysWhichFactorMovedIt()
    {
        var niche = FamiliesHost.Niche();
        var child = niche.Child(860) with { Needs = NeedProfile.None.With(Need.Autism, NeedLevel.High) };
        var (first, second) = (niche.Household(860) with { Offers = Willing }, niche.Household(860));
        await families.SendAsync(child, first, second);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), first, second);
        Assert.Equal([first.Reference, second.Reference], await families.ListAsync(child.Reference, families.Finder(860)));

        await families.SendAsync(second with { Version = 2, Offers = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.Yes) });
        await Eventually.AssertAsync(async () => Assert.Equal([second.Reference, first.Reference], await families.ListAsync(child.Reference, families.Finder(860))));

        // Of the one that was passed nothing is said anew but its place.
        Assert.Equal(2, await families.CountAsync($"select count(distinct place) from search_candidate where search = '{child.Reference}' and place in (1, 2)"));

        var change = (await families.GetAsync($"/children/{child.Reference}/candidate-changes?limit=1", families.Finder(860)))["items"]![0]!;
        Assert.Equal((second.Reference, "up", 2, 1), ((Guid)change["household"]!, (string)change["movement"]!, (int)change["from"]!, (int)change["to"]!));
        Assert.Equal(["household-facts"], change["causes"]!.AsArray().Select(cause => (string)cause!));
        var factor = change["factors"]!.AsArray().Single()!;
        Assert.Equal(("not-asked", "yes"), ((string)factor["before"]!["answer"]!, (string)factor["after"]!["answer"]!));

        // The same region asked again tells the same.
        await families.SweepAsync();
        await families.SettledAsync();
        Assert.Equal([second.Reference, first.Reference], await families.ListAsync(child.Reference, families.Finder(860)));
        Assert.Equal(change.ToJsonString(), (await families.GetAsync($"/children/{child.Reference}/candidate-changes?limit=1", families.Finder(860)))["items"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Together_UntilEveryMemberIsKnown_IsIncompleteAndThenHasOneList()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var group = Guid.NewGuid();
        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
        var (one, other) = (Member(860), Member(861));
        var (forTwo, forOne) = (niche.Household(860), niche.Household(860) with { NumbersYes = ChildCounts.One });
        await families.SendAsync(one, forTwo, forOne);
        await Eventually.AssertAsync(async () => Assert.Equal("incomplete", (string)(await families.GetAsync($"/children/{one.Reference}", families.Finder(860)))["searches"]![0]!["state"]!));

        await families.SendAsync(other);
        await families.EventuallyListedAsync(one.Reference, families.Finder(860), forTwo);
        await families.EventuallyListedAsync(other.Reference, families.Finder(861), forTwo);

        // Each council sees its own child in it; a no of either hub takes the household off both.
        var search = (await families.GetAsync($"/children/{other.Reference}", families.Finder(861)))["searches"]![0]!;
        Assert.Equal(("together", "two"), ((string)search["kind"]!, (string)search["number"]!));
        Assert.Equal([other.Reference], search["children"]!.AsArray().Select(child => (Guid)child!));
        await families.Hubs.AnswerAsync(other.Reference, forTwo.Reference, possible: false);
        await families.EventuallyListedAsync(one.Reference, families.Finder(860));
    }

    [Fact]
    public async Task Child_OfAnotherCouncil_IsNotFound()
    {
        var child = FamiliesHost.Niche().Child(893);
        await families.SendAsync(child);
        await Eventually.AssertAsync(async () => await families.GetAsync($"/children/{child.Reference}", families.Finder(893)));

        foreach (var path in (string[])["", "/candidates", "/candidate-changes", "/interests"])
        {
            var (existing, body) = await families.AskAsync($"/children/{child.Reference}{path}", families.Finder(860));
            var (invented, same) = await families.AskAsync($"/children/{Guid.NewGuid()}{path}", families.Finder(860));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (existing, invented));
            Assert.Equal((string)body["code"]!, (string)same["code"]!);
            Assert.Equal((string)body["detail"]!, (string)same["detail"]!);
            Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync($"/children/{child.Reference}{path}", families.Hub.Tokens.With(Roles.Recruitment, 893))).Status);
        }

        var own = await families.GetAsync("/searches?limit=200", families.Finder(860));
        Assert.DoesNotContain(own["items"]!.AsArray(), search => (Guid)search!["search"]! == child.Reference);
    }

    [Fact]
    public async Task Ended_ASearchOrAnOffer_TakesItsQuestionsBack()
    {
        var niche = FamiliesHost.Niche();
        var child = niche.Child(860);
        var (moves, ends) = (niche.Household(860), niche.Household(860));
        await families.SendAsync(child, moves, ends);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), moves, ends);
        var question = families.Hubs.To<AskCandidate>(860).Single(asked => (asked.Child, asked.Household) == (child.Reference, moves.Reference)).RequestId;

        // Another home is another question, and until it is answered the household is on no list.
        families.Hubs.Silent[child.Reference] = true;
        await families.SendAsync(moves with { Version = 2, HomeArea = Guid.NewGuid() });
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), ends);
        await Eventually.TrueAsync(() => Task.FromResult(families.Hubs.To<WithdrawCandidate>(860).Any(withdrawn => withdrawn.Question == question)), "the question to be taken back");
        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<AskCandidate>(860).Count(asked => (asked.Child, asked.Household) == (child.Reference, moves.Reference)) == 2),
            "the question about the new home");

        await families.SendAsync(child.Ended());
        await Eventually.TrueAsync(
            async () => await families.CountAsync($"select count(*) from candidate_question where child = '{child.Reference}' and withdrawn_at is null") == 0,
            "every question about the child to be taken back");
        Assert.Equal(0, await families.CountAsync($"select count(*) from search_candidate where search = '{child.Reference}'"));
        Assert.Equal(1, await families.CountAsync($"select count(*) from search where id = '{child.Reference}' and ended_at is not null"));
    }

    [Fact]
    public async Task Worker_ThatAnotherProcessOvertook_LoadsTheRegionAnew()
    {
        var niche = FamiliesHost.Niche();
        var (child, first, second) = (niche.Child(860), niche.Household(860), niche.Household(860));
        await families.SendAsync(child, first);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), first);

        // As another process would: a run that this one knows nothing of.
        await families.Hub.Database.ExecuteAsync("update register_state set run = run + 1");
        await families.SendAsync(second);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), first, second);
    }

    [Fact]
    public async Task Rebuild_AfterDamage_GivesTheSameLists()
    {
        var (child, household) = await families.PairAsync(860, 860);
        await families.Hub.Database.ExecuteAsync(
            $"""
            delete from search_candidate where search = '{child.Reference}';
            update candidate_question set possible = false where child = '{child.Reference}';
            update child_profile set live = false where reference = '{child.Reference}'
            """);

        var (status, job) = await families.PostAsync("/projection/rebuild", families.Hub.Tokens.With(Roles.Operator));
        Assert.Equal(HttpStatusCode.Accepted, status);
        await Eventually.TrueAsync(
            async () => (string)(job = await families.GetAsync($"/projection/jobs/{(Guid)job["id"]!}", families.Hub.Tokens.With(Roles.Operator)))["state"]! == "done", "the rebuild");

        await families.EventuallyListedAsync(child.Reference, families.Finder(860), household);
        Assert.Equal(2, (int)job["mended"]!);
    }
}
