using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.LocalityHub.Tests.Imports;

public sealed class SeveralYearsTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Imports = "/api/v1/councils/860/imports";
    private const string Dob = "03/02/2022";

    [Fact]
    public async Task Import_FilesOfThreeYears_AreTakenInYearByYear()
    {
        using var files = Of(
            ("files", Plan("YEARS1").Decision("YEARS1", Dob, "01/02/2023", "10/01/2025", "RD1")),
            ("2023", Plan("YEARS1").Decision("YEARS1", Dob, "01/02/2023")),
            ("2024", Plan("YEARS1", "YEARS2").Decision("YEARS1", Dob, "01/02/2023")));
        using var client = hub.CaseSystem();

        using var response = await client.PostAsync($"{Imports}?year=2025", files);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var years = answer.GetProperty("years").EnumerateArray().Select(each => each.GetProperty("year").GetInt32()).ToList();
        Assert.Equal([2023, 2024, 2025], years);
        Assert.Equal(answer.GetProperty("id").GetGuid(), answer.GetProperty("years")[2].GetProperty("id").GetGuid());
        var jobs = new List<JsonElement>();
        foreach (var year in answer.GetProperty("years").EnumerateArray())
        {
            jobs.Add(await HubFixture.FinishedAsync(client, new Uri($"{Imports}/{year.GetProperty("id").GetString()}", UriKind.Relative)));
        }

        Assert.Equal(["done", "done", "done"], jobs.Select(job => job.GetProperty("state").GetString()));
        Assert.Equal([2023, 2024, 2025], jobs.OrderBy(job => job.GetProperty("finishedAt").GetDateTimeOffset()).Select(job => job.GetProperty("year").GetInt32()));
        Assert.Equal([1, 2, 1], jobs.Select(job => job.GetProperty("counts").GetProperty("children").GetInt32()));
        Assert.Contains("\"stage\":\"Ended\"", await hub.StateAsync("YEARS1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_PartOfAYearThatHasNotEnded_IsRefusedWhole()
    {
        using var files = Of(("2024", Plan("YEARS3")), ("2031", Plan("YEARS3")));
        using var client = hub.CaseSystem();

        using var response = await client.PostAsync($"{Imports}?year=2025", files);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from child where local_id = 'YEARS3'"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from import_chunk c where not exists (select from import i where i.id = c.import_id)"));
    }

    /// <summary>The later year would be judged as if the earlier were not there.</summary>
    [Fact]
    public async Task DryRun_OfSeveralYears_IsRefusedAndOfOneIsNot()
    {
        using var client = hub.CaseSystem();
        using var years = Of(("2024", Plan("YEARS4")), ("2025", Plan("YEARS4")));
        using var year = Of(("2024", Plan("YEARS4")));

        using var refused = await client.PostAsync($"{Imports}?year=2025&dryRun=true", years);
        using var taken = await client.PostAsync($"{Imports}?year=2025&dryRun=true", year);

        Assert.Equal((HttpStatusCode.BadRequest, "import.dry-run-of-years"), (refused.StatusCode, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from import_chunk c where not exists (select from import i where i.id = c.import_id)"));
    }

    private static ReturnFiles Plan(params string[] children)
    {
        var files = new ReturnFiles();
        foreach (var child in children)
        {
            files.Header(child, Dob).Episode(child, "05/01/2023", "S", "C1", "U6");
        }

        return files;
    }

    private static MultipartFormDataContent Of(params (string Part, ReturnFiles Files)[] years)
    {
        var content = new MultipartFormDataContent();
        foreach (var part in years.SelectMany(year => year.Files.ToContent(year.Part)))
        {
            content.Add(part);
        }

        return content;
    }
}
