using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts;

/// <summary>A SHA-256 of an audit trail: what vouches for every entry up to it and tells nothing about any. In JSON 64 hexadecimal digits.</summary>
[JsonConverter(typeof(AuditHashJsonConverter))]
public readonly record struct AuditHash
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private readonly (ulong First, ulong Second, ulong Third, ulong Fourth) _value;

    /// <summary>Takes the bytes of a hash.</summary>
    /// <exception cref="ArgumentException">They are not 32.</exception>
    public AuditHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException("A hash has 32 bytes.", nameof(bytes));
        }

        _value = (Part(bytes, 0), Part(bytes, 8), Part(bytes, 16), Part(bytes, 24));
    }

    /// <summary>Reads 64 hexadecimal digits; false when the text is anything else.</summary>
    public static bool TryParse(string? text, out AuditHash hash)
    {
        hash = default;
        if (text is not { Length: 2 * Length } || !text.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        hash = new AuditHash(Convert.FromHexString(text));
        return true;
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _value.First);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), _value.Second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), _value.Third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), _value.Fourth);
        return bytes;
    }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());

    private static ulong Part(ReadOnlySpan<byte> bytes, int from) => BinaryPrimitives.ReadUInt64BigEndian(bytes[from..]);

    private sealed class AuditHashJsonConverter : JsonConverter<AuditHash>
    {
        public override AuditHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var hash) ? hash : throw new JsonException("A hash is 64 hexadecimal digits.");

        public override void Write(Utf8JsonWriter writer, AuditHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
