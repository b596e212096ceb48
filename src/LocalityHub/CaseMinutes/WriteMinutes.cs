using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.CasePapers;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.CaseMinutes;

/// <summary>
/// The panel's adviser writes an item's minutes into each hub that has a part in the case; the words stay there, and panel scheduling learns that they are
/// the same everywhere. The chair signs there; what is signed is not written again, unless this hub has lost it, and then as it was signed.
/// </summary>
internal static class WriteMinutes
{
    private const int Longest = 100_000;

    /// <param name="Discussion">What was talked of.</param>
    /// <param name="Reasons">Why the panel recommends what it does.</param>
    /// <param name="Dissent">What members said who did not agree; empty when all did.</param>
    /// <param name="Advice">Advice, apart from the recommendation.</param>
    public sealed record Request(string Discussion, string Reasons, string? Dissent = null, string? Advice = null);

    /// <param name="MinutesId">This version.</param>
    /// <param name="Number">1 for the first draft.</param>
    /// <param name="Final">The chair has signed.</param>
    /// <param name="Discussion">What was talked of.</param>
    /// <param name="Reasons">Why the panel recommends what it does.</param>
    /// <param name="Dissent">What members said who did not agree.</param>
    /// <param name="Advice">Advice, apart from the recommendation.</param>
    /// <param name="Digest">SHA-256 of the text, the same in every hub.</param>
    /// <param name="WrittenAt">When.</param>
    public sealed record Response(Guid MinutesId, int Number, bool Final, string Discussion, string Reasons, string Dissent, string Advice, AuditHash Digest, DateTimeOffset WrittenAt);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid itemId, Request request, Caller caller, Council council, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await ItemAsync(itemId, db, ct) is not { } item)
        {
            return NotFound();
        }

        var before = await db.ItemMinutes.Where(each => each.ItemId == itemId).MaxAsync(each => (short?)each.Number, ct) ?? 0;
        var (discussion, reasons) = (PlainText.Required(request.Discussion, "discussion", Longest), PlainText.Required(request.Reasons, "reasons", Longest));
        var (dissent, advice) = (PlainText.Paragraphs(request.Dissent, "dissent", Longest) ?? string.Empty, PlainText.Paragraphs(request.Advice, "advice", Longest) ?? string.Empty);
        var digest = DigestOf(discussion, reasons, dissent, advice);
        if (item.State is not (AgendaItemState.Settled or AgendaItemState.Heard or AgendaItemState.Deferred) && !await IsLostAsync(item, digest, db, ct))
        {
            throw new RuleBrokenException(
                "minutes.not-now", item.State == AgendaItemState.MinutesSigned ? "The chair has signed the minutes: they are final." : "Minutes are written of an item that the panel considers.");
        }

        var minutes = new ItemMinutes
        {
            Id = Guid.NewGuid(), ItemId = itemId, CaseId = item.CaseId, Number = (short)(before + 1), Discussion = discussion, Reasons = reasons, Dissent = dissent, Advice = advice,
            Digest = digest, WrittenBy = caller.Subject, WrittenAt = clock.GetUtcNow(),
        };
        db.Add(minutes);
        await db.SaveChangesAsync(ct);

        // One statement for the item: a later draft takes the earlier one's place.
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        session.Ledger.Advance(
            await session.OfGivenAsync(StatementOf(itemId, council.Code), ReferencePurpose.PanelMinutes, ct),
            new PanelMinutesHeld(StatementOf(itemId, council.Code), council.Code, 0, 0, item.CaseId, itemId, new AuditHash(minutes.Digest),
                PanelPapers.DigestOf((await PanelPapers.OfAsync(itemId, item.CaseId, db, ct)).Select(paper => paper.Id))));
        await session.SaveAsync(ct);
        audit.About([item.CaseId, itemId]);
        return TypedResults.Ok(Describe(minutes, item));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid itemId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct) =>
        await NewestAsync(itemId, db, audit, ct) is var (minutes, item) ? TypedResults.Ok(Describe(minutes, item)) : NotFound();

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DocumentAsync(Guid itemId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, Coded<FileFormat>? format = null)
    {
        if (await NewestAsync(itemId, db, audit, ct) is not var (minutes, item))
        {
            return NotFound();
        }

        List<DocumentBlock> blocks = [DocumentBlock.Paragraph($"Panel of {item.MeetsOn:d MMMM yyyy}. {(item.State == AgendaItemState.MinutesSigned ? "Final, signed by the chair." : "Draft.")}")];
        foreach (var (heading, text) in new[] { ("Discussion", minutes.Discussion), ("Reasons", minutes.Reasons), ("Dissent", minutes.Dissent), ("Advice", minutes.Advice) }.Where(part => part.Item2.Length > 0))
        {
            blocks.AddRange([DocumentBlock.Heading(heading), DocumentBlock.Paragraph(text)]);
        }

        return DocumentFormats.File(new WrittenDocument("Minutes of the panel", blocks), format?.Value ?? FileFormat.Pdf, $"minutes-{itemId}");
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("minutes.not-found", "This hub has no such item, or no minutes of it yet.");

    /// <summary>Whether a text is what the chair has signed, and this hub has it no more: it was restored from a backup that was made before.</summary>
    private static async Task<bool> IsLostAsync(CaseItem item, byte[] digest, LocalityHubDbContext db, CancellationToken ct) =>
        item.SignedDigest is { } signed && signed.AsSpan().SequenceEqual(digest) && !await db.ItemMinutes.AnyAsync(each => each.ItemId == item.Id && each.Digest == signed, ct);

    /// <summary>What the chair has signed, though a later draft was written before this hub heard of it; until then the newest draft.</summary>
    private static async Task<(ItemMinutes Minutes, CaseItem Item)?> NewestAsync(Guid itemId, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await ItemAsync(itemId, db, ct) is not { } item
            || await db.ItemMinutes.AsNoTracking().Where(each => each.ItemId == itemId && (item.SignedDigest == null || each.Digest == item.SignedDigest))
                .OrderByDescending(each => each.Number).FirstOrDefaultAsync(ct) is not { } minutes)
        {
            return null;
        }

        audit.About([item.CaseId, itemId]);
        return (minutes, item);
    }

    private static Task<CaseItem?> ItemAsync(Guid itemId, LocalityHubDbContext db, CancellationToken ct) => db.CaseItems.AsNoTracking().SingleOrDefaultAsync(item => item.Id == itemId, ct);

    private static Response Describe(ItemMinutes minutes, CaseItem item) => new(
        minutes.Id, minutes.Number, item.State == AgendaItemState.MinutesSigned, minutes.Discussion, minutes.Reasons, minutes.Dissent, minutes.Advice, new AuditHash(minutes.Digest), minutes.WrittenAt);

    /// <summary>Line ends and lengths of the parts stand in it, so that no two texts have one digest by the way they are cut.</summary>
    private static byte[] DigestOf(params string[] parts)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part.ReplaceLineEndings("\n").Normalize());
            digest.AppendData(BitConverter.GetBytes(bytes.Length));
            digest.AppendData(bytes);
        }

        return digest.GetHashAndReset();
    }

    /// <summary>One id for an item in a hub: the same whenever it is stated again.</summary>
    private static Guid StatementOf(Guid itemId, CouncilCode council)
    {
        Span<byte> bytes = stackalloc byte[20];
        itemId.TryWriteBytes(bytes);
        BitConverter.TryWriteBytes(bytes[16..], council.Number);
        return new Guid(SHA256.HashData(bytes)[..16]);
    }
}
