using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.CentralLists;

/// <summary>The people whom one agency, or several together, consider suitable to sit on panels of one kind.</summary>
internal sealed class CentralList
{
    public Guid Id { get; init; }

    /// <summary>The councils whose list it is; several for a joint one.</summary>
    public required short[] Councils { get; init; }

    public PanelStrand Strand { get; init; }

    /// <summary>What its people call it: letters, digits and hyphens.</summary>
    public required string Code { get; init; }

    public long Version { get; set; } = 1;
}

/// <summary>A person on a central list. The name is a panel member's, who is no party to any case.</summary>
internal sealed class ListMember
{
    public Guid Id { get; init; }

    public Guid ListId { get; init; }

    public required short[] Councils { get; init; }

    public required string Name { get; set; }

    /// <summary>The <c>sub</c> of the member's token; null for somebody who never signs in.</summary>
    public string? Subject { get; set; }

    public DateOnly JoinedOn { get; init; }

    /// <summary>When written notice of leaving was given.</summary>
    public DateOnly? NoticeGivenOn { get; set; }

    public NoticeBy? NoticeBy { get; set; }

    /// <summary>The first day on which the member is off the list: a month after notice.</summary>
    public DateOnly? LeavesOn { get; set; }

    /// <summary>Facts with their dates: what the member is, was and has done.</summary>
    public List<MemberFact> Facts { get; set; } = [];

    /// <summary>Days on which the member cannot sit.</summary>
    public List<Absence> Absences { get; set; } = [];

    public long Version { get; set; } = 1;

    /// <summary>Whether the member is on the list on a day.</summary>
    public bool IsListedOn(DateOnly day) => JoinedOn <= day && (LeavesOn is not { } leaves || day < leaves);

    public bool IsAwayOn(DateOnly day) => Absences.Exists(absence => absence.From <= day && day <= absence.Until);

    /// <summary>Whether a fact holds on a day.</summary>
    public bool Is(MemberFactKind kind, DateOnly day) => Facts.Exists(fact => fact.Kind == kind && fact.From <= day && (fact.Until is not { } until || day <= until));
}

/// <summary>Who ended a membership.</summary>
internal enum NoticeBy : short
{
    /// <summary>The member asked to be removed.</summary>
    Member = 1,

    /// <summary>The agency, with its reasons.</summary>
    Agency = 2,
}

/// <summary>Days on which somebody cannot come, both included.</summary>
/// <param name="From">The first.</param>
/// <param name="Until">The last.</param>
internal sealed record Absence(DateOnly From, DateOnly Until);
