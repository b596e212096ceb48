namespace Partnership.LocalityHub.Tests.Restrictions;

/// <summary>One line for each operation of the hub that reads, or names a child.</summary>
internal static class HiddenChildOperations
{
    /// <summary>What each operation is expected to do: the address's values are filled in, a body is sent where there is one.</summary>
    public static IReadOnlyDictionary<string, Expected> All { get; } = new Dictionary<string, Expected>(StringComparer.Ordinal)
    {
        ["GET /imports"] = new(Tells.Totals),
        ["GET /imports/{importId:guid}"] = new(Tells.Totals),
        ["GET /imports/{importId:guid}/findings"] = new(Tells.List),
        ["GET /imports/{importId:guid}/rejected-rows"] = new(Tells.List),
        ["GET /imports/{importId:guid}/held-children"] = new(Tells.List),
        ["GET /imports/{importId:guid}/preview"] = new(Tells.Nothing),
        ["GET /imports/{importId:guid}/comparison/{otherId:guid}"] = new(Tells.Nothing),
        ["GET /findings/summary"] = new(Tells.Nothing),
        ["GET /children"] = new(Tells.List),
        ["GET /changes"] = new(Tells.Changes),
        ["POST /children/search"] = new(Tells.List, new { nameParts = new[] { "Thistle" } }),
        ["GET /children/{childId:guid}"] = new(Tells.One),
        ["DELETE /children/{childId:guid}"] = new(Tells.Guardian),
        ["PUT /children/{childId:guid}/name"] = new(Tells.One, new { given = "Another", family = "Name" }),
        ["PUT /children/{childId:guid}/nhs-number"] = new(Tells.One, new { nhsNumber = "943 476 5919" }),
        ["PUT /children/{childId:guid}/milestones/{kind}"] = new(Tells.One, new { date = "2024-01-05" }),
        ["PUT /children/{childId:guid}/restriction"] = new(Tells.Guardian),
        ["POST /children/{childId:guid}/restriction/lift"] = new(Tells.Guardian),
        ["GET /restrictions"] = new(Tells.Guardian),
        ["GET /children/{childId:guid}/permanence"] = new(Tells.One),
        ["PUT /children/{childId:guid}/permanence"] = new(Tells.One, PermanenceSamples.BodyOf("PUT", "/children/{childId:guid}/permanence")),
        ["GET /children/{childId:guid}/needs"] = new(Tells.One),
        ["PUT /children/{childId:guid}/needs"] = new(Tells.One, PermanenceSamples.BodyOf("PUT", "/children/{childId:guid}/needs")),
        ["GET /children/{childId:guid}/background"] = new(Tells.One),
        ["PUT /children/{childId:guid}/background"] = new(Tells.One, PermanenceSamples.BodyOf("PUT", "/children/{childId:guid}/background")),
        ["GET /children/{childId:guid}/exclusion-areas"] = new(Tells.One),
        ["PUT /children/{childId:guid}/exclusion-areas"] = new(Tells.One, PermanenceSamples.BodyOf("PUT", "/children/{childId:guid}/exclusion-areas")),
        ["GET /children/{childId:guid}/family-finding"] = new(Tells.One),
        ["POST /children/{childId:guid}/search"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/search")),
        ["POST /children/{childId:guid}/search/pause"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/search/pause")),
        ["POST /children/{childId:guid}/search/resume"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/search/resume")),
        ["POST /children/{childId:guid}/search/end"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/search/end")),
        ["GET /children/{childId:guid}/placements"] = new(Tells.One),
        ["POST /children/{childId:guid}/placements"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/placements")),
        ["POST /children/{childId:guid}/placements/{placementId:guid}/end"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/placements/{placementId:guid}/end")),
        ["POST /children/{childId:guid}/moves"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/moves")),
        ["POST /children/{childId:guid}/orders"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/orders")),
        ["POST /children/{childId:guid}/orders/{courtOrderId:guid}/withdraw"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/orders/{courtOrderId:guid}/withdraw")),
        ["POST /children/{childId:guid}/match/withdraw"] = new(Tells.One, LinkSamples.BodyOf("/match/withdraw")),
        ["GET /children/{childId:guid}/temporary-approvals"] = new(Tells.One),
        ["POST /children/{childId:guid}/temporary-approvals"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/temporary-approvals")),
        ["POST /children/{childId:guid}/temporary-approvals/{approvalId:guid}/end"] = new(Tells.One, PermanenceSamples.BodyOf("POST", "/children/{childId:guid}/temporary-approvals/{approvalId:guid}/end")),
        ["GET /sibling-groups/{groupId:guid}"] = new(Tells.Nothing),
        ["PUT /sibling-groups/{groupId:guid}/children/{childId:guid}"] = new(Tells.One, PermanenceSamples.BodyOf("PUT", "/sibling-groups/{groupId:guid}/children/{childId:guid}")),
        ["DELETE /sibling-groups/{groupId:guid}/children/{childId:guid}"] = new(Tells.One),
        ["PUT /children/{childId:guid}/ruled-out/{household:guid}"] = new(Tells.One, LinkSamples.BodyOf("/ruled-out/")),
        ["POST /children/{childId:guid}/profile-versions"] = new(Tells.One, ProfileSamples.BodyOf("/profile-versions")),
        ["GET /children/{childId:guid}/profile-versions"] = new(Tells.One),
        ["GET /children/{childId:guid}/profile-versions/{versionId:guid}"] = new(Tells.One),
        ["PUT /children/{childId:guid}/profile-versions/{versionId:guid}"] = new(Tells.One, ProfileSamples.BodyOf("/profile-versions")),
        ["POST /children/{childId:guid}/profile-versions/{versionId:guid}/approve"] = new(Tells.One),
        ["POST /children/{childId:guid}/profile-versions/{versionId:guid}/withdraw"] = new(Tells.One),
        ["POST /children/{childId:guid}/profile-versions/{versionId:guid}/court-permissions"] = new(Tells.One, ProfileSamples.BodyOf("/court-permissions")),
        ["GET /households/{householdId:guid}/profile-versions"] = new(Tells.Nothing),
        ["GET /households/{householdId:guid}/profile-versions/{versionId:guid}"] = new(Tells.Nothing),
        ["GET /case-transfers"] = new(Tells.Nothing),
        ["GET /case-transfers/{transferId:guid}"] = new(Tells.Nothing),
        ["GET /worklist"] = new(Tells.Nothing),
        ["GET /children/{childId:guid}/duties"] = new(Tells.One),
        ["POST /children/{childId:guid}/case-events"] = new(Tells.One, DutySamples.BodyOf("/case-events")),
        ["POST /children/{childId:guid}/case-events/{eventId:guid}/withdraw"] = new(Tells.One),
        ["PUT /children/{childId:guid}/duties/{duty}/reason"] = new(Tells.One, DutySamples.BodyOf("/reason")),
        ["GET /households/{householdId:guid}/duties"] = new(Tells.Nothing),
        ["GET /disclosures"] = new(Tells.List),
        ["GET /disclosures/{disclosureId:guid}"] = new(Tells.Nothing),
        ["GET /links"] = new(Tells.Nothing),
        ["GET /links/{linkId:guid}"] = new(Tells.Nothing),
        ["GET /households/{householdId:guid}/learned"] = new(Tells.Nothing),
        ["GET /household-restrictions"] = new(Tells.Guardian),
        ["GET /households"] = new(Tells.Nothing),
        ["GET /households/{householdId:guid}"] = new(Tells.Nothing),
        ["GET /households/{householdId:guid}/offer"] = new(Tells.Nothing),
        ["GET /break-glass-grants"] = new(Tells.Guardian),
        ["GET /break-glass-grants/{grantId:guid}"] = new(Tells.Guardian),
        ["GET /exit-pack"] = new(Tells.Guardian),
        ["GET /support/families"] = new(Tells.List),
        ["GET /support/families/{familyId:guid}"] = new(Tells.Behind),
        ["GET /support/assessments/{assessmentId:guid}"] = new(Tells.Behind),
        ["GET /audit"] = new(Tells.Guardian),
        ["GET /audit/chain"] = new(Tells.Guardian),
        ["GET /audit/shared-anchors"] = new(Tells.Guardian),
        ["GET /refusals/{about:guid}"] = new(Tells.Nothing),
        ["GET /settings"] = new(Tells.Nothing),
        ["GET /annex-map"] = new(Tells.Nothing),
        ["GET /return-map"] = new(Tells.Nothing),

        // A reference of a hidden child: Identity/IdentityTests.
        ["GET /identities/{reference:guid}"] = new(Tells.Nothing),
        ["GET /households/{householdId:guid}/checks"] = new(Tells.Nothing),

        // A case of a hidden child: PanelCases/CaseTests.
        ["GET /panel-cases"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/papers"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/papers/{paperId:guid}"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/papers/{paperId:guid}/readings"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/decisions"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/decision-records/{recordId:guid}"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/decision-records/{recordId:guid}/document"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/decisions/{decisionId:guid}/review-papers"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/letters/{letterId:guid}"] = new(Tells.Nothing),
        ["GET /panel-cases/{caseId:guid}/letters/{letterId:guid}/document"] = new(Tells.Nothing),
        ["GET /panel-items/{itemId:guid}/minutes"] = new(Tells.Nothing),
        ["GET /panel-items/{itemId:guid}/minutes/document"] = new(Tells.Nothing),
        ["GET /panel-papers/{itemId:guid}"] = new(Tells.Nothing),
        ["GET /panel-papers/{itemId:guid}/{paperId:guid}"] = new(Tells.Nothing),
        ["GET /letter-templates"] = new(Tells.Nothing),
        ["GET /letter-templates/{letter}"] = new(Tells.Nothing),
        ["GET /webhooks"] = new(Tells.Nothing),
        ["GET /webhooks/{webhookId:guid}"] = new(Tells.Nothing),
        ["GET /webhooks/{webhookId:guid}/deliveries"] = new(Tells.Nothing),
        ["GET /parked-messages"] = new(Tells.Nothing),
        ["GET /parked-messages/{messageId:guid}"] = new(Tells.Nothing),
    };
}

/// <summary>What an operation tells of the child.</summary>
internal enum Tells
{
    /// <summary>A page of things of which some are of the child.</summary>
    List,

    /// <summary>A page of changed children, with where to go on from.</summary>
    Changes,

    /// <summary>The child in the address.</summary>
    One,

    /// <summary>The child's family or assessment in the address.</summary>
    Behind,

    /// <summary>Counts of an import.</summary>
    Totals,

    /// <summary>No child, ever.</summary>
    Nothing,

    /// <summary>Only the guardian, from whom nothing is hidden, is let in.</summary>
    Guardian,
}

/// <summary>How an operation is asked, and what must be seen of the child.</summary>
internal sealed record Expected(Tells Tells, object? Body = null);
