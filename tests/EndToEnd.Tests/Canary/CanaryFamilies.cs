using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>Family finding: words about child and household wherever a link, a release, a search, a group or a placement keeps some.</summary>
public sealed partial class CanaryTests
{
    private const string OfChild = PlantedChild.GivenName + " " + PlantedChild.FamilyName + " lived at " + PlantedChild.Address;
    private const string Reader = "fuzz-tests";
    private readonly HashSet<FreeField> _planted = [];

    /// <summary>The council decides for a household of another's, says why, and takes it back: before the child has an area in which it must not live, of which nobody could say whether that household does.</summary>
    private async Task DecideForAsync(string child)
    {
        var link = Guid.NewGuid();
        await ExecuteAsync($"""
            with link as (
                insert into family_link (id, link_version, household_id, household, households_council, children, state, reasons, own_children, version, updated_at)
                values ('{link}', 1, null, gen_random_uuid(), {fuzz.Target.OtherCouncil}, 1, 6, 0, 1, 1, now()) returning id)
            insert into family_link_child (link_id, child, childs_council, child_id) select id, gen_random_uuid(), {Council}, '{child}' from link
            """);
        var address = $"{Own}/links/{link}";
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{address}/words", new { words = OfChild }, address);
        foreach (var decision in new[] { "selected", "selection-withdrawn" })
        {
            await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{address}/decision", new { decision, decidedBy = PlantedChild.FamilyName, decidedOn = "2025-01-06", words = OfChild }, address);
        }

        await ReadAsync(Roles.SocialWorker, address);
    }

    /// <summary>Profiles, a released one that is read and taken back, a group of brothers and sisters, a household ruled out, a search that rests and ends, a duty's reason, and a worker who hands the child over.</summary>
    private async Task WriteOfAsync(string child)
    {
        var path = $"{Children}/{child}";
        var profile = new
        {
            level = "full", sections = new[] { new { title = PlantedChild.FamilyName, text = OfChild } }, holdsParentsHealth = true, medicalAdviserPassedOn = "2025-01-06", medicalAdviser = PlantedChild.GivenName,
        };
        var written = await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/profile-versions", profile);
        var version = written.GetProperty("version").GetProperty("id").GetString();
        var address = $"{path}/profile-versions/{version}";
        await DoneAsync(Roles.SocialWorker, HttpMethod.Put, address, profile, address);

        // Never by whoever wrote it.
        using (var approved = await SendAsync(Roles.PanelAdviser, HttpMethod.Post, $"{address}/approve", versionOf: address, person: "canary.adviser"))
        {
            Assert.True(approved.IsSuccessStatusCode, await approved.Content.ReadAsStringAsync());
        }

        await ReadAsync(Roles.SocialWorker, address);
        await ReleaseAsync(child, version!);

        var group = await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{Own}/sibling-groups", new { assessment = OfChild, assessedOn = "2025-01-06", contactPlan = OfChild });
        var siblings = $"{Own}/sibling-groups/{group.GetProperty("id").GetString()}";
        await DoneAsync(Roles.SocialWorker, HttpMethod.Put, siblings, new { assessment = OfChild, assessedOn = "2025-01-07", contactPlan = OfChild }, siblings);
        await DoneAsync(Roles.SocialWorker, HttpMethod.Put, $"{siblings}/children/{child}", new { decision = "apart", decidedOn = "2025-01-07", reason = OfChild }, siblings);
        await ReadAsync(Roles.SocialWorker, siblings);

        await DoneAsync(Roles.SocialWorker, HttpMethod.Put, $"{path}/ruled-out/{Guid.NewGuid()}", new { reason = OfChild }, path);
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/search/pause", new { reason = "court", words = OfChild, reviewOn = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(60) }, path);
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/search/resume", new { }, path);
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/search/end", new { reason = "no-longer-needed", words = OfChild }, path);
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/search", new { }, path);
        await GiveReasonAsync(Roles.SocialWorker, path, OfChild);
        await DoneAsync(
            Roles.SocialWorker, HttpMethod.Post, $"{Own}/case-transfers",
            new { to = new { name = PlantedChild.FamilyName, manager = PlantedChild.GivenName, subject = "somebody.else" }, children = new[] { child }, words = OfChild });
        foreach (var what in new[] { "profile-versions", "family-finding", "permanence", "duties" })
        {
            await ReadAsync(Roles.SocialWorker, $"{path}/{what}");
        }
    }

    /// <summary>The reader of the other side opens what was released of the child, and the hub takes it back.</summary>
    private async Task ReleaseAsync(string child, string version)
    {
        var release = Guid.NewGuid();
        await ExecuteAsync($"""
            insert into disclosure (
                id, disclosure_version, link, subject, child_id, level, purpose, basis, reader, readers_council, expires_at, asked_end, own_end, gates, profile_version_id, stated_epoch, reads, version)
            values ('{release}', 1, gen_random_uuid(), 1, '{child}', 3, 1, 1, '{PersonReference.Of(Reader).Value}', {Council}, now() + interval '1 day', 0, 0, 0, '{version}', 1, 0, 1)
            """);
        using var opened = await SendAsync(Roles.FamilyFinder, HttpMethod.Get, $"/api/v1/released/{Council}/disclosures/{release}");
        Assert.Contains("Nettlebed", await opened.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var entry = $"{Own}/disclosures/{release}";
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{entry}/end", new { words = OfChild }, entry);
    }

    /// <summary>The child was matched: that falls through. A placement that ends, and an order that was made for another child.</summary>
    private async Task ComeAwayAsync(string child)
    {
        var path = $"{Children}/{child}";
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/match/withdraw", new { reason = "household-withdrew", on = "2025-02-03", decidedBy = PlantedChild.FamilyName, words = OfChild }, path);
        var placed = await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/placements", new { kind = "home", from = "2025-02-04" }, path);
        var placement = placed.GetProperty("placements")[0].GetProperty("id").GetString();
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-02-05", reason = "planned", words = OfChild }, path);
        var ordered = await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/orders", new { kind = "special-guardianship-order", on = "2025-02-06" }, path);
        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{path}/orders/{ordered.GetProperty("orders")[0].GetProperty("id").GetString()}/withdraw", new { words = OfChild }, path);
        await ReadAsync(Roles.SocialWorker, $"{path}/placements");
    }

    /// <summary>The household is approved, offers, is reviewed and learned of; it is approved for the child for a time, for which the child's plan is another one.</summary>
    private async Task ApproveAsync(string child, string household)
    {
        var (path, home) = ($"{Children}/{child}", $"{Own}/households/{household}");
        await DoneAsync(Roles.CaseSystem, HttpMethod.Post, $"{Own}/households/approvals", new
        {
            reference = PlantedHousehold.Reference, sourceDocument = Words, decision = "approved", decidedOn = "2025-02-10", routes = new[] { "adoption" }, numbers = new[] { "one" }, ages = new[] { "three" },
        });
        await DoneAsync(Roles.CaseSystem, HttpMethod.Post, $"{Own}/households/changes", new[] { new { reference = PlantedHousehold.Reference, sourceDocument = Words, adopters = new[] { PlantedHousehold.Given } } });
        await DoneAsync(
            Roles.Recruitment, HttpMethod.Put, $"{home}/offer",
            new
            {
                numbers = new { yes = new[] { "one" }, couldConsider = Array.Empty<string>() }, ages = new { yes = new[] { "three" }, couldConsider = Array.Empty<string>() }, routes = new[] { "adoption" },
                identitySupport = Array.Empty<string>(), unavailable = (string?)null, rangeEvidence = Words, rangeEvidenceOn = "2025-02-10", identityEvidence = Words, answers = new[] { new { need = "autism", low = "yes", medium = "no", high = "no", evidence = Words, evidenceOn = "2025-02-10" } },
            },
            home);
        await DoneAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/reviews", new { on = "2025-02-11", outcome = "continues", summary = Words }, home);
        var learned = Guid.NewGuid();
        await ExecuteAsync($"insert into learned_evidence (id, household_id, link_id, reason, children, learned_at) values ('{learned}', '{household}', gen_random_uuid(), 1, 1, now())");
        await DoneAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/learned/{learned}", new { outcome = "challenged", talkedOn = "2025-02-12", words = Words }, home);
        await GiveReasonAsync(Roles.Recruitment, home, Words);

        await DoneAsync(
            Roles.SocialWorker, HttpMethod.Put, $"{path}/permanence",
            new
            {
                plan = "early-permanence", agreedOn = "2025-02-11", reason = OfChild, owner = new { name = PlantedChild.FamilyName, manager = PlantedChild.GivenName }, contactPlan = OfChild,
                kinNames = new[] { PlantedChild.GivenName },
                earlyPermanence = new
                {
                    kinConsideredOn = "2025-02-11", whyNotKin = OfChild, nominatedOfficerApprovedOn = "2025-02-11", nominatedOfficer = PlantedChild.FamilyName, wishesAscertainedOn = "2025-02-11",
                    parentsToldOn = "2025-02-11",
                },
            },
            path);
        await DoneAsync(
            Roles.SocialWorker, HttpMethod.Post, $"{path}/temporary-approvals",
            new
            {
                from = "2025-02-12", approvedBy = PlantedHousehold.Worker, suitabilityAssessedOn = "2025-02-11", welfareConsideredOn = "2025-02-11", welfare = OfChild, consultedOn = "2025-02-11",
                nominatedOfficer = PlantedHousehold.Worker, nominatedOfficerApprovedOn = "2025-02-11", householdId = household,
            },
            path);
        var approvals = await ReadAsync(Roles.SocialWorker, $"{path}/temporary-approvals");
        await DoneAsync(
            Roles.SocialWorker, HttpMethod.Post, $"{path}/temporary-approvals/{approvals[0].GetProperty("id").GetString()}/end", new { reason = "carers-notice", on = "2025-02-13", words = OfChild }, path);
        foreach (var what in new[] { "learned", "offer", "duties", "profile-versions" })
        {
            await ReadAsync(Roles.Recruitment, $"{home}/{what}");
        }
    }

    /// <summary>Why what is due first is late, whatever that is.</summary>
    private async Task GiveReasonAsync(string role, string of, string words)
    {
        var due = (await ReadAsync(role, $"{of}/duties")).GetProperty("duties")[0].GetProperty("duty").GetString();
        await DoneAsync(role, HttpMethod.Put, $"{of}/duties/{due}/reason", new { words }, of);
    }

    private async Task<JsonElement> ReadAsync(string role, string address)
    {
        using var read = await SendAsync(role, HttpMethod.Get, address);
        var text = await read.Content.ReadAsStringAsync();
        Assert.True(read.IsSuccessStatusCode, $"{address}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Notes the members of a body that was taken which say something of what was planted.</summary>
    private void Note(HttpMethod method, string address, JsonElement body)
    {
        var path = address.Split('?')[0];
        foreach (var operation in fuzz.Target.Operations.Where(operation => operation.Method == method.Method && IsOf(operation.Path, path)))
        {
            _planted.UnionWith(FreeFields.Saying(body, Texts).Select(member => new FreeField(operation.Name, member)));
        }

        static bool IsOf(string template, string path) => Regex.IsMatch(path, $"^{Regex.Replace(template, @"\{\w+\}", "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    /// <summary>Fields of family finding in which nothing was planted, and that nobody has named with a reason; and reasons that no field has any more.</summary>
    private IReadOnlyList<string> NotSeenTo()
    {
        var all = FreeFields.Of(fuzz.Target.Operations, new ApiSchemas(fuzz.Target.Description));
        return
        [
            .. all.Except(_planted).Except(FreeFields.NotPlanted.Keys).Select(field => $"nothing is planted in {field}"),
            .. FreeFields.NotPlanted.Keys.Except(all).Select(field => $"there is no free field {field}"),
        ];
    }
}
