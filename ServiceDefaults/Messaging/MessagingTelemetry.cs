using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The spans and figures of messaging; source and meter are both named <see cref="Name"/>.</summary>
public sealed class MessagingTelemetry
{
    /// <summary>The name to register with the telemetry: <c>Partnership.Messaging</c>.</summary>
    public const string Name = "Partnership.Messaging";

    private readonly Meter _meter;
    private double _oldestUnsentAge;
    private long _backlog;
    private long _parkedNow;
    private long _parkedIn;
    private long _retrying;

    internal MessagingTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _meter.CreateObservableGauge("outbox.oldest_unsent_age", () => Volatile.Read(ref _oldestUnsentAge), "s", "Age of the oldest outbox row that is not parked: the service level.");
        _meter.CreateObservableGauge("outbox.backlog", () => Volatile.Read(ref _backlog), "{message}", "Outbox rows not yet sent and not parked.");
        _meter.CreateObservableGauge("outbox.parked", () => Volatile.Read(ref _parkedNow), "{message}", "Outbox rows parked now.");
        _meter.CreateObservableGauge("inbox.parked_now", () => Volatile.Read(ref _parkedIn), "{message}", "Messages taken in that wait for a person now.");
        _meter.CreateObservableGauge("inbox.retrying", () => Volatile.Read(ref _retrying), "{message}", "Messages that could not be taken in and are tried again.");
        Sent = _meter.CreateCounter<long>("outbox.sent", "{message}", "Messages confirmed by the broker.");
        Returned = _meter.CreateCounter<long>("outbox.returned", "{message}", "Messages for which the broker knew no queue.");
        OutboxRetries = _meter.CreateCounter<long>("outbox.retries", "{message}", "Failed attempts at sending that will be repeated.");
        OutboxParked = _meter.CreateCounter<long>("outbox.newly_parked", "{message}", "Messages given up on after the last attempt at sending.");
        ConfirmLatency = _meter.CreateHistogram<double>("outbox.confirm_latency", "s", "From sending to the broker's confirmation.");
        Leadership = _meter.CreateCounter<long>("outbox.leader_changes", "{change}", "How often this process became the relay of its database.");
        Consumed = _meter.CreateCounter<long>("inbox.consumed", "{message}", "Messages applied and committed.");
        Duplicates = _meter.CreateCounter<long>("inbox.duplicates", "{message}", "Messages dropped because they were consumed before.");
        InboxRetries = _meter.CreateCounter<long>("inbox.retries", "{message}", "Failed attempts at consuming that will be repeated.");
        InboxParked = _meter.CreateCounter<long>("inbox.parked", "{message}", "Messages parked: unreadable, unknown, or failing to the last attempt.");
    }

    internal static ActivitySource Source { get; } = new(Name);

    internal Counter<long> Sent { get; }

    internal Counter<long> Returned { get; }

    internal Counter<long> OutboxRetries { get; }

    internal Counter<long> OutboxParked { get; }

    internal Histogram<double> ConfirmLatency { get; }

    internal Counter<long> Leadership { get; }

    internal Counter<long> Consumed { get; }

    internal Counter<long> Duplicates { get; }

    internal Counter<long> InboxRetries { get; }

    internal Counter<long> InboxParked { get; }

    internal void Observe(double oldestUnsentAge, long backlog, long parked, long parkedIn, long retrying)
    {
        Volatile.Write(ref _oldestUnsentAge, oldestUnsentAge);
        Volatile.Write(ref _backlog, backlog);
        Volatile.Write(ref _parkedNow, parked);
        Volatile.Write(ref _parkedIn, parkedIn);
        Volatile.Write(ref _retrying, retrying);
    }
}
