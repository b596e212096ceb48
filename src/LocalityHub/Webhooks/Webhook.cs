namespace Partnership.LocalityHub.Webhooks;

/// <summary>Another system of the council that wants to be told when there is something to fetch.</summary>
internal sealed class Webhook
{
    public Guid Id { get; init; }

    public required string Url { get; init; }

    /// <summary>The key under which every call is signed: shown once, when the webhook is made.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The subject of the token that made it.</summary>
    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The transaction up to which changes have been told.</summary>
    public ulong ToldUpTo { get; set; }

    public long Version { get; set; }
}

internal enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,
    GivenUp = 2,
}

/// <summary>One call of a webhook: what it says, and how it went.</summary>
internal sealed class WebhookDelivery
{
    public Guid Id { get; init; }

    /// <summary>Order of the calls.</summary>
    public long Sequence { get; init; }

    public Guid WebhookId { get; init; }

    /// <summary>What it is about: <c>ping</c>, <c>changes.available</c> or <c>import.ended</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The body as it is sent and signed; ids and codes alone.</summary>
    public required string Body { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DeliveryState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextAt { get; set; }

    /// <summary>When it is given up.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>The status that the last call was answered with; null when there was no answer.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why there was no answer: <c>address-not-allowed</c>, <c>unreachable</c>, <c>timed-out</c>, <c>certificate</c>.</summary>
    public string? LastFault { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }
}

/// <summary>How webhooks are called; section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    /// <summary>Networks that may be called although they are private, such as 10.20.0.0/16: the operator's word, not a council's.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Whether plain http may be called: for systems within the allowed networks.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long a call may take, from the look-up of the name to the status.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call that fails is tried again.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long the log of calls is kept.</summary>
    public TimeSpan KeepLog { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often it is looked whether there is something to tell.</summary>
    public TimeSpan LookAgain { get; set; } = TimeSpan.FromSeconds(5);
}
