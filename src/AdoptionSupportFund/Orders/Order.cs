namespace Partnership.AdoptionSupportFund.Orders;

internal enum OrderState
{
    Placed = 1,

    /// <summary>No more is invoiced: the package has ended or another line took the place.</summary>
    Ended = 2,
}

/// <summary>An order to a provider for a line of an approved application.</summary>
internal sealed class Order
{
    public Guid Id { get; init; }

    /// <summary>Counts orders; how people and providers name one.</summary>
    public long Number { get; init; }

    public short Council { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid LineId { get; init; }

    public Guid ProviderId { get; init; }

    /// <summary>The framework that it is called off from; null for one of its own.</summary>
    public Guid? FrameworkId { get; init; }

    public decimal Hours { get; init; }

    public long RatePence { get; init; }

    public long Pence { get; init; }

    public OrderState State { get; set; }

    public DateOnly OrderedOn { get; init; }

    public required string OrderedBy { get; init; }
}

internal enum InvoiceState
{
    Received = 1,

    Paid = 2,

    /// <summary>Its entry was taken back.</summary>
    Reversed = 3,
}

/// <summary>A provider's invoice for a part of an order.</summary>
internal sealed class Invoice
{
    public Guid Id { get; init; }

    public short Council { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid OrderId { get; init; }

    public Guid ProviderId { get; init; }

    /// <summary>The provider's own number.</summary>
    public required string Reference { get; init; }

    public decimal Hours { get; init; }

    public long Pence { get; init; }

    public DateOnly PeriodFrom { get; init; }

    public DateOnly PeriodTo { get; init; }

    public DateOnly ReceivedOn { get; init; }

    public InvoiceState State { get; set; }

    public DateOnly? PaidOn { get; set; }

    /// <summary>The entry that it was entered by, and that by which it was paid.</summary>
    public Guid JournalId { get; init; }

    public Guid? PaymentJournalId { get; set; }

    public long Version { get; set; }
}
