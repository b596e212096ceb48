using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.Statutory;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>
/// What a panel has before it: of each paper the newest version that is not recalled. Once it has heard the case that stays so, for the minutes and for whoever
/// decides: what comes after the day of the meeting, or after this hub heard that it was held, is not among it, and what was recalled only then still is,
/// though nobody reads it any more.
/// </summary>
internal static class PanelPapers
{
    public static async Task<List<CasePaper>> OfAsync(Guid itemId, Guid caseId, LocalityHubDbContext db, CancellationToken ct)
    {
        var item = await db.CaseItems.AsNoTracking().SingleOrDefaultAsync(each => each.Id == itemId, ct);
        return [.. (await db.CasePapers.AsNoTracking().Where(paper => paper.CaseId == caseId).ToListAsync(ct))
            .Where(paper => !IsAfter(item, paper.UploadedAt) && (paper.RecalledAt is not { } recalled || IsAfter(item, recalled)))
            .GroupBy(paper => paper.PaperId)
            .Select(versions => versions.MaxBy(paper => paper.Number)!)
            .OrderBy(paper => paper.UploadedAt).ThenBy(paper => paper.Id)];
    }

    /// <summary>What says of versions which they are, and tells nothing of them: the SHA-256 of their ids in order.</summary>
    public static AuditHash DigestOf(IEnumerable<Guid> versions) =>
        new(SHA256.HashData([.. versions.Distinct().Select(version => version.ToByteArray(bigEndian: true)).OrderBy(bytes => Convert.ToHexString(bytes), StringComparer.Ordinal).SelectMany(bytes => bytes)]));

    private static bool IsAfter(CaseItem? item, DateTimeOffset at) => item is { IsHeard: true } heard && (LondonCalendar.DateOf(at) > heard.MeetsOn || at > heard.HeardAt);
}
