using Partnership.PanelScheduling.Cases;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Clocks;

/// <summary>Which clocks a case has, read from the days of its events. Nothing about a clock is decided anywhere else.</summary>
internal static class CaseClocks
{
    private sealed record Running(ClockRule Rule, ClockFacts Facts, NoticeRecipient Recipient, short Round);

    /// <summary>Every clock of the case that has started.</summary>
    public static IReadOnlyList<CaseClock> Of(PanelCase @case, DateOnly today, ClockEngine engine) =>
    [
        .. All(@case).Select(running =>
        {
            var reading = engine.Read(running.Rule, running.Facts, today);
            return new CaseClock
            {
                CaseId = @case.Id,
                Councils = @case.Councils,
                Code = running.Rule.Code,
                Round = running.Round,
                Recipient = running.Recipient,
                Rank = ((int)running.Rule.Code * 64) + (running.Round * 8) + (int)running.Recipient,
                Force = running.Rule.Force,
                Kind = running.Rule.Kind,
                Started = reading.Started,
                Due = reading.Due,
                Ended = reading.Ended,
                Paused = reading.Pause?.Reason,
                PausedFrom = reading.Pause?.From,
                IsBreach = reading is { Ended: not null, IsBreach: true },
            };
        }),
    ];

    /// <summary>The last day of a meeting by which the limits of the case can still be met, and whether the nearest of them is law.</summary>
    /// <param name="case">The case.</param>
    /// <param name="minutesDays">Working days that final minutes take.</param>
    /// <param name="engine">Reads clocks.</param>
    public static (DateOnly Day, bool IsLaw)? LastMeeting(PanelCase @case, int minutesDays, ClockEngine engine)
    {
        var limits = new List<(DateOnly Day, bool IsLaw)>();
        foreach (var running in All(@case).Where(running => running is { Rule.Kind: ClockKind.Limit, Facts.Ended: null } && running.Round == @case.Round))
        {
            if (engine.Due(running.Rule, running.Facts) is not { } due)
            {
                continue;
            }

            switch (running.Rule.End)
            {
                case ClockEvent.PanelConsidered:
                    limits.Add((due, running.Rule.Force == Statutory.RuleForce.Hard));
                    break;
                case ClockEvent.SuitabilityDecided:
                    // The decision comes after the minutes, within its own working days.
                    var decision = ClockRules.Newest(@case.Route.DecisionClock).Length.Amount;
                    limits.Add((engine.Calendar.Add(due, -(minutesDays + decision)), running.Rule.Force == Statutory.RuleForce.Hard));
                    break;
            }
        }

        if (@case.CourtDate is { } court)
        {
            // Advice before the hearing is worth having, and no law asks for it.
            limits.Add((court.AddDays(-1), false));
        }

        return limits.Count == 0 ? null : limits.MinBy(limit => limit.Day);
    }

    /// <summary>The first day on which the panel may consider the case: every minimum wait is over.</summary>
    public static DateOnly? FirstMeeting(PanelCase @case, ClockEngine engine) =>
        All(@case).Where(running => running.Rule is { Kind: ClockKind.MinimumWait, End: ClockEvent.PanelConsidered } && running.Round == @case.Round)
            .Max(running => engine.Due(running.Rule, running.Facts));

    private static IEnumerable<Running> All(PanelCase @case) =>
        Enumerable.Range(1, @case.Round).SelectMany(round => OfRound(@case, (short)round));

    private static IEnumerable<Running> OfRound(PanelCase @case, short round)
    {
        DateOnly? Day(ClockEvent happened, NoticeRecipient recipient = default) => @case.DayOf(round, happened, recipient);
        var decided = Day(ClockEvent.Decided);
        IEnumerable<Running?> clocks =
        [
            round > 1 ? null : Limit(@case, decided),
            Clock(ClockCode.ReportComment, Day(ClockEvent.AdopterReportSent), Day(ClockEvent.PanelConsidered), Day(ClockEvent.CommentsReceived)),
            Clock(ClockCode.PlacementReportComment, Day(ClockEvent.PlacementReportSent), Day(ClockEvent.PanelConsidered), Day(ClockEvent.CommentsReceived)),
            Clock(@case.Route.DecisionClock, Day(ClockEvent.RecommendationReceived), decided),
            .. @case.RecipientsOf(round).SelectMany(recipient => new[]
            {
                Clock(CaseRoute.NoticeClocks(recipient).Oral, decided, Day(ClockEvent.ToldOrally, recipient), recipient: recipient),
                Clock(CaseRoute.NoticeClocks(recipient).Written, decided, Day(ClockEvent.ToldInWriting, recipient), recipient: recipient),
            }),
            .. @case.Route.HasQualifyingDetermination
                ? new[]
                {
                    Clock(@case.Route.RepresentationsClock, Day(ClockEvent.DeterminationSent), Day(ClockEvent.DeterminationAnswered) ?? TimeToAnswerOver()),
                    Clock(@case.Route.ReviewPapersClock, Day(ClockEvent.ReviewNotified), Day(ClockEvent.ReviewPapersSent) ?? Day(ClockEvent.ReviewEnded)),
                    Clock(ClockCode.IndependentReview, Day(ClockEvent.ReviewNotified), Day(ClockEvent.ReviewRecommended) ?? Day(ClockEvent.ReviewEnded)),
                }
                : [],
        ];
        return clocks.OfType<Running>();

        Running? Clock(ClockCode code, DateOnly? started, DateOnly? ended, DateOnly? cutShort = null, NoticeRecipient recipient = default) =>
            started is not { } start
                ? null
                : new Running(
                    ClockRules.InForce(code, start),
                    new ClockFacts(start, ended, [.. @case.Pauses.Where(pause => pause.Clock == code || (pause.IsOfHub && code == ClockCode.FastTrack)).Select(pause => new ClockPause(pause.Reason, pause.From, pause.Until))], cutShort),
                    recipient,
                    round);

        // Nobody answered and the second decision is due: the time to answer ended with its last day, and nobody is late.
        DateOnly? TimeToAnswerOver() => round < @case.Round && Day(ClockEvent.DeterminationSent) is { } sent
            ? ClockEngine.England.Due(ClockRules.InForce(@case.Route.RepresentationsClock, sent), sent)
            : null;

        Running? Limit(PanelCase limited, DateOnly? end) => limited.Kind switch
        {
            CaseKind.AdopterApproval => Clock(limited.IsFastTrack ? ClockCode.FastTrack : ClockCode.StageTwo, Day(ClockEvent.StageTwoNotified), end),
            CaseKind.Match => Clock(
                limited.IsInfant ? ClockCode.InfantMatchPanel : ClockCode.MatchPanel,
                limited.Children.Min(child => child.ShouldBePlacedOn),
                Day(ClockEvent.PanelConsidered)),
            _ => null,
        };
    }
}
