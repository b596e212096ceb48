namespace Partnership.LocalityHub.Support;

/// <summary>What a reference of the support fund stands for.</summary>
internal enum SupportReferenceKind
{
    Child = 1,

    Family = 2,

    Assessment = 3,
}

/// <summary>
/// A random reference under which the support fund knows a child, family or assessment, and for a child the last that it was told. Kept in the
/// sealed schema like the region's, and minted for the fund alone: nobody can join it to a child's stages.
/// </summary>
internal sealed class SupportReference
{
    public Guid Reference { get; init; }

    public SupportReferenceKind Kind { get; init; }

    public Guid AboutId { get; init; }

    public int Epoch { get; set; }

    public long Version { get; set; }

    /// <summary>What the newest snapshot says, version left out, as JSON; empty for a family or assessment.</summary>
    public required string Content { get; set; }
}
