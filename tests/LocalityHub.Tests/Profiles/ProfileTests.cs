using System.Net;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Profiles;

/// <summary>Versions of what may be released: who writes them, who approves them, and what must not be in them.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class ProfileTests(HubFixture hub)
{
    [Fact]
    public async Task Version_IsApprovedByAnotherInTheRoleOfItsLevel_AndStaysAsItWasRead()
    {
        using var writer = hub.As(Roles.FamilyFinder, "writer");
        using var finder = hub.As(Roles.FamilyFinder, "another");
        using var adviser = hub.As(Roles.PanelAdviser, "adviser");
        using var keeper = hub.As(Roles.Recruitment);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var subject = $"/children/{child}/profile-versions";
        var anonymous = await WriteAsync(writer, subject, ProfileSamples.Version());
        var full = await WriteAsync(writer, subject, ProfileSamples.Version("full", "Invented was born on 3 February 2022."));

        (await writer.ChangeAsync(HttpMethod.Post, anonymous + "/approve", null, anonymous)).Refused(HttpStatusCode.Conflict, "profile-version.own");
        (await adviser.ChangeAsync(HttpMethod.Post, anonymous + "/approve", null, anonymous)).Refused(HttpStatusCode.Conflict, "profile-version.approver");
        (await finder.ChangeAsync(HttpMethod.Post, full + "/approve", null, full)).Refused(HttpStatusCode.Conflict, "profile-version.approver");
        (await keeper.SendAsync(HttpMethod.Post, full + "/approve", null, "\"1\"")).Refused(HttpStatusCode.Conflict, "profile-version.approver");

        var approved = (await finder.ChangeAsync(HttpMethod.Post, anonymous + "/approve", null, anonymous)).Good();
        Assert.Equal(("approved", "another", Roles.FamilyFinder), (Of(approved, "state"), Of(approved, "approvedBy"), Of(approved, "approvedAs")));
        Assert.Equal("Anonymous", await ApprovedLevelAsync(reference));
        (await adviser.ChangeAsync(HttpMethod.Post, full + "/approve", null, full)).Good();
        Assert.Equal("Full", await ApprovedLevelAsync(reference));

        (await writer.ChangeAsync(HttpMethod.Put, anonymous, ProfileSamples.Version(), anonymous)).Refused(HttpStatusCode.Conflict, "profile-version.not-a-draft");
        (await writer.ChangeAsync(HttpMethod.Post, full + "/withdraw", null, full)).Good();
        Assert.Equal("Anonymous", await ApprovedLevelAsync(reference));
        Assert.Equal(2, (await adviser.GetAsync(subject)).Good()["items"].GetArrayLength());
    }

    [Fact]
    public async Task Version_WrittenOnByASecondPerson_IsApprovedByAThird()
    {
        using var writer = hub.As(Roles.FamilyFinder, "writer");
        using var second = hub.As(Roles.FamilyFinder, "second");
        var path = await WriteAsync(writer, $"/children/{await PermanenceSamples.WaitingAsync(hub)}/profile-versions", ProfileSamples.Version());

        (await second.ChangeAsync(HttpMethod.Put, path, ProfileSamples.Version(text: "Another text."), path)).Good();

        (await writer.ChangeAsync(HttpMethod.Post, path + "/approve", null, path)).Refused(HttpStatusCode.Conflict, "profile-version.own");
        (await second.ChangeAsync(HttpMethod.Post, path + "/approve", null, path)).Refused(HttpStatusCode.Conflict, "profile-version.own");
    }

    [Fact]
    public async Task Version_OfAHousehold_IsApprovedByRecruitmentOrTheAdviser()
    {
        using var keeper = hub.As(Roles.Recruitment, "another");
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var path = await DisclosureSamples.ApprovedAsync(hub, $"/households/{household}", ProfileSamples.Version("summary"), Roles.Recruitment);

        Assert.Equal("approved", (await keeper.GetAsync(path)).Good()["version"].GetProperty("state").GetString());
        Assert.Equal("Summary", (await hub.OfferedAsync(household))!.Value.GetProperty("approved").GetString());
    }

    [Theory]
    [InlineData("none", "x", false, "profile-version.level")]
    [InlineData("summary", "x", true, "profile-version.papers")]
    [InlineData("anonymous", "", false, "text.required")]
    public async Task Write_BadVersion_IsRefused(string level, string text, bool court, string code)
    {
        using var writer = hub.As(Roles.SocialWorker);

        (await writer.PostAsync($"/children/{await PermanenceSamples.WaitingAsync(hub)}/profile-versions", ProfileSamples.Version(level, text, court))).Refused(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Approve_TextThatIdentifies_IsRefusedAtTheSection()
    {
        using var finder = hub.As(Roles.FamilyFinder, "another");
        using var writer = hub.As(Roles.SocialWorker, "writer");
        var child = await PermanenceSamples.WaitingAsync(hub);
        await hub.Database.ExecuteAsync($"update child set given_name = 'Orla', family_name = 'Thistledown' where id = '{child}'");
        var path = await WriteAsync(writer, $"/children/{child}/profile-versions", ProfileSamples.Version(text: "Orla likes the water."));

        var refused = await finder.ChangeAsync(HttpMethod.Post, path + "/approve", null, path);

        refused.Refused(HttpStatusCode.Conflict, "profile.identifying");
        Assert.Equal("sections[0]", refused["field"].GetString());
        Assert.DoesNotContain("Orla", refused.Body.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whoever reads who the child's kin are, or where it must not live, has found the child or whoever looks for it.</summary>
    [Theory]
    [InlineData("Her mother Rosalind is in touch.", true)]
    [InlineData("Uncle Fenwick looked after her.", true)]
    [InlineData("She has a brother, Bartholomew.", true)]
    [InlineData("A brother once called Ignatius.", true)]
    [InlineData("She was called Wilhelmina at first.", true)]
    [InlineData("Not near st19, where an aunt lives.", true)]
    [InlineData("Her mother is in touch. She has a brother and an uncle.", false)]
    public async Task Approve_TextThatNamesKinOrAnArea_IsRefusedWithoutTheWord(string text, bool tells)
    {
        using var finder = hub.As(Roles.FamilyFinder, "another");
        using var writer = hub.As(Roles.SocialWorker, "writer");
        var (child, brother) = ((await PermanenceSamples.SearchedAsync(hub)).Child, await PermanenceSamples.WaitingAsync(hub));
        var path = $"/children/{child}";
        (await writer.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(kinNames: ["Rosalind Underwillow", "Fenwick Underwillow"]), path)).Good();
        (await writer.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST19", reason = "An aunt." } } }, path)).Good();
        await hub.Database.ExecuteAsync(
            $$"""
            update child set given_name = 'Orla', family_name = 'Thistledown', former_names = '{Wilhelmina}' where id = '{{child}}';
            update child set given_name = 'Bartholomew', family_name = 'Thistledown', former_names = '{Ignatius}' where id = '{{brother}}';
            with made as (insert into sibling_group (id, together_search, assessment, assessed_on, elsewhere_councils, elsewhere_children, members, version)
                values (gen_random_uuid(), gen_random_uuid(), 'planted', '2025-05-01', '{}', '{}', 2, 1) returning id)
            insert into sibling_group_member (group_id, child_id, decision, decided_on, reason, decided_by)
                select made.id, c.id, 2, '2025-05-01', 'planted', 'planted' from made, child c where c.id in ('{{child}}', '{{brother}}');
            insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{{brother}}', '{}', 'staff-or-relative', 'planted', now())
            """);
        var version = await WriteAsync(writer, path + "/profile-versions", ProfileSamples.Version(text: text));

        var answer = await finder.ChangeAsync(HttpMethod.Post, version + "/approve", null, version);

        if (tells)
        {
            answer.Refused(HttpStatusCode.Conflict, "profile.identifying");
            Assert.Equal("sections[0]", answer["field"].GetString());
            Assert.DoesNotContain(text.Split(' ', ',', '.').Where(word => word.Length > 3), word => answer["detail"].GetString()!.Contains(word, StringComparison.OrdinalIgnoreCase) && word is not ("called" or "where" or "lives"));
        }
        else
        {
            answer.Good();
        }

        // A plan that is changed by somebody who says nothing of kin leaves them.
        (await writer.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(), path)).Good();
        Assert.Equal(2, (await writer.GetAsync(path + "/permanence")).Good()["kinNames"].GetArrayLength());
    }

    [Theory]
    [InlineData(DisclosureLevel.Summary, "Rosalind will be at the last visit.", "a name of the child's kin, or one that the child had before")]
    [InlineData(DisclosureLevel.Summary, "Orla has a sister, Mia.", null)]
    [InlineData(DisclosureLevel.Summary, "Not near ST19.", "an area where the child must not live")]
    [InlineData(DisclosureLevel.Anonymous, "A sister, Mia.", "a given name of the record")]
    [InlineData(DisclosureLevel.Full, "Rosalind lives in ST19.", null)]
    public void Find_OfKinAndAreas_ByLevel(DisclosureLevel level, string text, string? found) => Assert.Equal(
        found, Identifiers.Find(level, text, new(["Orla", "Mia"], ["Thistledown"], [], []) { Kin = ["Rosalind Orla"], Areas = ["ST19"] }));

    [Theory]
    [InlineData(DisclosureLevel.Anonymous, "Orla likes the water.", "a given name of the record")]
    [InlineData(DisclosureLevel.Anonymous, "A girl who came into care on 5 January 2024.", "a date")]
    [InlineData(DisclosureLevel.Anonymous, "Will need time. Grew up by the sea.", null)]
    [InlineData(DisclosureLevel.Anonymous, "ORLA likes the water.", "a given name of the record")]
    [InlineData(DisclosureLevel.Anonymous, "Orlando is a town.", null)]
    [InlineData(DisclosureLevel.Summary, "Orla, three, likes the water.", null)]
    [InlineData(DisclosureLevel.Summary, "Orla Thistledown likes the water.", "a family name or an identifier of the record")]
    [InlineData(DisclosureLevel.Summary, "Born on 03/02/2022.", "a date of birth")]
    [InlineData(DisclosureLevel.Summary, "Came into care on 5 January 2024.", null)]
    [InlineData(DisclosureLevel.Summary, "Lives at 1 Nowhere Lane.", "a postcode or an address")]
    [InlineData(DisclosureLevel.Summary, "Goes to school in ST16 2LH.", "a postcode or an address")]
    [InlineData(DisclosureLevel.Full, "Orla Thistledown, born on 03/02/2022, ST16 2LH.", null)]
    public void Find_ByLevel_FindsWhatTells(DisclosureLevel level, string text, string? found) => Assert.Equal(
        found, Identifiers.Find(level, text, new(["Orla"], ["Thistledown", "P123"], ["1 Nowhere Lane\nNowhere"], [new DateOnly(2022, 2, 3)])));

    private static async Task<string> WriteAsync(HubClient writer, string subject, object version) =>
        $"{subject}/{(await writer.PostAsync(subject, version)).Good()["version"].GetProperty("id").GetString()}";

    private static string? Of(HubAnswer answer, string member) => answer["version"].GetProperty(member).GetString();

    private async Task<string?> ApprovedLevelAsync(Guid reference) => (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("approved").GetString();
}
