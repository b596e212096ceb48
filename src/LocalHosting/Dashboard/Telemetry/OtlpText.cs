using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>What spans, logs and metrics have in common: resources, scopes and attributes, as text.</summary>
internal static class OtlpText
{
    private const int LongestValue = 4096;
    private const int DeepestValue = 4;
    private const int MostAttributes = 128;

    /// <summary>The service's name and instance that a resource message tells.</summary>
    public static TelemetrySource Source(ReadOnlySpan<byte> resource)
    {
        string name = "unknown", instance = "";
        foreach (var (key, value) in Attributes(resource, 1))
        {
            name = key == "service.name" ? value : name;
            instance = key == "service.instance.id" ? value : instance;
        }

        return new TelemetrySource(Shortened(name, 100), Shortened(instance, 40));
    }

    /// <summary>The name of an instrumentation scope message.</summary>
    public static string ScopeName(ReadOnlySpan<byte> scope)
    {
        var reader = new WireReader(scope);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                return Shortened(reader.Text, 200);
            }
        }

        return "";
    }

    /// <summary>The attributes that a message holds in a field of key-value messages: as many as OpenTelemetry lets a span have.</summary>
    public static List<KeyValuePair<string, string>> Attributes(ReadOnlySpan<byte> message, int field)
    {
        var found = new List<KeyValuePair<string, string>>();
        var reader = new WireReader(message);
        while (found.Count < MostAttributes && reader.Next())
        {
            if (reader.Field == field)
            {
                found.Add(Attribute(reader.Bytes, depth: 0));
            }
        }

        return found;
    }

    public static string Shortened(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");

    public static UInt128 TraceId(ReadOnlySpan<byte> bytes) => bytes.Length == 16 ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : 0;

    public static ulong SpanId(ReadOnlySpan<byte> bytes) => bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    private static KeyValuePair<string, string> Attribute(ReadOnlySpan<byte> pair, int depth)
    {
        string key = "", value = "";
        var reader = new WireReader(pair);
        while (reader.Next())
        {
            key = reader.Field == 1 ? Shortened(reader.Text, 200) : key;
            value = reader.Field == 2 ? Value(reader.Bytes, depth) : value;
        }

        return new(key, value);
    }

    /// <summary>An OTLP value of any kind; lists and maps in brackets, as deep as anyone wants to read.</summary>
    public static string Value(ReadOnlySpan<byte> value, int depth = 0)
    {
        var text = "";
        var reader = new WireReader(value);
        while (reader.Next())
        {
            text = reader.Field switch
            {
                1 => reader.Text,
                2 => reader.Number == 0 ? "false" : "true",
                3 => ((long)reader.Number).ToString(CultureInfo.InvariantCulture),
                4 => reader.Double.ToString(CultureInfo.InvariantCulture),
                5 or 6 => depth < DeepestValue ? Several(reader.Bytes, isMap: reader.Field == 6, depth) : "…",
                7 => Convert.ToHexStringLower(reader.Bytes[..Math.Min(reader.Bytes.Length, 64)]),
                _ => text,
            };
        }

        return Shortened(text, LongestValue);
    }

    private static string Several(ReadOnlySpan<byte> list, bool isMap, int depth)
    {
        var text = new StringBuilder("[");
        var reader = new WireReader(list);
        while (text.Length <= LongestValue && reader.Next())
        {
            text.Append(text.Length > 1 ? ", " : "");
            if (isMap)
            {
                var (key, value) = Attribute(reader.Bytes, depth + 1);
                text.Append(key).Append('=').Append(value);
            }
            else
            {
                text.Append(Value(reader.Bytes, depth + 1));
            }
        }

        return text.Append(']').ToString();
    }
}
