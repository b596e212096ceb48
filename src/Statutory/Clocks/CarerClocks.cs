namespace Partnership.Statutory.Clocks;

/// <summary>Connected persons, special guardians and foster carers.</summary>
internal static class CarerClocks
{
    private static readonly DateOnly Regulations2011 = new(2011, 4, 1);
    private static readonly DateOnly Act2005 = new(2005, 12, 30);

    internal static readonly ClockRule[] All =
    [
        new()
        {
            Code = ClockCode.ConnectedPersonApproval, Title = "Temporary approval of a connected person ends", Subject = ClockSubject.Carer,
            Start = ClockEvent.TemporarilyApproved, End = ClockEvent.ConnectedPersonDecided, Length = new(16, ClockUnit.Weeks),
            Force = RuleForce.Hard, Source = new(Instruments.CarePlanning, "regulation 24"), Confidence = Confidence.High, From = Regulations2011,
            Note = "When it lapses the placement must end. It does not run for approved adopters under regulation 25A.",
        },
        new()
        {
            Code = ClockCode.ConnectedPersonExtension, Title = "The one extension of a connected person's temporary approval ends", Subject = ClockSubject.Carer,
            Start = ClockEvent.ApprovalExtended, End = ClockEvent.ConnectedPersonDecided, Length = new(8, ClockUnit.Weeks),
            Pauses = [PauseReason.IndependentReview],
            Force = RuleForce.Hard, Source = new(Instruments.CarePlanning, "regulation 25"), Confidence = Confidence.High, From = Regulations2011,
            Note = "Once only, with the panel's view, the reviewing officer informed and a nominated officer's approval; or, when the carer was refused, until the review's outcome.",
        },
        new()
        {
            Code = ClockCode.TemporaryApprovalNotice, Title = "Notice by adopters who foster a named child on temporary approval", Subject = ClockSubject.Carer,
            Start = ClockEvent.CarersNoticeReceived, End = ClockEvent.CarersReplaced, Length = new(28, ClockUnit.CalendarDays),
            Force = RuleForce.Hard, Source = new(Instruments.CarePlanning, "regulation 25A(3)"), Confidence = Confidence.Medium, From = new(2013, 7, 1),
            Note = "Then the temporary approval expires. It expires earlier when the placement or the approval as adopters ends, when they are approved as foster carers, and when the child is placed with them for adoption.",
        },
        new()
        {
            Code = ClockCode.GuardianshipNotice, Title = "Notice before an application for special guardianship", Kind = ClockKind.MinimumWait, Subject = ClockSubject.Guardian,
            Start = ClockEvent.GuardianshipNotified, End = ClockEvent.GuardianshipApplied, Length = new(3, ClockUnit.Months), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.ChildrenAct, "section 14A(7)"), Confidence = Confidence.High, From = Act2005,
        },
        new()
        {
            Code = ClockCode.GuardianshipSupport, Title = "Support stays with the council that looked after the child", Subject = ClockSubject.Guardian,
            Start = ClockEvent.GuardianshipOrdered, End = ClockEvent.DutyEnds, Length = new(3, ClockUnit.Years),
            Force = RuleForce.Hard, Source = new("Special Guardianship Regulations 2005 (SI 2005/1109)", "regulation 5; section 14F of the Children Act 1989"),
            Confidence = Confidence.High, From = Act2005,
        },
        new()
        {
            Code = ClockCode.LongTermFosteringVisits, Title = "Fewer visits in a long-term foster placement", Kind = ClockKind.MinimumWait, Subject = ClockSubject.Carer,
            Start = ClockEvent.LongTermPlaced, End = ClockEvent.VisitsReduced, Length = new(1, ClockUnit.Years), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.CarePlanning, "regulation 28"), Confidence = Confidence.High, From = new(2015, 4, 1),
            Note = "Only where the plan says long-term fostering, the carer has agreed to it, and carer, child and parents have been told.",
        },
        new()
        {
            Code = ClockCode.StayingPut, Title = "A young person may stay with former foster carers", Subject = ClockSubject.Carer,
            Start = ClockEvent.Born, End = ClockEvent.DutyEnds, Length = new(21, ClockUnit.Years), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.ChildrenAct, "section 23CZA"), Confidence = Confidence.High, From = new(1993, 5, 13),
            Note = "Until the 21st birthday. The duty began on 13 May 2014, for young people who were then under 21.",
        },
        new()
        {
            Code = ClockCode.FosteringListNotice, Title = "Notice of leaving a fostering panel's central list", Kind = ClockKind.MinimumWait, Subject = ClockSubject.Member,
            Start = ClockEvent.ListNoticeGiven, End = ClockEvent.ListLeft, Length = new(1, ClockUnit.Months),
            Force = RuleForce.Hard, Source = new(Instruments.Fostering, "regulation 23(2) and (3)"), Confidence = Confidence.High, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.FosteringDecision, Title = "Decision after a fostering panel's recommendation", Subject = ClockSubject.Case,
            Start = ClockEvent.RecommendationReceived, End = ClockEvent.Decided, Length = new(7, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.FosteringStandards, "standard 14"), Confidence = Confidence.Medium, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.FosteringOralNotice, Title = "Tell the carers the decision by word of mouth", Subject = ClockSubject.Case,
            Start = ClockEvent.Decided, End = ClockEvent.ToldOrally, Length = new(2, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.FosteringStandards, "standard 14"), Confidence = Confidence.Medium, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.FosteringWrittenNotice, Title = "Tell the carers the decision in writing", Subject = ClockSubject.Case,
            Start = ClockEvent.Decided, End = ClockEvent.ToldInWriting, Length = new(5, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.FosteringStandards, "standard 14"), Confidence = Confidence.Medium, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.FosteringRepresentations, Title = "Representations or an independent review after a determination about carers", Subject = ClockSubject.Case,
            Start = ClockEvent.DeterminationSent, End = ClockEvent.DeterminationAnswered, Length = new(28, ClockUnit.CalendarDays),
            Force = RuleForce.Hard, Source = new(Instruments.Fostering, "regulation 27(6)"), Confidence = Confidence.Medium, From = Regulations2011,
            Note = "Calendar days, unlike an adopter's 40 working days.",
        },
        new()
        {
            Code = ClockCode.FosteringReviewPapers, Title = "Papers to the independent review of a determination about carers", Subject = ClockSubject.Case,
            Start = ClockEvent.ReviewNotified, End = ClockEvent.ReviewPapersSent, Length = new(10, ClockUnit.WorkingDays),
            Force = RuleForce.Hard, Source = new(Instruments.Fostering, "regulation 29(2)"), Confidence = Confidence.High, From = Regulations2011,
        },
        new()
        {
            Code = ClockCode.FosteringReview, Title = "Review of foster carers' approval", Subject = ClockSubject.Carer,
            Start = ClockEvent.ApprovedOrReviewed, End = ClockEvent.ApprovalReviewed, Length = new(1, ClockUnit.Years), Repeats = true,
            Force = RuleForce.Hard, Source = new(Instruments.Fostering, "regulation 28(2)"), Confidence = Confidence.High, From = Regulations2011,
            Note = "Only the first review must go to panel.",
        },
    ];
}
