namespace Partnership.LocalHosting.Dashboard;

/// <summary>Reads an export request of log records into the store, one by one.</summary>
internal static class OtlpLogs
{
    private const int LongestBody = 8192;

    public static void Read(ReadOnlySpan<byte> request, NamePool names, LogStore store)
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

    private static void ReadResource(ReadOnlySpan<byte> resourceLogs, NamePool names, LogStore store)
    {
        var service = "unknown";
        var reader = new WireReader(resourceLogs);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                service = names.Of(OtlpText.Source(reader.Bytes).Service);
            }
            else if (reader.Field == 2)
            {
                var category = "";
                var scope = new WireReader(reader.Bytes);
                while (scope.Next())
                {
                    if (scope.Field == 1)
                    {
                        category = names.Of(OtlpText.ScopeName(scope.Bytes));
                    }
                    else if (scope.Field == 2)
                    {
                        store.Add(ReadRecord(scope.Bytes, service, category));
                    }
                }
            }
        }
    }

    private static StoredLog ReadRecord(ReadOnlySpan<byte> record, string service, string category)
    {
        UInt128 trace = 0;
        ulong span = 0;
        long at = 0, observed = 0;
        var severity = 0;
        var body = "";
        var reader = new WireReader(record);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: at = (long)reader.Number; break;
                case 2: severity = (int)reader.Number; break;
                case 5: body = OtlpText.Shortened(OtlpText.Value(reader.Bytes), LongestBody); break;
                case 9: trace = OtlpText.TraceId(reader.Bytes); break;
                case 10: span = OtlpText.SpanId(reader.Bytes); break;
                case 11: observed = (long)reader.Number; break;
            }
        }

        return new StoredLog
        {
            At = at == 0 ? observed : at,
            Severity = severity,
            Service = service,
            Category = category,
            TraceId = trace,
            SpanId = span,
            Body = body,
            Message = record.ToArray(),
        };
    }
}
