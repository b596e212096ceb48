using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Invented links, and what is done with them, for the tests that try every operation.</summary>
internal static class LinkSamples
{
    private const string Own = "/api/v1/councils/860";

    public static CouncilCode Staffordshire { get; } = new(860);

    public static CouncilCode Stoke { get; } = new(861);

    /// <summary>A manager's decision that a household is the one.</summary>
    public static object Selected { get; } = new { decision = "selected", decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "They alone kept the sisters in touch." };

    /// <summary>What the centre tells of a link of one child of 860 with a household of 861, or the other way round.</summary>
    public static RecordLink Told(
        Guid link, long version, Guid child, Guid household, LinkState state, NotProgressedReasons reasons = NotProgressedReasons.None, bool ofHousehold = false, ChildCounts children = ChildCounts.One,
        bool disrupted = false) =>
        new(Guid.NewGuid(), Staffordshire, link, version, child, ofHousehold ? Stoke : Staffordshire, household, ofHousehold ? Staffordshire : Stoke, children, state, reasons, disrupted);

    /// <summary>A link that is preferred, of a child and a household of this council, and what was learned from it.</summary>
    public static async Task<(Guid Link, Guid Learned)> PlantAsync(HubFixture hub, Guid child, Guid household)
    {
        var (link, learned) = (Guid.NewGuid(), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            insert into family_link (id, link_version, household_id, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 3, '{household}', gen_random_uuid(), 860, 1, 6, 0, 1, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id) values ('{link}', gen_random_uuid(), 860, '{child}');
            insert into learned_evidence (id, household_id, link_id, reason, children, learned_at) values ('{learned}', '{household}', '{link}', 1, 1, now())
            """);
        return (link, learned);
    }

    /// <summary>A link by which a child was matched on a day, as the centre has recorded it.</summary>
    public static async Task<Guid> PlantMatchAsync(HubFixture hub, Guid child, string matchedOn = "2025-05-20")
    {
        var link = Guid.NewGuid();
        await hub.Database.ExecuteAsync(
            $"""
            insert into family_link (id, link_version, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 9, gen_random_uuid(), 861, 1, 9, 0, 1, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id) values ('{link}', gen_random_uuid(), 860, '{child}');
            insert into link_decision (id, link_id, decision, decided_by, decided_on, words, at_link_version, entered_by, entered_at)
            values (gen_random_uuid(), '{link}', 4, 'planted', '{matchedOn}', 'planted', 8, 'planted', now())
            """);
        return link;
    }

    /// <summary>What was decided of a link last, as the region was told it; null when it was told nothing.</summary>
    public static async Task<string?> DecidedAsync(HubFixture hub, Guid link)
    {
        await using var db = hub.Db();
        return await db.RegionalReferences.AnyAsync(known => known.Reference == link) ? (await PermanenceSamples.ToldAsync(hub, link)).GetProperty("decision").GetString() : null;
    }

    public static bool IsOne(string operation) => new[] { "/links", "/ruled-out", "/learned", "/match/" }.Any(part => operation.Contains(part, StringComparison.Ordinal));

    /// <summary>A good body for an operation; null where it is none of these.</summary>
    public static object? BodyOf(string path) => path switch
    {
        _ when path.Contains("/ruled-out/", StringComparison.Ordinal) => new { reason = "Planted." },
        _ when path.EndsWith("/decision", StringComparison.Ordinal) => new { decision = "selected", decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "Planted." },
        _ when path.EndsWith("/words", StringComparison.Ordinal) => new { words = "Planted." },
        _ when path.Contains("/match/", StringComparison.Ordinal) => new { reason = "household-withdrew", on = "2025-06-13", decidedBy = "Invented Manager, team manager", words = "Planted." },
        _ when path.Contains("/learned/", StringComparison.Ordinal) => new { outcome = "confirmed", talkedOn = "2025-06-12", words = "Planted." },
        _ => null,
    };

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        var child = await PermanenceSamples.WaitingAsync(hub);
        if (operation.Contains("/match/", StringComparison.Ordinal))
        {
            using var worker = hub.As(Roles.SocialWorker);
            (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child}/milestones/matched", new { date = "2025-05-20" }, $"/children/{child}")).Good();
        }

        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (link, learned) = await PlantAsync(hub, child, household);
        var path = operation[(operation.IndexOf("{code}", StringComparison.Ordinal) + 6)..]
            .Replace("{childId:guid}", child.ToString(), StringComparison.Ordinal).Replace("{household:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{householdId:guid}", household.ToString(), StringComparison.Ordinal).Replace("{learnedId:guid}", learned.ToString(), StringComparison.Ordinal)
            .Replace("{linkId:guid}", link.ToString(), StringComparison.Ordinal);
        var body = BodyOf(path)!;
        var (table, id, record) = path.StartsWith("/links", StringComparison.Ordinal) ? ("family_link", link, $"/links/{link}")
            : path.StartsWith("/households", StringComparison.Ordinal) ? ("household", household, $"/households/{household}")
            : ("child", child, $"/children/{child}");
        return new WriteSample(Own + path, () => JsonContent.Create(body), () => hub.Database.ScalarAsync<long>($"select version from {table} where id = '{id}'"), Own + record);
    }

    /// <summary>A link that the centre tells as preferred, and its path.</summary>
    public static async Task<(Guid Link, string Path)> PreferredAsync(HubFixture hub, Guid reference)
    {
        var link = Guid.NewGuid();
        await hub.ApplyAsync(Told(link, 5, reference, Guid.NewGuid(), LinkState.Preferred));
        return (link, $"/links/{link}");
    }

    /// <summary>What the hub last told the centre of a link, and how often it has.</summary>
    public static async Task<(string Decision, long Version)> ToldDecisionAsync(HubFixture hub, Guid link)
    {
        await using var db = hub.Db();
        var version = await db.RegionalReferences.Where(known => known.Reference == link).Select(known => known.Version).SingleAsync();
        return ((await PermanenceSamples.ToldAsync(hub, link)).GetProperty("decision").GetString()!, version);
    }
}
