using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// From which quarter the evidence for each need, or for the answer to it, is. In JSON an object, <c>{"Autism":"2026-Q1"}</c>; needs
/// without evidence are left out.
/// </summary>
[JsonConverter(typeof(EvidenceDatesJsonConverter))]
public readonly record struct EvidenceDates
{
    private const int Length = 48;

    // One byte for each need: 0 for none, else the quarter's index and one.
    private readonly (ulong A, ulong B, ulong C, ulong D, ulong E, ulong F) _value;

    private EvidenceDates(ReadOnlySpan<byte> bytes) =>
        _value = (Part(bytes, 0), Part(bytes, 8), Part(bytes, 16), Part(bytes, 24), Part(bytes, 32), Part(bytes, 40));

    /// <summary>No evidence.</summary>
    public static EvidenceDates None => default;

    /// <summary>The quarter of a need's evidence; null when there is none.</summary>
    public Quarter? this[Need need] => ToBytes()[Place(need)] is not 0 and var index ? Quarter.FromIndex(index - 1) : null;

    /// <summary>Takes 48 stored bytes.</summary>
    /// <exception cref="ArgumentException">They are not 48, or say something of what is no need.</exception>
    public static EvidenceDates FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length && !bytes[NeedVocabulary.All.Count..].ContainsAnyExcept((byte)0) && !bytes.ContainsAnyExceptInRange((byte)0, (byte)252)
            ? new EvidenceDates(bytes)
            : throw new ArgumentException("Not the bytes of evidence dates.", nameof(bytes));

    /// <summary>The same with another quarter for one need; null for none.</summary>
    public EvidenceDates With(Need need, Quarter? quarter)
    {
        var bytes = ToBytes();
        bytes[Place(need)] = quarter is { } some ? (byte)(some.Index + 1) : (byte)0;
        return new EvidenceDates(bytes);
    }

    /// <summary>48 bytes, to be stored: one for each need in the order of the numbers, then zeros.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _value.A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), _value.B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), _value.C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), _value.D);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(32), _value.E);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(40), _value.F);
        return bytes;
    }

    /// <summary>The names and quarters, as in JSON.</summary>
    public override string ToString() => string.Join(", ", Known().Select(known => $"{known.Need}: {known.Quarter}"));

    private static int Place(Need need) => NeedVocabulary.CellOf(need, NeedLevel.Low) / NeedVocabulary.Levels;

    private static ulong Part(ReadOnlySpan<byte> bytes, int from) => BinaryPrimitives.ReadUInt64BigEndian(bytes[from..]);

    private IEnumerable<(Need Need, Quarter Quarter)> Known()
    {
        foreach (var need in NeedVocabulary.All)
        {
            if (this[need] is { } quarter)
            {
                yield return (need, quarter);
            }
        }
    }

    private sealed class EvidenceDatesJsonConverter : JsonConverter<EvidenceDates>
    {
        public override EvidenceDates Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var dates = None;
            foreach (var (need, quarter) in ByNeed.Read<Quarter>(ref reader, options))
            {
                dates = dates.With(need, quarter);
            }

            return dates;
        }

        public override void Write(Utf8JsonWriter writer, EvidenceDates value, JsonSerializerOptions options) =>
            ByNeed.Write(writer, value.Known(), options);
    }
}
