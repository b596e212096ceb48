using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// Tokens whose signature and claims were found good, by SHA-256, until they expire: a signature is checked once a token, not
/// once a request. Holds no token text. Bounded: when full, expired entries go, then all.
/// </summary>
internal sealed class ValidatedTokens(TimeProvider clock)
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<Hash, Entry> _entries = new();

    public CallerPrincipal? Find(string token) =>
        _entries.TryGetValue(Hash.Of(token), out var entry) && entry.Until > clock.GetUtcNow() ? entry.Principal : null;

    public void Add(string token, CallerPrincipal principal, DateTime validTo)
    {
        if (_entries.Count >= Capacity)
        {
            Trim();
        }

        // Without the leeway: in a token's last seconds it is checked in full each time.
        _entries[Hash.Of(token)] = new Entry(principal, new DateTimeOffset(validTo, TimeSpan.Zero));
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

    private sealed record Entry(CallerPrincipal Principal, DateTimeOffset Until);

    private readonly record struct Hash(UInt128 High, UInt128 Low)
    {
        public static Hash Of(string token)
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
