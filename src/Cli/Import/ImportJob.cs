namespace Partnership.Cli.Import;

/// <summary>An import as the locality hub tells of it.</summary>
internal sealed record ImportJob(
    Guid Id,
    int Year,
    string State,
    ImportProgress Progress,
    ImportCounts Counts,
    ImportProblem? Problem,
    DateTimeOffset? SubmittedAt = null,
    bool DryRun = false,
    Guid? Undoes = null,
    DateTimeOffset? UndoneAt = null,
    int? CheckedByYear = null)
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

internal sealed record RejectedRow(string Table, int Row, string Reason, Guid? ChildId = null);

/// <summary>A broken rule as the hub tells of it.</summary>
internal sealed record ImportedFinding(string Rule, string Table, int Row, IReadOnlyList<string> Columns, Guid? ChildId = null);

/// <summary>What a dry run would do to a child.</summary>
internal sealed record PreviewedChild(
    string LocalId, string Outcome, IReadOnlyList<string> HoldReasons, string? StageBefore, string? StageAfter, IReadOnlyList<string> Gained, IReadOnlyList<string> Lost);

/// <summary>How two imports differ by one rule, in children.</summary>
internal sealed record RuleChange(string Rule, int Both, int Mended, int New, int Rows);

internal sealed record ImportComparison(IReadOnlyList<RuleChange> Rules);

/// <summary>How often each rule was broken in an import, and the rules that no list was at hand for.</summary>
internal sealed record SummarisedImport(Guid ImportId, int Year, DateTimeOffset FinishedAt, IReadOnlyList<SummarisedRule> Rules, IReadOnlyList<string> NotChecked, bool FindingsGone = false);

internal sealed record SummarisedRule(string Rule, int Rows, int Children, bool Holds);
