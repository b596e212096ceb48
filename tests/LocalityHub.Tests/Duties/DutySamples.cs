using System.Net.Http.Json;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>What starts and ends clocks, for the tests that try every operation.</summary>
internal static class DutySamples
{
    private const string Own = "/api/v1/councils/860";

    public static bool IsOne(string operation) => new[] { "/duties", "/case-events", "/assessment-pauses", "/worklist" }.Any(part => operation.Contains(part, StringComparison.Ordinal));

    /// <summary>A good body for an operation; null where none is sent.</summary>
    public static object? BodyOf(string path) => path switch
    {
        _ when path.EndsWith("/case-events", StringComparison.Ordinal) => new { kind = "reviewed", on = "2025-06-12" },
        _ when path.EndsWith("/reason", StringComparison.Ordinal) => new { words = "Planted." },
        _ when path.EndsWith("/assessment-pauses", StringComparison.Ordinal) => new { stage = "one", reason = "applicant-request", from = "2025-06-10", words = "Planted." },
        _ when path.Contains("/assessment-pauses/", StringComparison.Ordinal) => new { on = "2025-06-14" },
        _ => null,
    };

    /// <summary>A child with a plan and a visit, a household in stage one; for what ends a pause, the pause.</summary>
    public static async Task<(Guid Event, Guid Pause)> PlantAsync(HubFixture hub, Guid child, Guid household, string path)
    {
        var (entered, pause) = (Guid.NewGuid(), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            insert into permanence (child_id, plan, agreed_on, owner_name, manager_name, early_permanence_asked, closed_to_release)
            values ('{child}', 1, '2025-05-12', 'Invented Worker', 'Invented Manager', false, false) on conflict do nothing;
            insert into case_event (id, child_id, kind, "on", entered_by, entered_at) values ('{entered}', '{child}', 2, '2025-06-10', 'planted', now());
            update household set interest_accepted_on = '2025-05-06' where id = '{household}'
            """);
        if (path.EndsWith("/end", StringComparison.Ordinal))
        {
            await hub.Database.ExecuteAsync(
                $"insert into assessment_pause (id, household_id, stage, reason, words, \"from\", entered_by) values ('{pause}', '{household}', 1, 1, 'Planted.', '2025-06-10', 'planted')");
        }

        return (entered, pause);
    }

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        var child = await PermanenceSamples.WaitingAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (entered, pause) = await PlantAsync(hub, child, household, operation);
        var ofChild = operation.Contains("/children/", StringComparison.Ordinal);
        var path = operation[(operation.IndexOf("{code}", StringComparison.Ordinal) + 6)..]
            .Replace("{childId:guid}", child.ToString(), StringComparison.Ordinal).Replace("{householdId:guid}", household.ToString(), StringComparison.Ordinal)
            .Replace("{eventId:guid}", entered.ToString(), StringComparison.Ordinal).Replace("{pauseId:guid}", pause.ToString(), StringComparison.Ordinal)
            .Replace("{duty}", ofChild ? "match-in-time" : "stage-one", StringComparison.Ordinal);
        var body = BodyOf(path);
        return new WriteSample(
            Own + path,
            () => body is null ? null : JsonContent.Create(body),
            () => hub.Database.ScalarAsync<long>(ofChild ? $"select version from child where id = '{child}'" : $"select version from household where id = '{household}'"),
            ofChild ? $"{Own}/children/{child}" : $"{Own}/households/{household}");
    }
}
