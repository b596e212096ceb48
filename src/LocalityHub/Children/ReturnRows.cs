namespace Partnership.LocalityHub.Children;

/// <summary>
/// A row of a return as the hub keeps it: whose, from which year's return, where in its file, and whether it counts or is held.
/// The tables below hold the accepted rows (<see cref="Held"/> false) that milestones are derived from, and beside them the rows of a
/// held return until it is mended.
/// </summary>
internal abstract class StoredRow
{
    public Guid ChildId { get; init; }

    /// <summary>The census year, by the calendar year in which it ends.</summary>
    public short Year { get; init; }

    public bool Held { get; init; }

    /// <summary>The data row in the file of that import, from 1.</summary>
    public int SourceRow { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>Cells that should be dates and are not, as <c>COLUMN=text</c>; null when there are none.</summary>
    public string[]? Malformed { get; init; }
}

internal sealed class StoredHeader : StoredRow
{
    public string? Sex { get; init; }

    public DateOnly? Dob { get; init; }

    public string? Ethnic { get; init; }

    public string? Upn { get; init; }

    public string? Mother { get; init; }

    public DateOnly? McDob { get; init; }

    /// <summary>The flag of the XML form; null where the form did not ask.</summary>
    public string? Uasc { get; init; }
}

internal sealed class StoredEpisode : StoredRow
{
    public DateOnly? Decom { get; init; }

    public string? Rne { get; init; }

    public string? Ls { get; init; }

    public string? Cin { get; init; }

    public string? Place { get; init; }

    public string? PlaceProvider { get; init; }

    public DateOnly? Dec { get; init; }

    public string? Rec { get; init; }

    public string? ReasonPlaceChange { get; init; }

    public string? HomePost { get; init; }

    public string? PlPost { get; init; }

    public string? Urn { get; init; }
}

internal sealed class StoredAd1 : StoredRow
{
    public DateOnly? Dob { get; init; }

    public DateOnly? DateInt { get; init; }

    public DateOnly? DateMatch { get; init; }

    public string? FosterCare { get; init; }

    public string? NbAdoptr { get; init; }

    public string? SexAdoptr { get; init; }

    public string? LsAdoptr { get; init; }
}

internal sealed class StoredPlacedAdoption : StoredRow
{
    public DateOnly? Dob { get; init; }

    public DateOnly? DatePlaced { get; init; }

    public DateOnly? DatePlacedCeased { get; init; }

    public string? ReasonPlacedCeased { get; init; }
}

internal sealed class StoredPrevPerm : StoredRow
{
    public DateOnly? Dob { get; init; }

    public string? PrevPerm { get; init; }

    public string? LaPerm { get; init; }

    public string? DatePerm { get; init; }
}

/// <summary>A row of a table that no milestone is derived from: its cells in the order of the published layout, CHILD left out.</summary>
internal sealed class StoredOtherRow : StoredRow
{
    public short Table { get; init; }

    public required string?[] Cells { get; init; }
}

/// <summary>What the hub has of one child from one year's returns: what it accepted, and what it holds.</summary>
internal sealed class ChildYear
{
    public Guid ChildId { get; init; }

    public short Year { get; init; }

    /// <summary>The import whose rows count; null when that year has only ever been held.</summary>
    public Guid? ImportId { get; init; }

    /// <summary>Of the content of the accepted rows and of what their checks depended on: the same again changes nothing.</summary>
    public byte[]? Digest { get; init; }

    /// <summary>The import that is held; null when nothing is.</summary>
    public Guid? HeldImportId { get; init; }

    public byte[]? HeldDigest { get; init; }

    /// <summary>Why it is held: numbers of rules, or <c>rejected-row</c>.</summary>
    public string[] HoldReasons { get; init; } = [];
}
