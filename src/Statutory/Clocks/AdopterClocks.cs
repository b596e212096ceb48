namespace Partnership.Statutory.Clocks;

/// <summary>The way of prospective adopters, from asking to review.</summary>
internal static class AdopterClocks
{
    // The two-stage process: SI 2013/985, in force 1 July 2013.
    private static readonly DateOnly TwoStages = new(2013, 7, 1);
    private static readonly DateOnly Standards2011 = new(2011, 4, 1);
    private static readonly DateOnly Regulations2005 = new(2005, 12, 30);

    internal static readonly ClockRule[] All =
    [
        new()
        {
            Code = ClockCode.EnquiryInformation, Title = "Detailed information for people who have asked about adopting", Subject = ClockSubject.Enquiry,
            Start = ClockEvent.Enquired, End = ClockEvent.InformationGiven, Length = new(10, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionGuidance, "chapter 3"), Confidence = Confidence.High, From = TwoStages,
        },
        new()
        {
            Code = ClockCode.RegistrationAnswer, Title = "Accept or decline a registration of interest", Subject = ClockSubject.Household,
            Start = ClockEvent.InterestRegistered, End = ClockEvent.RegistrationAnswered, Length = new(5, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionGuidance, "chapter 3"), Confidence = Confidence.High, From = TwoStages,
        },
        new()
        {
            Code = ClockCode.StageOne, Title = "Stage one, to the pre-assessment decision", Subject = ClockSubject.Household,
            Start = ClockEvent.RegistrationAnswered, End = ClockEvent.StageOneDecided, Length = new(2, ClockUnit.Months),
            Pauses = [PauseReason.ApplicantRequest, PauseReason.GoodReason],
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 27"), Confidence = Confidence.High, From = TwoStages,
            Note = "From acceptance of the registration of interest, not from its receipt. A refusal here is answered by a complaint, never by an independent review.",
        },
        new()
        {
            Code = ClockCode.StageTwoNotification, Title = "Adopters say that they wish to go on to stage two", Subject = ClockSubject.Household,
            Start = ClockEvent.StageOneDecided, End = ClockEvent.StageTwoNotified, Length = new(6, ClockUnit.Months),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 28"), Confidence = Confidence.High, From = TwoStages,
            Note = "Later than this stage one begins again.",
        },
        new()
        {
            Code = ClockCode.StageTwo, Title = "Stage two, to the decision whether the adopters are suitable", Subject = ClockSubject.Household,
            Start = ClockEvent.StageTwoNotified, End = ClockEvent.SuitabilityDecided, Length = new(4, ClockUnit.Months),
            Pauses = [PauseReason.ApplicantRequest, PauseReason.ExceptionalCircumstances],
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 30B(1) and (2)"), Confidence = Confidence.High, From = TwoStages,
        },
        new()
        {
            Code = ClockCode.FastTrack, Title = "Fast track, to the decision whether the adopters are suitable", Subject = ClockSubject.Household,
            Start = ClockEvent.StageTwoNotified, End = ClockEvent.SuitabilityDecided, Length = new(4, ClockUnit.Months),
            Pauses = [PauseReason.ApplicantRequest, PauseReason.ExceptionalCircumstances],
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 30F"), Confidence = Confidence.High, From = TwoStages,
            Note = "For people who adopted before and for approved foster carers: stage one falls away.",
        },
        new()
        {
            Code = ClockCode.ReportComment, Title = "Adopters comment on their report before it goes to panel", Kind = ClockKind.MinimumWait, Subject = ClockSubject.Household,
            Start = ClockEvent.AdopterReportSent, End = ClockEvent.PanelConsidered, Length = new(10, ClockUnit.WorkingDays), FirstDay = FirstDay.SameDay,
            CutShortBy = ClockEvent.CommentsReceived,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 30(4)"), Confidence = Confidence.High, From = TwoStages,
            Note = "Over as soon as the comments are there. That the day of sending is day 1: medium confidence.",
        },
        new()
        {
            Code = ClockCode.Decision, Title = "Decision after a panel's recommendation", Subject = ClockSubject.Case,
            Start = ClockEvent.RecommendationReceived, End = ClockEvent.Decided, Length = new(7, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.High, From = Standards2011,
            Note = "From receipt of the recommendation and of the final minutes, whichever is later. Where no panel comes first, from the day on which the case is before the decision maker: by analogy.",
        },
        new()
        {
            Code = ClockCode.OralNotice, Title = "Tell the adopters the decision by word of mouth", Subject = ClockSubject.Case,
            Start = ClockEvent.Decided, End = ClockEvent.ToldOrally, Length = new(2, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.High, From = Standards2011,
        },
        new()
        {
            Code = ClockCode.WrittenNotice, Title = "Tell the adopters the decision in writing", Subject = ClockSubject.Case,
            Start = ClockEvent.Decided, End = ClockEvent.ToldInWriting, Length = new(5, ClockUnit.WorkingDays),
            Force = RuleForce.Guidance, Source = new(Instruments.AdoptionStandards, "standard 17"), Confidence = Confidence.High, From = Standards2011,
        },
        new()
        {
            Code = ClockCode.Representations, Title = "Representations or an independent review, never both, after a qualifying determination", Subject = ClockSubject.Case,
            Start = ClockEvent.DeterminationSent, End = ClockEvent.DeterminationAnswered, Length = new(40, ClockUnit.WorkingDays), FirstDay = FirstDay.SameDay,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 30B(5)"), Confidence = Confidence.High, From = TwoStages,
            Note = "The adopters' time, beginning with the day on which the notice was sent. A second decision follows in every case, answered or not.",
        },
        new()
        {
            Code = ClockCode.ReviewPapers, Title = "Papers to the independent review, without panel minutes", Subject = ClockSubject.Case,
            Start = ClockEvent.ReviewNotified, End = ClockEvent.ReviewPapersSent, Length = new(10, ClockUnit.WorkingDays),
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 30C"), Confidence = Confidence.High, From = TwoStages,
        },
        new()
        {
            Code = ClockCode.IndependentReview, Title = "Recommendation of the independent review", Subject = ClockSubject.Case,
            Start = ClockEvent.ReviewNotified, End = ClockEvent.ReviewRecommended, Length = new(4, ClockUnit.Months),
            Force = RuleForce.Guidance, Source = new(Instruments.IndependentReview, "guidance for agencies"), Confidence = Confidence.Medium, From = Regulations2005,
            Note = "What the mechanism says it usually takes; the agency cannot hasten it.",
        },
        new()
        {
            Code = ClockCode.AdopterReview, Title = "Review of approved adopters until they are matched", Subject = ClockSubject.Household,
            Start = ClockEvent.ApprovedOrReviewed, End = ClockEvent.ApprovalReviewed, Length = new(1, ClockUnit.Years), Repeats = true,
            Force = RuleForce.Hard, Source = new(Instruments.AdoptionAgencies, "regulation 30D"), Confidence = Confidence.High, From = TwoStages,
        },
        new()
        {
            Code = ClockCode.MedicalRefresh, Title = "Renew an adopter's medical", Subject = ClockSubject.Household,
            Start = ClockEvent.CheckMade, End = ClockEvent.CheckMade, Length = new(2, ClockUnit.Years), Repeats = true,
            Force = RuleForce.Guidance, Source = new(Instruments.Practice, "about two years"), Confidence = Confidence.Low, From = Regulations2005,
            Note = "No check expires in law. A council sets its own length.",
        },
        new()
        {
            Code = ClockCode.CriminalRecordRefresh, Title = "Renew an adopter's criminal record check", Subject = ClockSubject.Household,
            Start = ClockEvent.CheckMade, End = ClockEvent.CheckMade, Length = new(2, ClockUnit.Years), Repeats = true,
            Force = RuleForce.Guidance, Source = new(Instruments.Practice, "two to three years"), Confidence = Confidence.Medium, From = Regulations2005,
            Note = "No check expires in law. A council sets its own length.",
        },
    ];
}
