using System.Text.Json;
using Partnership.EndToEnd.Tests.Access;
using Partnership.EndToEnd.Tests.Fuzz;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>A member of a request's body in which somebody could write about a person.</summary>
/// <param name="Operation">Such as <c>PUT /api/v1/councils/{code}/households/{householdId}</c>.</param>
/// <param name="Member">Such as <c>members[].given</c>.</param>
internal sealed record FreeField(string Operation, string Member)
{
    public override string ToString() => $"{Operation} {Member}";
}

/// <summary>
/// The free fields of family finding, as the merged description declares them: every string that has neither a list of values nor a pattern nor a form of its own. Each is planted, or named here
/// with the reason why it is not.
/// </summary>
internal static class FreeFields
{
    private const string Hub = "/api/v1/councils/{code}/";
    private const string Child = Hub + "children/{childId}";
    private const string Home = Hub + "households/{householdId}";
    private const string Region = "/api/v1/region/";

    // What hubs and centre keep of children, households and links; the rest is not about family finding.
    private static readonly string[] Places = [Hub + "children", Hub + "households", Hub + "sibling-groups", Hub + "links", Hub + "disclosures", Hub + "case-transfers", Region];
    private static readonly string[] NotOfThese = [Region + "parked", Region + "projection"];

    private static readonly string[] AsForms = ["date", "date-time", "time", "uuid", "uri"];

    private const string Code = "a code: any other word is refused";
    private const string CouncilCode = "a council's code, three digits";
    private const string Subject = "the subject of somebody's tokens: an id of the identity provider's, who sees to it that it names nobody";
    private const string OfTheRegion = "regional staff write of no case here: the description says that nobody may be named, and what looks like a person's number, day or postcode is refused (NobodysLine)";

    /// <summary>What is not planted, and why.</summary>
    public static IReadOnlyDictionary<FreeField, string> NotPlanted { get; } = new Dictionary<FreeField, string>
    {
        [new($"POST {Hub}children/search", "localId")] = "looks for a record, and keeps nothing; planted among the refusals",
        [new($"POST {Hub}children/search", "nameParts[]")] = "looks for a record, and keeps nothing; planted among the refusals",
        [new($"POST {Hub}children/break-glass", "localId")] = "looks for a record; the planted child's is given there",
        [new($"POST {Hub}children/break-glass", "reason")] = Code,
        [new($"POST {Hub}children/break-glass", "caseReference")] = "a reference of letters and digits: words are refused",
        [new($"PUT {Child}/restriction", "roles[]")] = Code,
        [new($"PUT {Child}/restriction", "reason")] = Code,
        [new($"POST {Child}/restriction/lift", "reason")] = Code,
        [new($"PUT {Home}/restriction", "roles[]")] = Code,
        [new($"PUT {Home}/restriction", "reason")] = Code,
        [new($"POST {Home}/restriction/lift", "reason")] = Code,
        [new($"PUT {Child}/milestones/{{kind}}", "reason")] = Code,
        [new($"PUT {Child}/background", "support[]")] = Code,
        [new($"POST {Child}/case-events", "conditions[]")] = Code,
        [new($"POST {Hub}households/approvals", "routes[]")] = Code,
        [new($"POST {Hub}households/approvals", "numbers[]")] = Code,
        [new($"POST {Hub}households/approvals", "ages[]")] = Code,
        [new($"PUT {Home}/offer", "numbers.yes[]")] = Code,
        [new($"PUT {Home}/offer", "numbers.couldConsider[]")] = Code,
        [new($"PUT {Home}/offer", "ages.yes[]")] = Code,
        [new($"PUT {Home}/offer", "ages.couldConsider[]")] = Code,
        [new($"PUT {Home}/offer", "routes[]")] = Code,
        [new($"PUT {Home}/offer", "identitySupport[]")] = Code,
        [new($"POST {Region}links/{{linkId}}/steps", "reasons[]")] = Code,
        [new($"PUT {Region}rates/{{from}}", "fees[].children")] = Code,
        [new($"POST {Region}identity-matches/{{matchId}}/answer", "council")] = CouncilCode,
        [new($"PUT {Child}/exclusion-areas", "areas[].district")] = "a postcode's district: any other word is refused",
        [new($"PUT {Child}/permanence", "owner.subject")] = Subject,
        [new($"POST {Hub}case-transfers", "to.subject")] = Subject,
        [new($"POST {Hub}households", "worker.subject")] = Subject,
        [new($"PUT {Home}", "worker.subject")] = Subject,
        [new($"POST {Region}transfers", "to")] = Subject,
        [new($"POST {Hub}households", "home.livesIn")] = CouncilCode,
        [new($"PUT {Home}", "home.livesIn")] = CouncilCode,
        [new($"POST {Hub}sibling-groups", "elsewhere[].council")] = CouncilCode,
        [new($"PUT {Hub}sibling-groups/{{groupId}}", "elsewhere[].council")] = CouncilCode,
        [new($"POST {Region}events", "title")] = OfTheRegion,
        [new($"PUT {Region}rates/{{from}}", "source")] = OfTheRegion,
    };

    /// <summary>All that family finding takes in words.</summary>
    public static IReadOnlyCollection<FreeField> Of(IEnumerable<Operation> operations, ApiSchemas schemas) =>
    [
        .. operations.Where(operation => Places.Any(place => operation.Path.StartsWith(place, StringComparison.Ordinal)) && !NotOfThese.Any(place => operation.Path.StartsWith(place, StringComparison.Ordinal)))
            .SelectMany(operation => new OperationShape(operation).Json is { } schema ? Of(schema, "", schemas, 0).Select(member => new FreeField(operation.Name, member)) : []),
    ];

    /// <summary>Members of a body that say one of some texts.</summary>
    public static IEnumerable<string> Saying(JsonElement body, IReadOnlyCollection<string> texts, string at = "") => body.ValueKind switch
    {
        JsonValueKind.Object => body.EnumerateObject().SelectMany(member => Saying(member.Value, texts, at.Length == 0 ? member.Name : $"{at}.{member.Name}")),
        JsonValueKind.Array => body.EnumerateArray().SelectMany(item => Saying(item, texts, $"{at}[]")),
        JsonValueKind.String when texts.Any(text => body.GetString()!.Contains(text, StringComparison.OrdinalIgnoreCase)) => [at],
        _ => [],
    };

    private static IEnumerable<string> Of(JsonElement schema, string at, ApiSchemas schemas, int depth)
    {
        schema = schemas.Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > 8)
        {
            return [];
        }

        var types = schemas.TypesOf(schema);
        var alternatives = new[] { "oneOf", "anyOf", "allOf" }.Where(name => schema.TryGetProperty(name, out _)).SelectMany(name => schema.GetProperty(name).EnumerateArray().ToList()).ToList();
        return
        [
            .. alternatives.SelectMany(each => Of(each, at, schemas, depth + 1)),
            .. schema.TryGetProperty("properties", out var members)
                ? members.EnumerateObject().SelectMany(member => Of(member.Value, at.Length == 0 ? member.Name : $"{at}.{member.Name}", schemas, depth + 1)) : [],
            .. schema.TryGetProperty("items", out var item) ? Of(item, $"{at}[]", schemas, depth + 1) : [],
            .. alternatives.Count == 0 && types.Contains("string") && !schema.TryGetProperty("enum", out _) && !schema.TryGetProperty("const", out _) && !schema.TryGetProperty("pattern", out _)
                && !schema.TryGetProperty("properties", out _) && !schema.TryGetProperty("items", out _)
                && !(schema.TryGetProperty("format", out var format) && AsForms.Contains(format.GetString())) ? [at] : Array.Empty<string>(),
        ];
    }
}
