using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.FamilyFinding;

/// <summary>
/// The region's area key, setting <c>FamilyFinding:AreaKey</c>, the same in all its hubs and nowhere else. Two hubs' digests of one postcode
/// district are equal, and whoever has no key reads no place from them (docs/decisions/0014).
/// </summary>
internal sealed partial class AreaKey(string secret)
{
    private const int Shortest = 16;

    // The first bytes of each digest: of the key alone, so that two digests can be told to be of different keys.
    private const int MarkLength = 4;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);
    private readonly byte[] _mark = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "partnership.area-key"u8)[..MarkLength];

    public static AreaKey From(IConfiguration configuration) => configuration["FamilyFinding:AreaKey"] is { Length: >= Shortest } secret
        ? new AreaKey(secret)
        : throw new InvalidOperationException($"FamilyFinding:AreaKey must be the region's secret of at least {Shortest} characters.");

    /// <summary>The key's mark, 32 bits, and 96 bits of the HMAC-SHA-256 of a postcode district.</summary>
    /// <param name="district">As <see cref="DistrictOf"/> or <see cref="District"/> give it.</param>
    public Guid Digest(string district) =>
        new([.. _mark, .. HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("partnership.area:" + district)).AsSpan(0, 16 - MarkLength)], bigEndian: true);

    /// <summary>Whether a digest was made with this key. One made with another, while hubs change theirs one after the other, says nothing about where it is of.</summary>
    public bool Made(Guid digest) => digest.ToByteArray(bigEndian: true).AsSpan(0, MarkLength).SequenceEqual(_mark);

    /// <summary>The district of a whole postcode: <c>ST16</c> of <c>st16 2lh</c>.</summary>
    /// <exception cref="InvalidRequestException">It is no postcode.</exception>
    public static string DistrictOf(string postcode, string field) => Postcode(postcode, field).Split(' ')[0];

    /// <summary>A whole postcode in its usual spelling.</summary>
    /// <exception cref="InvalidRequestException">It is no postcode.</exception>
    public static string Postcode(string postcode, string field) => Postcodes().Match(postcode.Trim().ToUpperInvariant()) is { Success: true } match
        ? $"{match.Groups["out"].Value} {match.Groups["in"].Value}"
        : throw new InvalidRequestException("postcode.invalid", "A postcode of the United Kingdom, such as ST16 2LH.", field);

    /// <summary>A district by itself in its usual spelling.</summary>
    /// <exception cref="InvalidRequestException">It is no postcode district.</exception>
    public static string District(string district, string field) => district.Trim().ToUpperInvariant() is var spelled && Districts().IsMatch(spelled)
        ? spelled
        : throw new InvalidRequestException("district.invalid", "A postcode district is the first half of a postcode, such as ST16.", field);

    [GeneratedRegex(@"^(?<out>[A-Z]{1,2}[0-9][0-9A-Z]?) ?(?<in>[0-9][A-Z]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Postcodes();

    [GeneratedRegex(@"^[A-Z]{1,2}[0-9][0-9A-Z]?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Districts();
}
