using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Partnership.Cli.Sealing;

/// <summary>
/// What a sealed file says of itself in the clear: which set it belongs to, its name in it, and how the key is made of the passphrase.
/// Every piece of the content is bound to it, so that it cannot be changed, nor the file be taken for another.
/// </summary>
/// <param name="Set">The set of files that were sealed together.</param>
/// <param name="Name">The file's name within the set.</param>
/// <param name="Iterations">Of PBKDF2 with HMAC-SHA-512.</param>
/// <param name="Salt">Of PBKDF2; random for each set.</param>
/// <param name="Check">Tells a wrong passphrase from a damaged file; derived from the key, and no help in finding it.</param>
internal sealed record SealHeader(Guid Set, string Name, int Iterations, byte[] Salt, byte[] Check)
{
    public const int Piece = 64 * 1024;
    public const int Tag = 16;

    private const int LongestHeader = 4096;

    private static readonly byte[] Magic = "partnership-sealed-1\n"u8.ToArray();

    /// <summary>What stands before the first piece; bound to each piece by its SHA-256.</summary>
    public byte[] ToBytes()
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
        var bytes = new byte[Magic.Length + sizeof(ushort) + text.Length];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(Magic.Length), (ushort)text.Length);
        text.CopyTo(bytes, Magic.Length + sizeof(ushort));
        return bytes;
    }

    /// <summary>Reads the header off a stream, which then stands at the first piece.</summary>
    /// <exception cref="CommandFailedException">It is no sealed file, or its header is damaged.</exception>
    public static async Task<(SealHeader Header, byte[] Bytes)> ReadAsync(Stream stream, CancellationToken ct)
    {
        var start = new byte[Magic.Length + sizeof(ushort)];
        if (await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct) < start.Length || !start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new CommandFailedException("This is no sealed file.");
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(start.AsSpan(Magic.Length));
        var bytes = new byte[start.Length + Math.Min((int)length, LongestHeader)];
        start.CopyTo(bytes, 0);
        try
        {
            if (length > LongestHeader)
            {
                throw new JsonException();
            }

            await stream.ReadExactlyAsync(bytes.AsMemory(start.Length), ct);
            return (JsonSerializer.Deserialize<SealHeader>(bytes.AsSpan(start.Length), JsonSerializerOptions.Web) ?? throw new JsonException(), bytes);
        }
        catch (Exception broken) when (broken is JsonException or EndOfStreamException)
        {
            throw new CommandFailedException("The header of the sealed file is damaged.", cause: broken);
        }
    }

    /// <summary>The nonce of a piece: its number, and whether it is the last. No two pieces of one file share one, and no two files a key.</summary>
    public static byte[] NonceOf(uint number, bool isLast)
    {
        var nonce = new byte[AesGcm.NonceByteSizes.MaxSize];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(7), number);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    public override string ToString() => $"{Name} of {Set}";

    /// <summary>What the file's own key is derived for.</summary>
    public byte[] Purpose() => Encoding.UTF8.GetBytes($"partnership-sealed-1|{Set}|{Name}");
}
