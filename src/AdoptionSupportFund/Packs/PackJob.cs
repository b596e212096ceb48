namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>What a job does with every draft.</summary>
internal enum PackJobKind
{
    /// <summary>Says what a draft pack would change, and changes nothing.</summary>
    Preview = 1,

    /// <summary>Checks every draft again after a pack was adopted.</summary>
    Recheck = 2,

    /// <summary>Checks every draft again because a day has passed: windows close, checks of providers fall due.</summary>
    Daily = 3,
}

/// <summary>A preview or a recheck of all drafts. Repeating one changes nothing.</summary>
internal sealed class PackJob
{
    public Guid Id { get; init; }

    public PackJobKind Kind { get; init; }

    /// <summary>The pack that it is about; null for the daily one.</summary>
    public Guid? PackId { get; init; }

    /// <summary>The day for which drafts are checked.</summary>
    public DateOnly Day { get; init; }

    public string? RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Drafts to look at, known once it has begun.</summary>
    public int Total { get; set; }

    public int Done { get; set; }

    /// <summary>Drafts whose findings differ.</summary>
    public int Changed { get; set; }

    /// <summary>Drafts that nothing stood in the way of before, and something does now.</summary>
    public int Broken { get; set; }

    /// <summary>Drafts that something stood in the way of before, and nothing does now.</summary>
    public int Mended { get; set; }

    /// <summary>Of a preview: decided applications of the year before that were held against the pack.</summary>
    public int HistoryTotal { get; set; }

    /// <summary>Of a preview: how many of these it would have stopped.</summary>
    public int HistoryStopped { get; set; }
}

/// <summary>What a job found different about one draft.</summary>
internal sealed class PackChange
{
    public Guid JobId { get; init; }

    public Guid ApplicationId { get; init; }

    public short Council { get; init; }

    /// <summary>Codes of findings that come.</summary>
    public required string[] Come { get; init; }

    /// <summary>Codes of findings that go.</summary>
    public required string[] Go { get; init; }

    /// <summary>Whether something stands in the way afterwards.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>A decided application of the year before that a draft pack would have stopped.</summary>
internal sealed class PackHistory
{
    public Guid JobId { get; init; }

    public Guid ApplicationId { get; init; }

    public short Council { get; init; }

    /// <summary>Codes of the findings that would have stopped it.</summary>
    public required string[] Codes { get; init; }
}
