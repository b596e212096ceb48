namespace Partnership.LocalityHub.Regional;

/// <summary>The receiving service's purpose that a reference was minted for: no two of them share one.</summary>
internal enum ReferencePurpose
{
    /// <summary>The regional register of stages.</summary>
    Register = 1,

    /// <summary>The measure of an adoption.</summary>
    Adoption = 2,

    /// <summary>The measure of a wait at one 31 March.</summary>
    Wait = 3,
}

/// <summary>
/// A random reference under which the region knows one thing about a child, and the last that it was told. The only place where
/// reference and child meet: kept in a schema of its own, read by nothing but the code in this folder, never shown.
/// </summary>
internal sealed class RegionalReference
{
    /// <summary>The reference, random: a time-ordered one would betray which were minted together.</summary>
    public Guid Reference { get; init; }

    /// <summary>The child; removed from the register's reference when the adoption order is made.</summary>
    public Guid? ChildId { get; set; }

    public ReferencePurpose Purpose { get; init; }

    /// <summary>The year ended 31 March of a measured wait; 0 for the other purposes.</summary>
    public short Year { get; init; }

    public int Epoch { get; set; }

    public long Version { get; set; }

    /// <summary>What the newest snapshot says, version left out, as JSON.</summary>
    public required string Content { get; set; }

    public DateTimeOffset? TombstonedAt { get; set; }
}

/// <summary>What holds for the hub as a whole: one row.</summary>
internal sealed class HubState
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    /// <summary>Raised when the database is restored from a backup, so that what follows outranks what was sent before.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>The day, in Europe/London, up to which waits have been looked at.</summary>
    public DateOnly? SweptOn { get; set; }
}
