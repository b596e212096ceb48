using Partnership.Contracts.LocalityHub;

namespace Partnership.LocalityHub.Imports;

internal enum ImportState
{
    Queued = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
}

/// <summary>What is still known of the rules that an import broke.</summary>
internal enum FindingsKept
{
    /// <summary>Each finding, and what it is of.</summary>
    Each = 0,

    /// <summary>How many there were of each rule.</summary>
    Counts = 1,

    /// <summary>That there were any: they had expired before they were counted.</summary>
    Nothing = 2,
}

/// <summary>One upload of return files and the job that takes it in.</summary>
internal sealed class Import
{
    public Guid Id { get; init; }

    /// <summary>Order of arrival: jobs of a hub run one after the other.</summary>
    public long Sequence { get; init; }

    /// <summary>The census year, by the calendar year in which it ends.</summary>
    public short Year { get; init; }

    /// <summary>Only tells what it would do.</summary>
    public bool IsDry { get; init; }

    /// <summary>The import that this job takes back; null for an import.</summary>
    public Guid? Undoes { get; init; }

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset? UndoneAt { get; init; }

    public ImportState State { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The subject of the token that handed it in.</summary>
    public required string SubmittedBy { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The worker that has the job, and until when: past that another may take it over.</summary>
    public Guid? LeaseOwner { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Children taken in so far, which is also where a job that was killed goes on.</summary>
    public int Done { get; init; }

    public int Total { get; init; }

    public int ChildrenNew { get; init; }

    public int ChildrenUpdated { get; init; }

    public int ChildrenUnchanged { get; init; }

    public int ChildrenHeld { get; init; }

    public int Rows { get; init; }

    public int RejectedRows { get; init; }

    public int Findings { get; init; }

    public FindingsKept FindingsKept { get; init; }

    /// <summary>The tables that the upload brings, as bits in the order of the tables.</summary>
    public int Tables { get; init; }

    /// <summary>The rules that could not be checked because the hub had no list to look things up in.</summary>
    public string[] NotChecked { get; init; } = [];

    /// <summary>Why the job failed as a whole; null otherwise.</summary>
    public string? ProblemCode { get; init; }

    public string? ProblemDetail { get; init; }

    /// <summary>The W3C trace context of the request, so that the job's events belong to its trace.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>A file of an upload; its bytes are in <see cref="ImportChunk"/> until the job has ended.</summary>
internal sealed class ImportFile
{
    public Guid ImportId { get; init; }

    public short Ordinal { get; init; }

    public required string Name { get; init; }

    public long Length { get; init; }
}

/// <summary>A piece of a file, written while the upload still runs: before there is an import that it belongs to.</summary>
internal sealed class ImportChunk
{
    public Guid ImportId { get; init; }

    public short File { get; init; }

    public int Number { get; init; }

    public required byte[] Bytes { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A broken rule in an upload.</summary>
internal sealed class ImportFinding
{
    public long Id { get; init; }

    public Guid ImportId { get; init; }

    public Guid? ChildId { get; init; }

    /// <summary>The council's number of a child whom only a dry run has met; null of one whom the hub knows.</summary>
    public string? LocalId { get; init; }

    public required string Rule { get; init; }

    public short Table { get; init; }

    public int Row { get; init; }

    public string[] Columns { get; init; } = [];
}

/// <summary>
/// How often an import broke a rule: counted when its findings expire, as they were told of until then, and kept as long as the import. Of a record that is restricted by
/// then nothing is counted, for nobody could take it out any more.
/// </summary>
internal sealed class ImportRuleCount
{
    public Guid ImportId { get; init; }

    public required string Rule { get; init; }

    public int Rows { get; init; }

    public int Children { get; init; }
}

/// <summary>A row that could not be read and is given back.</summary>
internal sealed class ImportRejectedRow
{
    public long Id { get; init; }

    public Guid ImportId { get; init; }

    public Guid? ChildId { get; init; }

    public short Table { get; init; }

    public int Row { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A child whom an upload left as they were.</summary>
internal sealed class ImportHeldChild
{
    public long Id { get; init; }

    public Guid ImportId { get; init; }

    public Guid ChildId { get; init; }

    public string[] Reasons { get; init; } = [];

    /// <summary>The region still shows the child with a plan for adoption, and the held rows speak of a reversal: mend this one first.</summary>
    public bool ReversalInDoubt { get; init; }
}

/// <summary>What a dry run would do to a child; a child whom it would leave as they are is not listed.</summary>
internal sealed class ImportPreview
{
    public long Id { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>Null for a child whom the hub does not know yet.</summary>
    public Guid? ChildId { get; init; }

    public required string LocalId { get; init; }

    public Outcome Outcome { get; init; }

    public string[] HoldReasons { get; init; } = [];

    public ChildStage? StageBefore { get; init; }

    public ChildStage? StageAfter { get; init; }

    /// <summary>Milestones that would come, each as its name and date.</summary>
    public string[] Gained { get; init; } = [];

    /// <summary>Milestones that would go.</summary>
    public string[] Lost { get; init; } = [];
}
