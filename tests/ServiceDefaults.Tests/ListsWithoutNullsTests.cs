using System.Text.Json;

namespace Partnership.ServiceDefaults.Tests;

public sealed class ListsWithoutNullsTests
{
    private static readonly JsonSerializerOptions Json = Options();

    [Theory]
    [InlineData("""{"names":["a"],"things":[{"name":"b"}],"gaps":["c",null],"numbers":[1]}""", true)]
    [InlineData("""{"names":[null],"things":[],"gaps":[],"numbers":[]}""", false)]
    [InlineData("""{"names":[],"things":[{"name":"b"},null],"gaps":[],"numbers":[]}""", false)]
    [InlineData("""{"names":[],"things":[{"name":"b","names":[null]}],"gaps":[],"numbers":[]}""", false)]
    public void Read_NullInAList_IsRefusedUnlessTheContractHasIt(string body, bool good)
    {
        if (good)
        {
            Assert.Equal(["c", null], JsonSerializer.Deserialize<Body>(body, Json)!.Gaps);
        }
        else
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Body>(body, Json));
        }
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ServiceDefaultsExtensions.Configure(options);
        return options;
    }

    private sealed record Body(IReadOnlyList<string> Names, IReadOnlyList<Thing> Things, IReadOnlyList<string?> Gaps, IReadOnlyList<int> Numbers);

    private sealed record Thing(string Name, IReadOnlyList<string>? Names = null);
}
