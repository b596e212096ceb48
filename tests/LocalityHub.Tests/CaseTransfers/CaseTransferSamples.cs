using System.Net.Http.Json;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Children whose plans change hands, for the tests that try every operation.</summary>
internal static class CaseTransferSamples
{
    private const string Own = "/api/v1/councils/860";

    // Whom the tests' tokens are of, unless they say otherwise.
    private const string Everybody = "test-client";

    public static bool IsOne(string operation) => operation.Contains("/case-transfers", StringComparison.Ordinal);

    public static object Offer(params Guid[] children) => new { to = new { name = "Imagined Worker", manager = "Imagined Manager", subject = "imagined.worker" }, children };

    /// <summary>A child whose plan the test's own people own, offered to them by somebody else.</summary>
    public static async Task<Guid> PlantAsync(HubFixture hub, Guid child)
    {
        var transfer = Guid.NewGuid();
        await hub.Database.ExecuteAsync(
            $"""
            insert into permanence (child_id, plan, agreed_on, owner_subject, owner_name, manager_name, early_permanence_asked, closed_to_release)
            values ('{child}', 1, '2025-05-12', '{Everybody}', 'Invented Worker', 'Invented Manager', false, false) on conflict do nothing;
            insert into case_transfer (id, from_subject, to_subject, to_name, to_manager, offered_at, state, version)
            values ('{transfer}', 'planted', '{Everybody}', 'Invented Worker', 'Invented Manager', now(), 1, 1);
            insert into case_transfer_child (transfer_id, child_id, taken_over) values ('{transfer}', '{child}', false)
            """);
        return transfer;
    }

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        var child = await PermanenceSamples.WaitingAsync(hub);
        var transfer = await PlantAsync(hub, child);
        var path = operation[(operation.IndexOf("{code}", StringComparison.Ordinal) + 6)..].Replace("{transferId:guid}", transfer.ToString(), StringComparison.Ordinal);
        return path.EndsWith("/case-transfers", StringComparison.Ordinal)
            ? new WriteSample(Own + path, () => JsonContent.Create(Offer(child)), () => hub.Database.ScalarAsync<long>($"select count(*) from case_transfer_child where child_id = '{child}'"))
            : new WriteSample(
                Own + path, () => null, () => hub.Database.ScalarAsync<long>($"select version from case_transfer where id = '{transfer}'"), $"{Own}/case-transfers/{transfer}");
    }
}
