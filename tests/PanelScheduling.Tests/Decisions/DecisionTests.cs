using System.Net;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Decisions;

public sealed class DecisionTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Decide_AnApproval_TellsTheHouseholdsHubItsTerms()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await Host.TakeFromHubAsync<HouseholdDecided>(860);

        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");

        Assert.Equal(("final", "yes", "2025-07-15"), (Text(made["decisions"]![0]!, "stage"), Text(made["decisions"]![0]!, "outcome"), Text(made["decisions"]![0]!, "decidedOn")));
        Assert.True(made["decisions"]![0]!["followsPanel"]!.GetValue<bool>());
        var told = Assert.Single(await Host.TakeFromHubAsync<HouseholdDecided>(860), each => each.Case == @case.Id);
        Assert.Equal(
            (HouseholdDecision.Approved, HouseholdRoutes.Adoption, ChildCounts.One | ChildCounts.Two, @case.Message.Household!.Value),
            (told.Decision, told.Routes, told.Numbers, told.Household));
    }

    [Fact]
    public async Task Decide_AMatchOfSiblings_TellsEachChildsMatchAndBothCouncilsTheDecision()
    {
        var world = await World.MakeAsync(Host, 860, 861);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, council: 860, children: 2, household: new(861));
        await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await Host.TakeFromHubAsync<MatchDecided>(860);
        await Host.TakeFromHubAsync<RecordDecision>(861);

        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");

        Assert.Equal(@case.Children.Select(child => child.Child).Order(), (await Host.TakeFromHubAsync<MatchDecided>(860)).Where(each => each.Case == @case.Id).Select(each => each.Child).Order());
        var told = (await Host.TakeFromHubAsync<RecordDecision>(861)).Where(each => each.Case == @case.Id).ToList();
        Assert.Equal(2, told.Count);
        Assert.All(told, each => Assert.Equal((@case.Message.Link, new DateOnly(2025, 7, 15), PanelDecisionStage.Final), (each.Link, each.DecidedOn.Day, each.Stage)));
    }

    // Adoption and Children Act 2002, sections 18, 19 and 21: without exception.
    [Fact]
    public async Task Decide_AMatchWithoutAuthorityToPlace_IsRefusedUntilItIsThere()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(860), authority: false);
        await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case);

        Assert.Equal("gate.authority-to-place", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}"));
        await Host.SendAsync(@case.Children[0] with { Version = 2, AuthorityOn = new CaseDay(new DateOnly(2025, 7, 14)) });
        await Eventually.AssertAsync(() => maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}"));
    }

    [Fact]
    public async Task Decide_SomebodyWhoIsNotAppointed_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var stranger = Host.As(Roles.DecisionMaker, "not.appointed", 860);
        var record = await world.RecordAsync(@case, "not.appointed");

        Assert.Equal("decision.not-appointed", await stranger.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}"));
    }

    [Fact]
    public async Task Decide_WithoutOnesOwnRecordInTheHub_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, _) = await world.DecisionMakerAsync(@case);
        var anothers = await world.RecordAsync(@case, "somebody.else");

        foreach (var record in new[] { Guid.NewGuid(), anothers })
        {
            Assert.Equal("decision.no-record", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}"));
        }
    }

    /// <summary>Once the hub has said that a record holds no more it never holds again, in whatever order that is heard.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task Decide_ByARecordThatWasTakenBack_IsRefusedAndByANewOneGood(int first, int second)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, another) = await world.DecisionMakerAsync(@case);
        var record = Guid.NewGuid();
        foreach (var version in new[] { first, second })
        {
            await Host.SendAsync(new DecisionRecordHeld(record, @case.Council, 1, version, @case.Id, PersonReference.Of(world.SubjectOf("maker-860")), TakenBack: version == 2));
        }

        await Eventually.TrueAsync(() => Host.AskAsync(async db => await db.Records.FindAsync(record) is { TakenBack: true }), "the record to be taken back");

        Assert.Equal("decision.no-record", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}"));
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, another, "yes", "no-panel"), $"/cases/{@case.Id}");
    }

    // Regulation 30B(3).
    [Fact]
    public async Task Decide_SomebodyWhoWasAtThePanel_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case, world.SubjectOf("member-1"));

        Assert.Equal("decision.sat-on-panel", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}"));
    }

    [Fact]
    public async Task Call_ADecisionMakerAsMember_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.DecisionMakerAsync(@case, world.SubjectOf("member-2"));
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var item = World.Id(await world.BookAsync(meeting, @case), "itemId");
        await world.SettleAsync(meeting);
        GoTo("2025-07-15");
        List<Guid> present = [.. world.Members.Take(2), .. world.Members.Skip(3).Take(2), .. world.Members.Skip(6).Take(3)];
        await world.AttendAsync(meeting, present);

        Assert.Equal("panel.decision-maker-sits", await world.Adviser.RefusedAsync(HttpMethod.Put, $"/agenda-items/{item}/sitting", new { sitting = present }, $"/agenda-items/{item}"));
    }

    [Fact]
    public async Task Decide_BeforeTheFinalMinutes_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count), $"/agenda-items/{item}");
        var (maker, record) = await world.DecisionMakerAsync(@case);

        Assert.Equal("decision.not-ready", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}"));
    }

    [Fact]
    public async Task Decide_Twice_TheSecondFindsItDecided()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");
        var fresh = await world.RecordAsync(@case, world.SubjectOf("maker-860"));

        Assert.Equal("decision.nothing-reversed", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, fresh, "yes", "no-panel"), $"/cases/{@case.Id}"));
    }

    [Fact]
    public async Task Reverse_APlan_IsANewDecisionWithItsReasonAndLeavesTheFirstAsItWas()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");
        var fresh = await world.RecordAsync(@case, world.SubjectOf("maker-860"));
        Assert.Equal("decision.reversal-reason", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, fresh, "no", "no-panel"), $"/cases/{@case.Id}"));
        await Host.TakeFromHubAsync<RecordDecision>(860);

        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, fresh, "no", "no-panel", "no-placement-order"), $"/cases/{@case.Id}");

        var decisions = (await world.Adviser.GetAsync($"/decisions?caseId={@case.Id}"))["items"]!.AsArray();
        Assert.Equal(["no", "yes"], decisions.Select(each => Text(each!, "outcome")));
        Assert.Equal(World.Id(decisions[1]!, "decisionId"), World.Id(decisions[0]!, "replaces"));
        var told = Assert.Single(await Host.TakeFromHubAsync<RecordDecision>(860), each => each.Case == @case.Id);
        Assert.Equal((PanelDecisionStage.Reversal, PlanReversalReason.NoPlacementOrder), (told.Stage, told.Reason));
    }

    // Of two children one is decided otherwise: the other's day stays what it was.
    [Fact]
    public async Task Reverse_ForOneOfTwoChildren_DecidesAndTellsThatOneAlone()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 2);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");
        await Host.TakeFromHubAsync<RecordDecision>(860);
        var (one, other) = (@case.Children[0].Child, @case.Children[1].Child);
        async Task<object> DecisionsAsync(params (Guid Child, string Outcome)[] decided) => new
        {
            recordId = await world.RecordAsync(@case, world.SubjectOf("maker-860")), reasonsAdopted = "no-panel", reversalReason = "needs-changed",
            decisions = decided.Select(each => new { child = each.Child, outcome = each.Outcome }),
        };

        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", await DecisionsAsync((one, "no"), (other, "yes")), $"/cases/{@case.Id}");

        Assert.Equal(one, World.Id(Assert.Single(made["decisions"]!.AsArray())!, "child"));
        Assert.Equal((one, PanelDecisionStage.Reversal), Assert.Single(await Host.TakeFromHubAsync<RecordDecision>(860), each => each.Case == @case.Id) is var told ? (told.Child!.Value, told.Stage) : default);
        Assert.Equal("decision.children", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", await DecisionsAsync((Guid.NewGuid(), "no")), $"/cases/{@case.Id}"));

        // The other may be named alone.
        made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", await DecisionsAsync((other, "no")), $"/cases/{@case.Id}");
        Assert.Equal(other, World.Id(Assert.Single(made["decisions"]!.AsArray())!, "child"));
    }

    // Regulation 19: of each child's plan, to each parent.
    [Fact]
    public async Task Told_OfOneChildOrToOneParent_DoesNotCloseTheCase()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 2);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = (await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}"))["decisions"]!.AsArray();
        DecisionTold Told(int decision, int person, bool inWriting = true, bool notPossible = false) => new(
            Guid.NewGuid(), new(860), 1, 1, @case.Id, World.Id(made[decision]!, "decisionId"), PanelNoticeRecipient.BirthParents, notPossible ? null : new CaseDay(new DateOnly(2025, 6, 17 + decision)),
            inWriting && !notPossible ? new CaseDay(new DateOnly(2025, 6, 18 + decision)) : null, notPossible, person, 2);
        async Task<string> AfterAsync(params DecisionTold[] told)
        {
            foreach (var each in told)
            {
                await Host.SendAsync(each);
            }

            var last = told[^1].Reference;
            await Eventually.TrueAsync(() => Host.AskAsync(async db => await db.Notices.FindAsync(last) is not null), "the notice to be known");
            var read = await world.Adviser.GetAsync($"/cases/{@case.Id}");
            return $"{Text(read, "case", "state")} {string.Join(", ", read["clocks"]!.AsArray().Where(each => each!["recipient"] is not null).Select(each => $"{Text(each!, "status")} {each!["ended"]?.GetValue<string>()}"))}";
        }

        GoTo("2025-06-20");
        Assert.Equal("decided overdue , running ", await AfterAsync(Told(0, 1), Told(0, 2)));

        // Of the second child one parent is told by word of mouth alone, and the other cannot be found.
        var oral = Told(1, 1, inWriting: false);
        Assert.Equal("decided met 2025-06-18, running ", await AfterAsync(Told(1, 2, notPossible: true), oral));
        await Host.SendAsync(oral with { Version = 2, InWritingOn = new CaseDay(new DateOnly(2025, 6, 20)) });
        await Eventually.AssertAsync(async () => Assert.Equal("closed met 2025-06-18, met 2025-06-20", await AfterAsync(oral)));
    }

    // Regulation 33(3): parents are told that the child is to be placed.
    [Fact]
    public async Task RefusedMatch_IsToldToTheAdoptersAlone()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(860));
        await world.RecommendedAsync(@case, "no");
        var (maker, record) = await world.DecisionMakerAsync(@case);

        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "no"), $"/cases/{@case.Id}");

        Assert.Equal(
            ["oral-notice", "written-notice"],
            (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Where(each => each!["recipient"] is not null).Select(each => Text(each!, "clock")).Order());
        await Host.SendAsync(new DecisionTold(
            Guid.NewGuid(), new(860), 1, 1, @case.Id, World.Id(made["decisions"]![0]!, "decisionId"), PanelNoticeRecipient.Adopters, new CaseDay(new DateOnly(2025, 7, 15)), new CaseDay(new DateOnly(2025, 7, 15)), false));
        await Eventually.AssertAsync(async () => Assert.Equal("closed", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state")));
    }

    [Fact]
    public async Task Decide_AnAdvisoryCaseOnAnAgenda_TakesItOffAndNeedsNoPanel()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.SpecialGuardianship, children: 1, courtDate: "2025-07-16");
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var item = World.Id(await world.BookAsync(meeting, @case), "itemId");
        var (maker, record) = await world.DecisionMakerAsync(@case);

        // The panel has still to advise: nothing is put back, and the item stays where it is.
        Assert.Equal("decision.nothing-to-put-back", await maker.RefusedAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "deferred", "no-panel"), $"/cases/{@case.Id}"));
        Assert.Equal("booked", Text(await world.Adviser.GetAsync($"/agenda-items/{item}"), "state"));
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");

        Assert.Equal("closed", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        Assert.Equal("withdrawn", Text(await world.Adviser.GetAsync($"/agenda-items/{item}"), "state"));
        Assert.Contains(await Host.TakeFromHubAsync<RecordAgendaItem>(860), each => each.Item == item && each.State == AgendaItemState.Withdrawn);
    }

    [Theory]
    [InlineData(PanelCaseKind.FosterTermination, 0, "determined")]
    [InlineData(PanelCaseKind.FosterMatch, 1, "decided")]
    public async Task Decide_AnAdvisoryCaseThatNoPanelTakes_IsDecidedAllTheSame(PanelCaseKind kind, int children, string state)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(kind, children: children);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        Assert.Contains((await maker.GetAsync("/worklist"))["items"]!.AsArray(), each => each!["caseId"]?.GetValue<string>() == $"{@case.Id}" && Text(each, "do") == "decide");

        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");

        Assert.Equal(state, Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
    }

    [Fact]
    public async Task Decision_IsNeverChangedNorRemoved()
    {
        foreach (var role in new[] { Host.RequestRole, Host.SystemRole })
        {
            await using var connection = new Npgsql.NpgsqlConnection(Host.Database.ConnectionStringFor(role, PanelHost.Password));
            await connection.OpenAsync();
            foreach (var statement in new[] { "update decision set outcome = 1", "delete from decision" })
            {
#pragma warning disable CA2100 // Constants of this test.
                await using var command = new Npgsql.NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
                var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());
                Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
            }
        }
    }

    [Fact]
    public async Task Told_Everybody_ClosesTheCaseAndItsClocks()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");
        var told = new DecisionTold(
            Guid.NewGuid(), new(860), 1, 1, @case.Id, World.Id(made["decisions"]![0]!, "decisionId"), PanelNoticeRecipient.BirthParents, new CaseDay(new DateOnly(2025, 6, 17)), null, false);
        await Host.SendAsync(told);
        await Host.SendAsync(told with { Version = 2, InWritingOn = new CaseDay(new DateOnly(2025, 6, 20)) });

        await Eventually.AssertAsync(async () => Assert.Equal("closed", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state")));

        var clocks = (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray();
        Assert.Equal(["decision met", "birth-parent-oral-notice met", "birth-parent-written-notice met"], clocks.Select(clock => $"{Text(clock!, "clock")} {Text(clock!, "status")}"));
    }

    [Fact]
    public async Task Appoint_WithoutThreeYearsAsASocialWorker_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        object Appointment(string since, string subject = "new.maker") => new
        {
            council = "860", subject, name = "Invented Substitute", kinds = new[] { "match" }, from = "2025-07-01", until = (string?)null, authority = "scheme-of-delegation", authorityOn = "2025-06-01", socialWorkerSince = since,
        };

        Assert.Equal("decision-maker.not-qualified", await world.Adviser.RefusedAsync(HttpMethod.Post, "/decision-makers", Appointment("2022-07-02")));
        Assert.Equal("decision-maker.self", await world.Adviser.RefusedAsync(HttpMethod.Post, "/decision-makers", Appointment("2001-01-01", $"adviser.{world.Name}")));
        Assert.Equal(HttpStatusCode.Created, (await world.Adviser.TryAsync(HttpMethod.Post, "/decision-makers", Appointment("2022-07-01"))).Status);
    }
}
