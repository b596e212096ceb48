using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Messaging;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Trace_OfARequest_RunsThroughOutboxAndBrokerToTheConsumer()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var requests = new ActivitySource("requests of this test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MessagingTelemetry.Name || source == requests,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: true);

        ActivityTraceId trace;
        using (var request = requests.StartActivity("PUT /milestones")!)
        {
            request.TraceStateString = "council=860";
            trace = request.TraceId;
            await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 1), Tally.Message(Tally.Reference(2), 1));
        }

        await site.AssertAllAppliedOnceAsync(2);
        Activity[] ours = [];
        await Eventually.TrueAsync(
            () =>
            {
                ours = [.. spans.Where(span => span.TraceId == trace)];
                return Task.FromResult(ours.Count(span => span.DisplayName == "process child-stage-changed") == 2);
            },
            "both messages' spans in the request's trace");
        var sends = ours.Where(span => span.DisplayName == "send child-stage-changed").ToList();
        Assert.Equal(2, sends.Count);
        Assert.All(sends, send => Assert.Equal(ours.Single(span => span.Source == requests).SpanId, send.ParentSpanId));
        Assert.All(sends, send => Assert.Single(send.Links));
        Assert.All(ours, span => Assert.Equal("council=860", span.TraceStateString));
        Assert.All(
            ours.Where(span => span.DisplayName == "process child-stage-changed"),
            process => Assert.Contains(process.ParentSpanId, sends.Select(send => send.SpanId)));
    }

    [Fact]
    public async Task Metrics_OfARun_CountWhatHappened()
    {
        await using var site = await TallySite.CreateAsync();
        var totals = new ConcurrentDictionary<string, double>();
        var host = await site.StartAsync(consume: true, messaging => messaging.MaxAttempts = 1);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, metering) =>
        {
            if (instrument.Meter.Name == MessagingTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
            {
                metering.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => totals.AddOrUpdate(instrument.Name, value, (_, sum) => instrument is ObservableInstrument<long> ? value : sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => totals.AddOrUpdate(instrument.Name, value, (_, sum) => instrument is ObservableInstrument<double> ? value : sum + value));
        listener.Start();

        await Tally.WriteAsync(host.Services, 50, 50, CancellationToken.None);
        await site.AssertAllAppliedOnceAsync(50);
        var id = Guid.CreateVersion7();
        for (var time = 0; time < 3; time++)
        {
            await site.SendRawAsync(id, "child-stage-changed", TallySite.Body(Tally.Message(Tally.Reference(99), 1)));
        }

        await site.SendRawAsync(Guid.CreateVersion7(), "child-renamed", "{}");
        await site.UnbindAsync();
        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(7), 2));
        await Eventually.TrueAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(totals.GetValueOrDefault("outbox.parked") == 1 && totals.GetValueOrDefault("inbox.duplicates") == 2);
            },
            "the figures");

        // What somebody asked to try again waits for nobody, though its row is still there until the retries take it.
        await site.ExecuteAsync(
            """
            insert into parked (message_id, consumer, name, body, headers, attempts, reason, replay_at)
            values (gen_random_uuid(), 'of another process', 'child-stage-changed', '', '{}', 8, 'planted', now()), (gen_random_uuid(), 'of another process', 'child-stage-changed', '', '{}', 8, 'planted', null)
            """);
        await Eventually.TrueAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(totals.GetValueOrDefault("inbox.parked_now") >= 2);
            },
            "the parked messages' figure");
        Assert.Equal(2, totals["inbox.parked_now"]);
        Assert.Equal(50, totals["outbox.sent"]);
        Assert.Equal(51, totals["inbox.consumed"]);
        Assert.Equal(1, totals["outbox.returned"]);
        Assert.Equal(1, totals["outbox.newly_parked"]);
        Assert.Equal(1, totals["inbox.parked"]);
        Assert.Equal(0, totals["outbox.backlog"]);
        Assert.Equal(0, totals["outbox.oldest_unsent_age"]);
        Assert.True(totals["outbox.confirm_latency"] > 0);
    }
}
