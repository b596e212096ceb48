using System.Net;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Disclosures;

/// <summary>
/// What another council gets to see of a child or household before anybody's name is released: the hub's answers about candidates, its snapshots, and every answer at the
/// door of an anonymous release, good or refused. In none of them is anything of what is withheld: name, date of birth, address or area, kin, or the number of the case.
/// </summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class WithheldTests(HubFixture hub)
{
    private static readonly AreaKey Areas = new(HubFixture.AreaKey);

    [Fact]
    public async Task AnonymousStepOfAChild_InEveryAnswer_HoldsNothingThatIsWithheld()
    {
        var local = $"ZQW{Guid.NewGuid():n}"[..18].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Waiting(local, "11/05/2022"));
        var child = await hub.ChildIdAsync(local);
        var path = $"/children/{child}";
        var excluded = "ST21";
        using var worker = hub.As(Roles.SocialWorker);
        using var finder = hub.As(Roles.FamilyFinder);
        (await finder.ChangeAsync(HttpMethod.Put, path + "/name", new { given = "Zoraptera", family = "Mallowfield" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", new
        {
            plan = "adoption", agreedOn = "2025-05-12", reason = "Nobody of the Quillbeck family can.", owner = new { name = "Invented Worker", manager = "Invented Manager" },
            contactPlan = "Letters to her grandmother Wilhelmina.",
        }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = excluded, reason = "Her uncle Ottokar lives there." } } }, path)).Good();
        var reference = (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good()["reference"].GetGuid();
        var ruledOut = Guid.NewGuid();
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/ruled-out/{ruledOut}", new { reason = "Her aunt Ottilie teaches them." }, path)).Good();

        List<string> told = [(await PermanenceSamples.ToldAsync(hub, reference)).ToString()];
        foreach (var (household, district) in new[] { (Guid.NewGuid(), "ST17"), (Guid.NewGuid(), excluded), (ruledOut, "ST17") })
        {
            var question = new AskCandidate(Guid.NewGuid(), LinkSamples.Staffordshire, reference, household, Areas.Digest(district));
            await hub.ApplyAsync(question);
            told.Add((await PermanenceSamples.ToldAsync(hub, question.RequestId)).ToString());
        }

        told.AddRange(await AtTheDoorAsync(path, reference, Roles.FamilyFinder, ofHousehold: false));

        // The area and its digest, the names of kin, and whatever else a person could be told by.
        AssertWithheld(
            told, local, child.ToString(), "Zoraptera", "Mallowfield", "2022-05-11", "11/05/2022", excluded, Areas.Digest(excluded).ToString(), "ST17", "Ottokar", "Ottilie", "Wilhelmina", "Quillbeck",
            "grandmother", "uncle", "aunt", "2024-06-01", "2024-01-05", "2024-08-20");
    }

    [Fact]
    public async Task AnonymousStepOfAHousehold_InEveryAnswer_HoldsNothingThatIsWithheld()
    {
        using var keeper = hub.As(Roles.Recruitment);
        using var system = hub.As(Roles.CaseSystem);
        var source = $"ZQH{Guid.NewGuid():n}"[..18];
        var opened = (await keeper.PostAsync("/households", HouseholdSamples.Record("Mallowfield", "ST21 6QA", reference: source))).Good();
        var household = opened["id"].GetGuid();
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(source))).Good();
        var path = $"/households/{household}";
        (await keeper.ChangeAsync(HttpMethod.Put, path + "/offer", HouseholdSamples.Offer(), path)).Good();
        var offered = (await hub.OfferedAsync(household))!.Value;

        List<string> told = [offered.ToString(), .. await AtTheDoorAsync(path, offered.GetProperty("reference").GetGuid(), Roles.Recruitment, ofHousehold: true)];

        AssertWithheld(
            told, source, household.ToString(), "Mallowfield", "\"Invented\"", "Imagined", "1988-04-02", "Nowhere Lane", "ST21", "6QA", "Said so.", "2025-01-22", "2025-03-04", "Annex A list 10");
    }

    /// <summary>Every answer that the door gives about an anonymous release: read, refused to others and elsewhere, refused for more, cut off, and closed.</summary>
    private async Task<List<string>> AtTheDoorAsync(string subject, Guid reference, string approver, bool ofHousehold)
    {
        await DisclosureSamples.ApprovedAsync(hub, subject, ProfileSamples.Version(), approver);
        var (release, full) = (Guid.NewGuid(), Guid.NewGuid());
        await hub.ApplyAsync(DisclosureSamples.Told(release, 1, reference, ofHousehold: ofHousehold));
        await hub.ApplyAsync(DisclosureSamples.Told(full, 1, reference, DisclosureLevel.Full, ofHousehold: ofHousehold));
        using var reader = DisclosureSamples.ReaderOf(hub);
        using var colleague = DisclosureSamples.ReaderOf(hub, "colleague.of.861");
        using var elsewhere = DisclosureSamples.ReaderOf(hub, council: 893);
        using var worker = hub.As(Roles.SocialWorker);

        List<HubAnswer> answers = [(await DisclosureSamples.ReadAsync(reader, release)).Good(), await DisclosureSamples.ReadAsync(colleague, release), await DisclosureSamples.ReadAsync(elsewhere, release)];
        answers.Add(await DisclosureSamples.ReadAsync(reader, full));
        answers.Add(await DisclosureSamples.ReadAsync(reader, Guid.NewGuid()));
        await hub.Database.ExecuteAsync(
            $"insert into parked (message_id, consumer, name, body, headers, attempts, reason) values ('{release}', 'planted', 'record-disclosure', '', '{"{}"}', 8, 'planted')");
        answers.Add(await DisclosureSamples.ReadAsync(reader, release));
        await hub.Database.ExecuteAsync($"delete from parked where message_id = '{release}'");
        List<string> told = [(await PermanenceSamples.ToldAsync(hub, release)).ToString(), (await PermanenceSamples.ToldAsync(hub, full)).ToString()];
        await hub.ApplyAsync(DisclosureSamples.Told(release, 2, reference, end: DisclosureEnd.Revoked, ofHousehold: ofHousehold));
        answers.Add(await DisclosureSamples.ReadAsync(reader, release));

        // So that none of them is looked at in vain.
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable, HttpStatusCode.NotFound],
            answers.Select(answer => answer.Status));
        Assert.Contains("A child who likes the water.", answers[0].Body.ToString(), StringComparison.Ordinal);
        return [.. told, (await PermanenceSamples.ToldAsync(hub, release)).ToString(), .. answers.Select(answer => $"{answer.Body} {answer.ETag}")];
    }

    private static void AssertWithheld(List<string> told, params string[] withheld) =>
        Assert.All(told, each => Assert.All(withheld, word => Assert.DoesNotContain(word, each, StringComparison.OrdinalIgnoreCase)));
}
