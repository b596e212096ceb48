using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Partnership.Contracts;

/// <summary>One sealed entry of an audit trail, as its service shows it: ids and codes, no names.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Council">The council's number; 0 in a trail of the region.</param>
/// <param name="Sequence">Its place in the trail, from 1.</param>
/// <param name="At">When, by the database's clock.</param>
/// <param name="Subject">Who.</param>
/// <param name="Client">The registered client that the person used, or that acted for itself.</param>
/// <param name="Roles">The roles of the token.</param>
/// <param name="Operation">What, as a code such as <c>child.read</c>.</param>
/// <param name="Ids">What it was about: opaque ids.</param>
/// <param name="Outcome">What came of it, as a code.</param>
/// <param name="Reason">Why, where the operation asks for a reason.</param>
/// <param name="TraceId">The request's trace.</param>
/// <param name="Hash">SHA-256 over the hash before and this entry's canonical content.</param>
/// <param name="Councils">
/// Whose records it concerns, in a service that councils share; none for the region's own affairs. Null in a council's own trail, and in
/// entries from before there was such a thing: then it is no part of the content either.
/// </param>
public sealed record AuditRecord(
    long Id,
    int Council,
    long Sequence,
    DateTimeOffset At,
    string Subject,
    string Client,
    IReadOnlyList<string> Roles,
    string Operation,
    IReadOnlyList<Guid> Ids,
    string Outcome,
    string? Reason,
    string? TraceId,
    AuditHash Hash,
    IReadOnlyList<int>? Councils = null)
{
    /// <summary>The operation that <c>./partnership restore</c> enters: the database was taken from a backup. A shared service counts its restores by it.</summary>
    public const string Restored = "backup.restored";
}

/// <summary>What was said elsewhere of a trail: that entry <paramref name="Sequence"/> had this hash.</summary>
/// <param name="Sequence">The entry's place.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Epoch">Raised by the hub, or the shared service, when it was restored from a backup.</param>
public sealed record AuditAnchor(long Sequence, AuditHash Hash, int Epoch = 1);

/// <summary>Where a trail does not hold.</summary>
/// <param name="Sequence">The place.</param>
/// <param name="Fault">
/// <c>missing</c>, <c>changed</c>, <c>anchor-differs</c> or <c>cut-off</c>; <c>restored</c> where only what was said before a restore
/// differs, which is told once, at the first such place.
/// </param>
public sealed record AuditBreak(long Sequence, string Fault);

/// <summary>
/// Recomputes a trail's chain from its entries, independently of the database that sealed them: anybody who can read a trail can
/// verify it with this alone.
/// </summary>
public static class AuditChain
{
    /// <summary>SHA-256 over the hash of the entry before (nothing for the first) and the entry's canonical content.</summary>
    public static AuditHash HashOf(AuditRecord entry, AuditHash? before)
    {
        var content = new StringBuilder();
        foreach (var field in FieldsOf(entry))
        {
            // Each value with its length in bytes before it: no two entries read alike, whatever their values hold.
            content.Append(field is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}"));
        }

        return new AuditHash(SHA256.HashData([.. before?.ToBytes() ?? [], .. Encoding.UTF8.GetBytes(content.ToString())]));
    }

    /// <summary>Walks a trail from its beginning and says where it breaks; nothing when it holds.</summary>
    /// <param name="entries">Every sealed entry, in the trail's order.</param>
    /// <param name="anchors">What was said of the trail elsewhere.</param>
    public static async IAsyncEnumerable<AuditBreak> VerifyAsync(IAsyncEnumerable<AuditRecord> entries, IReadOnlyCollection<AuditAnchor> anchors)
    {
        var said = anchors.ToLookup(anchor => anchor.Sequence);
        var epoch = anchors.Select(anchor => anchor.Epoch).DefaultIfEmpty().Max();
        var restored = false;
        AuditHash? before = null;
        var next = 1L;
        await foreach (var entry in entries)
        {
            if (entry.Sequence != next)
            {
                yield return new AuditBreak(next, "missing");
            }

            if (HashOf(entry, before) != entry.Hash)
            {
                yield return new AuditBreak(entry.Sequence, "changed");
            }

            var differing = said[entry.Sequence].Where(anchor => anchor.Hash != entry.Hash).ToList();
            if (differing.Exists(anchor => anchor.Epoch == epoch))
            {
                yield return new AuditBreak(entry.Sequence, "anchor-differs");
            }
            else if (differing.Count > 0 && !restored)
            {
                // The entries that were told of lie beyond the backup: others have taken their places since.
                restored = true;
                yield return new AuditBreak(entry.Sequence, "restored");
            }

            before = entry.Hash;
            next = entry.Sequence + 1;
        }

        if (anchors.Any(anchor => anchor.Epoch == epoch && anchor.Sequence >= next))
        {
            yield return new AuditBreak(next, "cut-off");
        }
        else if (!restored && anchors.Any(anchor => anchor.Sequence >= next))
        {
            yield return new AuditBreak(next, "restored");
        }
    }

    private static IEnumerable<string?> FieldsOf(AuditRecord entry) =>
    [
        entry.Id.ToString(CultureInfo.InvariantCulture),
        entry.Council.ToString(CultureInfo.InvariantCulture),
        entry.Sequence.ToString(CultureInfo.InvariantCulture),
        ((entry.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        entry.Subject,
        entry.Client,
        string.Join(' ', entry.Roles),
        entry.Operation,
        string.Join(' ', entry.Ids),
        entry.Outcome,
        entry.Reason,
        entry.TraceId,
        .. entry.Councils is { } councils ? [string.Join(' ', councils)] : Array.Empty<string?>(),
    ];
}
