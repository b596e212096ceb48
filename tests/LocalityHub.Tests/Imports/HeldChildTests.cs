using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Tests.Imports;

public sealed class HeldChildTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Dob = "03/02/2022";

    [Fact]
    public async Task Import_ReversalThatCannotBeRead_HoldsTheChildWhereItWas()
    {
        // Decided in one return, reversed in the next; then a correction loses the reversal.
        await hub.ImportAsync(Plan("DROP1").Decision("DROP1", Dob, "01/02/2024"), 2024);
        await hub.ImportAsync(Plan("DROP1").Decision("DROP1", Dob, "01/02/2024", "10/01/2025", "RD1"));
        var before = await hub.StateAsync("DROP1");
        Assert.Contains("\"stage\":\"Ended\"", before, StringComparison.Ordinal);

        var job = await hub.ImportAsync(Plan("DROP1").Add("placed_adoption.csv", $"DROP1,{Dob},01/02/2024,10/01/2025"));

        Assert.Equal(1, job.GetProperty("counts").GetProperty("held").GetInt32());
        Assert.Equal(before, await hub.StateAsync("DROP1"));
    }

    [Fact]
    public async Task Import_ReversalOfWhichNotEvenTheChildCanBeRead_HoldsWhomItCouldConcern()
    {
        await hub.ImportAsync(Plan("ANON1").Decision("ANON1", Dob, "01/02/2024"), 2024);
        await hub.ImportAsync(Plan("ANON1").Decision("ANON1", Dob, "01/02/2024", "10/01/2025", "RD1"));
        var before = await hub.StateAsync("ANON1");

        var job = await hub.ImportAsync(Plan("ANON1").Add("placed_adoption.csv", $",{Dob},01/02/2024,10/01/2025,RD1"));

        Assert.Equal(1, job.GetProperty("counts").GetProperty("held").GetInt32());
        Assert.Equal(before, await hub.StateAsync("ANON1"));
    }

    /// <summary>A child of whom an XML file says something that cannot be taken in is not one of whom it says nothing.</summary>
    [Fact]
    public async Task Import_XmlOfWhichOneElementOfTheChildIsTooLong_HoldsTheChildAndKeepsItsYear()
    {
        await hub.ImportAsync(Plan("XMLLONG1").Decision("XMLLONG1", Dob, "01/02/2024"), 2024);
        await hub.ImportAsync(Plan("XMLLONG1").Decision("XMLLONG1", Dob, "01/02/2024", "10/01/2025", "RD1"));
        var before = await hub.StateAsync("XMLLONG1");

        var job = await hub.ImportAsync(new ReturnFiles().Without("header.csv", "episodes.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv").AddFile(
            "return.xml",
            Encoding.UTF8.GetBytes(
                $"""
                <EXPSSDA903><CHILD><HEADER><CHILDID>XMLLONG1</CHILDID><SEX>F</SEX><DOB>{Dob}</DOB><UPN>{new string('X', 201)}</UPN>
                <AD_PLACED><DATE_PLACED>01/02/2024</DATE_PLACED><DATE_PLACED_CEASED>10/01/2025</DATE_PLACED_CEASED><REASON_PLACED_CEASED>RD1</REASON_PLACED_CEASED></AD_PLACED></HEADER>
                <EPISODE><DECOM>05/01/2024</DECOM><RNE>S</RNE></EPISODE></CHILD></EXPSSDA903>
                """)));

        Assert.Equal(1, job.GetProperty("counts").GetProperty("held").GetInt32());
        Assert.Equal(before, await hub.StateAsync("XMLLONG1"));
    }

    [Fact]
    public async Task Import_ChildWhoseNumberIsTooLong_IsGivenBackAndSaysSo()
    {
        var job = await hub.ImportAsync(Plan("LONGBESIDE").Header(new string('L', 21), Dob).Episode(new string('L', 21), "05/01/2024", "S", "C1", "U6"));

        Assert.Equal((1, 2), (job.GetProperty("counts").GetProperty("children").GetInt32(), job.GetProperty("counts").GetProperty("rejectedRows").GetInt32()));
        using var client = hub.CaseSystem();
        var rows = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/imports/{job.GetProperty("id").GetString()}/rejected-rows");
        Assert.All(rows.GetProperty("items").EnumerateArray(), row => Assert.Contains("CHILD is longer than 20 characters", row.GetProperty("reason").GetString(), StringComparison.Ordinal));
    }

    /// <summary>As <c>check --previous</c> does, which holds nobody: what last year's return said is what this one is compared with.</summary>
    [Fact]
    public async Task Import_AfterAYearThatIsHeld_IsComparedWithTheHeldRows()
    {
        await hub.ImportAsync(Plan("LASTGOOD").Header("LASTHELD", Dob).Episode("LASTHELD", "05/01/2024", "S", "C1", "U6").Add("placed_adoption.csv", $"LASTHELD,{Dob},01/02/2024,10/03/2024"), 2024);
        var job = await hub.ImportAsync(Plan("LASTGOOD").Header("LASTHELD", Dob).Episode("LASTHELD", "05/01/2024", "S", "C1", "U6").Header("LASTNONE", Dob).Episode("LASTNONE", "05/01/2024", "S", "C1", "U6"));

        var without = await hub.Database.ScalarAsync<string>(
            $"select string_agg(c.local_id, ' ' order by c.local_id) from import_finding f join child c on c.id = f.child_id where f.rule = 'NoE' and f.import_id = '{job.GetProperty("id").GetString()}'");

        Assert.Equal("LASTNONE", without);
    }

    /// <summary>Of a held return whose rows were given back the accepted one is compared; where there is none, nothing is.</summary>
    [Fact]
    public async Task Import_YearAfterAHeldReturnWithoutRows_IsComparedWithTheAcceptedOneOrNotAtAll()
    {
        await hub.ImportAsync(Plan("BAREGOOD").Header("BAREKEPT", Dob).Episode("BAREKEPT", "05/01/2024", "S", "C1", "U6"), 2024);
        var broken = Plan("BAREGOOD");
        foreach (var child in (string[])["BAREKEPT", "BARENEW"])
        {
            broken.Add("placed_adoption.csv", $"{child},{Dob},01/02/2024,10/03/2024");
        }

        var held = await hub.ImportAsync(broken, 2024);
        Assert.Equal(2, held.GetProperty("counts").GetProperty("held").GetInt32());

        var job = await hub.ImportAsync(
            Plan("BAREGOOD").Header("BAREKEPT", Dob).Episode("BAREKEPT", "05/01/2024", "S", "C1", "U6").Header("BARENEW", Dob).Episode("BARENEW", "05/01/2024", "S", "C1", "U6"));

        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from import_finding where rule = 'NoE' and import_id = '{job.GetProperty("id").GetString()}'"));
    }

    [Fact]
    public async Task Import_ReversalDateThatIsNoDate_EndsThePlanAllTheSame()
    {
        await hub.ImportAsync(Plan("NODATE1").Decision("NODATE1", Dob, "01/02/2024"), 2024);

        await hub.ImportAsync(Plan("NODATE1").Decision("NODATE1", Dob, "01/02/2024", "2025-01-10"));

        Assert.Contains("\"stage\":\"Ended\"", await hub.StateAsync("NODATE1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NewChildWithUnreadableDecisionRow_IsKeptAndNotPublished()
    {
        var job = await hub.ImportAsync(new ReturnFiles().Waiting("NEWHELD").Add("placed_adoption.csv", $"NEWHELD,{Dob},01/06/2024"));

        Assert.Equal(1, job.GetProperty("counts").GetProperty("held").GetInt32());
        var id = await hub.ChildIdAsync("NEWHELD");
        Assert.Equal(0, await hub.RegisterVersionAsync(id));
        using var client = hub.CaseSystem();
        var held = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/imports/{job.GetProperty("id").GetString()}/held-children");
        Assert.Equal(id, held.GetProperty("items")[0].GetProperty("childId").GetGuid());
        var child = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{id}");
        Assert.True(child.GetProperty("held").GetBoolean());
        Assert.Equal(2, child.GetProperty("episodes").GetArrayLength());
    }

    [Fact]
    public async Task Import_MendedReturn_ReleasesTheHeldChild()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("MEND1").Add("placed_adoption.csv", $"MEND1,{Dob},01/06/2024"));

        var job = await hub.ImportAsync(new ReturnFiles().Waiting("MEND1"));

        Assert.Equal(1, job.GetProperty("counts").GetProperty("updated").GetInt32());
        var id = await hub.ChildIdAsync("MEND1");
        await using var db = hub.Db();
        Assert.False((await db.Children.SingleAsync(child => child.Id == id)).Held);
        Assert.False(await db.Episodes.AnyAsync(episode => episode.ChildId == id && episode.Held));
        Assert.Equal(1, await hub.RegisterVersionAsync(id));
    }

    [Fact]
    public async Task Import_LaterYearWhileAnEarlierIsHeld_KeepsTheChildHeld()
    {
        await hub.ImportAsync(Plan("STAY1").Decision("STAY1", Dob, "01/02/2024"), 2023);
        await hub.ImportAsync(Plan("STAY1").Add("placed_adoption.csv", $"STAY1,{Dob},01/02/2024,10/03/2024"), 2024);
        var before = await hub.StateAsync("STAY1");

        // The reversal is in the held return: the next, silent about it, must not put the child back on a search.
        await hub.ImportAsync(Plan("STAY1").Decision("STAY1", Dob, "01/02/2024"));

        Assert.Contains("\"stage\"", before, StringComparison.Ordinal);
        var id = await hub.ChildIdAsync("STAY1");
        await using var db = hub.Db();
        Assert.True((await db.Children.SingleAsync(child => child.Id == id)).Held);
        Assert.Equal(1, await hub.RegisterVersionAsync(id));
    }

    [Fact]
    public async Task Import_EpisodesAfterAnAdoption_AreRefusedAndNoSecondReferenceIsMinted()
    {
        await hub.ImportAsync(new ReturnFiles().Adopted("BACK1"));
        var before = await hub.StateAsync("BACK1");

        var files = new ReturnFiles().Header("BACK1", Dob).NoPreviousPermanence("BACK1", Dob)
            .Episode("BACK1", "02/05/2027", "S", "C1", "U6").Decision("BACK1", Dob, "01/08/2027");
        hub.Clock.SetTo(new DateTimeOffset(2028, 5, 1, 9, 0, 0, TimeSpan.Zero));
        var job = await hub.ImportAsync(files, 2028);
        hub.Clock.SetTo(HubFixture.Morning);

        Assert.Equal(1, job.GetProperty("counts").GetProperty("held").GetInt32());
        Assert.Equal(before, await hub.StateAsync("BACK1"));
        var id = await hub.ChildIdAsync("BACK1");
        await using var db = hub.Db();
        Assert.Equal(["199"], (await db.ChildYears.SingleAsync(year => year.ChildId == id && year.Year == 2028)).HoldReasons);
        Assert.False(await db.RegionalReferences.AnyAsync(reference => reference.ChildId == id && reference.Purpose == ReferencePurpose.Register));
    }

    [Fact]
    public async Task Import_AdoptedChildWhoReturns_IsANewUnlinkedChild()
    {
        const string Upn = "A123456789012";
        await hub.ImportAsync(new ReturnFiles().Header("OLD1", Dob, Upn).NoPreviousPermanence("OLD1", Dob)
            .Episode("OLD1", "05/01/2024", "S", "C1", "U6", "20/07/2024", "X1").Episode("OLD1", "20/07/2024", "L", "E1", "U6", "30/09/2024", "X1", "PLAN")
            .Episode("OLD1", "30/09/2024", "P", "E1", "A6", "20/02/2025", "E12")
            .Decision("OLD1", Dob, "01/06/2024").Adoption("OLD1", Dob, "01/06/2024", "19/08/2024"));
        var before = await hub.StateAsync("OLD1");

        // Everything that could suggest who it is agrees, the permanence option and its day included.
        await hub.ImportAsync(new ReturnFiles().Header("NEW1", Dob, Upn).Add("prev_perm.csv", $"NEW1,{Dob},P1,860,20/02/2025")
            .Episode("NEW1", "01/03/2025", "S", "C1", "U6").Decision("NEW1", Dob, "20/03/2025"));

        Assert.NotEqual(await hub.ChildIdAsync("OLD1"), await hub.ChildIdAsync("NEW1"));
        Assert.Equal(before, await hub.StateAsync("OLD1"));
        Assert.Contains("\"stage\":\"ShouldBePlaced\"", await hub.StateAsync("NEW1"), StringComparison.Ordinal);
    }

    private static ReturnFiles Plan(string child) => new ReturnFiles().Header(child, Dob).NoPreviousPermanence(child, Dob)
        .Episode(child, "05/01/2024", "S", "C1", "U6");
}
