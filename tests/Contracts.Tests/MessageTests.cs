using System.Text.Json;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.Contracts.SupportFund;

namespace Partnership.Contracts.Tests;

public class MessageTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly IMessage[] Each =
    [
        new AdoptionMeasured(Guid.CreateVersion7(), new CouncilCode(893), 2, 1, false, new YearEnded(2025), 410, 0, null, true,
            MeasureExclusions.NoMatch | MeasureExclusions.NoPlacementOrder, 1),
        new AskAttestation(Guid.CreateVersion7(), new CouncilCode(861), Guid.NewGuid(), new CouncilCode(860), PersonReference.Of("recruitment.861"), AttestationAsk.Overdue),
        new AskCandidate(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()),
        new AssessmentPaused(Guid.NewGuid(), new CouncilCode(860), 1, 2, Guid.NewGuid(), StageTwoPause.ExceptionalCircumstances, new CaseDay(new DateOnly(2026, 9, 1)), new CaseDay(new DateOnly(2026, 10, 1))),
        new AuditSealed(Guid.CreateVersion7(), new CouncilCode(860), 1, 1207, new AuditHash([.. Enumerable.Range(0, AuditHash.Length).Select(value => (byte)value)])),
        new CandidateAnswered(Guid.NewGuid(), new CouncilCode(860), 1, 2, false),
        new CarersDecided(Guid.CreateVersion7(), new CouncilCode(861), Guid.NewGuid(), Guid.NewGuid(), HouseholdDecision.Approved, new DecisionDay(new DateOnly(2026, 9, 1)),
            HouseholdRoutes.LongTermFostering, ChildCounts.One, AgeBands.One | AgeBands.Two),
        new ChaseSupport(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid(), 2, Guid.NewGuid(), SupportTask.PackageEnding, ChaseStep.WithinAWeek, new WorkDay(new DateOnly(2026, 3, 3))),
        new ChildIdentityStated(Guid.NewGuid(), new CouncilCode(860), 1, 2, IdentityStanding.Stated, Guid.NewGuid(), null),
        new ChildOfLinkStated(Guid.NewGuid(), new CouncilCode(860), 1, 2, Guid.NewGuid(), Guid.NewGuid(), ChildsPart.MovedIn),
        new ChildProfiled(Guid.NewGuid(), new CouncilCode(860), 1, 4, SearchStanding.Searching, SearchLength.ThirtyDays, PermanencePlan.Adoption,
            ChildStage.PlacementOrderMade, AuthorityToPlace.PlacementOrder, WaitBand.ThreeToSixMonths, AgeBands.Two, ChildCounts.Two, SiblingSearch.Together,
            Guid.NewGuid(), PriorityFlags.SiblingGroup | PriorityFlags.Disability, IdentitySupport.Heritage, EarlyPermanenceRequest.None,
            EarlyPermanencePreconditions.KinConsidered, NeedProfile.None.With(Need.Autism, NeedLevel.Low).With(Need.MeetingRelatives, NeedLevel.High),
            EvidenceDates.None.With(Need.Autism, new Quarter(2026, 3)), DisclosureLevel.Summary, NeedVocabulary.Version),
        new ChildStageChanged(Guid.CreateVersion7(), new CouncilCode(860), 1, 3, ChildStage.Matched, WaitBand.SixToTwelveMonths),
        new DecisionRecordHeld(Guid.CreateVersion7(), new CouncilCode(860), 1, 1, Guid.NewGuid(), PersonReference.Of("decision.maker.860")),
        new DecisionTold(Guid.CreateVersion7(), new CouncilCode(860), 1, 2, Guid.NewGuid(), Guid.NewGuid(), PanelNoticeRecipient.BirthParents, new CaseDay(new DateOnly(2026, 9, 1)), null, false),
        new DisclosureAnswered(Guid.NewGuid(), new CouncilCode(860), 1, 1, DisclosureState.Refused,
            DisclosureGates.CourtPapers | DisclosureGates.ParentsHealth, DisclosureEnd.None, false),
        new DutyOverdue(Guid.NewGuid(), new CouncilCode(860), 1, 1, Duty.WaitingReview, Lateness.OneToFourWeeks),
        new EscalateSearch(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid(), SearchLength.None, false, SearchAlarmCause.SearchListLate, true, Guid.NewGuid()),
        new HouseholdDecided(Guid.CreateVersion7(), new CouncilCode(861), Guid.NewGuid(), Guid.NewGuid(), HouseholdDecision.Approved,
            new DecisionDay(new DateOnly(2026, 9, 1)), HouseholdRoutes.Adoption | HouseholdRoutes.DuallyApproved, ChildCounts.One | ChildCounts.Two,
            AgeBands.UnderOne | AgeBands.One),
        new HouseholdOffered(Guid.NewGuid(), new CouncilCode(861), 1, 2, ApprovalState.StageTwo, new Quarter(2027, 1), false, HouseholdRoutes.Adoption,
            Availability.Available, Parents.Two, ChildCounts.None, ChildCounts.One, ChildCounts.Two, AgeBands.UnderOne | AgeBands.One, AgeBands.Two,
            OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.CouldConsider, OfferAnswer.No),
            EvidenceDates.None.With(Need.Autism, new Quarter(2026, 4)), IdentitySupport.Heritage | IdentitySupport.Faith, new CouncilCode(894), Guid.NewGuid(),
            true, DisclosureLevel.Full, NeedVocabulary.Version),
        new HubRestored(Guid.CreateVersion7(), new CouncilCode(861), 2, 1),
        new KeepAnchor(Guid.CreateVersion7(), new CouncilCode(861), SharedTrail.Fund, 1207, new AuditHash([.. Enumerable.Range(0, AuditHash.Length).Select(value => (byte)value)]), 1),
        new LinkDecided(Guid.NewGuid(), new CouncilCode(860), 1, 1, LinkDecision.Selected),
        new MatchDecided(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid(), Guid.NewGuid(), null, MatchDecision.Agreed, new DecisionDay(new DateOnly(2026, 10, 2))),
        new OpenPapers(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid(), Guid.NewGuid(), 3, PersonReference.Of("panel.member"), true, new CaseDay(new DateOnly(2026, 9, 1))),
        new PanelCaseChildStated(Guid.CreateVersion7(), new CouncilCode(860), 1, 1, Guid.NewGuid(), PanelCaseKind.Match, Guid.NewGuid(), new CaseDay(new DateOnly(2026, 9, 1)), null),
        new PanelCaseRaised(Guid.CreateVersion7(), new CouncilCode(860), 1, 4, false, PanelCaseKind.Match, false, false, true, null, Guid.NewGuid(), new CouncilCode(861), 2,
            new CaseDay(new DateOnly(2026, 9, 1)), null, new CaseDay(new DateOnly(2026, 9, 1)), null, null, GatesStand: false),
        new PanelCasesRestated(Guid.CreateVersion7(), new CouncilCode(861), 2, 1),
        new PanelMinutesHeld(Guid.CreateVersion7(), new CouncilCode(861), 1, 1, Guid.NewGuid(), Guid.NewGuid(), new AuditHash([.. Enumerable.Range(0, AuditHash.Length).Select(value => (byte)value)]),
            new AuditHash([.. Enumerable.Range(1, AuditHash.Length).Select(value => (byte)value)])),
        new RecordAgendaItem(Guid.CreateVersion7(), new CouncilCode(861), Guid.NewGuid(), new CouncilCode(860), Guid.NewGuid(), Guid.NewGuid(), 2, new CaseDay(new DateOnly(2026, 9, 1)), AgendaItemState.Deferred, RecommendedOutcome.Deferred,
            FreesHousehold: false, OtherPapers: new AuditHash([.. Enumerable.Range(1, AuditHash.Length).Select(value => (byte)value)])),
        new RecordDecision(Guid.CreateVersion7(), new CouncilCode(861), Guid.NewGuid(), new CouncilCode(860), PanelCaseKind.Match, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(),
            PanelDecisionStage.Final, PanelDecisionOutcome.Yes, new DecisionDay(new DateOnly(2026, 9, 9)), PersonReference.Of("decision.maker.860"), Guid.NewGuid(), PlanReversalReason.None),
        new RecordDisclosure(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid(), 2, Guid.NewGuid(), DisclosureSubject.Child, Guid.NewGuid(),
            DisclosureLevel.Full, DisclosurePurpose.GiveReportToAdopters, DisclosureBasis.LegalObligation, PersonReference.Of("recruitment.861"),
            new CouncilCode(861), new ReleaseExpiry(new DateTimeOffset(2026, 11, 28, 17, 0, 0, TimeSpan.Zero)), DisclosureEnd.Revoked, new CaseDay(new DateOnly(2026, 11, 20))),
        new RecordLink(Guid.CreateVersion7(), new CouncilCode(861), Guid.NewGuid(), 3, Guid.NewGuid(), new CouncilCode(860), Guid.NewGuid(), new CouncilCode(861),
            ChildCounts.Two, LinkState.NotProgressed, NotProgressedReasons.NumberOfChildren | NotProgressedReasons.Behaviour, Part: ChildsPart.Left),
        new RepublishRegionalState(Guid.CreateVersion7(), new CouncilCode(894)),
        new SupportNeedsAssessed(Guid.CreateVersion7(), new CouncilCode(860), 1, 2, false, Guid.CreateVersion7(), Guid.CreateVersion7(), SupportRoute.AdoptedFromCare, new YearEnded(2014), true,
            ApplicantBasis.OrderWithinThreeYears, SupportNeeds.Attachment | SupportNeeds.Trauma, new WorkDay(new DateOnly(2025, 6, 3)), new WorkDay(new DateOnly(2026, 6, 3)), false,
            RestrictedTo.CaldicottGuardian | RestrictedTo.SupportWorker),
        new SupportRestated(Guid.CreateVersion7(), new CouncilCode(861), 2, 1),
        new WaitMeasured(Guid.CreateVersion7(), new CouncilCode(861), 1, 1, false, new YearEnded(2024), WaitAtYearEnd.WaitingBeyond, 1),
        new WithdrawCandidate(Guid.CreateVersion7(), new CouncilCode(860), Guid.NewGuid()),
    ];

    public static IEnumerable<TheoryDataRow<IMessage>> Examples => Each.Select(message => new TheoryDataRow<IMessage>(message));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Json_EachMessage_ComesBackEqual(IMessage message)
    {
        var json = JsonSerializer.Serialize(message, message.GetType(), Web);

        var back = JsonSerializer.Deserialize(json, message.GetType(), Web);

        Assert.Equal(message, back);
        Assert.DoesNotContain("aggregateId", json, StringComparison.Ordinal);
    }

    /// <summary>Sent before there was a difference, and read after it.</summary>
    [Fact]
    public void AgendaItem_ThatDoesNotSayIt_FreesItsHousehold()
    {
        var item = JsonSerializer.SerializeToNode(Each.OfType<RecordAgendaItem>().Single(), Web)!.AsObject();
        Assert.True(item.Remove("freesHousehold"));

        Assert.True(item.Deserialize<RecordAgendaItem>(Web)!.FreesHousehold);
    }

    /// <summary>Sent before there were alarms, and read after it.</summary>
    [Fact]
    public void Escalation_ThatNamesNoCause_IsOfASearchWithoutALink()
    {
        var escalation = JsonSerializer.SerializeToNode(Each.OfType<EscalateSearch>().Single(), Web)!.AsObject();
        Assert.True(escalation.Remove("cause") && escalation.Remove("over") && escalation.Remove("alarm"));

        var read = escalation.Deserialize<EscalateSearch>(Web)!;
        Assert.Equal((SearchAlarmCause.WithoutLink, false, (Guid?)null), (read.Cause, read.Over, read.Alarm));
    }

    /// <summary>Sent before children of a link were told apart, and read after it.</summary>
    [Fact]
    public void Link_ThatDoesNotSayIt_HoldsForTheChild()
    {
        var link = JsonSerializer.SerializeToNode(Each.OfType<RecordLink>().Single(), Web)!.AsObject();
        Assert.True(link.Remove("part"));

        Assert.Equal(ChildsPart.Holds, link.Deserialize<RecordLink>(Web)!.Part);
    }

    /// <summary>Sent before a restriction travelled, and read after it.</summary>
    [Fact]
    public void Assessment_ThatDoesNotSayIt_IsOfNoRestrictedRecord()
    {
        var assessed = JsonSerializer.SerializeToNode(Each.OfType<SupportNeedsAssessed>().Single(), Web)!.AsObject();
        Assert.True(assessed.Remove("restrictedTo"));

        Assert.Equal(RestrictedTo.None, assessed.Deserialize<SupportNeedsAssessed>(Web)!.RestrictedTo);
    }

    /// <summary>Of a hub that does not say it yet.</summary>
    [Fact]
    public void Case_ThatDoesNotSayIt_HasItsGates()
    {
        var raised = JsonSerializer.SerializeToNode(Each.OfType<PanelCaseRaised>().Single(), Web)!.AsObject();
        Assert.True(raised.Remove("gatesStand"));

        Assert.True(raised.Deserialize<PanelCaseRaised>(Web)!.GatesStand);
    }

    [Fact]
    public void Examples_CoverEveryMessage() =>
        Assert.Equal(MessageCatalogue.Types, Each.Select(message => message.GetType()));

    [Fact]
    public void RoutingKey_EventAndCommand_NameTheCouncil()
    {
        var stage = new ChildStageChanged(Guid.NewGuid(), new CouncilCode(860), 1, 1, ChildStage.Placed, WaitBand.None);
        var republish = new RepublishRegionalState(Guid.NewGuid(), new CouncilCode(861));

        Assert.Equal("860.child-stage-changed", MessageCatalogue.RoutingKeyOf(stage));
        Assert.Equal("hub.861.republish-regional-state", MessageCatalogue.RoutingKeyOf(republish));
        Assert.Equal(typeof(ChildStageChanged), MessageCatalogue.Find("child-stage-changed"));
        Assert.Null(MessageCatalogue.Find("child-renamed"));
    }

    [Theory]
    [InlineData("86")]
    [InlineData("8600")]
    [InlineData("086")]
    [InlineData("8 0")]
    [InlineData("٨٦٠")]
    [InlineData(null)]
    public void CouncilCode_NotThreeDigits_IsRefused(string? text) => Assert.False(CouncilCode.TryParse(text, null, out _));

    [Fact]
    public void CouncilCode_Json_IsAStringOfThreeDigits()
    {
        Assert.Equal("\"860\"", JsonSerializer.Serialize(new CouncilCode(860), Web));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CouncilCode>("\"Staffordshire\"", Web));
    }

    [Theory]
    [InlineData(2025, 3, 31, 2025)]
    [InlineData(2025, 4, 1, 2026)]
    [InlineData(2024, 12, 31, 2025)]
    public void YearEnded_OfADay_TurnsOnTheFirstOfApril(int year, int month, int day, int expected)
    {
        var ended = YearEnded.Of(new DateOnly(year, month, day));

        Assert.Equal(expected, ended.Year);
        Assert.InRange(new DateOnly(year, month, day), ended.FirstDay, ended.LastDay);
    }
}
