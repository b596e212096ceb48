using System.Buffers.Binary;
using System.Text;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// Reads a protobuf message field by field out of the bytes that hold it. OTLP needs no more than this, and a message that was not
/// made for us costs nothing before its first wrong byte.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Field { get; private set; }

    /// <summary>The field's value as it stands: a varint, or 4 or 8 bytes; 0 for a field of bytes.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a field of bytes: a string, a message or packed numbers; empty for a number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    /// <exception cref="InvalidDataException">The bytes are no protobuf message.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)(tag >> 3);
        Bytes = default;
        Number = (tag & 7) switch
        {
            0 => Varint(),
            1 => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))),
            5 => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))),
            2 => 0,
            _ => throw new InvalidDataException("A field has an unknown wire type."),
        };
        if ((tag & 7) == 2)
        {
            var length = Varint();
            Bytes = length <= (ulong)_rest.Length ? Take((int)length) : throw Cut();
        }

        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number has more than ten bytes.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Cut();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static InvalidDataException Cut() => new("The message ends before its last field does.");
}
