namespace Partnership.LocalHosting.Dashboard;

/// <summary>The product's own health, read out of the metrics that its services send and the broker's own figures.</summary>
internal sealed class ProductFigures(Telemetry telemetry, BrokerQueues broker, TimeProvider clock)
{
    private const string Messaging = "Partnership.Messaging";
    private const string LocalityHub = "Partnership.LocalityHub";
    private const string CentralHub = "Partnership.CentralHub";
    private const string CentralHubService = "central-hub";
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(2);

    public IReadOnlyList<QueueDepth>? Queues => broker.Last;

    public List<(long At, double Value)> QueuedOverTime() => broker.Waiting().ConvertAll(point => (point.At, point.Value));

    public int RecentErrors() => telemetry.Spans.Newest(new TraceFilter(), 200).Count(trace => trace.Errors > 0);

    public List<OutboxFigures> Outboxes()
    {
        var ages = ByService(Messaging, "outbox.oldest_unsent_age");
        var backlogs = ByService(Messaging, "outbox.backlog");
        var parkedOut = ByService(Messaging, "outbox.parked");
        var parkedIn = ByService(Messaging, "inbox.parked_now");
        var sent = ByService(Messaging, "outbox.sent");
        var consumed = ByService(Messaging, "inbox.consumed");
        return [.. ages.Keys.Order(StringComparer.Ordinal).Select(service => new OutboxFigures(
            service,
            Of(ages, service),
            Of(backlogs, service),
            Of(parkedOut, service) + Of(parkedIn, service),
            Of(sent, service),
            Of(consumed, service),
            backlogs.TryGetValue(service, out var backlog) ? backlog.Points : []))];
    }

    public List<ImportFigures> Imports()
    {
        var waiting = ByService(LocalityHub, "imports.waiting");
        var running = ByService(LocalityHub, "imports.running");
        var done = ByService(LocalityHub, "imports.children_done");
        var total = ByService(LocalityHub, "imports.children_total");
        var ended = telemetry.Metrics.Select(Is(LocalityHub, "imports.ended"), series => (
            series.Name.Service,
            Failed: series.Attributes.Any(pair => pair.Value == "failed"),
            series.Total,

            // Counted from the hub's own table: what it had counted when it was first heard of may be years old.
            Lately: series.Points().Any(point => point.At > series.FirstAt && point.Value > 0)));
        return [.. waiting.Keys.Order(StringComparer.Ordinal).Select(service => new ImportFigures(
            service,
            Of(waiting, service),
            Of(running, service),
            Of(done, service),
            Of(total, service),
            ended.Where(one => one.Service == service && !one.Failed).Sum(one => one.Total),
            ended.Where(one => one.Service == service && one.Failed).Sum(one => one.Total),
            ended.Any(one => one.Service == service && one.Failed && one.Lately)))];
    }

    /// <summary>Every council whose hub tells of itself.</summary>
    public List<CouncilFigures> Councils()
    {
        var unsent = ByService(Messaging, "outbox.oldest_unsent_age");
        var heard = telemetry.Metrics.Select(
                Is(CentralHub, "region.last_received_age"),
                series => (Council: Attribute(series, "council"), Age: series.Last?.Value ?? 0, series.LastAt))
            .Where(one => IsFresh(one.LastAt))
            .GroupBy(one => one.Council, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => one.MaxBy(age => age.LastAt).Age, StringComparer.Ordinal);
        var tells = telemetry.Metrics.Select(series => series.Name.Service == CentralHubService && IsFresh(series.LastAt), _ => true).Count > 0;
        var waiting = Queues?.Any(queue => queue.Ready > 0 && !queue.IsDead && queue.Name.StartsWith($"{CentralHubService}.", StringComparison.Ordinal));
        return [.. telemetry.Metrics.Select(
                Is(LocalityHub, "imports.waiting"),
                series => (Code: Attribute(series, "council"), Name: Attribute(series, "council.name"), Hub: series.Name.Service, series.LastAt))
            .Where(one => IsFresh(one.LastAt))
            .DistinctBy(one => one.Code)
            .OrderBy(one => one.Code, StringComparer.Ordinal)
            .Select(one =>
            {
                double? lastHeard = heard.TryGetValue(one.Code, out var age) ? age : null;
                var oldestUnsent = Of(unsent, one.Hub);
                var freshness = oldestUnsent > OutboxFigures.LateAfterSeconds ? Freshness.Behind
                    : !tells || waiting is null ? Freshness.Unknown
                    : waiting.Value ? Freshness.TakingIn
                    : lastHeard is null ? Freshness.NeverHeard
                    : Freshness.UpToDate;
                return new CouncilFigures(one.Code, one.Name, one.Hub, freshness, lastHeard, oldestUnsent);
            })];
    }

    public RequestFigures Requests()
    {
        var series = telemetry.Metrics.Select(
            one => one.Name is { Service: "gateway", Name: "http.server.request.duration" } && IsFresh(one.LastAt) && !one.Attributes.Any(pair => pair.Value is "/health" or "/alive"),
            one => one.Points());
        var sums = new SortedDictionary<long, double>();
        foreach (var point in series.SelectMany(points => points))
        {
            // One process reports all its series at one moment.
            sums[point.At / 1_000_000_000] = sums.GetValueOrDefault(point.At / 1_000_000_000) + point.Value;
        }

        var last = series.Where(points => points.Count > 0).Select(points => points[^1]).Where(point => point.Value > 0).ToList();
        return new RequestFigures(
            sums.Count == 0 ? 0 : sums.Last().Value,
            last.Count == 0 ? 0 : last.Max(point => point.P95),
            [.. sums.Select(pair => (pair.Key * 1_000_000_000, pair.Value))]);
    }

    private Dictionary<string, Figure> ByService(string meter, string name) =>
        telemetry.Metrics.Select(Is(meter, name), series => (series.Name.Service, series.LastAt, Points: series.Points()))
            .Where(one => IsFresh(one.LastAt) && one.Points.Count > 0)
            .GroupBy(one => one.Service)
            .Select(service => service.MaxBy(one => one.LastAt))
            .ToDictionary(one => one.Service, one => new Figure(one.Points[^1].Value, [.. one.Points.Select(point => (point.At, point.Value))]), StringComparer.Ordinal);

    private static double Of(Dictionary<string, Figure> figures, string service) => figures.TryGetValue(service, out var figure) ? figure.Last : 0;

    private static Func<MetricSeries, bool> Is(string meter, string name) => series => series.Name.Meter == meter && series.Name.Name == name;

    private static string Attribute(MetricSeries series, string name) => series.Attributes.FirstOrDefault(pair => pair.Key == name).Value ?? "";

    /// <summary>A service that says nothing any more has no figures: its state says why.</summary>
    private bool IsFresh(long at) => at > (clock.GetUtcNow() - Silent).ToUnixTimeMilliseconds() * 1_000_000;

    private sealed record Figure(double Last, IReadOnlyList<(long, double)> Points);
}
