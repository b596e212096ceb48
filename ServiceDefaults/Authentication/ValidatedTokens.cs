using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// Tokens whose signature and claims were found good, by SHA-256, until they expire or the keys that they were checked with are
/// read anew: a signature is checked once a token, not once a request. Holds no token text. Bounded: when full, expired entries
/// go, then all.
/// </summary>
internal sealed class ValidatedTokens(TimeProvider clock)
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<Hash, KnownToken> _entries = new();

    public int Count => _entries.Count;

    /// <summary>What was found out about a token; whether that still holds is <see cref="IsGood"/>'s matter.</summary>
    public KnownToken? Find(ReadOnlySpan<char> token) => _entries.GetValueOrDefault(Hash.Of(token));

    /// <param name="token">What <see cref="Find"/> gave.</param>
    /// <param name="keys">The authority's keys as they are now; a token checked with others must be checked again.</param>
    public bool IsGood(KnownToken token, object keys) => ReferenceEquals(token.Keys, keys) && token.Until > clock.GetUtcNow();

    public void Add(ReadOnlySpan<char> token, CallerPrincipal principal, DateTime validTo, object keys)
    {
        if (_entries.Count >= Capacity)
        {
            Trim();
        }

        // Without the leeway: in a token's last seconds it is checked in full each time.
        _entries[Hash.Of(token)] = new KnownToken(principal, new DateTimeOffset(validTo, TimeSpan.Zero), keys);
    }

    private void Trim()
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Until <= now)
            {
                _entries.TryRemove(hash, out _);
            }
        }

        if (_entries.Count >= Capacity)
        {
            _entries.Clear();
        }
    }

    private readonly record struct Hash(UInt128 High, UInt128 Low)
    {
        public static Hash Of(ReadOnlySpan<char> token)
        {
            const int StackLimit = 4096;
            var length = Encoding.UTF8.GetMaxByteCount(token.Length);
            Span<byte> bytes = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], digest);
            return new Hash(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest[16..]));
        }
    }
}

/// <summary>A token that was found good.</summary>
/// <param name="Principal">Its claims.</param>
/// <param name="Until">When it expires.</param>
/// <param name="Keys">The authority's keys as they were then.</param>
internal sealed record KnownToken(CallerPrincipal Principal, DateTimeOffset Until, object Keys);
