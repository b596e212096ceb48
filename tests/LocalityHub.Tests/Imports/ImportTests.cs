using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Partnership.LocalityHub.Tests.Imports;

public sealed class ImportTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Post_GoodFiles_TakesTheChildrenIn()
    {
        var job = await hub.ImportAsync(new ReturnFiles().Waiting("GOOD1").Adopted("GOOD2"));

        Assert.Equal("done", job.GetProperty("state").GetString());
        var counts = job.GetProperty("counts");
        Assert.Equal(2, counts.GetProperty("new").GetInt32());
        Assert.Equal(0, counts.GetProperty("held").GetInt32());
        Assert.Equal(12, counts.GetProperty("rows").GetInt32());
        Assert.Equal(2, job.GetProperty("progress").GetProperty("done").GetInt32());
        await using var db = hub.Db();
        Assert.False(await db.ImportChunks.AnyAsync());
    }

    /// <summary>A return of before the known years is taken in, and the job says by which year's codes it was checked.</summary>
    [Theory]
    [InlineData(2016, 2017)]
    [InlineData(2017, null)]
    public async Task Post_YearWhoseCodesAreNotKnown_IsSaidWithTheJob(int year, int? checkedBy)
    {
        var job = await hub.ImportAsync(new ReturnFiles().Header("OLDYEAR", "03/02/2010").Without("episodes.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv"), year);

        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal(checkedBy, job.GetProperty("checkedByYear").Deserialize<int?>());
    }

    [Fact]
    public async Task Post_SameFilesTwice_ChangesNothing()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("SAME1").Adopted("SAME2"));
        var before = await hub.StateAsync("SAME1", "SAME2");

        var again = await hub.ImportAsync(new ReturnFiles().Adopted("SAME2").Waiting("SAME1"));

        Assert.Equal(2, again.GetProperty("counts").GetProperty("unchanged").GetInt32());
        Assert.Equal(before, await hub.StateAsync("SAME1", "SAME2"));
    }

    [Fact]
    public async Task Post_CorrectedFile_UpdatesTheChildAndRowsThatAreGoneGo()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("FIX1"));

        var files = new ReturnFiles().Header("FIX1", "03/02/2022").NoPreviousPermanence("FIX1", "03/02/2022")
            .Episode("FIX1", "05/01/2024", "S", "C1", "U6")
            .Decision("FIX1", "03/02/2022", "01/06/2024");
        var job = await hub.ImportAsync(files);

        Assert.Equal(1, job.GetProperty("counts").GetProperty("updated").GetInt32());
        await using var db = hub.Db();
        var id = await hub.ChildIdAsync("FIX1");
        Assert.Equal(1, await db.Episodes.CountAsync(episode => episode.ChildId == id));
        Assert.Equal(2, await hub.RegisterVersionAsync(id));
    }

    [Fact]
    public async Task Post_OnlyTheCorrectedTable_KeepsTheOthers()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("PART1"));

        var job = await hub.ImportAsync(new ReturnFiles().Decision("PART1", "03/02/2022", "02/06/2024")
            .Without("header.csv", "episodes.csv", "ad1.csv", "prev_perm.csv"));

        Assert.Equal(1, job.GetProperty("counts").GetProperty("updated").GetInt32());
        await using var db = hub.Db();
        var id = await hub.ChildIdAsync("PART1");
        Assert.Equal(2, await db.Episodes.CountAsync(episode => episode.ChildId == id));
        Assert.Equal(new DateOnly(2024, 6, 2), (await db.PlacedAdoption.SingleAsync(decision => decision.ChildId == id)).DatePlaced);
    }

    [Theory]
    [InlineData("unknown-columns")]
    [InlineData("not-text")]
    [InlineData("two-files-for-one-table")]
    [InlineData("empty-file")]
    public async Task Post_FileThatCannotBeRead_FailsTheJobAndChangesNothing(string code)
    {
        var child = $"UNREAD{code.Length}";
        var files = new ReturnFiles().Waiting(child);
        files = code switch
        {
            "unknown-columns" => files.AddFile("notes.csv", "CHILD,NOTE\r\nX,Y\r\n"u8.ToArray()),
            "not-text" => files.AddFile("utf16.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("CHILD,DOB\r\n")]),
            "empty-file" => files.AddFile("empty.csv", []),
            _ => files.AddFile("more_episodes.csv", Encoding.UTF8.GetBytes(ReturnFiles.EpisodeColumns + "\r\n")),
        };

        var job = await hub.ImportAsync(files);

        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.Equal($"import.{code}", job.GetProperty("problem").GetProperty("code").GetString());
        await using var db = hub.Db();
        Assert.False(await db.Children.AnyAsync(each => each.LocalId == child));
    }

    /// <summary>What the XML form alone says is no cell of a row that is kept, and a correction of it all the same.</summary>
    [Fact]
    public async Task Post_XmlOfWhichTheFlagAloneWasMended_UpdatesTheChild()
    {
        var first = await hub.ImportAsync(Xml(flag: ""));
        var second = await hub.ImportAsync(Xml(flag: "<UASC>0</UASC>"));
        var third = await hub.ImportAsync(Xml(flag: "<UASC>0</UASC>"));

        Assert.Equal([("new", 1), ("updated", 1), ("unchanged", 1)], new[] { ("new", first), ("updated", second), ("unchanged", third) }
            .Select(told => (told.Item1, told.Item2.GetProperty("counts").GetProperty(told.Item1).GetInt32())));
        await using var db = hub.Db();
        var id = await hub.ChildIdAsync("XMLFLAG");
        Assert.Equal(
            [first.GetProperty("id").GetGuid()],
            await db.ImportFindings.Where(finding => finding.ChildId == id && finding.Rule == "105").Select(finding => finding.ImportId).ToListAsync());

        static ReturnFiles Xml(string flag) => new ReturnFiles().Without("header.csv", "episodes.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv").AddFile(
            "return.xml", Encoding.UTF8.GetBytes($"<EXPSSDA903><CHILD><HEADER><CHILDID>XMLFLAG</CHILDID><SEX>F</SEX><DOB>03/02/2012</DOB>{flag}</HEADER></CHILD></EXPSSDA903>"));
    }

    [Fact]
    public async Task Post_RowsThatCannotBeRead_AreGivenBackAndTheRestIsKept()
    {
        var files = new ReturnFiles().Waiting("KEEP1")
            .Add("prev_perm.csv", "KEEP1,03/02/2022,Z1")
            .Add("header.csv", ",F,03/02/2022,WBRI,UN1,0,")
            .Add("header.csv", "KEEP2," + new string('x', 10_000));

        var job = await hub.ImportAsync(files);

        Assert.Equal(3, job.GetProperty("counts").GetProperty("rejectedRows").GetInt32());
        Assert.Equal(1, job.GetProperty("counts").GetProperty("new").GetInt32());
        using var client = hub.CaseSystem();
        var rejected = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/imports/{job.GetProperty("id").GetString()}/rejected-rows");
        Assert.Equal(
            [("Header", 2), ("Header", 3), ("PrevPerm", 2)],
            rejected.GetProperty("items").EnumerateArray()
                .Select(row => (row.GetProperty("table").GetString()!, row.GetProperty("row").GetInt32())).Order());
    }

    [Fact]
    public async Task Post_CharacterThatTheDatabaseRefuses_GivesBackThatChildAlone()
    {
        var files = new ReturnFiles().Waiting("LONGLOCALIDENTIFIERBEYONDTWENTY").Waiting("NEIGHBOUR1");

        var job = await hub.ImportAsync(files);

        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal(1, job.GetProperty("counts").GetProperty("new").GetInt32());
        Assert.Equal(5, job.GetProperty("counts").GetProperty("rejectedRows").GetInt32());
        Assert.NotEqual(Guid.Empty, await hub.ChildIdAsync("NEIGHBOUR1"));
    }

    [Fact]
    public async Task Post_NotMultipart_IsRefused()
    {
        using var client = hub.CaseSystem();

        using var response = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new StringContent("CHILD"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("import.not-multipart", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_FileLongerThanTheLimit_Returns413AndKeepsNoByte()
    {
        using var client = hub.CaseSystem();
        using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[(64 * 1024 * 1024) + 1]), "files", "huge.csv" } };

        using var response = await client.PostAsync("/api/v1/councils/860/imports?year=2025", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        await using var db = hub.Db();
        Assert.False(await db.ImportChunks.AnyAsync());
    }

    [Fact]
    public async Task Post_SameIdempotencyKey_IsOneImport()
    {
        using var client = hub.CaseSystem();
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());

        using var first = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("ONCE1").ToContent());
        using var second = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("ONCE1").ToContent());
        using var other = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("ONCE2").ToContent());

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        await HubFixture.FinishedAsync(client, first.Headers.Location!);
    }
}
