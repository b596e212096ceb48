using System.Globalization;
using System.Text.Json.Nodes;
using Partnership.CaseData.AnnexA;

namespace Partnership.Cli.AnnexA;

/// <summary>The households of List 11 as the hub takes them in: what the adopters of one family identifier have in common.</summary>
internal static class AnnexHouseholds
{
    /// <summary>One record for each family identifier all of whose rows could be read, in the workbook's order.</summary>
    public static IReadOnlyList<JsonObject> Of(AnnexReturn read, string file) => [.. read.Households.Where(household => !read.HalfHouseholds.Contains(household.Family)).Select(household => Record(household, file))];

    private static JsonObject Record(AnnexHousehold household, string file)
    {
        // One who left does not hold the other up.
        var left = household.Adopters.All(adopter => adopter.Dates.ContainsKey("left"));
        var still = left ? household.Adopters : [.. household.Adopters.Where(adopter => !adopter.Dates.ContainsKey("left"))];
        return new JsonObject
        {
            ["reference"] = household.Family,
            ["sourceDocument"] = string.Create(CultureInfo.InvariantCulture, $"Annex A list 11, row {household.Adopters[0].Row} of {(file.Length > 60 ? file[..60] : file)}"),
            ["adopters"] = new JsonArray([.. household.Adopters.Select(adopter => adopter.Id).Distinct(StringComparer.Ordinal).Select(id => (JsonNode)id)]),
            ["interestAcceptedOn"] = DayOf(still, "stage-1-started"),
            ["stageOneDecidedOn"] = DayOf(still, "stage-1-ended"),
            ["stageTwoFrom"] = DayOf(still, "stage-2-started"),
            ["approvedOn"] = DayOf(still, "approved"),
            ["leftOn"] = left ? DayOf(still, "left") : null,
            ["leftReason"] = !left ? null : household.Adopters.Any(adopter => adopter.Texts.GetValueOrDefault("left-reason") == "C") ? "approval-ended" : "withdrew",
        };
    }

    /// <summary>Of those who came to a step on different days the last: the household has come to it then, and not while one of them has not.</summary>
    private static string? DayOf(IReadOnlyList<AnnexRow> adopters, string key) => adopters.All(adopter => adopter.Dates.ContainsKey(key))
        ? adopters.Max(adopter => adopter.Dates[key]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;
}
