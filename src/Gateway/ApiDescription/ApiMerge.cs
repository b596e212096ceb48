using System.Text.Json.Nodes;

namespace Partnership.Gateway.ApiDescription;

/// <summary>Makes one OpenAPI 3.1 document of several services' documents.</summary>
internal static class ApiMerge
{
    private const string PublicPrefix = "/api/v1/";

    /// <param name="region">The region's name, for the title.</param>
    /// <param name="parts">Each service's document by the service's name, which prefixes component names that clash.</param>
    public static JsonObject Merge(string region, params IReadOnlyList<(string Service, JsonObject Document)> parts)
    {
        var paths = new JsonObject();
        var components = new JsonObject();
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (service, document) in parts)
        {
            var part = (JsonObject)document.DeepClone();
            MergeComponents(service, part, components);
            MergePaths(service, part, paths, tags);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = $"{region} partnership API",
                ["version"] = "v1",
                ["description"] = "One door to every council's locality hub and to the region. The council's code in the address must be one of the token's councils.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = components,
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag })]),
        };
    }

    private static void MergeComponents(string service, JsonObject part, JsonObject components)
    {
        if (part["components"] is not JsonObject own)
        {
            return;
        }

        // Renames first and in the whole part: a schema that mentions a renamed one must follow. One that does so reads like its
        // namesake only until then (a page of entries is word for word another's page of other entries): so until nothing is new.
        var renamed = new Dictionary<string, string>();
        for (var clashes = Clashes(service, own, components, renamed); clashes.Count > 0; clashes = Clashes(service, own, components, renamed))
        {
            Rename(part, clashes);
            foreach (var (reference, name) in clashes)
            {
                renamed.Add(reference, name);
            }
        }

        foreach (var (kind, entries) in own)
        {
            var merged = components[kind] as JsonObject;
            if (merged is null)
            {
                components[kind] = merged = [];
            }

            foreach (var (name, value) in entries!.AsObject())
            {
                var target = renamed.TryGetValue($"#/components/{kind}/{name}", out var reference) ? reference[(reference.LastIndexOf('/') + 1)..] : name;
                if (merged[target] is { } other && !JsonNode.DeepEquals(other, value))
                {
                    throw new InvalidOperationException($"Two different components would be called {target}; the latter is {service}'s.");
                }

                merged[target] = value!.DeepClone();
            }
        }
    }

    private static Dictionary<string, string> Clashes(string service, JsonObject own, JsonObject components, Dictionary<string, string> renamed) =>
        own.SelectMany(kind => kind.Value!.AsObject().Select(entry => (Kind: kind.Key, Name: entry.Key, entry.Value)))
            .Where(entry => components[entry.Kind]?[entry.Name] is { } other && !JsonNode.DeepEquals(other, entry.Value))
            .Select(entry => (Reference: $"#/components/{entry.Kind}/{entry.Name}", Name: $"#/components/{entry.Kind}/{Pascal(service)}{entry.Name}"))
            .Where(entry => !renamed.ContainsKey(entry.Reference))
            .ToDictionary(entry => entry.Reference, entry => entry.Name);

    private static void MergePaths(string service, JsonObject part, JsonObject paths, SortedSet<string> tags)
    {
        foreach (var (path, item) in part["paths"]?.AsObject() ?? [])
        {
            if (!path.StartsWith(PublicPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var operation in item!.AsObject().Select(entry => entry.Value).OfType<JsonObject>())
            {
                if (operation["tags"] is not JsonArray { Count: > 0 })
                {
                    operation["tags"] = new JsonArray(service);
                }

                foreach (var tag in operation["tags"]!.AsArray())
                {
                    tags.Add(tag!.GetValue<string>());
                }
            }

            paths[path] = item.DeepClone();
        }
    }

    private static void Rename(JsonNode? node, Dictionary<string, string> renamed)
    {
        if (renamed.Count == 0)
        {
            return;
        }

        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Rename(item, renamed);
                }

                break;
            case JsonObject entries:
                if (entries["$ref"] is JsonValue reference && renamed.TryGetValue(reference.GetValue<string>(), out var name))
                {
                    entries["$ref"] = name;
                }

                foreach (var (_, value) in entries)
                {
                    Rename(value, renamed);
                }

                break;
        }
    }

    private static string Pascal(string service) =>
        string.Concat(service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
