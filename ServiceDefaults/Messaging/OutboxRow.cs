using System.Diagnostics;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>A claimed row as the relay sends it.</summary>
internal sealed record OutboxRow(
    long Id, Guid AggregateId, int Epoch, long Version, Guid MessageId, string Name, string RoutingKey, byte[] Body, string Headers, int Attempts)
{
    public SendOutcome Outcome { get; set; }

    public string? FailureReason { get; set; }

    public ActivityContext TraceContext
    {
        get
        {
            var (parent, state) = TraceHeaders.Read(Headers);
            return ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
        }
    }
}

/// <summary>What became of a claimed row.</summary>
internal enum SendOutcome
{
    /// <summary>Not sent, or without an answer: not the row's fault, so not an attempt.</summary>
    Unsent = 0,

    /// <summary>The broker has it on disk in a queue.</summary>
    Confirmed = 1,

    /// <summary>The broker knew no queue for it or refused it.</summary>
    Failed = 2,
}
