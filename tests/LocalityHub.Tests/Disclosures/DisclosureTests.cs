using System.Diagnostics;
using System.Net;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Disclosures;

/// <summary>The door through which another council's worker reads what was released, and nobody else.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class DisclosureTests(HubFixture hub)
{
    private static readonly object End = new { words = "The visit is called off." };

    [Fact]
    public async Task Released_IsReadByTheNamedReaderAlone_AndEachReadAndMissIsEntered()
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version(), Roles.FamilyFinder);
        var release = Guid.NewGuid();
        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, reference));
        Assert.Equal(("Open", "None", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));

        using var reader = DisclosureSamples.ReaderOf(hub);
        var read = (await DisclosureSamples.ReadAsync(reader, release)).Good();
        (await DisclosureSamples.ReadAsync(reader, release)).Good();

        Assert.Equal(("860", "anonymous", "A child who likes the water."), (read["council"].GetString(), read["level"].GetString(), read["sections"][0].GetProperty("text").GetString()));
        Assert.Equal(("Open", "None", "None", true), await DisclosureSamples.AnsweredAsync(hub, release));
        Assert.Equal(2, await DisclosureSamples.VersionAsync(hub, release));

        using var colleague = DisclosureSamples.ReaderOf(hub, "colleague.of.861");
        using var elsewhere = DisclosureSamples.ReaderOf(hub, council: 893);
        using var owner = hub.As(Roles.SocialWorker);
        using var guardian = DisclosureSamples.ReaderOf(hub, role: Roles.CaldicottGuardian);
        foreach (var nobody in new[] { colleague, elsewhere, owner })
        {
            (await DisclosureSamples.ReadAsync(nobody, release)).Refused(HttpStatusCode.NotFound, "disclosure.not-found");
        }

        (await DisclosureSamples.ReadAsync(reader, Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "disclosure.not-found");
        (await reader.GetAsync($"/api/v1/released/861/disclosures/{release}")).Refused(HttpStatusCode.NotFound, "disclosure.not-found");
        Assert.Equal(HttpStatusCode.Forbidden, (await DisclosureSamples.ReadAsync(guardian, release)).Status);
        Assert.Equal((2L, 4L), await EntriesAsync(release));
        Assert.Equal(2L, await hub.Database.ScalarAsync<long>($"select count(*) from audit_entry where operation = 'disclosure.read' and '{child}' = any(ids) and subject = '{DisclosureSamples.Reader}'"));
    }

    /// <summary>At the hub when it is answered, by the ledger within a second, by time at the read itself.</summary>
    [Fact]
    public async Task Ended_HereOrByTheLedgerOrByTime_IsClosedWithinASecond()
    {
        using var worker = hub.As(Roles.SocialWorker);
        using var reader = DisclosureSamples.ReaderOf(hub);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version(), Roles.FamilyFinder);
        var taken = new List<TimeSpan>();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            var revoked = await OpenAsync(reference, reader);
            var watch = Stopwatch.StartNew();
            await hub.SendAsync(DisclosureSamples.Told(revoked, 2, reference, end: DisclosureEnd.AgreementRevoked));
            await Eventually.TrueAsync(async () => (await DisclosureSamples.ReadAsync(reader, revoked)).Status == HttpStatusCode.NotFound, "the revoke");
            taken.Add(watch.Elapsed);
        }

        Assert.All(taken, each => Assert.InRange(each, TimeSpan.Zero, TimeSpan.FromSeconds(1)));

        var ended = await OpenAsync(reference, reader);
        (await worker.ChangeAsync(HttpMethod.Post, $"/disclosures/{ended}/end", End, $"/disclosures/{ended}")).Good();
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(reader, ended)).Status);
        Assert.Equal(("Closed", "None", "Revoked", true), await DisclosureSamples.AnsweredAsync(hub, ended));
        (await worker.ChangeAsync(HttpMethod.Post, $"/disclosures/{ended}/end", End, $"/disclosures/{ended}")).Refused(HttpStatusCode.Conflict, "disclosure.closed");

        var expired = await OpenAsync(reference, reader);
        await hub.Database.ExecuteAsync($"update disclosure set expires_at = '{hub.Clock.GetUtcNow():O}' where id = '{expired}'");
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(reader, expired)).Status);
        Assert.Equal(("closed", "expired"), await StandingAsync(worker, expired));
    }

    [Fact]
    public async Task Statements_InWhateverOrderAndHoweverOften_TheNewestHoldsAndAnEndOutlastsAll()
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version(), Roles.FamilyFinder);
        var release = Guid.NewGuid();

        await hub.ApplyAsync(DisclosureSamples.Told(release, 2, reference, end: DisclosureEnd.LinkEnded));
        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, reference));
        Assert.Equal(("Closed", "None", "LinkEnded", false), await DisclosureSamples.AnsweredAsync(hub, release));
        Assert.Equal(1, await DisclosureSamples.VersionAsync(hub, release));

        // Stated again, it is answered again; opened again it is not.
        await hub.ApplyAsync(DisclosureSamples.Told(release, 2, reference, end: DisclosureEnd.LinkEnded));
        await hub.ApplyAsync(DisclosureSamples.Told(release, 3, reference));
        Assert.Equal(("Closed", "None", "LinkEnded", false), await DisclosureSamples.AnsweredAsync(hub, release));
        Assert.Equal(3, await DisclosureSamples.VersionAsync(hub, release));
    }

    /// <summary>What no later statement takes back, whichever of them the hub hears, closed or not.</summary>
    [Fact]
    public async Task Received_AsTheLedgerTellsIt_IsKeptWithARelease()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (_, reference) = await PermanenceSamples.SearchedAsync(hub);
        var release = Guid.NewGuid();
        var told = DisclosureSamples.Told(release, 1, reference);
        async Task<string?> ReceivedAsync() => (await worker.GetAsync($"/disclosures/{release}")).Good()["receivedOn"].GetString();

        await hub.ApplyAsync(told);
        Assert.Null(await ReceivedAsync());
        await hub.ApplyAsync(told with { RequestId = Guid.NewGuid(), DisclosureVersion = 2, ReceivedOn = new CaseDay(new(2025, 6, 13)) });
        Assert.Equal("2025-06-13", await ReceivedAsync());
        await hub.ApplyAsync(told with { RequestId = Guid.NewGuid(), DisclosureVersion = 3, End = DisclosureEnd.LinkEnded });
        Assert.Equal("2025-06-13", await ReceivedAsync());
    }

    [Fact]
    public async Task Gates_KeepTheDoorShut_UntilWhatIsMissingIsThere()
    {
        using var worker = hub.As(Roles.SocialWorker, "writer");
        using var reader = DisclosureSamples.ReaderOf(hub);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var release = Guid.NewGuid();

        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, reference, DisclosureLevel.Full));
        Assert.Equal(("Refused", "NoApprovedVersion", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));
        var path = await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version("full", court: true, health: true), Roles.PanelAdviser);
        Assert.Equal(("Refused", "CourtPapers, ParentsHealth", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(reader, release)).Status);
        await PermitAsync(path);
        Assert.Equal(("Refused", "ParentsHealth", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));

        // What was approved stays as it was read: the medical adviser's pass comes with another version.
        path = await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version("full", court: true, health: true, passed: true), Roles.PanelAdviser);
        Assert.Equal(("Refused", "CourtPapers", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));
        await PermitAsync(path);
        Assert.Equal(("Open", "None", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));
        Assert.Equal(2, (await DisclosureSamples.ReadAsync(reader, release)).Good()["number"].GetInt32());

        async Task PermitAsync(string version) => (await worker.ChangeAsync(
            HttpMethod.Post, version + "/court-permissions", new { reader = PersonReference.Of(DisclosureSamples.Reader).Value, basis = "courts-permission", on = "2025-06-10" }, version)).Good();
    }

    [Fact]
    public async Task Release_OfAnUnknownSubject_IsRefusedAsClosed()
    {
        var release = Guid.NewGuid();

        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, Guid.NewGuid(), ofHousehold: true));

        Assert.Equal(("Refused", "Closed", "None", false), await DisclosureSamples.AnsweredAsync(hub, release));
    }

    [Fact]
    public async Task Release_KeepsTheVersionItWasOpenedWith_AndEndsWithIt()
    {
        using var writer = hub.As(Roles.SocialWorker, "writer");
        using var reader = DisclosureSamples.ReaderOf(hub);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var first = await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version(), Roles.FamilyFinder);
        var release = await OpenAsync(reference, reader);

        await DisclosureSamples.ApprovedAsync(hub, $"/children/{child}", ProfileSamples.Version(text: "A later text."), Roles.FamilyFinder);
        Assert.Equal(1, (await DisclosureSamples.ReadAsync(reader, release)).Good()["number"].GetInt32());

        (await writer.ChangeAsync(HttpMethod.Post, first + "/withdraw", null, first)).Good();
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(reader, release)).Status);
        Assert.Equal(("Closed", "None", "Revoked", true), await DisclosureSamples.AnsweredAsync(hub, release));
    }

    [Fact]
    public async Task Record_ClosedToRelease_ClosesWhatWasOpenAndRefusesMore()
    {
        using var keeper = hub.As(Roles.Recruitment);
        using var reader = DisclosureSamples.ReaderOf(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        await DisclosureSamples.ApprovedAsync(hub, $"/households/{household}", ProfileSamples.Version(), Roles.Recruitment);
        var reference = (await hub.OfferedAsync(household))!.Value.GetProperty("reference").GetGuid();
        var release = Guid.NewGuid();
        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, reference, ofHousehold: true));
        (await DisclosureSamples.ReadAsync(reader, release)).Good();

        var path = $"/households/{household}";
        (await keeper.ChangeAsync(HttpMethod.Put, path, HouseholdSamples.Record(closedToRelease: true), path)).Good();
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(reader, release)).Status);
        Assert.Equal(("Closed", "None", "Revoked", true), await DisclosureSamples.AnsweredAsync(hub, release));
        var later = Guid.NewGuid();
        await hub.ApplyAsync(DisclosureSamples.Told(later, 1, reference, ofHousehold: true));
        Assert.Equal(("Refused", "Closed", "None", false), await DisclosureSamples.AnsweredAsync(hub, later));
    }

    /// <summary>A restriction hides the record from people of its own council; whom it was released to is the guardian's to end.</summary>
    [Fact]
    public async Task Restricted_SubjectIsReadByItsReader_AndItsReleasesAreHiddenAtHome()
    {
        using var reader = DisclosureSamples.ReaderOf(hub);
        using var worker = hub.As(Roles.SocialWorker);
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var release = await DisclosureSamples.PlantAsync(hub, child, null);
        await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', '{"{}"}', 'court-direction', 'planted', now())");

        (await DisclosureSamples.ReadAsync(reader, release)).Good();
        Assert.Equal(HttpStatusCode.NotFound, (await worker.GetAsync($"/disclosures/{release}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await worker.SendAsync(HttpMethod.Post, $"/disclosures/{release}/end", End, "\"2\"")).Status);
        Assert.DoesNotContain(release.ToString(), (await worker.GetAsync("/disclosures?open=true&limit=200")).Good().Body.ToString(), StringComparison.Ordinal);
        Assert.Contains(release.ToString(), (await guardian.GetAsync("/disclosures?open=true&limit=200")).Good().Body.ToString(), StringComparison.Ordinal);
        (await guardian.ChangeAsync(HttpMethod.Post, $"/disclosures/{release}/end", End, $"/disclosures/{release}")).Good();
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(reader, release)).Status);
    }

    /// <summary>A statement that could not be applied may be the end of just this release.</summary>
    [Fact]
    public async Task Statement_ThatWaitsUnapplied_ShutsTheDoor()
    {
        using var reader = DisclosureSamples.ReaderOf(hub);
        using var colleague = DisclosureSamples.ReaderOf(hub, "colleague.of.861");
        var release = await DisclosureSamples.PlantAsync(hub, await PermanenceSamples.WaitingAsync(hub), null);
        await hub.Database.ExecuteAsync(
            $"insert into parked (message_id, consumer, name, body, headers, attempts, reason) values ('{release}', 'planted', 'record-disclosure', '', '{"{}"}', 8, 'planted')");

        (await DisclosureSamples.ReadAsync(reader, release)).Refused(HttpStatusCode.ServiceUnavailable, "disclosure.cut-off");
        Assert.Equal(HttpStatusCode.NotFound, (await DisclosureSamples.ReadAsync(colleague, release)).Status);

        await hub.Database.ExecuteAsync($"delete from parked where message_id = '{release}'");
        (await DisclosureSamples.ReadAsync(reader, release)).Good();
    }

    private async Task<Guid> OpenAsync(Guid reference, HubClient reader)
    {
        var release = Guid.NewGuid();
        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, reference));
        (await DisclosureSamples.ReadAsync(reader, release)).Good();
        return release;
    }

    private static async Task<(string?, string?)> StandingAsync(HubClient worker, Guid release)
    {
        var read = (await worker.GetAsync($"/disclosures/{release}")).Good();
        return (read["state"].GetString(), read["end"].GetString());
    }

    private async Task<(long Done, long Missed)> EntriesAsync(Guid release) => (
        await hub.Database.ScalarAsync<long>($"select count(*) from audit_entry where operation = 'disclosure.read' and outcome = 'done' and '{release}' = any(ids)"),
        await hub.Database.ScalarAsync<long>($"select count(*) from audit_entry where operation = 'disclosure.read' and outcome = 'not-found' and '{release}' = any(ids)"));
}
