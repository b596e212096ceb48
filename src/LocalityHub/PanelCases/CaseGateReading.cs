using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>How a gate stands.</summary>
internal enum GateState
{
    /// <summary>What it asks for is there.</summary>
    Met = 1,

    /// <summary>It is not, and the case does not go on without.</summary>
    Missing = 2,

    /// <summary>It is not, and a lawful exception says that it need not.</summary>
    Excepted = 3,

    /// <summary>Guidance that is not kept: the case goes on, and its reason is asked for.</summary>
    Warning = 4,
}

/// <summary>A gate of a case.</summary>
/// <param name="Gate">The gate with its source.</param>
/// <param name="State">How it stands.</param>
/// <param name="On">Since when it is met; for what time alone opens, the day on which it does.</param>
/// <param name="Exception">The exception that holds.</param>
internal sealed record CaseGateReading(CaseGate Gate, GateState State, DateOnly? On, GateException? Exception)
{
    /// <summary>Where the exception is written.</summary>
    public LegalSource? ExceptionSource => Exception is { } exception ? Gate.Exceptions.First(each => each.Exception == exception).Source : null;

    public bool Stops => State == GateState.Missing && Gate.Force == RuleForce.Hard;
}

/// <summary>What the hub knows of a child when it looks at the gates.</summary>
internal sealed record GateChild(DateOnly? ShouldBePlacedOn, bool PlanReversed, DateOnly? AuthorityOn, DateOnly? DateOfBirth);

/// <summary>All that the gates of a case are read from.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Brief">A brief report on adopters.</param>
/// <param name="FastTrack">Previous adopters or approved foster carers.</param>
/// <param name="Infant">A relinquished child under six months.</param>
/// <param name="Stated">What papers and people's statements meet, with the day.</param>
/// <param name="Exceptions">Exceptions that a person has claimed.</param>
/// <param name="Children">The children of a plan or match.</param>
/// <param name="HouseholdApprovedOn">When the household was approved for what is asked, where it is this council's.</param>
/// <param name="ReportReceivedOn">When the adopters received the child's report, by the ledger of releases.</param>
/// <param name="ReportSentOn">When the report was sent to the adopters for comment.</param>
/// <param name="CommentsOn">When their comments came.</param>
/// <param name="OfSiblings">Whether there are several children, or one who is in a group of brothers and sisters: an assessment of being placed together arises for no other.</param>
internal sealed record GateFacts(
    CaseKind Kind,
    bool Brief,
    bool FastTrack,
    bool Infant,
    IReadOnlyDictionary<GateCode, DateOnly> Stated,
    IReadOnlyDictionary<GateCode, GateException> Exceptions,
    IReadOnlyList<GateChild> Children,
    DateOnly? HouseholdApprovedOn = null,
    DateOnly? ReportReceivedOn = null,
    DateOnly? ReportSentOn = null,
    DateOnly? CommentsOn = null,
    bool OfSiblings = false);

/// <summary>Reads the gates of a case. Hard ones have no override; exceptions come from the closed list of each.</summary>
internal static class CaseGateReadings
{
    /// <summary>The gates before a step, as they stand on a day.</summary>
    public static IReadOnlyList<CaseGateReading> Read(GateFacts facts, GateStage stage, DateOnly today) =>
        [.. CaseGates.Of(facts.Kind, stage, today).Where(gate => gate.Code != GateCode.SiblingAssessment || facts.OfSiblings).Select(gate => Read(gate, facts, today))];

    private static CaseGateReading Read(CaseGate gate, GateFacts facts, DateOnly today)
    {
        var on = DayOf(gate, facts, today);
        if (on <= today)
        {
            return new CaseGateReading(gate, GateState.Met, on, null);
        }

        if (ExceptionOf(gate, facts) is { } exception)
        {
            return new CaseGateReading(gate, GateState.Excepted, on, exception);
        }

        return new CaseGateReading(gate, gate.Force == RuleForce.Hard ? GateState.Missing : GateState.Warning, on, null);
    }

    private static DateOnly? DayOf(CaseGate gate, GateFacts facts, DateOnly today) => gate.Code switch
    {
        GateCode.ReportComment or GateCode.PlacementReportComment => CommentsOver(gate, facts),
        GateCode.ShouldBePlaced => Latest(facts, child => child.PlanReversed ? null : child.ShouldBePlacedOn),
        GateCode.HouseholdApproved => facts.HouseholdApprovedOn ?? (facts.Stated.TryGetValue(gate.Code, out var approved) ? approved : null),
        GateCode.ReportReceivedByAdopters => facts.ReportReceivedOn ?? (facts.Stated.TryGetValue(gate.Code, out var received) ? received : null),
        GateCode.AuthorityToPlace => Latest(facts, child => child.AuthorityOn),
        GateCode.MatchInTime => InTime(gate, facts, today),
        GateCode.SixWeeksOld => Latest(facts, child => child.AuthorityOn ?? Due(gate, child.DateOfBirth, facts.Infant)),
        _ => facts.Stated.TryGetValue(gate.Code, out var day) ? day : null,
    };

    /// <summary>The day from which nobody need wait for comments any more.</summary>
    private static DateOnly? CommentsOver(CaseGate gate, GateFacts facts) => facts.ReportSentOn is { } sent
        ? ClockEngine.England.Due(ClockRules.InForce(gate.Clock!.Value, sent), new ClockFacts(sent, CutShort: facts.CommentsOn))
        : null;

    /// <summary>Met from the decision on, for as long as its months last: guidance that time alone breaks.</summary>
    private static DateOnly? InTime(CaseGate gate, GateFacts facts, DateOnly today) => Latest(facts, child => child.ShouldBePlacedOn) is { } decided
        && Due(gate, decided, facts.Infant) is { } due && today <= due ? decided : null;

    private static DateOnly? Due(CaseGate gate, DateOnly? started, bool infant) => started is { } day
        ? ClockEngine.England.Due(ClockRules.InForce(infant && gate.Code == GateCode.MatchInTime ? ClockCode.InfantMatchPanel : gate.Clock!.Value, day), day)
        : null;

    /// <summary>The last of the children's days; null while one has none.</summary>
    private static DateOnly? Latest(GateFacts facts, Func<GateChild, DateOnly?> day) =>
        facts.Children.Count > 0 && facts.Children.All(child => day(child) is not null) ? facts.Children.Max(day) : null;

    private static GateException? ExceptionOf(CaseGate gate, GateFacts facts)
    {
        foreach (var (exception, _) in gate.Exceptions)
        {
            // Two follow from what the case is; the others somebody must claim.
            var holds = exception switch
            {
                GateException.FastTrack => facts.FastTrack,
                GateException.BriefReport => facts.Brief,
                _ => facts.Exceptions.TryGetValue(gate.Code, out var claimed) && claimed == exception,
            };
            if (holds)
            {
                return exception;
            }
        }

        return null;
    }
}
