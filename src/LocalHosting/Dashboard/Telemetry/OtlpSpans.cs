namespace Partnership.LocalHosting.Dashboard;

/// <summary>Reads an export request of spans into the store, one by one: a request of many small ones costs no more than the store may hold.</summary>
internal static class OtlpSpans
{
    public static void Read(ReadOnlySpan<byte> request, NamePool names, SpanStore store)
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

    private static void ReadResource(ReadOnlySpan<byte> resourceSpans, NamePool names, SpanStore store)
    {
        var service = "unknown";
        var reader = new WireReader(resourceSpans);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                service = names.Of(OtlpText.Source(reader.Bytes).Service);
            }
            else if (reader.Field == 2)
            {
                ReadScope(reader.Bytes, service, names, store);
            }
        }
    }

    private static void ReadScope(ReadOnlySpan<byte> scopeSpans, string service, NamePool names, SpanStore store)
    {
        var scope = "";
        var reader = new WireReader(scopeSpans);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                scope = names.Of(OtlpText.ScopeName(reader.Bytes));
            }
            else if (reader.Field == 2)
            {
                store.Add(ReadSpan(reader.Bytes, service, scope, names));
            }
        }
    }

    private static StoredSpan ReadSpan(ReadOnlySpan<byte> span, string service, string scope, NamePool names)
    {
        UInt128 trace = 0;
        ulong id = 0, parent = 0;
        long start = 0, end = 0;
        var name = "";
        var kind = SpanKind.Unknown;
        var isError = false;
        var reader = new WireReader(span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: trace = OtlpText.TraceId(reader.Bytes); break;
                case 2: id = OtlpText.SpanId(reader.Bytes); break;
                case 4: parent = OtlpText.SpanId(reader.Bytes); break;
                case 5: name = OtlpText.Shortened(reader.Text, 300); break;
                case 6: kind = (SpanKind)reader.Number; break;
                case 7: start = (long)reader.Number; break;
                case 8: end = (long)reader.Number; break;
                case 15: isError = IsError(reader.Bytes); break;
            }
        }

        return new StoredSpan
        {
            TraceId = trace,
            Id = id,
            ParentId = parent,
            Service = service,
            Scope = scope,
            Name = names.Of(name),
            Kind = kind,
            Start = start,
            End = end,
            IsError = isError,
            Message = span.ToArray(),
        };
    }

    private static bool IsError(ReadOnlySpan<byte> status)
    {
        var reader = new WireReader(status);
        while (reader.Next())
        {
            if (reader.Field == 3)
            {
                return reader.Number == 2;
            }
        }

        return false;
    }
}
