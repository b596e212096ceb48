using System.Globalization;
using System.Text.Json.Nodes;
using Partnership.CaseData.AnnexA;

namespace Partnership.Cli.AnnexA;

/// <summary>
/// The children of lists 8 and 10 as records of the daily feed. A workbook says all that it knows of a child each time: a day that is no
/// longer in it is sent as a null, which clears it. The plan that List 8 names is not sent: it has no day on which it was agreed.
/// </summary>
internal static class AnnexRecords
{
    private const string Source = "annex-a";

    /// <summary>The stay with carers who foster first and may adopt; the list does not say whether they are relatives or friends (U2), which makes no difference here.</summary>
    private const string EarlyPermanence = "annex-a-early-permanence";
    private const string FosteringForAdoption = "U5";

    private static readonly (string Key, string Cell)[] Adoption =
    [
        ("should-be-placed", "initial_decision_date"),
        ("placement-order", "placement_order_date"),
        ("matched", "matched_date"),
        ("placed", "placed_date"),
        ("adoption-order", "adoption_order_date"),
        ("reversed", "reversed_date"),
    ];

    /// <summary>One record for each child all of whose rows could be read, in the workbook's order; a child of both lists has what List 10 says, and the rest from List 8.</summary>
    public static IReadOnlyList<JsonObject> Of(AnnexReturn read)
    {
        var half = read.HalfChildren;
        var children = read.Rows.Where(row => row.List is AnnexList.ChildrenInCare or AnnexList.Adoption).GroupBy(row => row.Id, StringComparer.Ordinal)
            .Where(child => !half.Contains(child.Key));
        return [.. children.Select(rows => Record(rows.Key, rows.LastOrDefault(row => row.List == AnnexList.Adoption), rows.LastOrDefault(row => row.List == AnnexList.ChildrenInCare)))];
    }

    private static JsonObject Record(string id, AnnexRow? adoption, AnnexRow? care)
    {
        var details = new JsonObject();
        Set(details, "date_of_birth", Day(adoption, "born") ?? Day(care, "born"));
        Set(details, "sex", adoption?.Texts.GetValueOrDefault("gender") ?? care?.Texts.GetValueOrDefault("gender"));
        Set(details, "ethnicity", adoption?.Texts.GetValueOrDefault("ethnicity") ?? care?.Texts.GetValueOrDefault("ethnicity"));
        var stay = new JsonObject
        {
            ["child_looked_after_placement_id"] = Source,
            ["start_date"] = Day(adoption, "entered-care") ?? Day(care, "entered-care"),
            ["start_reason"] = "S",
        };
        if (care is not null)
        {
            stay["end_date"] = Day(care, "ceased");
            stay["end_reason"] = care.Dates.ContainsKey("ceased") ? care.Texts.GetValueOrDefault("reason-ceased") : null;
        }

        var stays = new JsonArray(stay);
        var episode = new JsonObject { ["social_care_episode_id"] = Source, ["child_looked_after_placements"] = stays };
        if (adoption is not null)
        {
            var plan = new JsonObject { ["reversal_reason"] = adoption.Dates.ContainsKey("reversed") ? adoption.Texts.GetValueOrDefault("reversal-reason") : null };
            foreach (var (key, cell) in Adoption)
            {
                plan[cell] = Day(adoption, key);
            }

            // The legal status of List 8 tells the same day, where it is the order's.
            plan["placement_order_date"] ??= care?.Texts.GetValueOrDefault("legal-status") == "E1" ? Day(care, "legal-status-since") : null;
            episode["adoption"] = plan;
            stays.Add(Day(adoption, "early-permanence") is { } fostered
                ? new JsonObject { ["child_looked_after_placement_id"] = EarlyPermanence, ["start_date"] = fostered, ["placement_type"] = FosteringForAdoption }
                : new JsonObject { ["child_looked_after_placement_id"] = EarlyPermanence, ["purge"] = true });
        }

        var record = new JsonObject { ["la_child_id"] = id, ["social_care_episodes"] = new JsonArray(episode) };
        if (details.Count > 0)
        {
            record["child_details"] = details;
        }

        return record;
    }

    private static string? Day(AnnexRow? row, string key) =>
        row is not null && row.Dates.TryGetValue(key, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static void Set(JsonObject details, string name, string? value)
    {
        if (value is not null)
        {
            details[name] = value;
        }
    }
}
