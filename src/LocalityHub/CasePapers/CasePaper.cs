using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.PanelCases;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>A paper of a case: one version of it. A later version takes its place for readers; the earlier one stays with who read it.</summary>
internal sealed class CasePaper
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    /// <summary>The child that it is about; null for the case as a whole.</summary>
    public Guid? ChildId { get; init; }

    public PaperKind Kind { get; init; }

    /// <summary>The same for all versions of one paper: their first's id.</summary>
    public Guid PaperId { get; init; }

    /// <summary>1 for the first.</summary>
    public short Number { get; init; }

    /// <summary>A later version is there.</summary>
    public bool Superseded { get; set; }

    /// <summary>The day that the paper bears.</summary>
    public DateOnly DatedOn { get; init; }

    /// <summary>As it was called where it came from.</summary>
    public required string FileName { get; init; }

    public SniffedType Type { get; init; }

    public int Length { get; init; }

    /// <summary>SHA-256 of what was uploaded.</summary>
    public required byte[] Digest { get; init; }

    public required string UploadedBy { get; init; }

    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>Why it came after papers had gone out; null when it did not.</summary>
    public LateReason? LateReason { get; init; }

    /// <summary>From then on nobody reads it.</summary>
    public DateTimeOffset? RecalledAt { get; set; }

    public string? RecalledBy { get; set; }

    public string? RecallReason { get; set; }
}

/// <summary>Why a paper comes after papers have gone out: the reasons for which panel scheduling takes a late case, and no others. Numbers are stored: never reuse one.</summary>
internal enum LateReason : short
{
    /// <summary>To wait would not be in the child's interest.</summary>
    ChildsWelfare = 1,

    /// <summary>A hearing cannot wait.</summary>
    CourtDate = 2,

    /// <summary>Nothing that anybody's view of the case hangs on.</summary>
    MinorCorrection = 3,
}

/// <summary>The bytes of a version, apart from what lists read.</summary>
internal sealed class CasePaperContent
{
    public Guid VersionId { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>Whether one person may read the papers of one agenda item: the newest that panel scheduling said.</summary>
internal sealed class PaperOpening
{
    public Guid ItemId { get; init; }

    /// <summary>Who, as messages name people.</summary>
    public Guid Reader { get; init; }

    public Guid CaseId { get; init; }

    public long ItemVersion { get; set; }

    public bool Open { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly Until { get; set; }
}

/// <summary>Somebody read a version.</summary>
internal sealed class PaperReading
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    public Guid VersionId { get; init; }

    /// <summary>The agenda item under which it was open; null for the council's own staff and its decision maker.</summary>
    public Guid? ItemId { get; init; }

    public required string ReadBy { get; init; }

    public DateTimeOffset ReadAt { get; init; }
}
