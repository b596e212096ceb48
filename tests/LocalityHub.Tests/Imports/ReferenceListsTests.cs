using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>Imports of a hub whose operator has given it lists, one after the other.</summary>
public sealed class ReferenceListsTests : IAsyncLifetime
{
    private const string Summary = "/api/v1/councils/860/findings/summary?limit=1";
    private static readonly string[] ListRules = ["1008", "1015", "169", "179", "219", "221", "224", "227", "228", "229", "420"];
    private readonly string _folder = Directory.CreateTempSubdirectory("partnership-hub-lists-").FullName;
    private readonly HubFixture _hub = new();

    private string Postcodes => Path.Combine(_folder, "postcodes.csv");

    private string Providers => Path.Combine(_folder, "providers.csv");

    public async ValueTask InitializeAsync()
    {
        _hub.Settings["ReferenceLists:Postcodes"] = Postcodes;
        _hub.Settings["ReferenceLists:Providers"] = Providers;
        await _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Import_ListsComeOneByOneAndChange_ChecksByThoseAtHandAndNamesWhatItDidNot()
    {
        // The council itself provides the home, which these lists have in another council and under another number.
        var files = () => new ReturnFiles().Header("LIST1", "03/02/2010").Episode("LIST1", "05/06/2024", "S", "C2", "K2", urn: "SC000002");

        await _hub.ImportAsync(files());
        var (found, notChecked) = await SummaryAsync();
        Assert.Empty(found);
        Assert.Equal(["1008", "1015", "169", "179", "219", "221", "224", "227", "228", "229", "420"], notChecked);
        Assert.Contains(_hub.Log, line => line.Contains("list of providers", StringComparison.Ordinal) && line.Contains(Providers, StringComparison.Ordinal));

        File.WriteAllText(Postcodes, "pcds,oseast1m,osnrth1m,oslaua,oscty\r\nST16 2LH,392000,323000,E07000197,E10000028\r\nST17 4AA,388000,346000,E06000021,E99999999\r\n");
        File.WriteAllText(Providers, "URN,Local authority,Placement code,Placement provider code,Setting postcode\r\nSC000001,Staffordshire,K2,PR1,ST16 2LH\r\n");
        var same = await _hub.ImportAsync(files());
        (found, notChecked) = await SummaryAsync();
        Assert.Equal(["1008", "1015", "219", "221", "224", "229"], found);
        Assert.Empty(notChecked);
        Assert.Equal(1, same.GetProperty("counts").GetProperty("updated").GetInt32());
        Assert.True(File.Exists(Postcodes + ".packed"));

        File.WriteAllText(Providers, "URN,Local authority,Placement code,Placement provider code,Setting postcode\r\nSC000002,Staffordshire,K2,PR1,ST17 4AA\r\n");
        var newer = await _hub.ImportAsync(files());
        (found, _) = await SummaryAsync();
        Assert.Equal(["1015"], found);
        Assert.Equal(1, newer.GetProperty("counts").GetProperty("updated").GetInt32());

        // A directory that is none is no reason to refuse a return.
        File.WriteAllText(Postcodes, "something else");
        await _hub.ImportAsync(files());
        (found, notChecked) = await SummaryAsync();
        Assert.Empty(found);
        Assert.Equal(["1015", "169", "179", "420"], notChecked);
    }

    private async Task<(IEnumerable<string?> Found, IEnumerable<string?> NotChecked)> SummaryAsync()
    {
        using var client = _hub.CaseSystem();
        var entry = (await client.GetFromJsonAsync<JsonElement>(Summary)).GetProperty("items")[0];
        return (
            entry.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("rule").GetString()).Where(rule => ListRules.Contains(rule)),
            entry.GetProperty("notChecked").EnumerateArray().Select(rule => rule.GetString()));
    }
}
