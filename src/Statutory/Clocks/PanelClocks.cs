namespace Partnership.Statutory.Clocks;

/// <summary>Adoption panels and their members.</summary>
internal static class PanelClocks
{
    private static readonly DateOnly Regulations2011 = new(2011, 4, 1);

    internal static readonly ClockRule[] All =
    [
        new()
        {
            Code = ClockCode.ListNotice, Title = "Notice of leaving an adoption panel's central list", Kind = ClockKind.MinimumWait, Subject = ClockSubject.Member,
            Start = ClockEvent.ListNoticeGiven, End = ClockEvent.ListLeft, Length = new(1, ClockUnit.Months),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 3(2) and (3)"), Confidence = Confidence.High, From = Regulations2011,
            Note = "In writing; the agency gives its reasons.",
        },
        new()
        {
            Code = ClockCode.PanelPapers, Title = "Papers to the panel's members before it meets", Kind = ClockKind.Ahead, Subject = ClockSubject.Panel,
            Start = ClockEvent.PanelMeets, End = ClockEvent.PapersSent, Length = new(5, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.Medium, From = Regulations2011,
            Note = "Late papers are refused or excepted with a recorded reason.",
        },
        new()
        {
            Code = ClockCode.PanelMeeting, Title = "The adoption panel meets", Subject = ClockSubject.Panel,
            Start = ClockEvent.PanelMet, End = ClockEvent.PanelMet, Length = new(1, ClockUnit.Months), Repeats = true,
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.Medium, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.QualityFeedback, Title = "The panel's feedback to the agency on quality", Subject = ClockSubject.Panel,
            Start = ClockEvent.Reported, End = ClockEvent.Reported, Length = new(6, ClockUnit.Months), Repeats = true,
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.High, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.ManagementReport, Title = "Management report to the agency's executive", Subject = ClockSubject.Panel,
            Start = ClockEvent.Reported, End = ClockEvent.Reported, Length = new(6, ClockUnit.Months), Repeats = true,
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 25"), Confidence = Confidence.High, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.AdoptiveParentIndependence, Title = "An adoptive parent becomes independent of the agency that placed the child", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Member, Start = ClockEvent.AdoptionOrdered, End = ClockEvent.CountedIndependent, Length = new(12, ClockUnit.Months),
            FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 4"), Confidence = Confidence.Medium, From = Regulations2011,
        },
    ];
}
