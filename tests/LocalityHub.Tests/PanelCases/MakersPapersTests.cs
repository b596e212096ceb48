using System.Net;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.CasePapers;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>Whoever decides reads the very versions that the panel read, of whichever council, and names each of them.</summary>
[Collection(nameof(PanelHub))]
public sealed class MakersPapersTests(PanelHub panel)
{
    private const string Maker = "decision.maker.one";

    [Fact]
    public async Task Read_WhatThePanelHad_IsForWhoeverDecidesForTheCouncilOfTheCase()
    {
        // The adopters' report of a match: the case is another council's, the paper this one's.
        var (@case, item) = (Guid.NewGuid(), Guid.NewGuid());
        await StandsAsync(@case, item, 1, AgendaItemState.Settled, casesCouncil: 861);
        var first = await UploadAsync(@case, "&lateReason=minor-correction");
        var second = await UploadAsync(@case, $"&lateReason=minor-correction&paperId={first}");
        await StandsAsync(@case, item, 2, AgendaItemState.Heard, casesCouncil: 861);
        var after = await UploadAsync(@case, $"&paperId={first}");
        await panel.Hub.Database.ExecuteAsync($"update case_paper set uploaded_at = '2025-06-21 12:00+00' where id = '{after}'");
        using var maker = Of(Maker, 861);
        var path = $"/api/v1/released/860/panel-papers/{item}";
        (await maker.GetAsync(path)).Refused(HttpStatusCode.NotFound, "paper.not-found");
        await OpenAsync(@case, item, 3, "2025-06-30");

        await Eventually.AssertAsync(async () => (await maker.GetAsync(path)).Good());
        Assert.Equal([second], (await maker.GetAsync(path)).Good()["items"].EnumerateArray().Select(each => each.GetProperty("id").GetGuid()));
        using var http = panel.Hub.ClientOfPerson(Maker, Roles.DecisionMaker, 861);
        using var copy = await http.GetAsync($"{path}/{second}");
        Assert.Equal((HttpStatusCode.OK, "application/pdf", true), (copy.StatusCode, copy.Content.Headers.ContentType!.MediaType, copy.Headers.CacheControl!.NoStore));
        (await maker.GetAsync($"{path}/{first}")).Refused(HttpStatusCode.Gone, "paper.superseded");
        (await maker.GetAsync($"{path}/{after}")).Refused(HttpStatusCode.Gone, "paper.superseded");
        var readings = (await panel.As(Roles.CaldicottGuardian).GetAsync($"/panel-cases/{@case}/papers/{second}/readings"))["items"]!.AsArray();
        Assert.Equal([(Maker, item)], readings.Select(each => (each!["by"]!.GetValue<string>(), each["itemId"]!.GetValue<Guid>())));

        // Nobody else: not another decision maker, not the same one for another council, at another hub's address or in another role.
        (await Of("somebody.else", 861).GetAsync(path)).Refused(HttpStatusCode.NotFound, "paper.not-found");
        (await Of(Maker, 860).GetAsync(path)).Refused(HttpStatusCode.NotFound, "paper.not-found");
        (await maker.GetAsync(path.Replace("860", "861", StringComparison.Ordinal))).Refused(HttpStatusCode.NotFound, "paper.not-found");
        (await new HubClient(panel.Hub.ClientOfPerson(Maker, Roles.PanelMember, 861)).GetAsync(path)).Refused(HttpStatusCode.Forbidden, "role.not-allowed");

        // Its council tells panel scheduling which versions those are, by a digest.
        await panel.As(Roles.PanelAdviser).SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "Invented." });
        Assert.Equal(PanelPapers.DigestOf([second]), (await panel.ToldAsync<PanelMinutesHeld>()).Single(each => each.Item == item).Papers);

        // Recalled now, it is what the panel had all the same, though nobody reads it.
        await panel.Hub.Database.ExecuteAsync($"update case_paper set recalled_at = '2025-06-25 12:00+00' where id = '{second}'");
        Assert.Equal([second], (await maker.GetAsync(path)).Good()["items"].EnumerateArray().Select(each => each.GetProperty("id").GetGuid()));
        (await maker.GetAsync($"{path}/{second}")).Refused(HttpStatusCode.Gone, "paper.recalled");
        await OpenAsync(@case, item, 4, "2025-06-15");
        await Eventually.AssertAsync(async () => (await maker.GetAsync(path)).Refused(HttpStatusCode.NotFound, "paper.not-found"));
    }

    [Fact]
    public async Task Record_ThatLeavesOutWhatThePanelHad_IsRefused()
    {
        var (child, item) = (await panel.WaitingChildAsync(), Guid.NewGuid());
        var @case = Guid.NewGuid();
        await panel.Hub.Database.ExecuteAsync($"""
            insert into panel_case (id, kind, cases_council, child_ids, child_references, households_council, state, brief, fast_track, infant, ready_on, version, opened_by, updated_at)
            values ('{@case}', 3, 860, array['{child}']::uuid[], array[gen_random_uuid()], 861, 2, false, false, false, '2025-06-02', 1, 'planted', now())
            """);
        var own = await UploadAsync(@case, string.Empty);
        var (theirs, more) = (Guid.NewGuid(), Guid.NewGuid());
        var maker = panel.As(Roles.DecisionMaker, Maker);
        Assert.Equal("decision-record.not-heard", await RefusedAsync(own));
        await StandsAsync(@case, item, 1, AgendaItemState.MinutesSigned, 860, PanelPapers.DigestOf([more, theirs]));

        Assert.Equal("decision-record.left-out", await RefusedAsync(theirs, more));
        Assert.Equal("decision-record.left-out", await RefusedAsync(own, theirs));
        Assert.Equal("decision-record.left-out", await RefusedAsync(own, theirs, more, Guid.NewGuid()));
        var (status, problem) = await maker.TryAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", Reasons(own));
        Assert.Equal((HttpStatusCode.Conflict, "material"), (status, problem!["field"]!.GetValue<string>()));

        // In whatever order, and with what came since.
        var since = await UploadAsync(@case, string.Empty);
        await panel.Hub.Database.ExecuteAsync($"update case_paper set uploaded_at = '2025-06-21 12:00+00' where id = '{since}'");
        var record = (await maker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", Reasons(theirs, own, since, more)))["recordId"]!.GetValue<Guid>();
        using var document = await maker.RawAsync($"/panel-cases/{@case}/decision-records/{record}/document");
        Assert.True(document.IsSuccessStatusCode, await document.Content.ReadAsStringAsync());

        Task<string> RefusedAsync(params Guid[] material) => maker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", Reasons(material));
        static object Reasons(params Guid[] material) => new { material, arguments = "Both.", panelReasons = "All.", ownReasons = "Mine." };
    }

    private HubClient Of(string subject, int council) => new(panel.Hub.ClientOfPerson(subject, Roles.DecisionMaker, council));

    private async Task<Guid> UploadAsync(Guid @case, string more) => (await panel.UploadAsync(@case, "other", more: more))["id"]!.GetValue<Guid>();

    private Task OpenAsync(Guid @case, Guid item, long version, string until) => panel.SendAsync(new OpenPapers(
        Guid.NewGuid(), new(860), @case, item, version, PersonReference.Of(Maker), true, new CaseDay(DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture))));

    private async Task StandsAsync(Guid @case, Guid item, long version, AgendaItemState state, int casesCouncil, AuditHash? others = null)
    {
        await panel.SendAsync(new RecordAgendaItem(
            Guid.NewGuid(), new(860), @case, new(casesCouncil), null, item, version, new CaseDay(new(2025, 6, 16)), state, RecommendedOutcome.Yes, OtherPapers: others));
        await Eventually.TrueAsync(async () => await panel.Hub.Database.ScalarAsync<long>($"select count(*) from case_item where id = '{item}' and state = {(int)state}") == 1, $"the item to be {state}");
    }
}
