using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Partnership.LocalityHub.Identity;

/// <summary>
/// The key under which children's numbers are digested: made of the region's secret that all hubs share (<c>FamilyFinding:AreaKey</c>) and no other
/// service has, and another key than that of places. Without it a digest cannot be tried number by number; and hubs, who have it, never see
/// another hub's digests.
/// </summary>
internal sealed class IdentityKey(string secret)
{
    // As in an area's digest: two of different keys, while hubs change theirs one after the other, say nothing about each other.
    private const int MarkLength = 4;

    private readonly byte[] _key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "partnership.identity"u8);
    private readonly byte[] _mark = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "partnership.identity-key"u8)[..MarkLength];

    /// <summary>The setting itself is checked where the area key is read.</summary>
    public static IdentityKey From(IConfiguration configuration) => new(configuration["FamilyFinding:AreaKey"] ?? string.Empty);

    /// <summary>Of an NHS number, in any spelling; null when it is none.</summary>
    public Guid? OfNhsNumber(string? number, DateOnly born) => ChildNumbers.NhsNumber(number) is { } digits ? Digest("nhs-number", digits, born) : null;

    /// <summary>Of a unique pupil number; null when it is none, or a code for why there is none.</summary>
    public Guid? OfPupilNumber(string? number, DateOnly born) => ChildNumbers.IsPupilNumber(number) ? Digest("pupil-number", number!, born) : null;

    /// <summary>With the date of birth: a number that was mistyped into another child's must not make a match by itself.</summary>
    private Guid Digest(string kind, string number, DateOnly born) => new(
        [
            .. _mark,
            .. HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}:{number}:{born:yyyy-MM-dd}"))).AsSpan(0, 16 - MarkLength),
        ],
        bigEndian: true);
}
