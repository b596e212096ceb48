using System.Text.Json;
using System.Text.Json.Nodes;

namespace Partnership.LocalityHub.Tests.Changes;

/// <summary>Builds a record with every element of the Department's daily children's-social-care payload, version 0.7. An invented child.</summary>
internal static class DepartmentPayload
{
    /// <summary>A batch of one record.</summary>
    public static string Of(string localId) => new JsonArray(Record(localId)).ToJsonString();

    /// <summary>The names of all elements of a JSON text, each once.</summary>
    public static SortedSet<string> NamesIn(string json)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
            }
        }

        return names;
    }

    private static JsonObject Record(string localId) => new()
    {
        ["la_child_id"] = localId,
        ["mis_child_id"] = $"MIS-{localId}",
        ["purge"] = false,
        ["child_details"] = new JsonObject
        {
            ["unique_pupil_number"] = "A123456789012",
            ["former_unique_pupil_number"] = "B123456789012",
            ["unique_pupil_number_unknown_reason"] = "UN1",
            ["first_name"] = "Invented",
            ["surname"] = "Child",
            ["date_of_birth"] = "2022-02-03",
            ["expected_date_of_birth"] = "2022-02-10",
            ["sex"] = "F",
            ["ethnicity"] = "WBRI",
            ["disabilities"] = new JsonArray("HAND", "COMM"),
            ["postcode"] = "ZQ1 1AA",
            ["uasc_flag"] = false,
            ["uasc_end_date"] = "2024-05-01",
            ["purge"] = false,
        },
        ["health_and_wellbeing"] = new JsonObject
        {
            ["sdq_assessments"] = new JsonArray(new JsonObject { ["date"] = "2024-05-02", ["score"] = 12 }, new JsonObject { ["date"] = "2025-05-02", ["score"] = 20 }),
            ["purge"] = false,
        },
        ["social_care_episodes"] = new JsonArray(Episode()),
    };

    private static JsonObject Episode() => new()
    {
        ["social_care_episode_id"] = "E1",
        ["referral_date"] = "2023-12-01",
        ["referral_source"] = "1A",
        ["referral_no_further_action_flag"] = false,
        ["closure_date"] = null,
        ["closure_reason"] = "RC1",
        ["care_worker_details"] = new JsonArray(new JsonObject { ["worker_id"] = "SW1", ["start_date"] = "2023-12-02", ["end_date"] = "2024-12-02" }),
        ["child_and_family_assessments"] = new JsonArray(new JsonObject
        {
            ["child_and_family_assessment_id"] = "A1", ["start_date"] = "2023-12-03", ["authorisation_date"] = "2024-01-10", ["factors"] = new JsonArray("1C", "21"), ["purge"] = false,
        }),
        ["child_in_need_plans"] = new JsonArray(new JsonObject { ["child_in_need_plan_id"] = "N1", ["start_date"] = "2023-12-20", ["end_date"] = "2024-01-05", ["purge"] = false }),
        ["section_47_assessments"] = new JsonArray(new JsonObject
        {
            ["section_47_assessment_id"] = "S1", ["start_date"] = "2023-12-21", ["icpc_required_flag"] = true, ["icpc_date"] = "2023-12-28", ["end_date"] = "2024-01-02", ["purge"] = false,
        }),
        ["child_protection_plans"] = new JsonArray(new JsonObject { ["child_protection_plan_id"] = "C1", ["start_date"] = "2023-12-28", ["end_date"] = "2024-02-01", ["purge"] = false }),
        ["child_looked_after_placements"] = new JsonArray(
            Placement("P1", "2024-02-01", "S", "U6", end: ("2025-03-03", "X1", "PLAN")),
            Placement("P2", "2025-03-03", "P", "A5", end: null)),
        ["adoption"] = new JsonObject { ["initial_decision_date"] = "2024-09-03", ["matched_date"] = "2025-01-20", ["placed_date"] = "2025-03-03", ["purge"] = false },
        ["care_leavers"] = new JsonObject { ["contact_date"] = "2025-05-03", ["activity"] = "F2", ["accommodation"] = "U", ["purge"] = false },
        ["purge"] = false,
    };

    private static JsonObject Placement(string id, string start, string reason, string type, (string Date, string Reason, string Change)? end) => new()
    {
        ["child_looked_after_placement_id"] = id,
        ["start_date"] = start,
        ["start_reason"] = reason,
        ["placement_type"] = type,
        ["postcode"] = "ZQ1 1AA",
        ["end_date"] = end?.Date,
        ["end_reason"] = end?.Reason,
        ["change_reason"] = end?.Change,
        ["purge"] = false,
    };
}
