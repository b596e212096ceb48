namespace Partnership.LocalHosting.Dashboard;

/// <summary>The product's own health, read out of the metrics that its services send and the broker's own figures.</summary>
/// <param name="telemetry">What services have sent.</param>
/// <param name="broker">What the broker tells.</param>
/// <param name="services">The product's services of this system: what one of them does not tell is not known, and is not nothing.</param>
/// <param name="clock">The time.</param>
internal sealed class ProductFigures(Telemetry telemetry, BrokerQueues broker, IReadOnlyList<string> services, TimeProvider clock)
{
    private const string Messaging = "Partnership.Messaging";
    private const string LocalityHub = "Partnership.LocalityHub";
    private const string CentralHub = "Partnership.CentralHub";
    private const string CentralHubService = "central-hub";
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(2);

    public IReadOnlyList<QueueDepth>? Queues => broker.Last;

    public List<(long At, double Value)> QueuedOverTime() => broker.Waiting().ConvertAll(point => (point.At, point.Value));

    /// <summary>Whether there are services of the product and none of them tells anything: they are starting, or their telemetry goes elsewhere.</summary>
    public bool HearsNothing => services.Count > 0 && telemetry.Metrics.Select(series => IsFresh(series.LastAt) && services.Contains(series.Name.Service), _ => true).Count == 0;

    /// <summary>Whether somebody has taken messages of a queue and finished none of them, as the broker saw at its last look and at the one before.</summary>
    public bool IsHeld(QueueDepth queue) => IsHeldNow(queue) && broker.Before?.Any(earlier => earlier.Name == queue.Name && IsHeldNow(earlier)) == true;

    public int RecentErrors() => telemetry.Spans.Newest(new TraceFilter(), 200).Count(trace => trace.Errors > 0);

    public List<OutboxFigures> Outboxes()
    {
        var ages = ByService(Messaging, "outbox.oldest_unsent_age");
        var backlogs = ByService(Messaging, "outbox.backlog");
        var parkedOut = ByService(Messaging, "outbox.parked");
        var parkedIn = ByService(Messaging, "inbox.parked_now");
        var retrying = ByService(Messaging, "inbox.retrying");
        var sent = ByService(Messaging, "outbox.sent");
        var consumed = ByService(Messaging, "inbox.consumed");
        var heard = telemetry.Metrics.Select(Is(Messaging, "outbox.oldest_unsent_age"), series => series.Name.Service).ToHashSet(StringComparer.Ordinal);
        return [.. ages.Keys.Union(services).Order(StringComparer.Ordinal).Select(service => !ages.ContainsKey(service)
            ? OutboxFigures.OfSilent(service, heard.Contains(service))
            : new OutboxFigures(
                service,
                Of(ages, service),
                Of(backlogs, service),
                Of(parkedOut, service) + Of(parkedIn, service),
                Of(retrying, service),
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

    /// <summary>Every council of the system, and every one whose hub tells of itself.</summary>
    public List<CouncilFigures> Councils()
    {
        var outboxes = Outboxes().ToDictionary(outbox => outbox.Service, StringComparer.Ordinal);
        var heard = telemetry.Metrics.Select(
                Is(CentralHub, "region.last_received_age"),
                series => (Council: Attribute(series, "council"), Age: series.Last?.Value ?? 0, series.LastAt))
            .Where(one => IsFresh(one.LastAt))
            .GroupBy(one => one.Council, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => one.MaxBy(age => age.LastAt).Age, StringComparer.Ordinal);
        var tells = telemetry.Metrics.Select(series => series.Name.Service == CentralHubService && IsFresh(series.LastAt), _ => true).Count > 0;
        var centre = outboxes.GetValueOrDefault(CentralHubService);
        bool? waiting = Queues is null ? null : centre?.Retrying > 0 || IsTakingIn(Queues, broker.Before);

        // A hub that has fallen silent is still known by the name that it told, and one that never spoke by its council's code.
        var told = telemetry.Metrics.Select(
                Is(LocalityHub, "imports.waiting"),
                series => (Code: Attribute(series, "council"), Name: Attribute(series, "council.name"), Hub: series.Name.Service, IsSilent: !IsFresh(series.LastAt)));
        return [.. told
            .Concat(services.Select(service => (Code: OperatorApi.CouncilOf(service) ?? "", Name: "Council", Hub: service, IsSilent: true)).Where(one => one.Code.Length > 0))
            .OrderBy(one => one.IsSilent)
            .DistinctBy(one => one.Code)
            .Where(one => !one.IsSilent || services.Contains(one.Hub))
            .OrderBy(one => one.Code, StringComparer.Ordinal)
            .Select(one =>
            {
                double? lastHeard = heard.TryGetValue(one.Code, out var age) ? age : null;
                var outbox = outboxes.GetValueOrDefault(one.Hub);
                var freshness = one.IsSilent ? Freshness.Unknown
                    : outbox is { IsLate: true } or { Parked: > 0 } || centre is { Parked: > 0 } ? Freshness.Behind
                    : !tells || waiting is null ? Freshness.Unknown
                    : waiting.Value ? Freshness.TakingIn
                    : lastHeard is null ? Freshness.NeverHeard
                    : Freshness.UpToDate;
                return new CouncilFigures(one.Code, one.Name, one.Hub, freshness, lastHeard, one.IsSilent ? null : outbox?.OldestAge ?? 0);
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

    /// <summary>
    /// Whether the region's queues hold messages: ready, or in the central hub's hands at two looks in turn. A reader takes a few hundred at once, so one that
    /// stands still has everything in hand and leaves nothing ready.
    /// </summary>
    private static bool IsTakingIn(IReadOnlyList<QueueDepth> now, IReadOnlyList<QueueDepth>? before)
    {
        static bool IsOfTheRegion(QueueDepth queue) => !queue.IsDead && queue.Name.StartsWith($"{CentralHubService}.", StringComparison.Ordinal);
        return now.Any(queue => IsOfTheRegion(queue)
            && (queue.Ready > 0 || (queue.Unacknowledged > 0 && before?.Any(earlier => earlier.Name == queue.Name && earlier.Ready + earlier.Unacknowledged > 0) == true)));
    }

    private static bool IsHeldNow(QueueDepth queue) => queue is { IsDead: false, Unacknowledged: > 0, DeliveredPerSecond: 0 };

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
