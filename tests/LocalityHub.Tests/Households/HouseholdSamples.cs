using System.Net.Http.Json;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.LocalityHub.Tests;

/// <summary>Invented households and what is done with them, for the tests that try every operation.</summary>
internal static class HouseholdSamples
{
    private const string Own = "/api/v1/councils/860";

    private static readonly string[] None = [];

    public static object Record(string family = "Larkspur", string? postcode = "ST16 2LH", object? assessment = null, string? reference = null, object? plan = null, bool closedToRelease = false) => new
    {
        members = new object[]
        {
            new { role = "parent", given = "Invented", family, dateOfBirth = "1988-04-02" },
            new { role = "child", given = "Imagined", family },
        },
        home = new { address = "1 Nowhere Lane", postcode, livesIn = "860" },
        assessment = assessment ?? new { },
        reference,
        matchingPlan = plan,
        closedToRelease,
    };

    public static object Offer(object[]? answers = null, string? unavailable = null) => new
    {
        numbers = new { yes = new[] { "one" }, couldConsider = new[] { "two" } },
        ages = new { yes = new[] { "under-one", "one" }, couldConsider = new[] { "two", "ten-or-over" } },
        routes = new[] { "adoption", "temporary-approval" },
        identitySupport = new[] { "heritage" },
        answers = answers ?? [new { need = "autism", low = "yes", medium = "could-consider", high = "no", evidence = "Said so.", evidenceOn = "2025-01-22" }],
        unavailable,
    };

    public static object Approval(
        string reference, string decidedOn = "2025-03-04", string decision = "approved", string[]? routes = null, string[]? numbers = null, string[]? ages = null) => new
        {
            reference,
            sourceDocument = "Annex A list 10, 2025, row 12",
            decision,
            decidedOn,
            routes = decision == "approved" ? routes ?? ["adoption"] : None,
            numbers = decision == "approved" ? numbers ?? ["one", "two"] : None,
            ages = decision == "approved" ? ages ?? ["under-one", "one", "two"] : None,
        };

    /// <summary>A household as it was opened, with a hold to come.</summary>
    public static async Task<(Guid Household, Guid Hold)> PlantAsync(HubFixture hub, bool restricted = false, bool approved = true)
    {
        var (household, hold) = (Guid.NewGuid(), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            insert into household (id, source_reference, postcode, closed_to_release, routes, numbers_yes, numbers_could_consider, ages_yes, ages_could_consider, identity_support, open_for_more, version, updated_at)
            values ('{household}', 'P{household:n}', 'ST16 2LH', false, 1, 1, 2, 6, 8, 0, false, 1, now());
            insert into household_member (household_id, ordinal, role, given_name, family_name) values ('{household}', 0, 1, 'Invented', 'Larkspur');
            insert into household_hold (id, household_id, "from", until, reason, set_by) values ('{hold}', '{household}', '2025-06-20', '2025-09-01', 5, 'planted')
            """);
        if (approved)
        {
            await hub.Database.ExecuteAsync(
                $"""
                insert into household_decision (id, household_id, source, source_document, decision, decided_on, routes, numbers, ages, received_at)
                values (gen_random_uuid(), '{household}', 2, 'planted', 1, '2025-03-04', 1, 3, 14, now())
                """);
        }

        if (restricted)
        {
            await hub.Database.ExecuteAsync($"insert into household_restriction (household_id, roles, reason, set_by, set_at) values ('{household}', '{"{}"}', 'court-direction', 'planted', now())");
        }

        return (household, hold);
    }

    /// <summary>A decision about the household as foster carers, for a while only.</summary>
    public static Task DecideAsCarersAsync(HubFixture hub, Guid household, HouseholdDecision decision, string on) => hub.Database.ExecuteAsync(
        $"""
        insert into carer_decision (id, household_id, decision, decided_on, routes, numbers, ages, received_at)
        values (gen_random_uuid(), '{household}', {(int)decision}, '{on}', 0, 3, 14, now())
        """);

    /// <summary>A household as the list of adopters has it.</summary>
    public static object Listed(string reference, string? stageTwoFrom = null, string? approvedOn = null, string? leftOn = null, string? stageOneDecidedOn = null) =>
        new { reference, sourceDocument = "Annex A list 11, row 2 of annex.xlsx", adopters = new[] { "A1", "A2" }, interestAcceptedOn = "2024-09-02", stageOneDecidedOn, stageTwoFrom, approvedOn, leftOn };

    /// <summary>A good body for an operation on a household; null where none is sent.</summary>
    public static object? BodyOf(string path) => path switch
    {
        _ when path.EndsWith("/changes", StringComparison.Ordinal) => new[] { Listed($"L{Guid.NewGuid():n}"[..20]) },
        _ when path.EndsWith("/approvals", StringComparison.Ordinal) => Approval($"A{Guid.NewGuid():n}"[..20]),
        _ when path.EndsWith("/offer", StringComparison.Ordinal) => Offer(),
        _ when path.EndsWith("/holds", StringComparison.Ordinal) => new { from = "2025-07-01", until = "2025-08-01", reason = "moving" },
        _ when path.EndsWith("/reviews", StringComparison.Ordinal) => new { on = "2025-06-12", outcome = "continues" },
        _ when path.EndsWith("/restriction", StringComparison.Ordinal) => new { roles = new[] { Roles.Recruitment }, reason = "court-direction" },
        _ when path.EndsWith("/lift", StringComparison.Ordinal) => new { reason = "set-in-error" },
        _ when path.EndsWith("/checks", StringComparison.Ordinal) => new { checks = new[] { new { kind = "local-authority", on = "2025-03-03" } } },
        _ when path.EndsWith("/end", StringComparison.Ordinal) => null,
        _ => Record(),
    };

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        if (operation.EndsWith("/households", StringComparison.Ordinal))
        {
            return new WriteSample($"{Own}/households", () => JsonContent.Create(Record()), () => hub.Database.ScalarAsync<long>("select count(*) from household"));
        }

        if (operation.EndsWith("/changes", StringComparison.Ordinal))
        {
            var listed = new[] { Listed($"W{Guid.NewGuid():n}"[..20]) };
            return new WriteSample($"{Own}/households/changes", () => JsonContent.Create(listed), () => hub.Database.ScalarAsync<long>("select count(*) from household_return"));
        }

        if (operation.EndsWith("/approvals", StringComparison.Ordinal))
        {
            var approval = Approval($"W{Guid.NewGuid():n}"[..20]);
            return new WriteSample($"{Own}/households/approvals", () => JsonContent.Create(approval), () => hub.Database.ScalarAsync<long>("select count(*) from household_decision"));
        }

        var (household, hold) = await PlantAsync(hub, restricted: operation.EndsWith("/lift", StringComparison.Ordinal));
        var path = operation[(operation.IndexOf("/households", StringComparison.Ordinal))..]
            .Replace("{householdId:guid}", household.ToString(), StringComparison.Ordinal).Replace("{holdId:guid}", hold.ToString(), StringComparison.Ordinal);
        var body = BodyOf(path);
        return new WriteSample(
            Own + path,
            () => body is null ? null : JsonContent.Create(body),
            () => hub.Database.ScalarAsync<long>($"select version from household where id = '{household}'"),
            $"{Own}/households/{household}");
    }
}
