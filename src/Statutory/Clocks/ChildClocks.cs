namespace Partnership.Statutory.Clocks;

/// <summary>A child's way to adoption and after.</summary>
internal static class ChildClocks
{
    private static readonly DateOnly Regulations2005 = new(2005, 12, 30);
    private static readonly DateOnly Standards2011 = new(2011, 4, 1);

    internal static readonly ClockRule[] All =
    [
        new()
        {
            Code = ClockCode.PermanencePlan, Title = "Permanence plan at the second review", Subject = ClockSubject.Child,
            Start = ClockEvent.EnteredCare, End = ClockEvent.PermanencePlanned, Length = new(4, ClockUnit.Months),
            Force = RuleForce.Guidance, Source = new(Instruments.CarePlanningGuidance, "chapter 2"), Confidence = Confidence.High, From = Standards2011,
            Note = "By the second review; four months is when that review falls due.",
        },
        new()
        {
            Code = ClockCode.BirthParentOralNotice, Title = "Tell birth parents the decision by word of mouth", Subject = ClockSubject.Case,
            Start = ClockEvent.Decided, End = ClockEvent.ToldOrally, Length = new(2, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.High, From = Standards2011,
        },
        new()
        {
            Code = ClockCode.BirthParentWrittenNotice, Title = "Tell birth parents the decision in writing", Subject = ClockSubject.Case,
            Start = ClockEvent.Decided, End = ClockEvent.ToldInWriting, Length = new(5, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.High, From = Standards2011,
            Note = "That they are told in writing at all is law: Adoption Agencies Regulations 2005, regulations 19 and 33(3).",
        },
        new()
        {
            Code = ClockCode.SixWeeksOld, Title = "No placement of a younger child without a placement order or written agreement", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Child, Start = ClockEvent.Born, End = ClockEvent.Placed, Length = new(6, ClockUnit.Weeks), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 35"), Confidence = Confidence.High, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.FirstWaitingReview, Title = "First review of a child who may be placed and is not", Subject = ClockSubject.Child,
            Start = ClockEvent.AuthorityGiven, End = ClockEvent.Reviewed, Length = new(3, ClockUnit.Months),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.WaitingReview, Title = "Further reviews of a child who may be placed and is not", Subject = ClockSubject.Child,
            Start = ClockEvent.Reviewed, End = ClockEvent.Reviewed, Length = new(6, ClockUnit.Months), Repeats = true,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
            Note = "Counted from the review before.",
        },
        new()
        {
            Code = ClockCode.MatchPanel, Title = "Match before panel", Subject = ClockSubject.Child,
            Start = ClockEvent.ShouldBePlacedDecided, End = ClockEvent.PanelConsidered, Length = new(6, ClockUnit.Months),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.Medium, From = Standards2011,
            Note = "Yields to the child's welfare with a recorded reason.",
        },
        new()
        {
            Code = ClockCode.InfantMatchPanel, Title = "Match before panel of a relinquished child under six months", Subject = ClockSubject.Child,
            Start = ClockEvent.ShouldBePlacedDecided, End = ClockEvent.PanelConsidered, Length = new(3, ClockUnit.Months),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.Medium, From = Standards2011,
        },
        new()
        {
            Code = ClockCode.PlacementReportComment, Title = "Adopters comment on the adoption placement report before it goes to panel", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Case, Start = ClockEvent.PlacementReportSent, End = ClockEvent.PanelConsidered, Length = new(10, ClockUnit.WorkingDays),
            FirstDay = FirstDay.SameDay, CutShortBy = ClockEvent.CommentsReceived,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 31"), Confidence = Confidence.High, From = Regulations2005,
            Note = "Over as soon as the comments are there. That the day of sending is day 1: medium confidence.",
        },
        new()
        {
            Code = ClockCode.FirstVisit, Title = "First visit after the child moved in", Subject = ClockSubject.Child,
            Start = ClockEvent.Placed, End = ClockEvent.Visited, Length = new(1, ClockUnit.Weeks),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.WeeklyVisit, Title = "Weekly visits until the first review", Subject = ClockSubject.Child,
            Start = ClockEvent.Visited, End = ClockEvent.Visited, Length = new(1, ClockUnit.Weeks), Repeats = true,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.FirstPlacementReview, Title = "First review of the placement", Subject = ClockSubject.Child,
            Start = ClockEvent.Placed, End = ClockEvent.Reviewed, Length = new(4, ClockUnit.Weeks),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.SecondPlacementReview, Title = "Second review of the placement", Subject = ClockSubject.Child,
            Start = ClockEvent.Reviewed, End = ClockEvent.Reviewed, Length = new(3, ClockUnit.Months),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
            Note = "Counted from the first review, not from the placement.",
        },
        new()
        {
            Code = ClockCode.PlacementReview, Title = "Further reviews of the placement", Subject = ClockSubject.Child,
            Start = ClockEvent.Reviewed, End = ClockEvent.Reviewed, Length = new(6, ClockUnit.Months), Repeats = true,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 36"), Confidence = Confidence.High, From = Regulations2005,
            Note = "Counted from the review before, not from the placement.",
        },
        new()
        {
            Code = ClockCode.OrderApplication, Title = "The child lives with the adopters before they apply for an order", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Child, Start = ClockEvent.Placed, End = ClockEvent.OrderApplied, Length = new(10, ClockUnit.Weeks), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAct, "section 42(2)"), Confidence = Confidence.High, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.LifeStoryBook, Title = "Life story book", Subject = ClockSubject.Child,
            Start = ClockEvent.Celebrated, End = ClockEvent.Given, Length = new(10, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionGuidance, "chapter 5"), Confidence = Confidence.Medium, From = Standards2011,
            Note = "From the celebration, not from the order; the book is begun earlier.",
        },
        new()
        {
            Code = ClockCode.LaterLifeLetter, Title = "Later-life letter", Subject = ClockSubject.Child,
            Start = ClockEvent.Celebrated, End = ClockEvent.Given, Length = new(10, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionGuidance, "chapter 5"), Confidence = Confidence.Medium, From = Standards2011,
            Note = "From the celebration, not from the order.",
        },
        new()
        {
            Code = ClockCode.DisruptionMeetingEarliest, Title = "Disruption meeting, not too early", Kind = ClockKind.MinimumWait, Subject = ClockSubject.Child,
            Start = ClockEvent.Disrupted, End = ClockEvent.DisruptionMet, Length = new(28, ClockUnit.CalendarDays), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Guidance, Source = new(Instruments.Practice, "28 to 42 days; elsewhere 4 to 12 weeks"), Confidence = Confidence.High, From = Regulations2005,
            Note = "A region sets its own length. The chair is independent.",
        },
        new()
        {
            Code = ClockCode.DisruptionMeeting, Title = "Disruption meeting", Subject = ClockSubject.Child,
            Start = ClockEvent.Disrupted, End = ClockEvent.DisruptionMet, Length = new(42, ClockUnit.CalendarDays),
            Force = RuleForce.Guidance, Source = new(Instruments.Practice, "28 to 42 days; elsewhere 4 to 12 weeks"), Confidence = Confidence.High, From = Regulations2005,
            Note = "A region sets its own length. The chair is independent.",
        },
        new()
        {
            Code = ClockCode.SearchBegun, Title = "Begin the search for a family", Subject = ClockSubject.Child,
            Start = ClockEvent.FamilyNeeded, End = ClockEvent.SearchStarted, Length = new(14, ClockUnit.CalendarDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionAct, "section 1(3)"), Confidence = Confidence.Low, From = Regulations2005,
            Note = "The Act says that delay is in general likely to prejudice the child's welfare, and sets no day; two weeks are ours. The search may begin before the decision and the order.",
        },
        new()
        {
            Code = ClockCode.MoveIn, Title = "The child moves in with those whom it is matched with", Subject = ClockSubject.Child,
            Start = ClockEvent.Matched, End = ClockEvent.Placed, Length = new(42, ClockUnit.CalendarDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionAct, "section 1(3)"), Confidence = Confidence.Low, From = Regulations2005,
            Note = "The Act says that delay is in general likely to prejudice the child's welfare, and sets no day; six weeks are ours. Introductions take the time that the child needs: with a reason the day yields.",
        },
        new()
        {
            Code = ClockCode.ReversalRecorded, Title = "Decide, and enter, that the child should no longer be placed for adoption", Subject = ClockSubject.Child,
            Start = ClockEvent.PlanChanged, End = ClockEvent.DecisionReversed, Length = new(14, ClockUnit.CalendarDays),
            Force = RuleForce.Guidance, Source = new(Instruments.LookedAfterReturn, "decision to place for adoption no longer holds: date and reason"), Confidence = Confidence.Low, From = Regulations2005,
            Note = "The return asks for the day of the decision and one of four reasons (RD1 to RD4), and sets no day for it; two weeks are ours. A decision that stands beside another plan is shown as a child who waits.",
        },
        new()
        {
            Code = ClockCode.PlacementNotices, Title = "Written notice before the placement", Kind = ClockKind.Ahead, Subject = ClockSubject.Child,
            Start = ClockEvent.Placed, End = ClockEvent.PlacementNotified, Length = new(1, ClockUnit.CalendarDays),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 35"), Confidence = Confidence.Medium, From = Regulations2005,
            Note = "To the general practitioner with the health report, the health body, the local authority of the area and education. The regulation says before the placement; the day before is the last day.",
        },
        new()
        {
            Code = ClockCode.OrderApplicationByPartner, Title = "The child lives with a parent's partner before the partner applies for an order", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Child, Start = ClockEvent.HomeBegan, End = ClockEvent.OrderApplied, Length = new(6, ClockUnit.Months), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAct, "section 42(3)"), Confidence = Confidence.Medium, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.OrderApplicationByFosterCarers, Title = "The child lives with local authority foster carers before they apply for an order", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Child, Start = ClockEvent.HomeBegan, End = ClockEvent.OrderApplied, Length = new(12, ClockUnit.Months), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAct, "section 42(4)"), Confidence = Confidence.Medium, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.OrderApplicationByOthers, Title = "The child lives with others with whom no agency placed it before they apply for an order", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Child, Start = ClockEvent.HomeBegan, End = ClockEvent.OrderApplied, Length = new(3, ClockUnit.Years), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAct, "section 42(5)"), Confidence = Confidence.Medium, From = Regulations2005,
            Note = "Three years of the five before the application, in one stretch or several; counted here in one stretch.",
        },
        new()
        {
            Code = ClockCode.AdoptionNotice, Title = "Notice before an application by those with whom no agency placed the child", Kind = ClockKind.MinimumWait,
            Subject = ClockSubject.Child, Start = ClockEvent.AdoptionNotified, End = ClockEvent.OrderApplied, Length = new(3, ClockUnit.Months), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAct, "section 44(3)"), Confidence = Confidence.Medium, From = Regulations2005,
        },
        new()
        {
            Code = ClockCode.AdoptionNoticeHolds, Title = "Such a notice holds", Subject = ClockSubject.Child,
            Start = ClockEvent.AdoptionNotified, End = ClockEvent.OrderApplied, Length = new(2, ClockUnit.Years),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAct, "section 44(3)"), Confidence = Confidence.Medium, From = Regulations2005,
            Note = "Later than this, notice is given anew.",
        },
        new()
        {
            Code = ClockCode.AdoptionSupport, Title = "Support stays with the council that placed the child", Subject = ClockSubject.Child,
            Start = ClockEvent.AdoptionOrdered, End = ClockEvent.DutyEnds, Length = new(3, ClockUnit.Years),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionSupport, "regulation 7"), Confidence = Confidence.Medium, From = Regulations2005,
            Note = "Then it is the council's in whose area the family lives. The support fund's guide says the same of who applies; counted as for special guardians, the third anniversary included.",
        },
    ];
}
