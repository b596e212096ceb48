using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>Reads an export request of metrics into the store.</summary>
internal static class OtlpMetrics
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;
    private const ulong Delta = 1;
    private const int MostBuckets = 64;

    public static void Read(ReadOnlySpan<byte> request, NamePool names, MetricStore store)
    {
        var reader = new WireReader(request);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                ReadResource(reader.Bytes, names, store);
            }
        }
    }

    private static void ReadResource(ReadOnlySpan<byte> resourceMetrics, NamePool names, MetricStore store)
    {
        var source = new TelemetrySource("unknown", "");
        var reader = new WireReader(resourceMetrics);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                source = OtlpText.Source(reader.Bytes);
                source = new TelemetrySource(names.Of(source.Service), names.Of(source.Instance));
            }
            else if (reader.Field == 2)
            {
                var meter = "";
                var scope = new WireReader(reader.Bytes);
                while (scope.Next())
                {
                    if (scope.Field == 1)
                    {
                        meter = names.Of(OtlpText.ScopeName(scope.Bytes));
                    }
                    else if (scope.Field == 2)
                    {
                        ReadMetric(scope.Bytes, source, meter, names, store);
                    }
                }
            }
        }
    }

    private static void ReadMetric(ReadOnlySpan<byte> metric, TelemetrySource source, string meter, NamePool names, MetricStore store)
    {
        string name = "", unit = "", description = "";
        var field = 0;
        ReadOnlySpan<byte> data = default;
        var reader = new WireReader(metric);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = names.Of(OtlpText.Shortened(reader.Text, 200)); break;
                case 2: description = names.Of(OtlpText.Shortened(reader.Text, 300)); break;
                case 3: unit = names.Of(OtlpText.Shortened(reader.Text, 40)); break;
                case Gauge or Sum or Histogram:
                    field = reader.Field;
                    data = reader.Bytes;
                    break;
            }
        }

        if (field == 0)
        {
            return; // Exponential histograms and summaries: no service of ours sends them.
        }

        var (isDelta, isMonotonic) = Temporality(data);
        var kind = field == Histogram ? MetricKind.Histogram : field == Sum && isMonotonic ? MetricKind.Counter : MetricKind.Gauge;
        var header = new MetricHeader(meter, name, kind, unit, description);
        reader = new WireReader(data);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                ReadPoint(reader.Bytes, source, header, isDelta, names, store);
            }
        }
    }

    private static (bool IsDelta, bool IsMonotonic) Temporality(ReadOnlySpan<byte> data)
    {
        var found = (IsDelta: false, IsMonotonic: false);
        var reader = new WireReader(data);
        while (reader.Next())
        {
            found.IsDelta |= reader.Field == 2 && reader.Number == Delta;
            found.IsMonotonic |= reader.Field == 3 && reader.Number != 0;
        }

        return found;
    }

    private static void ReadPoint(
        ReadOnlySpan<byte> point, TelemetrySource source, MetricHeader header, bool isDelta, NamePool names, MetricStore store)
    {
        var isHistogram = header.Kind == MetricKind.Histogram;
        long started = 0, at = 0;
        double value = 0;
        ulong[] buckets = [];
        double[] bounds = [];
        var reader = new WireReader(point);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: started = (long)reader.Number; break;
                case 3: at = (long)reader.Number; break;
                case 4: value = isHistogram ? reader.Number : reader.Double; break;
                case 6 when isHistogram: buckets = Packed(reader.Bytes); break;
                case 6: value = (long)reader.Number; break;
                case 7 when isHistogram: bounds = [.. MemoryMarshal.Cast<ulong, double>(Packed(reader.Bytes))]; break;
            }
        }

        var attributes = OtlpText.Attributes(point, isHistogram ? 9 : 7)
            .ConvertAll(pair => KeyValuePair.Create(names.Of(pair.Key), names.Of(OtlpText.Shortened(pair.Value, 200))));
        store.Add(source, header, attributes, series =>
        {
            switch (header.Kind)
            {
                case MetricKind.Histogram: series.AddHistogram(at, started, value, buckets, bounds, isDelta); break;
                case MetricKind.Counter: series.AddCount(at, started, value, isDelta); break;
                default: series.AddGauge(at, value); break;
            }
        });
    }

    private static ulong[] Packed(ReadOnlySpan<byte> bytes)
    {
        var numbers = new ulong[Math.Min(bytes.Length / sizeof(ulong), MostBuckets)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
        }

        return numbers;
    }
}
