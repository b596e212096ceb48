using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Disclosures;

/// <summary>Nobody is given more than the step allows, and nothing without an entry in the ledger.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class DisclosureTests(FamiliesHost families)
{
    [Fact]
    public async Task Releases_LevelByLevel_FollowTheLinkAndTheHubsAnswers()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);
        var outsider = Worker("nobody.861");
        Assert.Equal("disclosure.reader-not-on-link", await RefusalAsync(link, Child("anonymous", outsider)));
        link = await families.StepAsync(link, child, household, "considered");
        var reader = Worker("recruitment.861");
        Assert.Equal("disclosure.not-yours", await RefusalAsync(link, Child("anonymous", reader), families.Recruiter(861)));
        Assert.Equal("disclosure.level-not-reached", await RefusalAsync(link, Child("summary", reader)));
        Assert.Equal("disclosure.basis-not-possible", await RefusalAsync(link, Child("anonymous", reader, basis: "household-agreed")));
        Assert.Equal("disclosure.basis-not-possible", await RefusalAsync(link, Child("anonymous", reader, basis: "legal-obligation")));
        Assert.Equal("disclosure.too-long", await RefusalAsync(link, Child("anonymous", reader, days: 29)));
        Assert.Equal("disclosure.too-long", await RefusalAsync(link, Child("anonymous", reader, days: -1)));

        var anonymous = await GrantAsync(link, Child("anonymous", reader));
        Assert.Equal(("open", null), ((string)anonymous["asked"]!, anonymous["hub"]));
        await EventuallyAtHubAsync(anonymous, "open");
        link = await families.StepAsync(link, child, household, "interest", "shortlisted");
        Assert.Equal("disclosure.level-skipped", await RefusalAsync(link, Child("full", reader)));
        var summary = await GrantAsync(link, Child("summary", reader));

        // The later one takes the earlier one's place, once it is open.
        await EventuallyAtHubAsync(summary, "open");
        await EventuallyAtHubAsync(anonymous, "closed");
        Assert.Equal("replaced", (string)(await LedgerAsync(anonymous, families.Finder(860)))["end"]!);
        Assert.Equal("disclosure.too-long", await RefusalAsync(link, Child("full", reader, days: 15, purpose: "give-report-to-adopters", basis: "legal-obligation")));
        var full = await GrantAsync(link, Child("full", reader, days: 14, purpose: "give-report-to-adopters", basis: "legal-obligation"));
        await EventuallyAtHubAsync(full, "open");

        // The household's, the other way, with its own agreement.
        var offered = await GrantAsync(
            link, new { subject = "household", level = "anonymous", purpose = "consider-link", basis = "household-agreed", reader = Worker("family.finder.860") }, families.Recruiter(861));
        Assert.Equal(("861", "860"), ((string)offered["council"]!, (string)offered["readersCouncil"]!));

        // Both sides see the ledger; a third council nothing.
        foreach (var token in (string[])[families.Finder(860), families.Recruiter(861), families.Guardian(861)])
        {
            var ledger = (await families.GetAsync($"/disclosures?link={(Guid)link["link"]!}", token))["items"]!.AsArray();
            Assert.Equal(["anonymous", "full", "summary", "anonymous"], ledger.Select(each => (string)each!["level"]!));
        }

        Assert.Empty((await families.GetAsync($"/disclosures?link={(Guid)link["link"]!}", families.Finder(893)))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync($"/disclosures/{(Guid)full["disclosure"]!}", families.Finder(893))).Status);
        await ReceiptAndAttestationAsync(full);
    }

    private async Task ReceiptAndAttestationAsync(JsonNode full)
    {
        var id = (Guid)full["disclosure"]!;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).DateTime);
        Assert.Equal("disclosure.not-read", await AfterwardsAsync("receipt", new { receivedOn = today }));
        await families.Hubs.DiscloseAsync(id, 860, DisclosureState.Open, read: true);
        await Eventually.AssertAsync(async () => Assert.True((bool)(await LedgerAsync(full, families.Recruiter(861)))["read"]!));
        Assert.Equal("disclosure.received-on", await AfterwardsAsync("receipt", new { receivedOn = today.AddDays(1) }));
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/disclosures/{id}/receipt", families.Finder(860), new { receivedOn = today })).Status);
        Assert.Null(await AfterwardsAsync("receipt", new { receivedOn = today }));

        // The child's hub is told, for whose case it is a gate; also of a receipt from before hubs were told of any, and of none twice.
        await Eventually.TrueAsync(() => Task.FromResult(Receipts().Any(told => told.ReceivedOn!.Value.Day == today)), "the hub to be told of the receipt");
        await families.Hub.Database.ExecuteAsync($"update disclosure set receipt_told = false where id = '{id}'");
        await TellReceiptsAsync();
        await TellReceiptsAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Receipts().Count(told => told.ReceivedOn!.Value.Day == today) == 2), "the hub to be told again, and once");
        await Eventually.AssertAsync(async () => Assert.Equal(6, (await LedgerAsync(full, families.Finder(860)))["steps"]!.AsArray().Count));
        Assert.Equal("disclosure.still-open", await AfterwardsAsync("attestation", new { papers = "destroyed" }));

        // Only the giver's council takes it back, and of that also its guardian.
        var version = (long)(await LedgerAsync(full, families.Finder(860)))["version"]!;
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/disclosures/{id}/end", families.Recruiter(861), null, version)).Status);
        var (status, ended) = await families.PostAsync($"/disclosures/{id}/end", families.Guardian(860), null, version);
        Assert.Equal((HttpStatusCode.Accepted, "closed", "open"), (status, (string)ended["asked"]!, (string)ended["hub"]!["state"]!));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await families.PostAsync($"/disclosures/{id}/end", families.Guardian(860), null, version)).Status);
        await EventuallyAtHubAsync(full, "closed");
        Assert.Contains((await families.GetAsync("/disclosures?owed=true&limit=200", families.Recruiter(861)))["items"]!.AsArray(), owed => (Guid)owed!["disclosure"]! == id);
        Assert.Null(await AfterwardsAsync("attestation", new { papers = "destroyed" }));

        var ledger = await LedgerAsync(full, families.Finder(860));
        Assert.Equal(($"{today:yyyy-MM-dd}", "destroyed", false), ((string)ledger["receivedOn"]!, (string)ledger["papers"]!, (bool)ledger["owesAttestation"]!));
        Assert.Equal(
            ["granted", "answered", "answered", "received", "answered", "answered", "ended", "answered", "attestation-asked", "attested"], ledger["steps"]!.AsArray().Select(step => (string)step!["kind"]!));

        IEnumerable<RecordDisclosure> Receipts() => families.Hubs.To<RecordDisclosure>(860).Where(told => told.Disclosure == id && told.ReceivedOn is not null);

        async Task TellReceiptsAsync()
        {
            await using var scope = families.Hub.Services.GetRequiredService<SystemScopes>().Create("test");
            var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
            await scope.ServiceProvider.GetRequiredService<Ledger>().TellReceiptsAsync(TestContext.Current.CancellationToken);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        async Task<string?> AfterwardsAsync(string what, object body) => (string?)(await families.PostAsync($"/disclosures/{id}/{what}", families.Recruiter(861), body)).Body["code"];
    }

    [Fact]
    public async Task Releases_OfALinkThatEnds_AreClosed()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered");
        var disclosure = await GrantAsync(link, Child("anonymous", Worker("recruitment.861")));
        await EventuallyAtHubAsync(disclosure, "open");

        await families.PostAsync($"/links/{(Guid)link["link"]!}/steps", families.Finder(860), new { to = "not-progressed", reasons = new[] { "another-family-preferred" } }, (long)link["version"]!);

        Assert.Equal("link-ended", (string)(await LedgerAsync(disclosure, families.Finder(860)))["end"]!);
        await EventuallyAtHubAsync(disclosure, "closed");
    }

    /// <summary>Who ended the agreement did not see the release, which was granted at the same time: nothing of a matched link makes the two wait for one another.</summary>
    [Fact]
    public async Task Release_OfAMatchedLinkWhoseCouncilsShareNoLonger_IsEndedAllTheSame()
    {
        var (child, household) = await families.PairAsync(893, 894);
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered");
        var (status, granted) = await families.PostAsync(
            $"/links/{(Guid)link["link"]!}/disclosures", families.Finder(893),
            new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = Worker("recruitment.894") });
        Assert.True(status == HttpStatusCode.Created, granted.ToJsonString());
        await families.Hubs.DecideAsync((Guid)link["link"]!, 893, LinkDecision.Matched);
        await families.EventuallyAsync((Guid)link["link"]!, families.Finder(893), "matched");
        Assert.Equal("none", (string)(await LedgerAsync(granted, families.Finder(893)))["end"]!);

        await families.Hub.Database.ExecuteAsync(
            """
            update agreement set ended_at = now() where ended_at is null
                and exists (select from agreement_council where agreement = agreement.id and council = 893) and exists (select from agreement_council where agreement = agreement.id and council = 894)
            """);
        await families.Hub.WithDatabaseAsync(async db =>
        {
            Partnership.CentralHub.Register.RegisterDue.Mark(db, Partnership.CentralHub.Register.DueKind.Rules);
            return await db.SaveChangesAsync();
        });

        await Eventually.AssertAsync(async () => Assert.Equal("agreement-revoked", (string)(await LedgerAsync(granted, families.Finder(893)))["end"]!));
    }

    [Fact]
    public async Task Release_RefusedAtAGateOrEndedAtTheHub_IsShownAsTheHubSays()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered");
        var disclosure = await GrantAsync(link, Child("anonymous", Worker("recruitment.861")));
        await EventuallyAtHubAsync(disclosure, "open");
        var id = (Guid)disclosure["disclosure"]!;

        // Another council's word about it, or an older one of its own, is not the hub's.
        await families.SendAsync(
            new DisclosureAnswered(id, new CouncilCode(861), 9, 9, DisclosureState.Refused, DisclosureGates.CourtPapers, DisclosureEnd.None, false),
            new DisclosureAnswered(id, new CouncilCode(860), 0, 9, DisclosureState.Refused, DisclosureGates.CourtPapers, DisclosureEnd.None, false));
        await families.Hubs.DiscloseAsync(id, 860, DisclosureState.Closed, end: DisclosureEnd.Revoked);
        await EventuallyAtHubAsync(disclosure, "closed");
        var ended = await LedgerAsync(disclosure, families.Finder(860));
        Assert.Equal(("closed", "revoked"), ((string)ended["asked"]!, (string)ended["end"]!));

        // The hub is told of the end as well, and answers that too, before this or after it.
        await Eventually.AssertAsync(async () =>
        {
            await families.Hubs.DiscloseAsync(id, 860, DisclosureState.Refused, gates: DisclosureGates.CourtPapers | DisclosureGates.ParentsHealth);
            await EventuallyAtHubAsync(disclosure, "refused");
            Assert.Equal(
                ["court-papers", "parents-health"], (await LedgerAsync(disclosure, families.Finder(860)))["hub"]!["gates"]!.AsArray().Select(gate => (string)gate!));
        });
    }

    /// <summary>
    /// Nobody has to think of asking: what was read and is closed is asked for by the ledger, for whichever reason it was closed. Of a release whose place a later one has taken
    /// it is asked when that is closed, and not while the reader goes on.
    /// </summary>
    [Fact]
    public async Task Attestation_OfWhatWasReadAndIsClosed_IsAskedForByTheLedger()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest");
        var reader = Worker("recruitment.861");
        var anonymous = await GrantAsync(link, Child("anonymous", reader));
        await ReadAsync(anonymous);
        var summary = await GrantAsync(link, Child("summary", reader));
        await EventuallyAtHubAsync(summary, "open");
        await EventuallyAtHubAsync(anonymous, "closed");
        await ReadAsync(summary);
        Assert.Empty(Asked());

        var (status, _) = await families.PostAsync($"/disclosures/{Id(summary)}/end", families.Finder(860), null, (long)(await LedgerAsync(summary, families.Finder(860)))["version"]!);
        Assert.Equal(HttpStatusCode.Accepted, status);

        await Eventually.AssertAsync(() =>
        {
            Assert.Equal([(Id(anonymous), AttestationAsk.Asked), (Id(summary), AttestationAsk.Asked)], Asked().OrderBy(told => told.Item1 == Id(summary)));
            return Task.CompletedTask;
        });
        var asked = (await LedgerAsync(summary, families.Finder(860)))["attestation"]!;
        Assert.Equal((null, $"{Statutory.LondonCalendar.Today(TimeProvider.System).AddDays(14):yyyy-MM-dd}"), ((string?)asked["askedBy"], (string)asked["due"]!));

        // What nobody has read owes nothing, and is not asked for.
        var unread = await GrantAsync(link, Child("anonymous", reader));
        await EventuallyAtHubAsync(unread, "open");
        await families.Hubs.DiscloseAsync(Id(unread), 860, DisclosureState.Closed, end: DisclosureEnd.Expired);
        await EventuallyAtHubAsync(unread, "closed");
        Assert.Null((await LedgerAsync(unread, families.Finder(860)))["attestation"]);

        static Guid Id(JsonNode disclosure) => (Guid)disclosure["disclosure"]!;

        IEnumerable<(Guid, AttestationAsk)> Asked() => families.Hubs.To<AskAttestation>(861).Where(told => told.Disclosure == Id(anonymous) || told.Disclosure == Id(summary)).Select(told => (told.Disclosure, told.Ask));

        async Task ReadAsync(JsonNode disclosure)
        {
            await EventuallyAtHubAsync(disclosure, "open");
            await families.Hubs.DiscloseAsync(Id(disclosure), 860, DisclosureState.Open, read: true);
            await Eventually.AssertAsync(async () => Assert.True((bool)(await LedgerAsync(disclosure, families.Finder(860)))["read"]!));
        }
    }

    /// <summary>A reader who has left attests nothing any more: it is asked for, and the guardian of the reader's own council answers under their own name.</summary>
    [Fact]
    public async Task Attestation_OfAReaderWhoHasLeft_IsAskedForAndGivenByTheGuardianOfTheReadersCouncil()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered");
        var disclosure = await GrantAsync(link, Child("anonymous", Worker("recruitment.861")));
        var id = (Guid)disclosure["disclosure"]!;
        await EventuallyAtHubAsync(disclosure, "open");
        await families.Hubs.DiscloseAsync(id, 860, DisclosureState.Open, read: true);
        await Eventually.AssertAsync(async () => Assert.True((bool)(await LedgerAsync(disclosure, families.Finder(860)))["read"]!));
        Assert.Equal((HttpStatusCode.Conflict, "disclosure.nothing-owed"), await SayAsync("ask-attestation", families.Finder(860)));
        await families.Hubs.DiscloseAsync(id, 860, DisclosureState.Closed, read: true, end: DisclosureEnd.Expired);
        await EventuallyAtHubAsync(disclosure, "closed");

        // Asked for once, by the ledger; by hand by the owner's council alone, of what was not.
        Assert.Equal((HttpStatusCode.Conflict, "disclosure.attestation-asked"), await SayAsync("ask-attestation", families.Finder(860)));
        await EventuallyAskedAsync(AttestationAsk.Asked);
        families.Hubs.Told.Clear();
        await families.Hub.Database.ExecuteAsync($"update disclosure set attestation_asked_at = null, attestation_asked_by = null, attestation_due = null where id = '{id}'");
        Assert.Equal((HttpStatusCode.NotFound, "disclosure.not-found"), await SayAsync("ask-attestation", families.Recruiter(861)));
        Assert.Equal((HttpStatusCode.NotFound, "disclosure.not-found"), await SayAsync("ask-attestation", families.Finder(893)));
        Assert.Equal(HttpStatusCode.OK, (await SayAsync("ask-attestation", families.Finder(860))).Status);
        Assert.Equal((HttpStatusCode.Conflict, "disclosure.attestation-asked"), await SayAsync("ask-attestation", families.Guardian(860)));
        await EventuallyAskedAsync(AttestationAsk.Asked);

        // The day for it passes: told once, on the day after and on no later one.
        var due = DateOnly.Parse((string)(await LedgerAsync(disclosure, families.Finder(860)))["attestation"]!["due"]!, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var today in new[] { due, due.AddDays(1), due.AddDays(1), due.AddDays(2) })
        {
            await TellOverdueAsync(today);
            Assert.Equal(today > due, (bool)(await LedgerAsync(disclosure, families.Finder(860)))["attestation"]!["overdue"]!);
        }

        await EventuallyAskedAsync(AttestationAsk.Asked, AttestationAsk.Overdue);

        // Neither a colleague of the reader's nor a guardian of another council; the guardian of the reader's council once, in their own name.
        foreach (var nobody in new[] { families.Finder(861), families.Guardian(860), families.Guardian(893) })
        {
            Assert.Equal((HttpStatusCode.NotFound, "disclosure.not-found"), await SayAsync("attestation", nobody, new { papers = "destroyed" }));
        }

        Assert.Equal(HttpStatusCode.OK, (await SayAsync("attestation", families.Guardian(861), new { papers = "destroyed" })).Status);
        Assert.Equal((HttpStatusCode.Conflict, "disclosure.attested"), await SayAsync("attestation", families.Recruiter(861), new { papers = "none-kept" }));
        await EventuallyAskedAsync(AttestationAsk.Asked, AttestationAsk.Overdue, AttestationAsk.Settled);

        var ledger = await LedgerAsync(disclosure, families.Finder(860));
        Assert.Equal(("destroyed", false), ((string)ledger["papers"]!, (bool)ledger["owesAttestation"]!));
        Assert.NotEqual((Guid)ledger["reader"]!, (Guid)ledger["attestedBy"]!);
        var steps = ledger["steps"]!.AsArray();
        Assert.Equal(["attestation-asked", "attestation-asked", "attestation-overdue", "attested"], steps.Select(step => (string)step!["kind"]!).Where(kind => kind.StartsWith("attest", StringComparison.Ordinal)));
        Assert.Equal((Guid)ledger["attestedBy"]!, (Guid)steps.Last()!["worker"]!);

        async Task<(HttpStatusCode Status, string? Code)> SayAsync(string what, string token, object? body = null)
        {
            var (status, answer) = await families.PostAsync($"/disclosures/{id}/{what}", token, body);
            return (status, (string?)answer["code"]);
        }

        Task EventuallyAskedAsync(params AttestationAsk[] asks) => Eventually.AssertAsync(() =>
        {
            Assert.Equal(asks, families.Hubs.To<AskAttestation>(861).Where(told => told.Disclosure == id).Select(told => told.Ask));
            return Task.CompletedTask;
        });

        async Task TellOverdueAsync(DateOnly today)
        {
            await using var scope = families.Hub.Services.GetRequiredService<SystemScopes>().Create("test");
            var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await scope.ServiceProvider.GetRequiredService<Ledger>().TellOverdueAsync(today, TestContext.Current.CancellationToken);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Guid Worker(string subject) => PersonReference.Of(subject).Value;

    private static object Child(string level, Guid reader, string purpose = "consider-link", string basis = "public-task", int days = 1) =>
        new { subject = "child", level, purpose, basis, reader, expires = TimeProvider.System.GetUtcNow().AddDays(days).AddMinutes(-1) };

    private async Task<JsonNode> GrantAsync(JsonNode link, object request, string? token = null)
    {
        var (status, disclosure) = await families.PostAsync($"/links/{(Guid)link["link"]!}/disclosures", token ?? families.Finder(860), request);
        Assert.True(status == HttpStatusCode.Created, disclosure.ToJsonString());
        return disclosure;
    }

    private async Task<string> RefusalAsync(JsonNode link, object request, string? token = null)
    {
        var (status, problem) = await families.PostAsync($"/links/{(Guid)link["link"]!}/disclosures", token ?? families.Finder(860), request);
        Assert.Equal(HttpStatusCode.Conflict, status);
        return (string)problem["code"]!;
    }

    private Task<JsonNode> LedgerAsync(JsonNode disclosure, string token) => families.GetAsync($"/disclosures/{(Guid)disclosure["disclosure"]!}", token);

    private async Task EventuallyAtHubAsync(JsonNode disclosure, string state) => await Eventually.AssertAsync(
        async () => Assert.Equal(state, (string?)(await LedgerAsync(disclosure, families.Finder(860)))["hub"]?["state"]));
}
