namespace Partnership.LocalityHub.Letters;

/// <summary>A council's own wording of a letter; until it has one, the product's.</summary>
internal sealed class LetterTemplate
{
    public LetterKind Kind { get; init; }

    /// <summary>Plain text; a line that begins with "# " is a heading; fields in double braces.</summary>
    public required string Text { get; set; }

    public long Version { get; set; }

    public required string ChangedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A letter that was written: its words as they were merged.</summary>
internal sealed class Letter
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    public Guid DecisionId { get; init; }

    public LetterKind Kind { get; init; }

    public required string Text { get; init; }

    /// <summary>The version of the council's template; 0 for the product's own.</summary>
    public long TemplateVersion { get; init; }

    public required string WrittenBy { get; init; }

    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>When it was sent.</summary>
    public DateOnly? SentOn { get; set; }

    public long Version { get; set; } = 1;
}

/// <summary>The wording that every council begins with.</summary>
internal static class UsualTemplates
{
    private const string Head = "{{date}}\n\n{{recipient}}\n{{address}}\n\n";
    private const string Foot = "\n\nYours sincerely\n\n{{signed-by}}\n{{council}}";

    public static string Of(LetterKind kind) => Head + Body(kind) + Foot;

    private static string Body(LetterKind kind) => kind switch
    {
        LetterKind.AdoptersApproved =>
            "# Your approval as adopters\n\nDear {{household}}\n\nI am pleased to tell you that on {{decided-on}} the agency decided that you are suitable to adopt. The terms of your approval are: {{terms}}.\n\nYour social worker will talk with you about what happens next.",
        LetterKind.AdoptersDetermination =>
            "# Our proposal about your suitability to adopt\n\nDear {{household}}\n\nOn {{decided-on}} the agency considered your suitability to adopt. It proposes this decision: {{decision}}. It is not final.\n\n# Reasons\n\n{{reasons}}\n\n# What you can do\n\nYou can send us your representations, or ask for a review by the Independent Review Mechanism: one or the other, not both. You have forty working days, of which the day on which we send this letter is the first: until {{answer-by}}. If you do neither, the agency will then make its decision.",
        LetterKind.AdoptersRefused =>
            "# The decision about your suitability to adopt\n\nDear {{household}}\n\nOn {{decided-on}} the agency made its decision: {{decision}}.\n\n# Reasons\n\n{{reasons}}",
        LetterKind.AdoptersContinue =>
            "# Your approval as adopters goes on\n\nDear {{household}}\n\nOn {{decided-on}}, after the review of your approval, the agency made its decision: {{decision}}. Your approval goes on.\n\n# Reasons\n\n{{reasons}}",
        LetterKind.AdoptersMatch =>
            "# The decision about the match\n\nDear {{household}}\n\nOn {{decided-on}} the agency decided about the proposed placement of {{child}} with you: {{decision}}.\n\n{{reasons}}",
        LetterKind.ParentsShouldBePlaced =>
            "# The decision about {{child}}\n\nDear {{recipient}}\n\nOn {{decided-on}} the agency decided whether {{child}}, born {{child-born}}, should be placed for adoption: {{decision}}.\n\nYou can talk with somebody who does not work with your child's social worker about what this means. Please ask us how.",
        LetterKind.ParentsPlacing =>
            "# {{child}} is to be placed\n\nDear {{recipient}}\n\nOn {{decided-on}} the agency decided about a family for {{child}}, born {{child-born}}: {{decision}}.\n\nWe cannot tell you who the family is. We can tell you about your child, and how you can write; please ask us.",
        LetterKind.CarersDetermination =>
            "# Our proposal about your approval as foster carers\n\nDear {{household}}\n\nOn {{decided-on}} the agency considered your approval. It proposes this decision: {{decision}}. It is not final.\n\n# Reasons\n\n{{reasons}}\n\n# What you can do\n\nYou can send us your representations, or ask for a review by the Independent Review Mechanism: one or the other, not both. You have until {{answer-by}}. If you do neither, the agency will then make its decision.",
        LetterKind.CarersApproved =>
            "# Your approval as foster carers\n\nDear {{household}}\n\nI am pleased to tell you that on {{decided-on}} the agency decided about {{matter}}: you are suitable to foster. The terms of your approval are: {{terms}}.\n\nYour supervising social worker will talk with you about what happens next, and about the written agreement that we make with you.",
        _ => "# The decision about your fostering\n\nDear {{household}}\n\nOn {{decided-on}} the agency decided about {{matter}}: {{decision}}.\n\n{{reasons}}",
    };
}
