using System.IO.Compression;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Letters;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory.Panels;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

[Collection(nameof(PanelHub))]
public sealed class DecisionTests(PanelHub panel)
{
    [Fact]
    public async Task Minutes_AreDraftedUntilTheChairSignsAndAreThenFinal()
    {
        var @case = await panel.RaisedAsync();
        var item = await ItemAsync(@case, AgendaItemState.Heard, 1);
        var adviser = panel.As(Roles.PanelAdviser);
        var first = await adviser.SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "They understand the child's needs." });
        var second = await adviser.SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "They understand the child's needs.", dissent = "One would have waited." });
        var same = await adviser.SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "They understand the child's needs.", dissent = "One would have waited." });

        Assert.Equal([1, 2, 3], new[] { first, second, same }.Select(each => each["number"]!.GetValue<int>()));
        Assert.NotEqual(first["digest"]!.GetValue<string>(), second["digest"]!.GetValue<string>());
        Assert.Equal(second["digest"]!.GetValue<string>(), same["digest"]!.GetValue<string>());
        var told = (await panel.ToldAsync<PanelMinutesHeld>()).Where(each => each.Item == item).ToList();

        // The same text once more is nothing new to the region.
        Assert.Equal([1L, 2L], told.Select(each => each.Version));
        Assert.Single(told.Select(each => each.Document).Distinct());

        await StateAsync(@case, item, AgendaItemState.MinutesSigned, 2);
        await Eventually.AssertAsync(async () => Assert.Equal(
            "minutes.not-now", await adviser.RefusedAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Other.", reasons = "Other." })));
        Assert.True((await panel.As(Roles.SocialWorker).GetAsync($"/panel-items/{item}/minutes"))["final"]!.GetValue<bool>());
        Assert.Equal("%PDF-"u8.ToArray(), (await DocumentAsync(Roles.PanelChair, $"/panel-items/{item}/minutes/document"))[..5]);
    }

    [Fact]
    public async Task Record_BeforeTheDecision_IsToldByWriterAndHandedOutAsPdfAndDocx()
    {
        var @case = await panel.RaisedAsync();
        var paper = (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/papers"))["items"]![0]!["id"]!.GetValue<Guid>();
        var maker = panel.As(Roles.DecisionMaker, "decision.maker.860");

        Assert.Equal("decision-record.material", await maker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", new { material = Array.Empty<Guid>(), arguments = "For.", ownReasons = "No relative can." }));
        Assert.Equal("decision-record.material", await maker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", new { material = new[] { Guid.NewGuid() }, arguments = "For.", ownReasons = "No relative can." }));
        var record = await maker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", new { material = new[] { paper }, arguments = "For: a family for life.", ownReasons = "No relative can care for the child in the child's time." });

        var id = record["recordId"]!.GetValue<Guid>();
        var told = Assert.Single(await panel.ToldAsync<DecisionRecordHeld>(), each => each.Case == @case);
        Assert.Equal((id, Contracts.FamilyFinding.PersonReference.Of("decision.maker.860")), (told.Record, told.Maker));
        Assert.Equal("%PDF-"u8.ToArray(), (await DocumentAsync(Roles.SocialWorker, $"/panel-cases/{@case}/decision-records/{id}/document"))[..5]);
        var docx = TextOf(await DocumentAsync(Roles.SocialWorker, $"/panel-cases/{@case}/decision-records/{id}/document?format=docx"));
        Assert.Contains("No relative can care for the child in the child's time.", docx, StringComparison.Ordinal);
        Assert.Contains("report.pdf", docx, StringComparison.Ordinal);

        // A named person's decision, of a named council: what a court looks for first.
        Assert.Contains("By the agency decision maker decision.maker.860", docx, StringComparison.Ordinal);
        Assert.Contains("Staffordshire. ", docx, StringComparison.Ordinal);
    }

    // Regulations 19 and 33, and of a reversal the reason that the return asks for.
    [Fact]
    public async Task Decided_Plan_IsTheChildsMilestoneOnceAndItsReversalToo()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var reference = (await panel.ToldAsync<PanelCaseChildStated>()).First(each => each.Case == @case).Child;
        var decision = Decision(@case, PanelCaseKind.ShouldBePlacedByOrder, reference, PanelDecisionOutcome.Yes);

        await panel.SendAsync(decision);
        await panel.SendAsync(decision with { RequestId = Guid.NewGuid() });
        await Eventually.AssertAsync(async () => Assert.Equal(["should-be-placed 2025-06-16"], await MilestonesAsync(child)));
        await panel.SendAsync(Decision(@case, PanelCaseKind.ShouldBePlacedByOrder, reference, PanelDecisionOutcome.No, PanelDecisionStage.Reversal) with { Reason = PlanReversalReason.NoPlacementOrder });
        await Eventually.AssertAsync(async () => Assert.Contains("decision-reversed 2025-06-16", await MilestonesAsync(child)));

        var decisions = (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/decisions"))["items"]!.AsArray();
        Assert.Equal(["yes", "no"], decisions.Select(each => each!["outcome"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Tell_DaysOfTelling_GoToPanelSchedulingAsTheyAreEntered()
    {
        var (@case, decision, _) = await DecidedPlanAsync();
        var worker = panel.As(Roles.SocialWorker);
        string Path(string recipient) => $"/panel-cases/{@case}/decisions/{decision}/notices/{recipient}";

        Assert.Equal("notice.other-recipient", await worker.RefusedAsync(HttpMethod.Post, Path("adopters"), new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions"));
        Assert.Equal("notice.day", await worker.RefusedAsync(HttpMethod.Post, Path("birth-parents"), new { orallyOn = "2025-06-15" }, $"/panel-cases/{@case}/decisions"));
        Assert.Equal("notice.day", await worker.RefusedAsync(HttpMethod.Post, Path("birth-parents"), new { inWritingOn = "2025-06-17" }, $"/panel-cases/{@case}/decisions"));
        await worker.SendAsync(HttpMethod.Post, Path("birth-parents"), new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions");
        await worker.SendAsync(HttpMethod.Post, Path("birth-parents"), new { notPossible = "Nobody knows where the other parent is." }, $"/panel-cases/{@case}/decisions");

        // A letter to the last address that is known tells nobody by word of mouth.
        await worker.SendAsync(HttpMethod.Post, Path("birth-parents"), new { inWritingOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions");
        await worker.SendAsync(HttpMethod.Post, Path("birth-parents"), new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions");

        var told = (await panel.ToldAsync<DecisionTold>()).Where(each => each.Case == @case).ToList();
        Assert.Equal([(1L, false, false), (2L, true, false), (3L, true, true), (4L, false, true)], told.Select(each => (each.Version, each.NotPossible, each.InWritingOn is not null)));
        Assert.All(told, each => Assert.Equal(new DateOnly(2025, 6, 16), each.OrallyOn!.Value.Day));
    }

    /// <summary>One parent is told, the other cannot be found: two persons, and two statements.</summary>
    [Fact]
    public async Task Tell_EachParentAlone_GoesToPanelSchedulingAsPersonsOfTheirOwn()
    {
        var (@case, decision, _) = await DecidedPlanAsync();
        var worker = panel.As(Roles.SocialWorker);
        var path = $"/panel-cases/{@case}/decisions/{decision}/notices/birth-parents";

        Assert.Equal("notice.person", await worker.RefusedAsync(HttpMethod.Post, path, new { orallyOn = "2025-06-16", person = 3, persons = 2 }, $"/panel-cases/{@case}/decisions"));
        await worker.SendAsync(HttpMethod.Post, path, new { notPossible = "Nobody knows where the father is.", person = 2, persons = 2 }, $"/panel-cases/{@case}/decisions");
        await worker.SendAsync(HttpMethod.Post, path, new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions");

        var told = (await panel.ToldAsync<DecisionTold>()).Where(each => each.Case == @case).OrderBy(each => each.Person).ToList();
        Assert.Equal([(1, 2, false), (2, 2, true)], told.Select(each => (each.Person, each.Persons, each.NotPossible)));
        Assert.Equal(2, told.Select(each => each.Reference).Distinct().Count());
        var notices = (await worker.GetAsync($"/panel-cases/{@case}/decisions"))["items"]![0]!["notices"]!.AsArray();
        Assert.Equal([1, 2], notices.Select(each => each!["person"]!.GetValue<int>()));
    }

    /// <summary>Parents are told of a match that is agreed, and of no other.</summary>
    [Fact]
    public async Task Tell_ParentsOfAMatchThatWasNotAgreed_IsRefused()
    {
        var child = await panel.WaitingChildAsync();
        var @case = await panel.OpenAsync("match", [child], new { linkId = await LinkAsync(child, null) });
        async Task<string> PathAsync(PanelDecisionOutcome outcome)
        {
            var decision = Guid.NewGuid();
            await panel.Hub.Database.ExecuteAsync($"""
                insert into case_decision (id, case_id, child_id, stage, outcome, decided_on, maker, record_id, reason, received_at)
                values ('{decision}', '{@case}', '{child}', 1, {(int)outcome}, '2025-06-16', gen_random_uuid(), gen_random_uuid(), 0, now())
                """);
            return $"/panel-cases/{@case}/decisions/{decision}/notices";
        }

        var (refused, agreed) = (await PathAsync(PanelDecisionOutcome.No), await PathAsync(PanelDecisionOutcome.Yes));
        var worker = panel.As(Roles.SocialWorker);
        Assert.Equal("notice.other-recipient", await worker.RefusedAsync(HttpMethod.Post, $"{refused}/birth-parents", new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions"));
        await worker.SendAsync(HttpMethod.Post, $"{refused}/adopters", new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions");
        await worker.SendAsync(HttpMethod.Post, $"{agreed}/birth-parents", new { orallyOn = "2025-06-16" }, $"/panel-cases/{@case}/decisions");
    }

    /// <summary>A draft that the chair did not sign is not final, though it was written before this hub heard of the signature.</summary>
    [Fact]
    public async Task Minutes_WrittenAfterTheChairSigned_AreNotTheFinalOnes()
    {
        var @case = await panel.RaisedAsync();
        var item = await ItemAsync(@case, AgendaItemState.Heard, 1);
        var adviser = panel.As(Roles.PanelAdviser);
        var signed = await adviser.SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "They understand the child's needs." });
        await adviser.SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "Written too late." });
        var digest = Assert.Single(await panel.ToldAsync<PanelMinutesHeld>(), each => each.Item == item && each.Version == 1).Digest;

        await panel.SendAsync(new RecordAgendaItem(
            Guid.NewGuid(), new(860), @case, new(860), null, item, 2, new CaseDay(new(2025, 6, 16)), AgendaItemState.MinutesSigned, RecommendedOutcome.Yes, digest));

        await Eventually.AssertAsync(async () =>
        {
            var final = await adviser.GetAsync($"/panel-items/{item}/minutes");
            Assert.Equal((true, signed["minutesId"]!.GetValue<Guid>()), (final["final"]!.GetValue<bool>(), final["minutesId"]!.GetValue<Guid>()));
        });

        // Restored from a backup that was made before, the hub takes the text that was signed, and no other.
        await panel.Hub.Database.ExecuteAsync($"delete from item_minutes where item_id = '{item}'");
        Assert.Equal("minutes.not-now", await adviser.RefusedAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "Written too late." }));
        var again = await adviser.SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "They understand the child's needs." });
        Assert.True(again["final"]!.GetValue<bool>());
        Assert.Equal("minutes.not-now", await adviser.RefusedAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "They understand the child's needs." }));
    }

    /// <summary>Decided before its reason was kept, and told again: a person enters it.</summary>
    [Fact]
    public async Task Reversal_WithoutAReason_WaitsForAPerson()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var reference = (await panel.ToldAsync<PanelCaseChildStated>()).First(each => each.Case == @case).Child;
        var reversal = Decision(@case, PanelCaseKind.ShouldBePlacedByOrder, reference, PanelDecisionOutcome.No, PanelDecisionStage.Reversal);

        await panel.SendAsync(reversal);

        await Eventually.TrueAsync(
            async () => await panel.Hub.Database.ScalarAsync<bool>("select exists (select from retry where name = 'record-decision') or exists (select from parked where name = 'record-decision')"), "the message to be put off");
        Assert.Empty(await MilestonesAsync(child));
        await panel.Hub.Database.ExecuteAsync("delete from retry where name = 'record-decision'");
    }

    [Fact]
    public async Task Minutes_OfAnItemThatWasPutOff_AreWritten()
    {
        var @case = await panel.RaisedAsync();
        var item = await ItemAsync(@case, AgendaItemState.Deferred, 1);

        var minutes = await panel.As(Roles.PanelAdviser).SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "The panel would have set a condition." });

        Assert.False(minutes["final"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Withdraw_ACaseThatIsDecided_IsRefused()
    {
        var (@case, _, _) = await DecidedPlanAsync();

        Assert.Equal("panel-case.decided", await panel.As(Roles.SocialWorker).RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/withdraw", version: $"/panel-cases/{@case}"));
    }

    /// <summary>Taken back while the decision was on its way: the second decision needs the case.</summary>
    [Fact]
    public async Task Decided_ACaseThatWasTakenBackMeanwhile_GoesOn()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var reference = (await panel.ToldAsync<PanelCaseChildStated>()).First(each => each.Case == @case).Child;
        var worker = panel.As(Roles.SocialWorker);
        await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/withdraw", version: $"/panel-cases/{@case}");

        await panel.SendAsync(Decision(@case, PanelCaseKind.ShouldBePlacedByOrder, reference, PanelDecisionOutcome.No));

        await Eventually.AssertAsync(async () => Assert.Equal("raised", (await worker.GetAsync($"/panel-cases/{@case}"))["state"]!.GetValue<string>()));
    }

    /// <summary>Parents' letters have a list of fields without anything of a household, whatever a council writes into its template.</summary>
    [Fact]
    public void Fields_OfParentsLetters_HaveNothingOfAHousehold()
    {
        foreach (var kind in Enum.GetValues<LetterKind>().Where(kind => LetterKinds.RecipientOf(kind) == NoticeRecipient.BirthParents))
        {
            string[] fields = [.. LetterFields.Of(kind)];
            Assert.DoesNotContain("household", fields);
            Assert.DoesNotContain("terms", fields);
            Assert.All(LetterFields.In(UsualTemplates.Of(kind)), field => Assert.Contains(field, fields));
        }

        Assert.DoesNotContain(typeof(ParentsLetterFacts).GetProperties(), property => property.Name.Contains("Household", StringComparison.Ordinal) || property.Name == "Terms");
    }

    [Fact]
    public async Task Template_ForParentsWithAHouseholdsField_IsRefused()
    {
        var adviser = panel.As(Roles.PanelAdviser);

        Assert.Equal("template.field", await adviser.RefusedAsync(HttpMethod.Put, "/letter-templates/parents-placing", new { text = "Your child goes to {{household}}." }, "/letter-templates/parents-placing"));
        Assert.Equal("template.braces", await adviser.RefusedAsync(HttpMethod.Put, "/letter-templates/parents-placing", new { text = "Your child goes to {{ household }}." }, "/letter-templates/parents-placing"));
        var own = await adviser.SendAsync(HttpMethod.Put, "/letter-templates/carers", new { text = "Dear {{household}}, {{decision}}." }, "/letter-templates/carers");
        Assert.True(own["own"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Letter_ToParents_TellsTheDecisionAndIsNotedWhenSent()
    {
        var (@case, decision, child) = await DecidedPlanAsync();
        var worker = panel.As(Roles.SocialWorker);
        await worker.SendAsync(HttpMethod.Put, $"/children/{child}/name", new { given = "Orla", family = "Underwillow" }, $"/children/{child}");
        object Letter(string kind) => new { decisionId = decision, kind, recipient = "Ms Invented", address = "1 Invented Lane", signedBy = "Bryony Quill" };

        Assert.Equal("letter.other-decision", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/letters", Letter("parents-placing")));
        var letter = await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/letters", Letter("parents-should-be-placed"));
        var id = letter["letterId"]!.GetValue<Guid>();
        Assert.Contains("Orla Underwillow", letter["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("{{", letter["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.EndsWith("Bryony Quill\nStaffordshire", letter["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("should be placed for adoption", TextOf(await DocumentAsync(Roles.SocialWorker, $"/panel-cases/{@case}/letters/{id}/document?format=docx")), StringComparison.Ordinal);
        Assert.Equal("%PDF-"u8.ToArray(), (await DocumentAsync(Roles.SocialWorker, $"/panel-cases/{@case}/letters/{id}/document"))[..5]);

        await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/letters/{id}/sent", new { on = "2025-06-16" }, $"/panel-cases/{@case}/letters/{id}");
        Assert.Equal("letter.sent", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/letters/{id}/sent", new { on = "2025-06-16" }, $"/panel-cases/{@case}/letters/{id}"));
        Assert.Equal(new DateOnly(2025, 6, 16), Assert.Single(await panel.ToldAsync<DecisionTold>(), each => each.Case == @case).InWritingOn!.Value.Day);
    }

    /// <summary>Each parent has a letter: the second one's day is not entered as the first one's by leaving out who it is.</summary>
    [Fact]
    public async Task Letter_ToTheSecondParentOnAnotherDay_SaysWhoItIs()
    {
        var (@case, decision, _) = await DecidedPlanAsync();
        var worker = panel.As(Roles.SocialWorker);
        await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/decisions/{decision}/notices/birth-parents", new { inWritingOn = "2025-06-16", persons = 2 }, $"/panel-cases/{@case}/decisions");
        await panel.Hub.Database.ExecuteAsync($"update case_decision set decided_on = '2025-06-13' where id = '{decision}'");
        await panel.Hub.Database.ExecuteAsync($"update decision_notice set in_writing_on = '2025-06-13' where decision_id = '{decision}'");
        var letter = await worker.SendAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/letters", new { decisionId = decision, kind = "parents-should-be-placed", recipient = "Mr Invented", address = "2 Invented Lane", signedBy = "Bryony Quill" });
        var path = $"/panel-cases/{@case}/letters/{letter["letterId"]!.GetValue<Guid>()}";

        Assert.Equal("letter.person-has-one", await worker.RefusedAsync(HttpMethod.Post, $"{path}/sent", new { on = "2025-06-16" }, path));
        await worker.SendAsync(HttpMethod.Post, $"{path}/sent", new { on = "2025-06-16", person = 2 }, path);

        var told = await worker.GetAsync($"/panel-cases/{@case}/decisions");
        Assert.Equal(["2025-06-13", "2025-06-16"], told["items"]![0]!["notices"]!.AsArray().Select(each => each!["inWritingOn"]!.GetValue<string>()));
    }

    /// <summary>What a person typed is looked at as well.</summary>
    [Fact]
    public async Task Letter_ToParentsThatNamesTheHousehold_IsRefused()
    {
        var child = await panel.WaitingChildAsync();
        var household = (await panel.As(Roles.Recruitment).SendAsync(HttpMethod.Post, "/households", new
        {
            members = new[] { new { role = "parent", given = "Rowan", family = "Thornfield" } }, home = new { postcode = "ST16 2LH" }, assessment = new { },
        }))["id"]!.GetValue<Guid>();
        var link = await LinkAsync(child, household);
        Assert.Equal("panel-case.other-children", await panel.As(Roles.SocialWorker).RefusedAsync(
            HttpMethod.Post, "/panel-cases", new { kind = "match", childIds = new[] { await panel.WaitingChildAsync() }, linkId = link }));
        var @case = await panel.OpenAsync("match", [child], new { linkId = link });
        var decision = Guid.NewGuid();
        await panel.Hub.Database.ExecuteAsync($"""
            insert into case_decision (id, case_id, child_id, stage, outcome, decided_on, maker, record_id, reason, received_at)
            values ('{decision}', '{@case}', '{child}', 1, 1, '2025-06-16', gen_random_uuid(), gen_random_uuid(), 0, now())
            """);
        Task<string> RefusedAsync(string address) => panel.As(Roles.SocialWorker).RefusedAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/letters", new { decisionId = decision, kind = "parents-placing", recipient = "Ms Invented", address, signedBy = "Bryony Quill" });

        Assert.Equal("letter.names-household", await RefusedAsync("c/o Thornfield, 1 Invented Lane"));
        Assert.Equal("letter.names-household", await RefusedAsync("1 Invented Lane, st16 2lh"));
        var adopters = await panel.As(Roles.SocialWorker).SendAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/letters", new { decisionId = decision, kind = "adopters-match", recipient = "Rowan Thornfield", address = "2 Invented Lane", signedBy = "Bryony Quill" });
        Assert.Contains("Dear Rowan Thornfield", adopters["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>A link as the centre tells it of a household that was selected.</summary>
    private async Task<Guid> LinkAsync(Guid child, Guid? household)
    {
        var link = Guid.NewGuid();
        await panel.Hub.Database.ExecuteAsync($"""
            insert into family_link (id, link_version, household_id, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 1, {(household is { } own ? $"'{own}'" : "null")}, gen_random_uuid(), {(household is null ? 861 : 860)}, 1, 7, 0, 1, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id) values ('{link}', gen_random_uuid(), 860, '{child}')
            """);
        return link;
    }

    private static RecordDecision Decision(Guid @case, PanelCaseKind kind, Guid? child, PanelDecisionOutcome outcome, PanelDecisionStage stage = PanelDecisionStage.Final) => new(
        Guid.NewGuid(), new(860), @case, new(860), kind, null, Guid.NewGuid(), child, stage, outcome, new DecisionDay(new(2025, 6, 16)), Contracts.FamilyFinding.PersonReference.Of("decision.maker.860"),
        Guid.NewGuid(), PlanReversalReason.None);

    private static string TextOf(byte[] docx)
    {
        using var zip = new ZipArchive(new MemoryStream(docx));
        using var text = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return text.ReadToEnd();
    }

    private async Task<(Guid Case, Guid Decision, Guid Child)> DecidedPlanAsync()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var reference = (await panel.ToldAsync<PanelCaseChildStated>()).First(each => each.Case == @case).Child;
        var decision = Decision(@case, PanelCaseKind.ShouldBePlacedByOrder, reference, PanelDecisionOutcome.Yes);
        await panel.SendAsync(decision);
        await Eventually.AssertAsync(async () => Assert.Single((await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/decisions"))["items"]!.AsArray()));
        return (@case, decision.Decision, child);
    }

    private async Task<Guid> ItemAsync(Guid @case, AgendaItemState state, long version)
    {
        var item = Guid.NewGuid();
        await StateAsync(@case, item, state, version);
        await Eventually.AssertAsync(async () => Assert.Single((await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"))["items"]!.AsArray()));
        return item;
    }

    private Task StateAsync(Guid @case, Guid item, AgendaItemState state, long version) => panel.SendAsync(
        new RecordAgendaItem(Guid.NewGuid(), new(860), @case, new(860), null, item, version, new CaseDay(new(2025, 6, 16)), state, RecommendedOutcome.Yes));

    private async Task<IEnumerable<string>> MilestonesAsync(Guid child) => (await panel.As(Roles.SocialWorker).GetAsync($"/children/{child}"))["milestones"]!.AsArray()
        .Select(each => $"{each!["kind"]!.GetValue<string>()} {each["date"]!.GetValue<string>()}").Where(each => !each.StartsWith("entered-care", StringComparison.Ordinal));

    private async Task<byte[]> DocumentAsync(string role, string path)
    {
        using var read = await panel.As(role).RawAsync(path);
        Assert.True(read.IsSuccessStatusCode, await read.Content.ReadAsStringAsync());
        return await read.Content.ReadAsByteArrayAsync();
    }
}
