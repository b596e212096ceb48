using System.Text.Json;
using Partnership.EndToEnd.Tests.Access;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>Whether a field that comes to be is seen: on a small description of its own.</summary>
public sealed class FreeFieldsTests
{
    private const string Path = "/api/v1/councils/{code}/sibling-groups";

    [Fact]
    public void Of_ABodyOfManyKinds_FindsWordsAlone()
    {
        var (operations, schemas) = Describe("""
            {"type":"object","properties":{
              "assessment":{"type":"string"},"plan":{"type":["null","string"]},"on":{"type":"string","format":"date"},"id":{"type":["null","string"],"format":"uuid"},
              "kind":{"type":"string","enum":["a","b"]},"code":{"type":"string","pattern":"^[0-9]{3}$"},"number":{"type":"integer"},
              "owner":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Owner"}]},"kin":{"type":["null","array"],"items":{"type":"string"}},"areas":{"type":"array","items":{"$ref":"#/components/schemas/Owner"}}}}
            """);

        Assert.Equal(["assessment", "plan", "owner.name", "kin[]", "areas[].name"], FreeFields.Of(operations, schemas).Select(field => field.Member));
    }

    [Fact]
    public void Of_AnOperationOfSomethingElse_IsNotLookedAt()
    {
        var (operations, schemas) = Describe("""{"type":"object","properties":{"assessment":{"type":"string"}}}""", "/api/v1/councils/{code}/webhooks");

        Assert.Empty(FreeFields.Of(operations, schemas));
    }

    [Fact]
    public void Saying_ABody_NamesTheMembersByTheirPaths()
    {
        var body = JsonSerializer.SerializeToElement(new { name = "Zoltanina B.", owner = new { name = "nobody" }, sections = new[] { new { text = "of zoltanina" } } });

        Assert.Equal(["name", "sections[].text"], FreeFields.Saying(body, ["Zoltanina"]));
    }

    private static (IReadOnlyList<Operation> Operations, ApiSchemas Schemas) Describe(string schema, string path = Path)
    {
        const string Description = """
            {"paths":{"PATH":{"post":{"x-policy":"p","x-roles":[],"requestBody":{"content":{"application/json":{"schema":SCHEMA}}},"responses":{}}}},
             "components":{"schemas":{"Owner":{"type":"object","properties":{"name":{"type":"string"}}}}}}
            """;
        var description = JsonDocument.Parse(Description.Replace("PATH", path, StringComparison.Ordinal).Replace("SCHEMA", schema, StringComparison.Ordinal)).RootElement;
        return (Operation.AllOf(description), new ApiSchemas(description));
    }
}
