using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using MassTransit;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Stands where MassTransit would deserialise: takes the raw delivery, and holds its acknowledgement until the batch
/// that it goes with is committed.
/// </summary>
internal sealed class DeliveryReceiver : IFilter<ReceiveContext>
{
    // Bounded by the prefetch of the endpoint.
    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>();

    public ChannelReader<Delivery> Arrived => _arrived.Reader;

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var delivery = Read(context);
        _arrived.Writer.TryWrite(delivery);
        return delivery.Settled;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");

    private static Delivery Read(ReceiveContext context)
    {
        var body = context.GetBody();
        var rabbit = context.GetPayload<RabbitMqBasicConsumeContext>();

        // Without an id of its own a message gets one from its content, the same at each redelivery.
        var messageId = Guid.TryParse(rabbit.Properties.MessageId, out var id) ? id : new Guid(SHA256.HashData(body).AsSpan(0, 16));
        return new Delivery(
            messageId,
            rabbit.Properties.Type ?? string.Empty,
            body,
            TraceHeaders.Write(Header("traceparent"), Header("tracestate")),
            rabbit.DeliveryTag);

        string? Header(string name) => rabbit.Properties.Headers?.TryGetValue(name, out var value) == true
            ? value switch
            {
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                string text => text,
                _ => null,
            }
            : null;
    }
}
