using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Changes;

/// <summary>Who a child is: the feed goes before any return, and a return tells what the feed is silent about.</summary>
public sealed class FeedDetailsTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Dob = "03/02/2022";
    private const string Pupil = "A123456789012";

    [Fact]
    public async Task Import_AfterTheFeedHasToldADetail_LeavesItAndShowsTheDifference()
    {
        await hub.ImportAsync(Plan("DETAIL1"));
        await FeedAsync("DETAIL1", new { unique_pupil_number = Pupil, date_of_birth = "2022-02-04" });

        // Corrected: another ethnicity, of which the feed is silent, and no sex.
        await hub.ImportAsync(new ReturnFiles().Add("header.csv", $"DETAIL1,,{Dob},ABAN,UN1,0,").Episode("DETAIL1", "05/01/2024", "S", "C1", "U6"));
        var child = await ChildAsync("DETAIL1");

        Assert.Equal($"2022-02-04  ABAN {Pupil}", Told(child));
        Assert.Equal(["dateOfBirth 2022-02-03 return 2025", "upn UN1 return 2025"], Conflicts(child));
    }

    [Fact]
    public async Task Feed_ThatTakesADetailBack_LeavesWhatTheNewestReturnSays()
    {
        await hub.ImportAsync(Plan("DETAIL2"));
        await FeedAsync("DETAIL2", new { unique_pupil_number = Pupil, sex = "M", ethnicity = "ABAN" });

        await FeedAsync("DETAIL2", new { unique_pupil_number = (string?)null, sex = (string?)null });
        var taken = await ChildAsync("DETAIL2");
        await hub.ImportAsync(Plan("DETAIL2", upn: "UN2"));
        var later = await ChildAsync("DETAIL2");
        await FeedAsync("DETAIL2", new { purge = true });
        var purged = await ChildAsync("DETAIL2");

        Assert.Equal("2022-02-03 F ABAN UN1", Told(taken));
        Assert.Equal(["ethnicity WBRI return 2025"], Conflicts(taken));
        Assert.Equal("2022-02-03 F ABAN UN2", Told(later));
        Assert.Equal("2022-02-03 F WBRI UN2", Told(purged));
        Assert.Empty(Conflicts(purged));
    }

    /// <summary>What the feed told is told again each night: it is no news the second time, also where a return says the same.</summary>
    [Fact]
    public async Task Feed_ThatSaysWhatTheReturnSays_HoldsItFromThenOn()
    {
        await hub.ImportAsync(Plan("DETAIL3"));

        var first = await FeedAsync("DETAIL3", new { ethnicity = "WBRI" });
        var again = await FeedAsync("DETAIL3", new { ethnicity = "WBRI" });
        await hub.ImportAsync(new ReturnFiles().Add("header.csv", $"DETAIL3,F,{Dob},ABAN,UN1,0,").Episode("DETAIL3", "05/01/2024", "S", "C1", "U6"));

        Assert.Equal((1, 1), (first.GetProperty("applied").GetInt32(), again.GetProperty("unchanged").GetInt32()));
        Assert.Equal("2022-02-03 F WBRI UN1", Told(await ChildAsync("DETAIL3")));
    }

    /// <summary>The codes of sex changed with the year ending March 2025.</summary>
    [Fact]
    public async Task Get_SexInTheCodeOfAnOlderReturn_IsNoDifference()
    {
        await hub.ImportAsync(new ReturnFiles().Add("header.csv", $"DETAIL4,2,{Dob},WBRI,UN1,0,").Episode("DETAIL4", "05/01/2023", "S", "C1", "U6"), 2023);
        await FeedAsync("DETAIL4", new { sex = "F" });
        var same = await ChildAsync("DETAIL4");
        await FeedAsync("DETAIL4", new { sex = "M" });

        Assert.Empty(Conflicts(same));
        Assert.Equal(["sex F return 2023"], Conflicts(await ChildAsync("DETAIL4")));
    }

    [Fact]
    public async Task Undo_OfAReturn_PutsBackWhatReturnsSaidAndNothingOfTheFeed()
    {
        await hub.ImportAsync(Plan("DETAIL5A", "DETAIL5B", "DETAIL5C"));
        await FeedAsync("DETAIL5A", new { unique_pupil_number = Pupil });
        await FeedAsync("DETAIL5C", new { unique_pupil_number = Pupil });
        var import = await hub.ImportAsync(new ReturnFiles()
            .Header("DETAIL5A", Dob, "UN3").Episode("DETAIL5A", "05/01/2024", "S", "C1", "U6")
            .Header("DETAIL5B", Dob, "UN3").Episode("DETAIL5B", "05/01/2024", "S", "C1", "U6")
            .Header("DETAIL5C", Dob, "UN3").Episode("DETAIL5C", "05/01/2024", "S", "C1", "U6"));

        // One is told since, by the feed too, and is what the return said; one is not told any more.
        await FeedAsync("DETAIL5B", new { unique_pupil_number = "UN3" });
        await FeedAsync("DETAIL5C", new { unique_pupil_number = (string?)null });
        Assert.Equal("UN3", (await ChildAsync("DETAIL5C")).GetProperty("upn").GetString());
        await UndoAsync(import);

        Assert.Equal(Pupil, (await ChildAsync("DETAIL5A")).GetProperty("upn").GetString());
        Assert.Equal("UN3", (await ChildAsync("DETAIL5B")).GetProperty("upn").GetString());
        Assert.Equal("UN1", (await ChildAsync("DETAIL5C")).GetProperty("upn").GetString());
    }

    private static ReturnFiles Plan(params string[] children)
    {
        var files = new ReturnFiles();
        foreach (var child in children)
        {
            files.Header(child, Dob).Episode(child, "05/01/2024", "S", "C1", "U6");
        }

        return files;
    }

    private static ReturnFiles Plan(string child, string upn) => new ReturnFiles().Header(child, Dob, upn).Episode(child, "05/01/2024", "S", "C1", "U6");

    private static string Told(JsonElement child) => string.Join(' ', ((string[])["dateOfBirth", "sex", "ethnicity", "upn"]).Select(name => child.GetProperty(name).GetString()));

    private static string[] Conflicts(JsonElement child) =>
    [
        .. child.GetProperty("detailConflicts").EnumerateArray()
            .Select(each => $"{each.GetProperty("detail").GetString()} {each.GetProperty("value").GetString()} {each.GetProperty("source").GetString()} {each.GetProperty("year").GetInt32()}"),
    ];

    private async Task<JsonElement> FeedAsync(string child, object details)
    {
        using var system = hub.As(Roles.CaseSystem);
        var answer = (await system.PostAsync("/changes", new object[] { new { la_child_id = child, child_details = details } })).Good().Body;
        Assert.True(answer.GetProperty("refused").GetInt32() == 0, answer.GetRawText());
        return answer;
    }

    private async Task UndoAsync(JsonElement import)
    {
        using var client = hub.CaseSystem();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/councils/860/imports/{import.GetProperty("id").GetString()}/undo");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await HubFixture.FinishedAsync(client, response.Headers.Location!);
    }

    private async Task<JsonElement> ChildAsync(string localId)
    {
        using var system = hub.As(Roles.CaseSystem);
        return (await system.GetAsync($"/children/{await hub.ChildIdAsync(localId)}")).Good().Body;
    }
}
