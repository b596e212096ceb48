using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>OTLP export requests, written field by field as the protocol numbers them.</summary>
internal static class OtlpBody
{
    public const long Noon = 1_790_000_000_000_000_000;

    public static byte[] Span(
        string service, string name, ulong id = 1, ulong parent = 0, UInt128? trace = null, long start = Noon, long duration = 1_000_000,
        int kind = 2, bool isError = false, params (string Key, string Value)[] attributes) =>
        Request(service, "Sample.Source", Message(
            (1, TraceId(trace ?? 7)),
            (2, Id(id)),
            (4, parent == 0 ? (byte[])[] : Id(parent)),
            (5, Encoding.UTF8.GetBytes(name)),
            (6, (ulong)kind),
            (7, new Fixed(start)),
            (8, new Fixed(start + duration)),
            (9, attributes.Select(pair => Attribute(pair.Key, pair.Value)).ToArray()),
            (15, Message((3, isError ? 2UL : 0UL)))));

    public static byte[] Log(string service, string body, int severity = 9, UInt128? trace = null, string category = "Sample.Category") =>
        Request(service, category, Message(
            (1, new Fixed(Noon)),
            (2, (ulong)severity),
            (5, Message((1, Encoding.UTF8.GetBytes(body)))),
            (9, TraceId(trace ?? 7))));

    /// <summary>A log record with this value as its body, and an attribute of the same.</summary>
    public static byte[] LogOfValue(string service, byte[] value) =>
        Request(service, "Sample.Category", Message(
            (1, new Fixed(Noon)),
            (2, 9UL),
            (5, value),
            (6, Message((1, "deep"u8.ToArray()), (2, value))),
            (9, TraceId(7))));

    /// <summary>A map that holds a map, and so on, so many times.</summary>
    public static byte[] NestedMaps(int levels)
    {
        // From the inside out, into a buffer that is filled from its end.
        var buffer = new byte[levels * 20];
        var head = new byte[6];
        var start = buffer.Length;
        for (var level = 0; level < levels; level++)
        {
            foreach (var field in new[] { 2, 1, 6 }) // a pair's value, a list's pair, a value's list
            {
                var length = (uint)(buffer.Length - start);
                head[0] = (byte)((field << 3) | 2);
                var size = 1;
                for (; length >= 0x80; length >>= 7)
                {
                    head[size++] = (byte)(length | 0x80);
                }

                head[size++] = (byte)length;
                start -= size;
                head.AsSpan(0, size).CopyTo(buffer.AsSpan(start));
            }
        }

        return buffer[start..];
    }

    /// <summary>An export request of so many records or spans without any content: two bytes each.</summary>
    public static byte[] Empties(string service, int count)
    {
        var items = new byte[count * 2];
        for (var i = 0; i < items.Length; i += 2)
        {
            items[i] = (2 << 3) | 2;
        }

        return Message((1, Message((1, Message((1, Attribute("service.name", service)))), (2, items))));
    }

    public static byte[] Gauge(
        string service, string name, double value, long at = Noon, string unit = "{thing}", string meter = "Sample.Meter", params (string Key, string Value)[] attributes) =>
        Metric(service, meter, name, unit, 5, Message((1, Message(
            (3, new Fixed(at)),
            (4, new Fixed(BitConverter.DoubleToInt64Bits(value))),
            (7, attributes.Select(pair => Attribute(pair.Key, pair.Value)).ToArray())))));

    public static byte[] Counter(
        string service, string name, long value, long at, long started = Noon, string meter = "Sample.Meter", params (string Key, string Value)[] attributes) =>
        Metric(service, meter, name, "{thing}", 7, Message(
            (1, Message(
                (2, new Fixed(started)), (3, new Fixed(at)), (6, new Fixed(value)), (7, attributes.Select(pair => Attribute(pair.Key, pair.Value)).ToArray()))),
            (2, 2UL),
            (3, 1UL)));

    public static byte[] Histogram(string service, string name, long[] buckets, double[] bounds, long at, long started = Noon) =>
        Metric(service, "Sample.Meter", name, "s", 9, Message(
            (1, Message(
                (2, new Fixed(started)),
                (3, new Fixed(at)),
                (4, new Fixed(buckets.Sum())),
                (6, Packed(buckets)),
                (7, Packed([.. bounds.Select(BitConverter.DoubleToInt64Bits)])))),
            (2, 2UL)));

    private static byte[] Metric(string service, string meter, string name, string unit, int field, byte[] data) =>
        Request(service, meter, Message((1, Encoding.UTF8.GetBytes(name)), (3, Encoding.UTF8.GetBytes(unit)), (field, data)));

    private static byte[] Request(string service, string scope, byte[] item) => Message((1, Message(
        (1, Message((1, Attribute("service.name", service)))),
        (2, Message((1, Message((1, Encoding.UTF8.GetBytes(scope)))), (2, item))))));

    private static byte[] Attribute(string key, string value) =>
        Message((1, Encoding.UTF8.GetBytes(key)), (2, Message((1, Encoding.UTF8.GetBytes(value)))));

    private static byte[] TraceId(UInt128 id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return bytes;
    }

    private static byte[] Id(ulong id)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
        return bytes;
    }

    private static byte[] Packed(long[] numbers)
    {
        var bytes = new byte[numbers.Length * 8];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), numbers[i]);
        }

        return bytes;
    }

    private static byte[] Message(params (int Field, object Value)[] fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach (var (field, value) in fields)
            {
                foreach (var one in value is byte[][] several ? several.Cast<object>() : [value])
                {
                    Write(output, field, one);
                }
            }
        }

        return stream.ToArray();
    }

    private static void Write(CodedOutputStream output, int field, object value)
    {
        switch (value)
        {
            case ulong number:
                output.WriteTag(field, WireFormat.WireType.Varint);
                output.WriteUInt64(number);
                break;
            case Fixed number:
                output.WriteTag(field, WireFormat.WireType.Fixed64);
                output.WriteFixed64((ulong)number.Value);
                break;
            case byte[] bytes:
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(bytes));
                break;
        }
    }

    private sealed record Fixed(long Value);
}
