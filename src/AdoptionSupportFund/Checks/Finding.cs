namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Something that a check found.</summary>
/// <param name="Code">What, such as <c>limit.fair-access</c>: a key of <see cref="FindingBook"/>.</param>
/// <param name="Rule">The pack and the kind of rule that says so, such as <c>2025-26.1 fair-access-limit</c>; null when it is no rule of the fund's.</param>
/// <param name="Child">The child concerned.</param>
/// <param name="Line">The number of the line concerned.</param>
/// <param name="Pence">By how much, where that can be said.</param>
/// <param name="Day">The day that matters, where there is one.</param>
internal sealed record Finding(string Code, string? Rule = null, Guid? Child = null, int? Line = null, long? Pence = null, DateOnly? Day = null);

/// <summary>What a finding means for submitting.</summary>
internal enum Severity
{
    /// <summary>Tells; stops nothing.</summary>
    Note,

    /// <summary>Stops, unless somebody names an exception of the closed list.</summary>
    Exceptable,

    /// <summary>Stops.</summary>
    Blocks,
}

/// <summary>A kind of finding: what it means, why, what to do, and by which exceptions it may be passed.</summary>
internal sealed record FindingKind(Severity Severity, string Why, string Next, params IReadOnlyList<string> Exceptions);

/// <summary>Every kind of finding. The words are ours and fixed: no finding holds text of anybody's.</summary>
internal static class FindingBook
{
    public static IReadOnlyDictionary<string, FindingKind> Kinds { get; } = new Dictionary<string, FindingKind>(StringComparer.Ordinal)
    {
        ["rules.not-adopted"] = new(Severity.Blocks, "No rules of this financial year are adopted yet.", "Wait until the region has adopted the year's rule pack; the draft is checked again then."),
        ["child.none"] = new(Severity.Blocks, "The application names no child.", "Add the child or children of the assessment."),
        ["child.too-old"] = new(Severity.Blocks, "The child is older than the fund supports.", "Check the year of birth and the education, health and care plan in the hub; otherwise look for other funding."),
        ["child.age-on-the-line"] = new(Severity.Exceptable, "The child passes the age limit within this financial year; only the hub knows the day.", "Ask the support worker whether the child is within age when therapy starts, and name the exception if so.", "age-confirmed-in-hub"),
        ["child.route"] = new(Severity.Blocks, "The way in which the child came into the family is not one that the fund supports.", "Check the route in the hub's assessment; otherwise look for other funding."),
        ["child.applicant"] = new(Severity.Blocks, "This council is not the one that may apply: for three years after the order the council that placed the child applies, then that where the family lives.", "Propose a hand-over to the council that has to apply."),
        ["assessment.missing"] = new(Severity.Blocks, "The assessment that the application rests on does not cover this child.", "Assess the child's needs in the hub, or take the child out."),
        ["assessment.withdrawn"] = new(Severity.Blocks, "The assessment was withdrawn.", "Rest the application on another assessment."),
        ["assessment.window"] = new(Severity.Exceptable, "The window from the assessment has closed.", "Review the assessment in the hub, or name the exception if the fund has agreed to a late application.", "late-agreed-by-fund"),
        ["assessment.window-closes"] = new(Severity.Note, "The window from the assessment closes soon.", "Submit before that day."),
        ["narrative.not-checked"] = new(Severity.Blocks, "The narrative parts are not all written, or the identity guard found something in them.", "Write and check them in the hub."),
        ["line.none"] = new(Severity.Blocks, "The application asks for nothing.", "Add at least one therapy or specialist assessment."),
        ["line.dates"] = new(Severity.Blocks, "The line ends before it starts.", "Correct the days."),
        ["line.started"] = new(Severity.Exceptable, "Therapy starts before the application is made.", "Move the start, or name the exception if the fund has agreed to pay for what has begun.", "retrospective-agreed-by-fund"),
        ["line.crosses-year"] = new(Severity.Exceptable, "The package runs on after 31 March, which this year's rules do not allow.", "End it by 31 March, or name the exception if the fund has agreed.", "cross-year-agreed-by-fund"),
        ["line.too-long"] = new(Severity.Blocks, "The package is longer than the rules allow across the year's end.", "Shorten it."),
        ["line.out-of-scope"] = new(Severity.Blocks, "The fund does not pay for this.", "Look for other funding, or ask for a therapy in scope."),
        ["line.unknown-therapy"] = new(Severity.Blocks, "This year's rules do not know the therapy.", "Choose one of the rule pack's codes."),
        ["line.no-provider"] = new(Severity.Blocks, "The line names no provider.", "Choose one of the register, with or without quotes."),
        ["line.duplicate"] = new(Severity.Exceptable, "Another live application asks for the same therapy for the same child by the same provider at the same time.", "Take one of them back, or name the exception if both are meant.", "both-are-meant"),
        ["line.overlap"] = new(Severity.Note, "Another live application has the same therapy for the same child at the same time by another provider.", "Make sure that both are meant."),
        ["provider.unknown"] = new(Severity.Blocks, "The provider is not, or no longer, on the register.", "Have it entered, or choose another."),
        ["provider.check-overdue"] = new(Severity.Exceptable, "A check of the provider was never made, or is to be renewed.", "Have it renewed, or name the exception if the evidence was seen.", "evidence-seen"),
        ["provider.therapy"] = new(Severity.Blocks, "The provider does not offer this therapy.", "Choose another provider, or have the register corrected."),
        ["provider.area"] = new(Severity.Note, "The provider does not usually work in this council's area.", "Make sure that it will."),
        ["provider.rate"] = new(Severity.Note, "The rate is above that agreed with the provider.", "Ask for the agreed rate, or quote another."),
        ["funding.not-whole"] = new(Severity.Blocks, "The funders' parts do not add up to the cost of the line.", "Correct them, or leave them out to have them worked out."),
        ["limit.fair-access"] = new(Severity.Blocks, "More is asked of the fund than the child's fair access limit leaves, by our applications.", "Ask for less, or have the council, the agency or health pay the difference."),
        ["limit.assessment"] = new(Severity.Blocks, "More is asked of the fund than the child's limit for specialist assessments leaves, by our applications.", "Ask for less, or have another funder pay the difference."),
        ["match.not-enough"] = new(Severity.Blocks, "What is asked above the fair access limit is not matched.", "Raise the other funders' part by the amount, or ask for less."),
        ["match.ceiling"] = new(Severity.Blocks, "The child's therapy of the year costs more than match funding goes up to.", "Ask for less of the fund."),
        ["funding.shortfall"] = new(Severity.Note, "A part of the need falls to other funders than the fund.", "Make sure that they have agreed."),
    };

    /// <summary>What stands in the way of submitting, the exceptions named taken into account.</summary>
    public static IEnumerable<Finding> Unexcepted(IEnumerable<Finding> findings, IReadOnlyCollection<string> exceptions) => findings.Where(finding =>
    {
        var kind = Kinds[finding.Code];
        return kind.Severity == Severity.Blocks || (kind.Severity == Severity.Exceptable && !kind.Exceptions.Any(exceptions.Contains));
    });
}
