using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Partnership.TestSupport;

namespace Partnership.Architecture.Tests;

/// <summary>
/// What an OpenAPI 3.1 document of ours must satisfy: the parts of the specification that our generator could get wrong, and the
/// house's own demands on every operation.
/// </summary>
internal static partial class OpenApiRules
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];
    private static readonly string[] Types = ["array", "boolean", "integer", "null", "number", "object", "string"];
    private static readonly string[] EveryOperation = ["400", "401", "403", "429", "503"];

    public static IEnumerable<(string Name, string Path, JsonObject Node)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Where(entry => Methods.Contains(entry.Key))
            .Select(entry => ($"{entry.Key.ToUpperInvariant()} {path.Key}", path.Key, entry.Value!.AsObject())));

    public static List<string> Breaks(JsonObject document)
    {
        var breaks = new List<string>();
        Require(document["openapi"]?.GetValue<string>().StartsWith("3.1.", StringComparison.Ordinal) is true, "it is not OpenAPI 3.1");
        Require(document["info"]?["title"] is not null && document["info"]?["version"] is not null, "info has no title or version");
        breaks.AddRange(References(document).Where(reference => Resolve(document, reference) is null).Select(reference => $"{reference} leads nowhere"));
        breaks.AddRange(Schemas(document).SelectMany(TypesOf).Where(type => !Types.Contains(type)).Select(type => $"there is no type {type}"));
        var operations = Operations(document).ToList();
        Require(operations.Count > 0, "it has no operations");
        var ids = operations.Select(operation => operation.Node["operationId"]?.GetValue<string>()).OfType<string>().ToList();
        Require(ids.Distinct().Count() == ids.Count, "operation ids are not unique");
        var schemas = new ApiSchemas(JsonSerializer.SerializeToElement(document));
        foreach (var (name, path, operation) in operations)
        {
            breaks.AddRange(BreaksOf(document, path, operation).Concat(WrongExamples(document, schemas, operation)).Select(broken => $"{name}: {broken}"));
        }

        return breaks;

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                breaks.Add(otherwise);
            }
        }
    }

    private static IEnumerable<string> BreaksOf(JsonObject document, string path, JsonObject operation)
    {
        foreach (var member in new[] { "summary", "x-policy" })
        {
            if (string.IsNullOrEmpty(operation[member]?.GetValue<string>()))
            {
                yield return $"no {member}";
            }
        }

        if (operation["x-roles"] is not JsonArray { Count: > 0 })
        {
            yield return "no x-roles";
        }

        var schemes = operation["security"]?.AsArray().SelectMany(requirement => requirement!.AsObject().Select(scheme => scheme.Key)).ToList() ?? [];
        if (schemes.Count == 0 || schemes.Any(scheme => document["components"]?["securitySchemes"]?[scheme] is null))
        {
            yield return "no security scheme, or one that is not defined";
        }

        foreach (var broken in BrokenParameters(path, operation).Concat(BrokenBodies(document, path, operation)))
        {
            yield return broken;
        }
    }

    private static IEnumerable<string> BrokenParameters(string path, JsonObject operation)
    {
        var parameters = operation["parameters"]?.AsArray().Select(parameter => parameter!.AsObject()).ToList() ?? [];
        foreach (var parameter in parameters)
        {
            if (parameter["name"] is null || parameter["in"]?.GetValue<string>() is not ("path" or "query" or "header") || parameter["schema"] is null)
            {
                yield return $"the parameter {parameter["name"]} lacks its place or schema";
            }
        }

        if (parameters.DistinctBy(parameter => (parameter["name"]?.ToString(), parameter["in"]?.ToString())).Count() != parameters.Count)
        {
            yield return "a parameter is there twice";
        }

        foreach (Match match in InPath().Matches(path))
        {
            if (!parameters.Any(parameter => parameter["name"]?.ToString() == match.Groups[1].Value && parameter["in"]?.ToString() == "path" && parameter["required"]?.GetValue<bool>() is true))
            {
                yield return $"{match.Value} is not declared as a required parameter of the path";
            }
        }
    }

    private static IEnumerable<string> BrokenBodies(JsonObject document, string path, JsonObject operation)
    {
        // Files have no example: their formats are described in docs/returns.md.
        foreach (var (type, media) in operation["requestBody"]?["content"]?.AsObject() ?? [])
        {
            if (!type.StartsWith("multipart/", StringComparison.Ordinal) && media!["example"] is null)
            {
                yield return $"the request as {type} has no example";
            }
        }

        var responses = operation["responses"]?.AsObject() ?? [];
        if (!responses.Any(response => response.Key.StartsWith('2')))
        {
            yield return "no answer of success";
        }

        foreach (var status in path.Contains("{code}", StringComparison.Ordinal) ? [.. EveryOperation, "404"] : EveryOperation)
        {
            if (responses[status] is null)
            {
                yield return $"{status} is not described";
            }
        }

        foreach (var (status, response) in responses)
        {
            if (!Status().IsMatch(status) || string.IsNullOrEmpty(response!["description"]?.GetValue<string>()))
            {
                yield return $"{status} is no status or has no description";
            }

            var content = response!["content"]?.AsObject() ?? [];
            if (status[0] is '2')
            {
                if (status != "204" && (content.Count == 0 || content.Any(media => media.Value!["example"] is null)))
                {
                    yield return $"{status} has no example";
                }
            }
            else if (content["application/problem+json"] is not { } problem
                || problem["example"]?["code"] is null
                || problem["schema"]?["$ref"]?.GetValue<string>() is not { } reference
                || Resolve(document, reference)?["required"]?.AsArray().Any(name => name!.GetValue<string>() == "code") is not true)
            {
                yield return $"{status} is not a problem with a code and an example";
            }
        }
    }

    /// <summary>Examples are made of the very types that requests and answers are: one that its schema does not allow shows that the schema is another's.</summary>
    private static IEnumerable<string> WrongExamples(JsonObject document, ApiSchemas schemas, JsonObject operation)
    {
        var bodies = operation["responses"]?.AsObject().Select(response => (Place: response.Key, Body: response.Value)) ?? [];
        foreach (var (place, body) in bodies.Prepend(("the request", operation["requestBody"])))
        {
            foreach (var (_, media) in body?["content"] as JsonObject ?? [])
            {
                if (media?["example"] is { } example && media["schema"] is { } schema && References(schema).All(reference => Resolve(document, reference) is not null))
                {
                    foreach (var broken in schemas.Breaks(JsonSerializer.SerializeToElement(example), JsonSerializer.SerializeToElement(schema), isClosed: true))
                    {
                        yield return $"the example of {place} is not as its schema says: {broken}";
                    }
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Schemas(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(entry => entry switch
        {
            { Key: "example" } => [],
            { Key: "schema", Value: JsonObject schema } => Schemas(schema).Prepend(schema),
            { Key: "schemas" or "properties", Value: JsonObject named } => named.Select(each => each.Value).OfType<JsonObject>().SelectMany(schema => Schemas(schema).Prepend(schema)),
            { Key: "items", Value: JsonObject item } => Schemas(item).Prepend(item),
            _ => Schemas(entry.Value),
        }),
        JsonArray items => items.SelectMany(Schemas),
        _ => [],
    };

    private static IEnumerable<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => type!.ToString()),
        JsonValue type => [type.ToString()],
        _ => [],
    };

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(entry => entry is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(entry.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Resolve(JsonNode document, string reference) =>
        reference.StartsWith("#/", StringComparison.Ordinal)
            ? reference[2..].Split('/').Aggregate((JsonNode?)document, (node, step) => (node as JsonObject)?[step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)])
            : null;

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex InPath();

    [GeneratedRegex(@"^[1-5]\d\d$", RegexOptions.CultureInvariant)]
    private static partial Regex Status();
}
