using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Documents;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

[Collection(nameof(PanelHub))]
public sealed class PaperTests(PanelHub panel)
{
    private const string Member = "panel.member.one";

    [Fact]
    public async Task Read_OpenedToAMember_IsTheirsAloneMarkedAndKnown()
    {
        var (@case, item) = await OpenedAsync();
        var paper = (await panel.UploadAsync(@case, "permanence-report"))["id"]!.GetValue<Guid>();

        using var read = await panel.As(Roles.PanelMember, Member).RawAsync($"/panel-papers/{item}/{paper}");

        Assert.Equal((HttpStatusCode.OK, "application/pdf", true), (read.StatusCode, read.Content.Headers.ContentType!.MediaType, read.Headers.CacheControl!.NoStore));
        using var copy = PdfReader.Open(new MemoryStream(await read.Content.ReadAsByteArrayAsync()), PdfDocumentOpenMode.Import);
        Assert.Equal(1, copy.PageCount);
        Assert.Equal("paper.not-found", await panel.As(Roles.PanelMember, "somebody.else").RefusedAsync(HttpMethod.Get, $"/panel-papers/{item}/{paper}"));
        var readings = (await panel.As(Roles.CaldicottGuardian).GetAsync($"/panel-cases/{@case}/papers/{paper}/readings"))["items"]!.AsArray();
        Assert.Equal([(Member, item)], readings.Select(each => (each!["by"]!.GetValue<string>(), each["itemId"]!.GetValue<Guid>())));
    }

    /// <summary>The mark is text of every page, behind nothing that could be cut away with the edge.</summary>
    [Fact]
    public void Copy_OfAPdf_HasReaderAndTimeOnEveryPageAndNothingActive()
    {
        using var original = new PdfDocument();
        original.AddPage();
        original.AddPage();
        original.Internals.Catalog.Elements["/OpenAction"] = new PdfDictionary(original) { Elements = { ["/S"] = new PdfName("/JavaScript"), ["/JS"] = new PdfString("app.alert(1)") } };
        using var saved = new MemoryStream();
        original.Save(saved, closeStream: false);
        var plain = ReadingCopy.Write(saved.ToArray(), SniffedType.Pdf, "x");

        var bytes = ReadingCopy.Write(saved.ToArray(), SniffedType.Pdf, "panel.member.one · 16 June 2025, 10:00 · confidential");

        using var copy = PdfReader.Open(new MemoryStream(bytes), PdfDocumentOpenMode.Import);
        Assert.Equal(2, copy.PageCount);
        Assert.DoesNotContain("JavaScript", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("app.alert", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.NotEqual(plain.Length, bytes.Length);
        Assert.All(Enumerable.Range(0, 2), page => Assert.True(copy.Pages[page].Contents.Elements.Count >= 1));
    }

    [Fact]
    public async Task Read_AfterConflictExpiryOrRecall_IsClosed()
    {
        var (@case, item) = await OpenedAsync();
        var paper = (await panel.UploadAsync(@case, "permanence-report"))["id"]!.GetValue<Guid>();
        var member = panel.As(Roles.PanelMember, Member);
        await member.GetAsync($"/panel-papers/{item}");

        // A conflict: the newest statement holds, in whatever order they come.
        await panel.SendAsync(Opening(@case, item, version: 3, open: false));
        await Eventually.AssertAsync(async () => Assert.Equal("paper.not-found", await member.RefusedAsync(HttpMethod.Get, $"/panel-papers/{item}")));
        await panel.SendAsync(Opening(@case, item, version: 2, open: true));
        await panel.SendAsync(Opening(@case, item, version: 4, open: true, until: "2025-06-15"));
        await Eventually.TrueAsync(async () => await panel.Hub.Database.ScalarAsync<long>($"select count(*) from paper_opening where item_id = '{item}' and item_version = 4") == 1, "the fourth statement");
        Assert.Equal("paper.not-found", await member.RefusedAsync(HttpMethod.Get, $"/panel-papers/{item}"));

        await panel.SendAsync(Opening(@case, item, version: 5, open: true));
        await Eventually.AssertAsync(() => member.GetAsync($"/panel-papers/{item}"));
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/papers/{paper}/recall", new { reason = "The wrong file." });
        Assert.Equal("paper.recalled", await member.RefusedAsync(HttpMethod.Get, $"/panel-papers/{item}/{paper}"));
        Assert.Empty((await member.GetAsync($"/panel-papers/{item}"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Upload_LaterVersion_TakesTheEarliersPlaceForReadersAndKeepsIt()
    {
        var (@case, item) = await OpenedAsync();
        var first = await panel.UploadAsync(@case, "permanence-report");
        var second = await panel.UploadAsync(@case, "permanence-report", more: $"&paperId={first["paperId"]!.GetValue<Guid>()}");

        Assert.Equal((1, 2), (first["number"]!.GetValue<int>(), second["number"]!.GetValue<int>()));
        Assert.Equal([Id(second)], (await panel.As(Roles.PanelMember, Member).GetAsync($"/panel-papers/{item}"))["items"]!.AsArray().Select(each => Id(each!)));
        Assert.Equal(2, (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/papers"))["items"]!.AsArray().Count);

        // By its id either: two members must not decide by two texts. The council's own people still see what was read before.
        Assert.Equal("paper.superseded", await panel.As(Roles.PanelMember, Member).RefusedAsync(HttpMethod.Get, $"/panel-papers/{item}/{Id(first)}"));
        using var own = await panel.As(Roles.SocialWorker).RawAsync($"/panel-cases/{@case}/papers/{Id(first)}");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    /// <summary>Minimum standard 17: papers go out five working days before. What comes later comes with a reason, which members see.</summary>
    [Fact]
    public async Task Upload_AfterPapersWentOut_NeedsAReasonThatReadersSee()
    {
        var (@case, item) = await OpenedAsync();
        var (worker, member) = (panel.As(Roles.SocialWorker), panel.As(Roles.PanelMember, Member));
        var first = await panel.UploadAsync(@case, "permanence-report");
        var again = $"&paperId={first["paperId"]!.GetValue<Guid>()}";
        Task<string> RefusedAsync(string more) => worker.RefusedAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/papers?kind=permanence-report&datedOn=2025-06-02{more}", PanelHub.File(PanelHub.Pdf("late")));
        Assert.Equal("paper.not-late", await RefusedAsync("&lateReason=minor-correction"));
        await StandsAsync(AgendaItemState.Settled, 1);

        Assert.Equal("paper.late", await RefusedAsync(again));
        Assert.Equal("paper.late", await RefusedAsync(string.Empty));
        var late = await panel.UploadAsync(@case, "permanence-report", more: again + "&lateReason=minor-correction");
        var other = await panel.UploadAsync(@case, "other", more: "&lateReason=court-date");

        // The hub's clock stands still: each came before the next.
        foreach (var (paper, minutes) in new[] { (first, 2), (late, 1) })
        {
            await panel.Hub.Database.ExecuteAsync($"update case_paper set uploaded_at = uploaded_at - interval '{minutes} minutes' where id = '{Id(paper)}'");
        }

        Assert.Equal([(Id(late), "minor-correction"), (Id(other), "court-date")], await LatenessAsync(member, $"/panel-papers/{item}"));
        Assert.Equal([(Id(first), null), (Id(late), "minor-correction"), (Id(other), "court-date")], await LatenessAsync(worker, $"/panel-cases/{@case}/papers"));

        // What comes after the panel is for whoever decides.
        await StandsAsync(AgendaItemState.Heard, 2);
        foreach (var after in new[] { await panel.UploadAsync(@case, "other"), await panel.UploadAsync(@case, "permanence-report", more: again) })
        {
            await panel.Hub.Database.ExecuteAsync($"update case_paper set uploaded_at = '2025-06-21 12:00+00' where id = '{Id(after)}'");
        }

        // The panel keeps what it had; a version that was a mistake leaves the one before it.
        Assert.Equal([(Id(late), "minor-correction"), (Id(other), "court-date")], await LatenessAsync(member, $"/panel-papers/{item}"));
        await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/papers/{Id(late)}/recall", new { reason = "Another family's." });
        Assert.Equal([(Id(first), null), (Id(other), "court-date")], await LatenessAsync(member, $"/panel-papers/{item}"));

        async Task StandsAsync(AgendaItemState state, long version)
        {
            await panel.SendAsync(new RecordAgendaItem(Guid.NewGuid(), new(860), @case, new(860), null, item, version, new CaseDay(new(2025, 6, 20)), state, RecommendedOutcome.None));
            await Eventually.TrueAsync(async () => await panel.Hub.Database.ScalarAsync<long>($"select count(*) from case_item where id = '{item}' and state = {(int)state}") == 1, $"the item to be {state}");
        }

        static async Task<IEnumerable<(Guid, string?)>> LatenessAsync(CaseClient who, string path) =>
            (await who.GetAsync(path))["items"]!.AsArray().Select(each => (Id(each!), each!["lateReason"]?.GetValue<string>()));
    }

    /// <summary>What a file is stands in its bytes, whatever its name says.</summary>
    [Theory]
    [InlineData("<html><script>alert(1)</script></html>", "paper.type")]
    [InlineData("MZ\u0090 an invented program", "paper.type")]
    [InlineData("%PDF-1.7 and then nothing", "paper.unreadable")]
    [InlineData("", "paper.empty")]
    public async Task Upload_OfWhatNobodyCanRead_IsRefusedAndKeepsNothing(string content, string code)
    {
        var @case = await panel.OpenAsync();

        Assert.Equal(code, await panel.As(Roles.SocialWorker).RefusedAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/papers?kind=permanence-report&datedOn=2025-06-02", PanelHub.File(Encoding.Latin1.GetBytes(content))));
        Assert.Empty((await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/papers"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Upload_TooLongOrOfTheFuture_IsRefused()
    {
        var @case = await panel.OpenAsync();
        var worker = panel.As(Roles.SocialWorker);

        Assert.Equal("paper.too-long", await worker.RefusedAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/papers?kind=other&datedOn=2025-06-02", PanelHub.File(new byte[(25 * 1024 * 1024) + 1])));
        Assert.Equal("paper.in-future", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/papers?kind=other&datedOn=2025-06-17", PanelHub.File(PanelHub.Pdf("x"))));
    }

    private static Guid Id(JsonNode paper) => paper["id"]!.GetValue<Guid>();

    private static OpenPapers Opening(Guid @case, Guid item, long version, bool open, string until = "2025-07-29") => new(
        Guid.NewGuid(), new(860), @case, item, version, PersonReference.Of(Member), open, new CaseDay(DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture)));

    private async Task<(Guid Case, Guid Item)> OpenedAsync()
    {
        var (@case, item) = (await panel.OpenAsync(), Guid.NewGuid());
        await panel.SendAsync(Opening(@case, item, 1, open: true));
        await Eventually.AssertAsync(() => panel.As(Roles.PanelMember, Member).GetAsync($"/panel-papers/{item}"));
        return (@case, item);
    }
}
