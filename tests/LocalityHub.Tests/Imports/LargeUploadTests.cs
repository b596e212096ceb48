using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Imports;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>Uploads too large to group by child at once, and too large altogether. The limit of a group is set low instead of the files high.</summary>
public sealed class LargeUploadTests : IAsyncLifetime
{
    private const int Pairs = 12;
    private readonly HubFixture _hub = new() { BehindAPort = true };

    public async ValueTask InitializeAsync()
    {
        // About thirty groups for the files below; a chunk is smaller than a group's children, or not, as they fall.
        _hub.Settings["Imports:GroupBytes"] = "300";
        _hub.Settings["Imports:ChunkSize"] = "2";
        await _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Post_ManyGroups_TakesEveryChildInWholeAndCountsEveryRowOnce()
    {
        var job = await _hub.ImportAsync(Files());

        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal((2 * Pairs, 2 * Pairs), (job.GetProperty("progress").GetProperty("done").GetInt32(), job.GetProperty("progress").GetProperty("total").GetInt32()));
        Assert.Equal(2 * Pairs, Count(job, "new"));
        Assert.Equal(Pairs * 12, Count(job, "rows"));
        Assert.Equal(1, Count(job, "rejectedRows"));
        await using var db = _hub.Db();
        Assert.Equal(Pairs * 5, await db.Episodes.CountAsync());
        Assert.Equal(2 * Pairs, await db.PlacedAdoption.Select(row => row.ChildId).Distinct().CountAsync());
        Assert.All(await db.Children.ToListAsync(), child => Assert.NotNull(child.Stage));
    }

    [Fact]
    public async Task Post_PupilNumberOfTwoChildrenInDifferentGroups_IsFoundForBoth()
    {
        var files = Files().Header("TWIN1", "03/02/2022", "A123456789012").Header("TWIN2", "03/02/2022", "A123456789012")
            .NoPreviousPermanence("TWIN1", "03/02/2022").NoPreviousPermanence("TWIN2", "03/02/2022")
            .Episode("TWIN1", "05/01/2024", "S", "C1", "U6").Episode("TWIN2", "05/01/2024", "S", "C1", "U6");
        // The rule is one from this year on.
        await _hub.ImportAsync(files, 2026);

        await using var db = _hub.Db();
        var found = await db.ImportFindings.Where(finding => finding.Rule == "444").Select(finding => finding.ChildId).Distinct().ToListAsync();
        Assert.Equivalent(new[] { await _hub.ChildIdAsync("TWIN1"), await _hub.ChildIdAsync("TWIN2") }, found.OfType<Guid>(), strict: true);
    }

    [Fact]
    public async Task Post_ManyGroupsTwice_ChangesNothingTheSecondTime()
    {
        await _hub.ImportAsync(Files());

        var again = await _hub.ImportAsync(Files());

        Assert.Equal(2 * Pairs, Count(again, "unchanged"));
    }

    /// <summary>Each child by itself, or few of them with a row of Header again and again: what is held for all of them at once has an end.</summary>
    [Theory]
    [InlineData(UploadGroups.MostChildren + 1)]
    [InlineData(100)]
    public async Task Post_MoreChildrenOrHeadersThanThereAre_IsUnreadable(int children)
    {
        var text = new StringBuilder(ReturnFiles.HeaderColumns).Append('\n');
        for (var row = 0; row <= UploadGroups.MostChildren; row++)
        {
            text.Append(row % children).Append(",,,,,,\n");
        }

        var job = await _hub.ImportAsync(
            new ReturnFiles().Without("header.csv", "episodes.csv", "placed_adoption.csv", "ad1.csv", "prev_perm.csv").AddFile("header.csv", Encoding.UTF8.GetBytes(text.ToString())));

        Assert.Equal(("failed", "import.too-many-children"), (job.GetProperty("state").GetString(), job.GetProperty("problem").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Post_RequestLongerThanTheLimit_Returns413BeforeItsBodyIsRead()
    {
        // Who is slow to refuse must not be sent the body meanwhile: by itself a client waits a second for leave to send, and sends without it.
        using var caseSystem = _hub.CaseSystem();
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var client = new HttpClient(handler) { BaseAddress = caseSystem.BaseAddress };
        client.DefaultRequestHeaders.Authorization = caseSystem.DefaultRequestHeaders.Authorization;
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var content = new AnnouncedContent(StagedUpload.MaximumRequest + (2 * 1024 * 1024));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/councils/860/imports?year=2025") { Content = content };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=limit");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request.too-large", (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
        await using var db = _hub.Db();
        Assert.False(await db.ImportChunks.AnyAsync(TestContext.Current.CancellationToken));
    }

    private static ReturnFiles Files()
    {
        // A child's rows are far apart in each file, and one row cannot be read.
        var files = new ReturnFiles();
        for (var i = 0; i < Pairs; i++)
        {
            files.Waiting($"LARGE{i}W");
        }

        for (var i = 0; i < Pairs; i++)
        {
            files.Adopted($"LARGE{i}A");
        }

        return files.Add("prev_perm.csv", "LARGE0W,03/02/2022,Z1");
    }

    private static int Count(JsonElement job, string what) => job.GetProperty("counts").GetProperty(what).GetInt32();

    /// <summary>Announces a length and, asked for the bytes, sends zeros for as long as somebody reads them.</summary>
    private sealed class AnnouncedContent(long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new byte[64 * 1024];
            for (var sent = 0L; sent < length; sent += piece.Length)
            {
                await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length - sent)));
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
