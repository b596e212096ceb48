namespace Partnership.Cli.Import;

/// <summary>An import as the locality hub tells of it.</summary>
internal sealed record ImportJob(Guid Id, int Year, string State, ImportProgress Progress, ImportCounts Counts, ImportProblem? Problem)
{
    public bool IsOver => IsDone || HasFailed;

    public bool IsDone => string.Equals(State, "done", StringComparison.OrdinalIgnoreCase);

    public bool HasFailed => string.Equals(State, "failed", StringComparison.OrdinalIgnoreCase);
}

internal sealed record ImportProgress(int Done, int Total);

internal sealed record ImportCounts(int Children, int New, int Updated, int Unchanged, int Held, int Rows, int RejectedRows, int Findings);

internal sealed record ImportProblem(string Code, string Detail);

internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next);

internal sealed record HeldChild(Guid ChildId, IReadOnlyList<string> Reasons, bool ReversalInDoubt);

internal sealed record RejectedRow(string Table, int Row, string Reason);
