namespace Partnership.PanelScheduling.Quality;

/// <summary>Who says how an item went.</summary>
internal enum FeedbackFrom : short
{
    /// <summary>A panel member, of what the panel was given.</summary>
    Member = 1,

    /// <summary>Whoever presented the case, of the panel.</summary>
    Presenter = 2,

    /// <summary>The adopters or carers, of the panel: entered for them.</summary>
    Attendees = 3,
}

/// <summary>Feedback on one item, as numbers: 1 (poor) to 4 (very good).</summary>
internal sealed class ItemFeedback
{
    public Guid Id { get; init; }

    public Guid ItemId { get; init; }

    public required short[] Councils { get; init; }

    public FeedbackFrom From { get; init; }

    /// <summary>How good the reports were, or how well the panel was prepared.</summary>
    public short Quality { get; init; }

    /// <summary>Whether things came in time.</summary>
    public short Timeliness { get; init; }

    /// <summary>How people were treated.</summary>
    public short Conduct { get; init; }

    public DateTimeOffset GivenAt { get; init; }
}

/// <summary>A report of half a year that was issued.</summary>
internal sealed class IssuedReport
{
    public Guid PanelId { get; init; }

    public required short[] Councils { get; init; }

    public ReportKind Kind { get; init; }

    /// <summary>The last day that it covers.</summary>
    public DateOnly Until { get; init; }

    public DateOnly IssuedOn { get; init; }
}

/// <summary>Reports that the minimum standards ask for each half-year.</summary>
internal enum ReportKind : short
{
    /// <summary>The panel's feedback to the agency on the quality of what it is given (standard 17).</summary>
    QualityFeedback = 1,

    /// <summary>The report to the agency's executive (standard 25).</summary>
    Management = 2,
}

/// <summary>What a member is paid, from a day on.</summary>
internal sealed class FeeRate
{
    public Guid ListId { get; init; }

    public required short[] Councils { get; init; }

    public Statutory.Panels.PanelRole Role { get; init; }

    public DateOnly From { get; init; }

    /// <summary>Pounds for a meeting, reading included.</summary>
    public int MeetingPounds { get; set; }
}
