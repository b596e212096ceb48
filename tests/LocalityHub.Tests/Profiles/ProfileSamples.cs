using System.Net.Http.Json;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Invented versions of what may be released, for the tests that try every operation.</summary>
internal static class ProfileSamples
{
    private const string Own = "/api/v1/councils/860";

    public static object Version(string level = "anonymous", string text = "A child who likes the water.", bool court = false, bool health = false, bool passed = false) => new
    {
        level,
        sections = new[] { new { title = "About", text } },
        holdsCourtPapers = court,
        holdsParentsHealth = health,
        medicalAdviserPassedOn = passed ? "2025-06-02" : null,
        medicalAdviser = passed ? "Invented Doctor" : null,
    };

    /// <summary>A draft of an anonymous profile, or an approved version of another level.</summary>
    public static async Task<Guid> PlantAsync(HubFixture hub, Guid? child, Guid? household, int level = 1, bool approved = false)
    {
        var id = Guid.NewGuid();
        var (childId, householdId) = (child is null ? "null" : $"'{child}'", child is null ? $"'{household}'" : "null");
        await hub.Database.ExecuteAsync(
            $"""
            insert into profile_version (id, child_id, household_id, level, number, titles, texts, holds_court_papers, holds_parents_health, writers, written_at, approved_by, approved_as, approved_at, version)
            values ('{id}', {childId}, {householdId}, {level}, 1, array['About'], array['Planted.'], false, false, array['planted'], now(), {(approved ? "'planted', 'panel-adviser', now()" : "null, null, null")}, 1)
            """);
        return id;
    }

    public static bool IsOne(string operation) => operation.Contains("/profile-versions", StringComparison.Ordinal) || operation.Contains("/disclosures", StringComparison.Ordinal);

    /// <summary>A good body for an operation; null where none is sent.</summary>
    public static object? BodyOf(string path) => path switch
    {
        _ when path.EndsWith("/approve", StringComparison.Ordinal) || path.EndsWith("/withdraw", StringComparison.Ordinal) => null,
        _ when path.EndsWith("/court-permissions", StringComparison.Ordinal) => new { reader = "1c0b9a8f-7e6d-4c5b-8a49-382716054f3e", basis = "rule1273", on = "2025-06-02" },
        _ when path.EndsWith("/end", StringComparison.Ordinal) => new { words = "Planted." },
        _ => Version(),
    };

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        var child = await PermanenceSamples.WaitingAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var ofChild = operation.Contains("/children/", StringComparison.Ordinal);
        var (version, release) = (await PlantAsync(hub, ofChild ? child : null, household), await DisclosureSamples.PlantAsync(hub, child, null));
        var path = operation[(operation.IndexOf("{code}", StringComparison.Ordinal) + 6)..]
            .Replace("{childId:guid}", child.ToString(), StringComparison.Ordinal).Replace("{householdId:guid}", household.ToString(), StringComparison.Ordinal)
            .Replace("{versionId:guid}", version.ToString(), StringComparison.Ordinal).Replace("{disclosureId:guid}", release.ToString(), StringComparison.Ordinal);
        var body = BodyOf(path);
        var (record, count) = path switch
        {
            _ when path.EndsWith("/profile-versions", StringComparison.Ordinal) => (null, $"select count(*) from profile_version where '{(ofChild ? child : household)}' in (child_id, household_id)"),
            _ when path.Contains("/disclosures/", StringComparison.Ordinal) => ($"/disclosures/{release}", $"select version from disclosure where id = '{release}'"),
            _ => (path[..(path.IndexOf(version.ToString(), StringComparison.Ordinal) + 36)], $"select version from profile_version where id = '{version}'"),
        };
        return new WriteSample(
            Own + path, () => body is null ? null : JsonContent.Create(body), () => hub.Database.ScalarAsync<long>(count), record is null ? null : Own + record);
    }
}
