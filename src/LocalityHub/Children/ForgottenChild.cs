namespace Partnership.LocalityHub.Children;

/// <summary>A child whom the hub has forgotten: kept for as long as readers of changes may need to hear that there is none any more, and no longer.</summary>
internal sealed class ForgottenChild
{
    public Guid ChildId { get; init; }

    public required string LocalId { get; init; }

    /// <summary>The child's last version, and one more.</summary>
    public long Version { get; init; }

    public DateTimeOffset ForgottenAt { get; init; }

    /// <summary>The number of the transaction that forgot the child; the database sets it.</summary>
    public ulong ChangedIn { get; private set; }
}
