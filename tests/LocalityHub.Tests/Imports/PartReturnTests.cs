using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>Part of a return handed in once more: what is kept of the rest is held against the rules as it was.</summary>
public sealed class PartReturnTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Dob = "03/02/2012";

    /// <summary>The flag that the XML form alone has.</summary>
    [Theory]
    [InlineData("PARTXML1", "", "105")]
    [InlineData("PARTXML2", "<UASC>0</UASC><DUC>01/06/2024</DUC>", "205C 303")]
    [InlineData("PARTXML3", "<UASC>1</UASC>", "")]
    public async Task Import_EpisodesAloneAfterAnXml_AsksForTheFlagAgain(string child, string flag, string rules)
    {
        // 205C asks whether the child had the status last year.
        await hub.ImportAsync(Only("uasc.csv", $"CHILD,SEX,DOB,DUC\r\nPARTLAST,2,{Dob},\r\n"), 2024);
        var xml = await hub.ImportAsync(Only("return.xml", $"""
            <EXPSSDA903><CHILD><HEADER><CHILDID>{child}</CHILDID><SEX>F</SEX><DOB>{Dob}</DOB><UPN>UN1</UPN>{flag}</HEADER>
            <EPISODE><DECOM>05/01/2024</DECOM><RNE>S</RNE></EPISODE></CHILD></EXPSSDA903>
            """));

        var part = await hub.ImportAsync(Only("episodes.csv", $"{ReturnFiles.EpisodeColumns}\r\n{child},05/01/2024,S,C2,N1,U6,PR1,,,,ST16 2LH,ST17 4AA,SC000001\r\n"));

        Assert.Equal(1, part.GetProperty("counts").GetProperty("updated").GetInt32());
        Assert.Equal((rules, rules), (await RulesAsync(xml), await RulesAsync(part)));

        async Task<string> RulesAsync(JsonElement import) => string.Join(' ', (await FindingsAsync(import, "105", "205C", "303")).Distinct());
    }

    [Fact]
    public async Task Import_EpisodesAloneOfChildrenWhoShareAPupilNumber_FindsItAgain()
    {
        const string Shared = "A123456789012";
        var whole = new ReturnFiles().Header("PARTTWIN1", Dob, Shared).Header("PARTTWIN2", Dob, Shared).Header("PARTALONE", Dob, "B123456789012");
        var episodes = new ReturnFiles().Without("header.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv");
        foreach (var child in (string[])["PARTTWIN1", "PARTTWIN2", "PARTALONE"])
        {
            whole.Episode(child, "05/01/2024", "S", "C1", "U6");
            episodes.Episode(child, "05/01/2024", "S", "C2", "U6");
        }

        // The rule is one from this year on.
        var first = await hub.ImportAsync(whole, 2026);
        var part = await hub.ImportAsync(episodes, 2026);
        var ofOne = await hub.ImportAsync(
            new ReturnFiles().Without("header.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv").Episode("PARTTWIN1", "05/01/2024", "S", "C1", "U6"), 2026);

        Assert.Equal((2, 2, 1), ((await FindingsAsync(first, "444")).Count, (await FindingsAsync(part, "444")).Count, (await FindingsAsync(ofOne, "444")).Count));
    }

    private static ReturnFiles Only(string name, string text) =>
        new ReturnFiles().Without("header.csv", "episodes.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv").AddFile(name, Encoding.UTF8.GetBytes(text));

    private async Task<List<string>> FindingsAsync(JsonElement import, params string[] rules)
    {
        var id = import.GetProperty("id").GetGuid();
        await using var db = hub.Db();
        return await db.ImportFindings.Where(finding => finding.ImportId == id && rules.Contains(finding.Rule)).OrderBy(finding => finding.Rule).Select(finding => finding.Rule).ToListAsync();
    }
}
