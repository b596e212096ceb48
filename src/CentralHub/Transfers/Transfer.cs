using System.Text.Json.Serialization;

namespace Partnership.CentralHub.Transfers;

/// <summary>How a transfer stands. Numbers are stored: never reuse one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransferState>))]
internal enum TransferState : short
{
    /// <summary>It waits for the colleague.</summary>
    Offered = 1,

    /// <summary>The colleague has the links.</summary>
    Accepted = 2,

    /// <summary>The colleague does not take them.</summary>
    Declined = 3,

    /// <summary>It was taken back.</summary>
    Revoked = 4,
}

/// <summary>A worker hands links over to a colleague of the same council.</summary>
internal sealed class Transfer
{
    public required Guid Id { get; init; }

    public required short Council { get; init; }

    public required Guid From { get; init; }

    public required Guid To { get; init; }

    public required Guid[] Links { get; init; }

    public TransferState State { get; set; } = TransferState.Offered;

    public required DateTimeOffset OfferedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }
}
