using System.Diagnostics;
using System.Text.Json;
using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Check;

/// <summary>The verb as a person or a script runs it: a process, its output and its exit code.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private const string Decisions = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\r\n";
    private const string Episodes = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\r\n";

    // 400 MiB of heap: three million rows need some 300.
    private static readonly (string Name, string Value) MostMemory = ("DOTNET_GCHeapHardLimit", "0x19000000");

    private readonly DirectoryInfo _now = Directory.CreateTempSubdirectory("partnership-check-");
    private readonly DirectoryInfo _last = Directory.CreateTempSubdirectory("partnership-check-");

    public void Dispose()
    {
        _now.Delete(recursive: true);
        _last.Delete(recursive: true);
    }

    [Fact]
    public async Task Check_CleanReturn_SaysSoWithExitCode0()
    {
        Write(_now, "decisions.csv", Decisions + "7,01/05/2020,01/05/2024,,\r\n");

        var (code, output, _) = await RunAsync("check", _now.FullName, "--year", "2025");

        Assert.Equal(0, code);
        Assert.Contains("1 rows, 0 findings", output, StringComparison.Ordinal);
    }

    /// <summary>A code that was right then would be a finding without a word of why.</summary>
    [Theory]
    [InlineData("2016", "The codes of 2016 are not known, so it was checked by those of 2017")]
    [InlineData("2017", null)]
    [InlineData("2027", null)]
    [InlineData("2028", "The codes of 2028 are not known, so it was checked by those of 2027")]
    public async Task Check_YearWhoseCodesAreNotKnown_IsSaid(string year, string? said)
    {
        Write(_now, "decisions.csv", Decisions + "7,01/05/2010,,,\r\n");

        var (_, output, _) = await RunAsync("check", _now.FullName, "--year", year);
        var (_, json, errors) = await RunAsync("check", _now.FullName, "--year", year, "--json");

        Assert.All([output, errors], text => Assert.Equal(said is not null, text.Contains(said ?? "are not known", StringComparison.Ordinal)));
        Assert.DoesNotContain("are not known", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindingsAsJson_AreOneALineInOrderAndNothingElse()
    {
        Write(_now, "b.CSV", Decisions + "7,01/05/2020,02/05/2024,01/05/2024,RD9\r\n8,01/05/2020,,,RD1\r\n");
        Write(_now, "a.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,F,01/05/2020,WBRI,UN1,,\n8,F,soon,WBRI,UN1,,\n");
        Write(_now, "notes.txt", "not a table");

        var (code, output, _) = await RunAsync("check", _now.FullName, "--year", "2025", "--json");

        Assert.Equal(1, code);
        Assert.Equal(
            [
                """{"rule":"102","table":"Header","row":2,"child":"8","columns":["DOB"]}""",
                """{"rule":"120","table":"PlacedAdoption","row":1,"child":"7","columns":["REASON_PLACED_CEASED"]}""",
                """{"rule":"522","table":"PlacedAdoption","row":1,"child":"7","columns":["DATE_PLACED","DATE_PLACED_CEASED"]}""",
                """{"rule":"119","table":"PlacedAdoption","row":2,"child":"8","columns":["DATE_PLACED_CEASED","REASON_PLACED_CEASED"]}""",
                """{"rule":"563","table":"PlacedAdoption","row":2,"child":"8","columns":["DATE_PLACED","DATE_PLACED_CEASED","REASON_PLACED_CEASED"]}""",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Check_FilesWithHeadingsOfTheirOwn_AreReadByTheMapThatWasSuggestedAndLookedOver()
    {
        Write(_now, "own.csv", "Child,DOB,Date should be placed,Date placed ceased,Reason placed ceased,Worker\r\n7,01/05/2020,02/05/2024,01/05/2024,other,Juniper\r\n");
        var (refused, _, errors) = await RunAsync("check", _now.FullName, "--year", "2025");

        var (code, map, _) = await RunAsync("check", _now.FullName, "--year", "2025", "--suggest");
        Write(_last, "map.json", map);
        var (found, output, _) = await RunAsync("check", _now.FullName, "--year", "2025", "--json", "--map", Path.Combine(_last.FullName, "map.json"));

        Assert.Equal((2, 0, 1), (refused, code, found));
        Assert.Contains("--suggest", errors, StringComparison.Ordinal);
        Assert.Contains("""{"table":"PlacedAdoption","text":"DATE SHOULD BE PLACED","column":"DATE_PLACED"}""", Compact(map), StringComparison.Ordinal);
        Assert.Contains("""{"table":"PlacedAdoption","text":"WORKER","column":""}""", Compact(map), StringComparison.Ordinal);
        Assert.Contains("""{"column":"REASON_PLACED_CEASED","text":"OTHER","means":"RD4","count":1}""", Compact(map), StringComparison.Ordinal);
        Assert.Equal("""{"rule":"522","table":"PlacedAdoption","row":1,"child":"7","columns":["DATE_PLACED","DATE_PLACED_CEASED"]}""", output.Trim());

        static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json));
    }

    /// <summary>A value that says no code for sure is left open, and the map refused until a person has said what it stands for; nothing but values of coded columns is written down.</summary>
    [Fact]
    public async Task Check_ValuesThatAreNoCodes_AreCountedAndReadOnceSomebodyHasChosen()
    {
        Write(_now, "episodes.csv", Episodes + "OWN71,01/02/2024,S,C2,N1,Foster,PR1,,,,ST16 2LH,ST16 2LH,\r\nOWN72,01/02/2024,S,Full care order,N1,foster,PR1,,,,,,\r\n");

        var (_, map, _) = await RunAsync("check", _now.FullName, "--year", "2025", "--suggest");
        Write(_last, "open.json", map);
        Write(_last, "chosen.json", map.Replace("\"means\": \"\"", "\"means\": \"U6\"", StringComparison.Ordinal));
        var (refused, _, errors) = await RunAsync("check", _now.FullName, "--year", "2025", "--map", Path.Combine(_last.FullName, "open.json"));
        var (_, before, _) = await RunAsync("check", _now.FullName, "--year", "2025", "--json");
        var (_, after, told) = await RunAsync("check", _now.FullName, "--year", "2025", "--json", "--map", Path.Combine(_last.FullName, "chosen.json"));

        using var suggested = JsonDocument.Parse(map);
        Assert.Equal(
            ["LS FULL CARE ORDER C2 1", "PLACE FOSTER  2"],
            suggested.RootElement.GetProperty("values").EnumerateArray().Select(value => $"{value.GetProperty("column")} {value.GetProperty("text")} {value.GetProperty("means")} {value.GetProperty("count")}"));
        Assert.DoesNotContain("OWN7", map, StringComparison.Ordinal);
        Assert.DoesNotContain("ST16", map, StringComparison.Ordinal);
        Assert.Equal(2, refused);
        Assert.Contains("leaves open what 'FOSTER' of PLACE stands for", errors, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"146\"", before, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"144\"", before, StringComparison.Ordinal);
        Assert.False(after.Contains("\"rule\":\"146\"", StringComparison.Ordinal) || after.Contains("\"rule\":\"144\"", StringComparison.Ordinal), told);
    }

    /// <summary>A heading that may be two columns is written with both, and read by the one that a person has chosen.</summary>
    [Fact]
    public async Task Check_HeadingThatIsLikeAColumn_IsOfferedAndReadOnceSomebodyHasChosen()
    {
        Write(_now, "own.csv", "CHILD,DOB,DATE_PLACED,Date of placement ceased,REASON_PLACED_CEASED\r\n7,01/05/2020,02/05/2024,01/05/2024,RD4\r\n");

        var (_, map, _) = await RunAsync("check", _now.FullName, "--year", "2025", "--suggest");
        Write(_last, "open.json", map);
        Write(_last, "chosen.json", map.Replace("\"column\": \"\"", "\"column\": \"DATE_PLACED_CEASED\"", StringComparison.Ordinal));
        var (refused, _, errors) = await RunAsync("check", _now.FullName, "--year", "2025", "--map", Path.Combine(_last.FullName, "open.json"));
        var (found, output, told) = await RunAsync("check", _now.FullName, "--year", "2025", "--json", "--map", Path.Combine(_last.FullName, "chosen.json"));

        Assert.Equal(2, refused);
        Assert.Contains("leaves open", errors, StringComparison.Ordinal);
        Assert.True(found == 1, told);
        Assert.Contains("\"rule\":\"522\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"headings":[{"table":"Nothing","text":"x","column":"CHILD"}]}""", "'Nothing'")]
    [InlineData("""{"headings":[{"table":"Header","text":"x","column":"DECOM"}]}""", "'DECOM'")]
    [InlineData("""{"values":[{"column":"COLOUR","text":"x","means":"y"}]}""", "'COLOUR'")]
    [InlineData("""{"colours":[]}""", "no map")]
    [InlineData("""{"headings":[{"table":"Header"}]}""", "no map")]
    [InlineData("""{"values":[{"column":"SEX","text":"Boy","means":null}]}""", "no map")]
    [InlineData("""{"headings":[{"table":"Header","text":"x","column":""},null]}""", "headings[1]")]
    [InlineData("""{"values":[null]}""", "values[0]")]
    [InlineData("""{"headings":[{"table":"1","text":"x","column":"CHILD"}]}""", "'1'")]
    [InlineData("""{"values":[{"column":"CHILD","text":"7","means":"8"}]}""", "stands for itself")]
    [InlineData("""{"headings":[{"table":"Episodes","text":"Postcode","column":"","alternatives":["HOME_POST","PL_POST"]}]}""", "leaves open what 'Postcode' stands for: HOME_POST, PL_POST, or nothing")]
    public async Task Check_ByAMapThatCannotBe_SaysWhatIsWrongWithIt(string map, string named)
    {
        Write(_now, "decisions.csv", Decisions);
        Write(_last, "map.json", map);

        var (code, _, errors) = await RunAsync("check", _now.FullName, "--year", "2025", "--map", Path.Combine(_last.FullName, "map.json"));

        Assert.Equal(2, code);
        Assert.Contains(named, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithACouncil_ReadsByTheMapThatTheCouncilKeeps()
    {
        await using var gateway = await new StandInGateway
        {
            ReturnHeadings = [new { table = "PlacedAdoption", text = "Date should be placed", column = "DATE_PLACED" }, new { table = "PlacedAdoption", text = "", column = "" }],
            ReturnValues = [new { column = "REASON_PLACED_CEASED", text = "other", means = "RD4" }],
        }.StartAsync();
        Write(_now, "own.csv", "CHILD,DOB,Date should be placed,Date placed ceased,Reason placed ceased,\r\n7,01/05/2020,02/05/2024,01/05/2024,Other,\r\n");

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "check", _now.FullName, "--year", "2025", "--json", "--council", "860");

        Assert.True(code == 1, errors);
        Assert.Equal("""{"rule":"522","table":"PlacedAdoption","row":1,"child":"7","columns":["DATE_PLACED","DATE_PLACED_CEASED"]}""", output.Trim());
        Assert.Empty(gateway.Uploaded);
    }

    [Fact]
    public async Task Check_WithLastYearsReturn_RunsTheRulesThatCompare()
    {
        Write(_now, "decisions.csv", Decisions + "7,01/05/2020,01/05/2023,,\r\n");
        Write(_last, "decisions.csv", Decisions + "7,01/05/2020,01/05/2023,01/06/2023,RD1\r\n");

        var (code, output, _) = await RunAsync("check", _now.FullName, "--previous", _last.FullName, "--year", "2025", "--json");

        Assert.Equal(1, code);
        var rules = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("rule").GetString());
        Assert.Equal(["561", "584"], rules);
    }

    [Fact]
    public async Task Check_WithAndWithoutLists_FindsWhatTheyTellAndSaysWhatWasNotRun()
    {
        Write(_now, "episodes.csv", Episodes + "7,01/06/2024,S,C2,N1,K2,PR1,,,,ZQ1 1AA,ZQ2 2BB,SC000009\r\n");
        Write(_last, "onspd.csv", "pcds,oseast1m,osnrth1m,oslaua,oscty\r\nZQ1 1AA,390000,320000,E07000193,E10000028\r\nZQ2 2BB,388000,346000,E06000021,E99999999\r\n");
        Write(_last, "list.csv", "URN,Local authority,Placement code,Placement provider code,Setting postcode\r\nSC000001,Staffordshire,K2,PR1,ZQ1 1AA\r\n");
        string[] lists = ["--postcodes", Path.Combine(_last.FullName, "onspd.csv"), "--providers", Path.Combine(_last.FullName, "list.csv")];

        var (_, without, _) = await RunAsync("check", _now.FullName, "--year", "2025");
        var (_, nobodys, errors) = await RunAsync(["check", _now.FullName, "--year", "2025", "--json", .. lists]);
        var (code, own, silent) = await RunAsync(["check", _now.FullName, "--year", "2025", "--json", "--authority", "860", .. lists]);

        Assert.Contains("No postcode directory (--postcodes), so these rules were not run: 1015, 169, 179, 420.", without, StringComparison.Ordinal);
        Assert.Contains("No list of providers (--providers), so these rules were not run: 1008, 219, 221, 224, 227, 228, 229.", without, StringComparison.Ordinal);
        Assert.Contains("Not said whose return it is (--authority), so these rules were not run: 1015, 229.", errors, StringComparison.Ordinal);
        Assert.Equal(["1008", "219", "221", "224"], RulesIn(nobodys));
        Assert.Equal(["1008", "1015", "219", "221", "224", "229"], RulesIn(own));
        Assert.Equal((1, string.Empty), (code, silent));

        static IEnumerable<string?> RulesIn(string output) =>
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("--postcodes", "oscty")]
    [InlineData("--providers", "no row with a URN")]
    [InlineData("--authority", "no council")]
    public async Task Check_ByAListThatIsNone_SaysWhatItLacksWithExitCode2(string option, string lacks)
    {
        Write(_now, "decisions.csv", Decisions);
        Write(_last, "list.csv", "pcds,oseast1m,osnrth1m,oslaua\r\nZQ1 1AA,390000,320000,E07000193\r\n");

        var (code, output, errors) = await RunAsync("check", _now.FullName, "--year", "2025", option, option == "--authority" ? "999" : Path.Combine(_last.FullName, "list.csv"));

        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains(lacks, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TwoFilesForATableAndOneUnknown_AreNamedWithExitCode2()
    {
        Write(_now, "one.csv", Decisions);
        Write(_now, "two.csv", Decisions);
        Write(_now, "three.csv", "A,B\n1,2\n");

        var (code, output, errors) = await RunAsync("check", _now.FullName, "--year", "2025", "--json");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.All((string[])["one.csv", "two.csv", "three.csv"], name => Assert.Contains(name, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_UnreadableRow_IsNamedOnStandardErrorAndTheRestChecked()
    {
        Write(_now, "decisions.csv", Decisions + "7,01/05/2020\r\n8,01/05/2020,,,RD1\r\n");

        var (code, output, errors) = await RunAsync("check", _now.FullName, "--year", "2025", "--json");

        Assert.Equal(1, code);
        Assert.Contains("\"row\":2", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"row\":1,", output, StringComparison.Ordinal);
        Assert.Contains("decisions.csv row 1", errors, StringComparison.Ordinal);
    }

    /// <summary>Files that would take gigabytes from whoever kept them whole, under a limit of the memory that the command may have.</summary>
    [Theory]
    [InlineData("line", "the row is longer than 8192 characters", 1)]
    [InlineData("rows", "more than 3000000 rows", 2)]
    [InlineData("deep", "more than 32 deep", 2)]
    [InlineData("1252", "not UTF-8 text", 1)]
    public async Task Check_HostileFile_EndsWithAClearWordWithinItsMemory(string what, string says, int expected)
    {
        switch (what)
        {
            case "line":
                // A gigabyte in name alone: of nothing between the first line and the end a disk holds none.
                Write(_now, "decisions.csv", Decisions);
                using (var file = new FileStream(Path.Combine(_now.FullName, "decisions.csv"), FileMode.Open))
                {
                    file.SetLength(1 << 30);
                }

                break;
            case "rows":
                Write(_now, "decisions.csv", Decisions + string.Concat(Enumerable.Repeat("7,,,,\n", 3_000_001)));
                break;
            case "deep":
                Write(_now, "return.xml", "<EXPSSDA903>" + string.Concat(Enumerable.Repeat("<CHILD>", 1_000_000)));
                break;
            case "1252":
                await File.WriteAllBytesAsync(Path.Combine(_now.FullName, "decisions.csv"), [.. System.Text.Encoding.ASCII.GetBytes(Decisions + "7,,,,\r\nno"), 0xEB, .. "l,,,,\r\n"u8], TestContext.Current.CancellationToken);
                break;
        }

        var (code, _, errors) = await CommandLine.RunAsync("http://127.0.0.1:9", MostMemory, "check", _now.FullName, "--year", "2025");

        Assert.True(code == expected, $"{code}: {errors}");
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_EmptyOrMissingFolder_IsUnreadable()
    {
        Assert.Equal(2, (await RunAsync("check", _now.FullName, "--year", "2025")).Code);
        Assert.Equal(2, (await RunAsync("check", Path.Combine(_now.FullName, "none"), "--year", "2025")).Code);
        Assert.Equal(2, (await RunAsync("check", _now.FullName)).Code);
    }

    private static void Write(DirectoryInfo directory, string name, string text) => File.WriteAllText(Path.Combine(directory.FullName, name), text);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "partnership-cli.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
